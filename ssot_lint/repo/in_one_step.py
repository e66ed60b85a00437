"""Files of our own are replaced as a whole: who reads one never reads half of it, whoever writes it at once."""

from __future__ import annotations

import os
from collections.abc import Iterable


def put(place: str, parts: Iterable[bytes]) -> None:
    """Write a file, which the user alone may read, or leave it as it is; raises OSError.

    `tempfile`, which would do for that, takes longer to import than to write the file.
    """
    scratch = os.path.join(os.path.dirname(place), f"new-{os.getpid()}-{os.urandom(8).hex()}.tmp")
    handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "wb") as file:
            file.writelines(parts)
        os.replace(scratch, place)
    except BaseException:
        os.unlink(scratch)
        raise
