"""`ssot-lint explain`: what a rule means, or what was decided."""

from __future__ import annotations

import argparse
import os
import sys

from ssot_lint.fronts.arguments import UsageError, say

HELP = "what a rule means, with examples; or a decision: what is kept, why, since when, and what is left"


def define(parser: argparse.ArgumentParser) -> None:
    what = "the rule, or the decision of the policy (default: a table of all rules)"
    parser.add_argument("subject", nargs="?", metavar="CODE|NAME|DECISION", help=what)


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.commands.explain import explain, find, unknown
    from ssot_lint.registry import RULES

    wanted: str | None = arguments.subject
    if wanted is None or find(RULES, wanted) is not None:
        sys.stdout.write(explain(RULES, wanted))
        return 0
    from ssot_lint.policy.root import find_root, policies_in

    if policies_in(find_root(os.getcwd())):
        return _decision(wanted)
    raise UsageError(unknown(RULES, wanted))


def _decision(wanted: str) -> int:
    from ssot_lint.commands.explain import unknown
    from ssot_lint.commands.explain_decision import explain_decision
    from ssot_lint.output.summary import failures
    from ssot_lint.registry import RULES
    from ssot_lint.repo.workers import available
    from ssot_lint.session import open_session

    session = open_session(os.getcwd(), use_cache=True, jobs=available())
    decisions = [decision.name for decision in session.policy.decisions]
    if wanted not in decisions:
        raise UsageError(unknown(RULES, wanted, decisions))
    text, found = explain_decision(session, wanted)
    sys.stdout.write(text)
    sys.stdout.flush()
    say(*failures(found.report))
    return 2 if found.report.failures else 0
