"""A third way, from a branch that was merged late."""


class ExecutionContextFactory:
    def create(self, customer: str) -> str:
        return customer


class ExecutionEngineFactory:
    def create(self, customer: str) -> str:
        return customer
