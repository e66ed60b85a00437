"""A module of the same name in another package: another thing."""

import datetime


class ReportEngineFactory:
    """Makes reports; ExecutionContextFactory was its old name."""

    def create(self, day: datetime.date) -> str:
        return f"report of {day}"
