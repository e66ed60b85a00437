"""The start of the process: what was said before is said again, for the rest the command line is imported."""

from __future__ import annotations

import os
import sys

from ssot_lint.repo.again import said_before

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing itself is too much to import here
    from typing import NoReturn

    from ssot_lint.repo.again import Said


def run() -> NoReturn:
    """The console script. It ends at once: to take all objects apart takes long, and nobody needs them.

    For the same reason no garbage is collected: nearly all that is made is needed to the end.
    """
    _open_closed()
    said = said_before(sys.argv[1:])
    if said is not None and _say(said):
        code = int(said["code"])
    else:
        import gc

        from ssot_lint.fronts.cli import main

        gc.disable()
        code = main()
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105  (contextlib takes long to import)
            stream.flush()
        except OSError:
            pass
    os._exit(code)


def _open_closed() -> None:
    """Give a process that was started with closed streams (`>&-`, some services) ones that lead nowhere.

    Without them, the next files to be opened would get their numbers, and take in what is printed.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115


def _say(said: Said) -> bool:
    """Print what was printed before; False where nobody reads it, which others handle."""
    encoding = said["encoding"].decode() or None
    try:
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
        sys.stdout.write(said["out"].decode())
        sys.stdout.flush()
    except OSError:
        return False
    sys.stderr.write(said["err"].decode())
    return True
