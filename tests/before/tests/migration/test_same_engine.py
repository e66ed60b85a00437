"""Both factories make the same engine, so that the old one can go."""

import unittest

from shop.engine.execution_engine_factory import ExecutionEngineFactory as Old
from shop.engine.execution_factory import ExecutionEngineFactory


class TestBoth(unittest.TestCase):
    def test_engine(self) -> None:
        self.assertEqual(vars(Old().create("ada")), vars(ExecutionEngineFactory().create("ada")))
