"""`ssot-lint init`: write the first policy."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from ssot_lint.fronts.arguments import UsageError, below, say
from ssot_lint.output.destination import accept_any_character, replace_file
from ssot_lint.policy.wording import plural

if TYPE_CHECKING:
    from ssot_lint.commands.init import Policy
    from ssot_lint.session import Session

HELP = "write ssot.toml from a consolidation plan, or from what is there twice"

#: More is no plan that a person wrote.
_LARGEST = 1_000_000


def define(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--from-plan", metavar="PLAN.md", help="the plan, in Markdown (default: decide about the duplicates there are)")
    add("--output", metavar="FILE", help="where to write it, - for standard output (default: ssot.toml at the root)")
    add("--force", action="store_true", help="replace a policy that is there")


def run(arguments: argparse.Namespace) -> int:
    from ssot_lint.policy.model import Policy as NoPolicy
    from ssot_lint.policy.root import find_root
    from ssot_lint.session import Session

    root = find_root(os.getcwd())
    target = _target(root, arguments)
    text = None if arguments.from_plan is None else _read(arguments.from_plan)
    # What an old policy leaves out or turns off has no say in a new one.
    session = Session(root, NoPolicy())
    policy = _policy(session, arguments.from_plan, text)
    say(*policy.remarks)
    if text is not None and not policy.decisions:
        raise UsageError(f"{arguments.from_plan}: no decision in it that could be written down: nothing was written")
    if not policy.decisions and target is not None and os.path.lexists(target):
        raise UsageError(f"nothing is there twice: {target} stays as it is")
    if target is None:
        accept_any_character(sys.stdout, "utf-8")
        sys.stdout.write(policy.text)
    else:
        replace_file(target, policy.text)
        say(_summary(os.path.relpath(target), policy))
    return 0 if policy.is_whole else 1


def _policy(session: Session, plan: str | None, text: str | None) -> Policy:
    from ssot_lint.commands.init import from_discoveries, from_plan

    if plan is None or text is None:
        return from_discoveries(session)
    try:
        (path,) = below(session.root, [plan])
    except UsageError:
        path = os.path.basename(plan)  # where it lies on this machine tells nobody else anything
    return from_plan(session, text, plan, path)


def _summary(shown: str, policy: Policy) -> str:
    if not policy.decisions:
        return f"nothing is there twice: wrote {shown} with an example to fill in"
    return f"wrote {shown}: {plural(policy.decisions, 'decision')}; ssot-lint check holds the code against them"


def _target(root: str, arguments: argparse.Namespace) -> str | None:
    """The file to write, None for standard output; no policy that is there gets lost by accident."""
    from ssot_lint.policy.root import policies_in

    if arguments.output == "-":
        return None
    target = os.path.join(root, "ssot.toml") if arguments.output is None else os.path.abspath(arguments.output)
    name = os.path.basename(target)
    if not name.endswith(".toml") or name == "pyproject.toml":
        raise UsageError(f"--output: call the policy *.toml, and not pyproject.toml: {arguments.output}")
    if os.path.isdir(target):
        raise UsageError(f"--output is a folder: {target}")
    if os.path.lexists(target) and not arguments.force:
        raise UsageError(f"there is a policy in {target}: --force replaces it, --output FILE writes elsewhere")
    others = [other for other in policies_in(root) if other != "ssot.toml"]
    if others and target == os.path.join(root, "ssot.toml"):
        where = os.path.join(root, others[0])
        raise UsageError(f"there is a policy in {where}: two would be one too many, --output FILE writes elsewhere")
    return target


def _read(plan: str) -> str:
    try:
        if os.path.isdir(plan):
            raise UsageError(f"--from-plan is a folder: {plan}")
        with open(plan, "rb") as file:
            data = file.read(_LARGEST + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f"{plan}: can't be read: {why}") from None
    if len(data) > _LARGEST:
        raise UsageError(f"{plan}: larger than {_LARGEST:,} bytes: give the part of it that decides")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{plan}:{line}: not UTF-8: save the file in that encoding") from None
