"""Real processes for tests: the hosts as their users run them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

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


def git(root: Path, *arguments: str, env: Mapping[str, str] | None = None) -> Done:
    """Run git, which must succeed."""
    done = run("git", *arguments, cwd=root, env=env)
    assert done.code == 0, done
    return done
