"""The digest by which contents are told apart.

`hashlib` loads OpenSSL, which takes longer than all else that a run does in which nothing changed.
"""

try:
    from _blake2 import blake2b
except ImportError:  # pragma: no cover (CPython and PyPy have it)
    from hashlib import blake2b

__all__ = ["blake2b", "digest_of"]


def digest_of(*said: object) -> str:
    """A digest of things by their `repr`."""
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
