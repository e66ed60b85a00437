import unittest

from shop.engine.execution_factory import ExecutionEngineFactory


class TestFactory(unittest.TestCase):
    def test_makes_engines(self) -> None:
        self.assertTrue(ExecutionEngineFactory().create("ada").is_open)
