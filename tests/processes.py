"""Real processes for tests: the hosts as their users run them; and the command in this one, where that will do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import pytest

from ssot_lint.fronts.cli import main

PROJECT = Path(__file__).parents[1]


class Done(NamedTuple):
    """Exit code, standard output and standard error of a process."""

    code: int
    out: str
    err: str


def run(*command: str, cwd: Path, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """Run a command of the environment that runs the tests."""
    scripts = os.path.dirname(sys.executable)
    environment = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}", **(env or {})}
    done = subprocess.run(command, cwd=cwd, input=stdin, env=environment, capture_output=True, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def here(*argv: str, cwd: Path, stdin: bytes = b"") -> Done:
    """Run the command in this process: to start one takes longer than to look at a small repository."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(cwd)
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        code = main(argv)
    for stream in (out, err):
        stream.seek(0)
    return Done(code, out.read(), err.read())


def git(root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
    """Run git, which must succeed."""
    done = run("git", *arguments, cwd=root, env=env)
    assert done.code == 0, done
    return done
