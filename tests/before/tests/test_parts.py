import datetime
import unittest
from unittest.mock import patch

from shop.dispatch import UnifiedDispatcherFactory
from shop.dispatch.enhanced import factory
from shop.engine.execution_factory import ExecutionEngineFactory
from shop.notify.mail import mail
from shop.notify.push import PushNotificationFactory
from shop.plugins import factory_of
from shop.reports.execution_engine_factory_stats import ReportEngineFactory, my_execution_engine_factory


class TestExecutionEngineFactory(unittest.TestCase):
    def test_closes_what_it_made(self) -> None:
        kept = ExecutionEngineFactory(limit=1)
        engine = kept.create("ada")
        self.assertRaises(RuntimeError, kept.create, "bob")
        self.assertEqual(kept.close_all(), 1)
        self.assertFalse(engine.is_open)

    def test_all_kinds(self) -> None:
        for kind in ("small", "relative", "oldest", "kept"):
            self.assertTrue(factory_of(kind))


class TestNotificationFactory(unittest.TestCase):
    def test_push(self) -> None:
        mail("ada", "sent", "run-1")
        self.assertEqual(PushNotificationFactory().create("ada"), "push for ada")


def offline() -> object:
    """For those who try it by hand."""
    return patch("shop.notify.mail.sender")


class TestDispatcher(unittest.TestCase):
    def test_dispatch(self) -> None:
        self.assertEqual(UnifiedDispatcherFactory().create().dispatch("ada"), "ada")
        self.assertTrue(factory())


class TestReports(unittest.TestCase):
    def test_report(self) -> None:
        report = my_execution_engine_factory(ReportEngineFactory()).create(datetime.date(2025, 9, 2))
        self.assertEqual(report, "report of 2025-09-02")
