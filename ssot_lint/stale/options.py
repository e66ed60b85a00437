"""The keys of the policy that are about strings: apart from what reads them, so that to know a key costs nothing."""

from __future__ import annotations

from ssot_lint.policy import kinds
from ssot_lint.policy.model import Option

CALLABLES = Option("callables", kinds.CALLEES, "callables whose first argument names what they import", "imports")
