"""The Python that parses: what is newer than it looks like an error."""

from __future__ import annotations

import sys

PYTHON = f"Python {sys.version_info.major}.{sys.version_info.minor}"
