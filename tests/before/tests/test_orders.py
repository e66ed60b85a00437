import unittest
from unittest import mock

from shop.context import RunContext
from shop.orders import legacy_api
from shop.orders.checkout import check_out
from shop.orders.refunds import refund, refund_all, refund_later


class TestOrders(unittest.TestCase):
    def test_check_out(self) -> None:
        self.assertEqual(check_out(RunContext("ada", "run-1")), "ada")

    @mock.patch("shop.engine.execution_engine_factory.ExecutionEngineFactory.create")
    def test_refund(self, create: mock.Mock) -> None:
        create.return_value.customer = "bob"
        self.assertEqual(refund("ada"), "bob")

    def test_refund_others(self) -> None:
        self.assertEqual(refund_later("ada"), "ada")
        self.assertEqual(refund_all(["ada", "bob"], legacy_api.EngineFactory()), ["ada", "bob"])
