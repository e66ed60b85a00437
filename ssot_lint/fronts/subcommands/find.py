"""`ssot-lint find`."""

from __future__ import annotations

import argparse

from ssot_lint.fronts.arguments import UsageError

HELP = "find"


def define(_parser: argparse.ArgumentParser) -> None:
    """It takes no arguments yet."""


def run(_arguments: argparse.Namespace) -> int:
    raise UsageError("not there yet")
