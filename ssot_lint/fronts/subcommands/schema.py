"""`ssot-lint schema`: what can be in a policy, for editors."""

from __future__ import annotations

import argparse
import sys

from ssot_lint.output.destination import accept_any_character

HELP = "the JSON Schema of the policy"


def define(_parser: argparse.ArgumentParser) -> None:
    """It takes no arguments."""


def run(_arguments: argparse.Namespace) -> int:
    import json

    from ssot_lint.policy.schema import schema
    from ssot_lint.registry import options

    accept_any_character(sys.stdout, "utf-8")
    print(json.dumps(schema(options()), indent=2, ensure_ascii=False))
    return 0
