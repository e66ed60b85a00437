"""A whole consolidation, from the plan to the day on which all of it holds, in a real git repository."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.processes import Done, git, run

#: What the old factory had and the kept one had not.
MERGED = {
    "shop/engine/execution_factory.py": [
        (
            "        return count\n",
            "        return count\n\n\ndef default_factory() -> ExecutionEngineFactory:\n    return ExecutionEngineFactory()\n",
        )
    ],
    "scripts/nightly.py": [('print "engines:", default', 'print("engines:", default'), ('"nightly")', '"nightly"))')],
}
#: What nobody but a person can decide.
BY_HAND: Mapping[str, Sequence[tuple[str, str]]] = {
    "shop/dispatch/enhanced.py": [("class EnhancedToolDispatcher(UnifiedDispatcher):\n    pass\n\n\n", "")],
    "shop/engine/engine.py": [("ExecutionContextFactory", "ExecutionEngineFactory")],
    "shop/engine/registry.py": [
        ("set_bridge(self.bridge, None)", "set_bridge(self.bridge, run_id)"),
        ("run_id=None if is_test else run_id", "run_id=run_id"),
        ("run_id=None, urgent", 'run_id="all", urgent'),
    ],
    "shop/notify/mail.py": [
        (
            "from shop.notify.push import NotificationManagerFactory  # noqa: SSOT001",
            "from shop.notify.bridge_factory import NotificationBridgeFactory",
        ),
        ("NotificationManagerFactory", "NotificationBridgeFactory"),
    ],
    "shop/notify/push.py": [
        ("from shop.notify.bridge_factory import NotificationBridgeFactory\n\n", ""),
        ("NotificationManagerFactory = NotificationBridgeFactory\n\n\n", ""),
        ("class PushNotificationFactory:", "class PushNotifier:"),
    ],
    "shop/orders/emitter.py": [
        ("    listeners: list[Callable[[str], object]] = []\n\n", ""),
        (
            "        self.customer = customer\n",
            "        self.customer = customer\n        self.listeners: list[Callable[[str], object]] = []\n",
        ),
        ("order_shiped", "order_shipped"),
    ],
    "shop/quotes.py": [
        ("import PriceTabel\n", "import PriceFactory, PriceTable\n"),
        ("from shop.pricing.rounding import Rounding\nfrom shop.pricing.tables import PriceTable\n", ""),
        (
            'class PriceFactory:\n    """The copy."""\n\n    def __init__(self, prices):\n'
            "        self.table = PriceTable(prices)\n\n    def price(self, article):\n"
            "        return Rounding().round(self.table.prices[article])\n\n\n",
            "",
        ),
        ("PriceFactory(prices).price(article), PriceTabel", "PriceFactory(PriceTable(prices)).price(article)"),
    ],
    "tests/test_parts.py": [
        ("shop.notify.mail.sender", "shop.notify.mail.mail"),
        ("import PushNotificationFactory", "import PushNotifier"),
        ("(PushNotificationFactory()", "(PushNotifier()"),
    ],
}
GONE = (
    "shop/engine/execution_engine_factory.py",
    "shop/services/execution_factory.py",
    "tests/migration/test_same_engine.py",
)


def edit(root: Path, files: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    for path, replacements in files.items():
        text = (root / path).read_text(encoding="utf-8")
        for old, new in replacements:
            assert old in text, (path, old)
            text = text.replace(old, new)
        (root / path).write_text(text, encoding="utf-8")


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", "x")


def lint(root: Path, *arguments: str) -> Done:
    return run(sys.executable, "-m", "ssot_lint", *arguments, cwd=root)


def is_sound(root: Path) -> bool:
    """Whether the tests of the repository pass."""
    return run(sys.executable, "-B", "-m", "unittest", "-q", cwd=root).code == 0


def test_the_whole_journey(before: Path) -> None:
    (before / "ssot.toml").unlink()
    commit(before)
    assert is_sound(before)

    assert lint(before, "init", "--from-plan", "docs/CONSOLIDATION.md").code == 0
    commit(before)
    status = lint(before, "status")
    assert status.code == 1
    assert status.out.splitlines()[-1] == "0 of 7 decisions hold; 35 things left"

    fixed = lint(before, "fix")
    assert fixed.code == 1  # what is left is told
    assert is_sound(before)
    assert "undo: git apply -R .ssot-lint-cache/undo.patch" in fixed.err
    git(before, "apply", "-R", ".ssot-lint-cache/undo.patch")
    assert git(before, "status", "--porcelain").out == ""
    assert lint(before, "fix").out == fixed.out
    commit(before)

    edit(before, MERGED)
    commit(before)
    assert lint(before, "fix", "--unsafe-fixes").code == 1
    assert lint(before, "compare", "shop.engine.execution_engine_factory", "shop.engine.execution_factory").code == 0
    assert is_sound(before)

    edit(before, BY_HAND)
    for path in GONE:
        (before / path).unlink()
    commit(before)
    assert is_sound(before)
    assert lint(before, "status").code == 0
    assert lint(before, "check") == (0, "", "no findings in 38 files\n")
