"""What several subcommands read from their arguments: the repository and its policy, paths, codes, numbers."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssot_lint.output.terminal import visible

if TYPE_CHECKING:
    from ssot_lint.session import Session


class UsageError(Exception):
    """The command can't be carried out as given; each argument is one problem."""


def say(*lines: str) -> None:
    """Tell a person something that is not the result."""
    for line in lines:
        print(visible(line), file=sys.stderr)


def count(text: str) -> int:
    """A number from 1 on."""
    if not text.isascii() or not text.isdigit() or text.strip("0") == "":
        raise argparse.ArgumentTypeError(f"not a number from 1 on: {text!r}")
    return int(text)


def define_opening(parser: argparse.ArgumentParser) -> None:
    """The arguments that `opened` reads, and the one by which a bug of ours is told in full."""
    add = parser.add_argument
    add("--config", metavar="FILE", help="the policy (default: the one at the root of the repository)")
    add("--jobs", type=count, metavar="N", help="processes (default: as many as the machine has processors)")
    add("--no-cache", action="store_true", help="neither read nor write what earlier runs found")
    add("-v", "--verbose", action="store_true", help="show the whole traceback of an internal error")


def opened(arguments: argparse.Namespace, start: str | None = None, *, prefilter: bool = True) -> Session:
    """The session of the repository around a folder, by default the current one."""
    from ssot_lint.repo.workers import available
    from ssot_lint.session import open_session

    return open_session(
        os.getcwd() if start is None else start,
        arguments.config,
        prefilter=prefilter,
        use_cache=not arguments.no_cache,
        jobs=arguments.jobs or available(),
    )


def codes(option: str, lists: Sequence[str]) -> frozenset[str]:
    """The codes that comma lists of codes and their prefixes stand for."""
    from ssot_lint.registry import RULES

    given = [item.strip() for one in lists for item in one.split(",") if item.strip()]
    unknown = [item for item in given if not any(code.startswith(item) for code in RULES)]
    if unknown or not given:
        what = f"no rule has such a code: {', '.join(unknown)}" if unknown else "give at least one code"
        raise UsageError(f"{option}: {what} (there are {', '.join(RULES)})")
    return frozenset(code for code in RULES if code.startswith(tuple(given)))


def common_folder(paths: Sequence[str]) -> str:
    """The deepest existing folder that has all the paths, by which the root is found."""
    from ssot_lint.policy.root import find_root

    places = [os.path.abspath(path) for path in paths] or [os.getcwd()]
    folder = _existing_folder(os.path.commonpath(places))
    roots = sorted({find_root(_existing_folder(place)) for place in places})
    # Two repositories have in common a folder that no policy is for: it would always be clean.
    if not _is_marked(find_root(folder)) and any(_is_marked(root) for root in roots):
        raise UsageError(f"the paths are not in one repository, but in {', '.join(roots)}")
    return folder


def _existing_folder(place: str) -> str:
    while not os.path.isdir(place):
        place = os.path.dirname(place)
    return place


def _is_marked(folder: str) -> bool:
    """Whether a folder looks like the root of a repository."""
    from ssot_lint.policy.root import FILES

    return any(os.path.exists(os.path.join(folder, name)) for name in (".git", *FILES))


def below(root: str, paths: Sequence[str]) -> tuple[str, ...]:
    """The paths relative to the root with "/"; none at all when one of them is the root itself."""
    places = [_relative(root, path) for path in paths]
    outside = [
        f"not in the repository {root}: {path}" for path, place in zip(paths, places, strict=True) if place is None
    ]
    if outside:
        raise UsageError(*outside)
    inside = [place for place in places if place is not None]
    return () if "" in inside else tuple(inside)


def _relative(root: str, path: str) -> str | None:
    """The path as seen from the root, also when either was reached through a symbolic link."""
    for top, place in (
        (os.path.abspath(root), os.path.abspath(path)),
        (os.path.realpath(root), os.path.realpath(path)),
    ):
        if place == top:
            return ""
        if place.startswith(top.rstrip(os.sep) + os.sep):
            return place[len(top.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
    return None
