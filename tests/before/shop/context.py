"""Who an order is for, and the run that handles it."""

from typing import NamedTuple


class RunContext(NamedTuple):
    customer: str
    run_id: str | None = None
