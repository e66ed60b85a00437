"""What happened in a run, for whoever listens."""

LOG: list[tuple[str | None, str]] = []


def record(event: str, run_id: str | None, *, urgent: bool = False) -> None:
    LOG.append((run_id, f"{event}!" if urgent else event))
