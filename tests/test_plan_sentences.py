"""What sentences of a plan decide, and what only looks like a decision."""

from __future__ import annotations

import pytest

from ssot_lint.plan.places import Lookup
from ssot_lint.plan.plan import read_plan
from ssot_lint.registry import options


def decided(text: str, lookup: Lookup | None = None) -> list[str]:
    """The decisions, `name: key=value,value …` each; without any, what could not be used."""
    plan = read_plan(text, "PLAN.md", options(), lookup)
    found = []
    for one in plan.decisions:
        keys = {key: value for key, value in one.keys.items() if key != "see"}
        shown = [f"{key}={','.join(value) if isinstance(value, list) else value}" for key, value in keys.items()]
        found.append(f"{one.name}: {' '.join(shown)}")
    return found or [note.text for note in plan.notes]


@pytest.mark.parametrize(("text", "expected"), [
    # kept
    pytest.param("Keep `Order` in `shop/orders.py` because it is whole.", "order: reason=it is whole keep=shop.orders:Order", id="keep"),
    pytest.param("Keep `shop/orders.py` (`Order`): it is whole", "order: reason=it is whole keep=shop.orders:Order", id="keep-file"),
    pytest.param("We will retain `shop.orders:Order`.", "order: keep=shop.orders:Order", id="keep-home"),
    pytest.param("Keep `shop/orders.py::Order` - whole", "order: reason=whole keep=shop.orders:Order", id="keep-node"),
    pytest.param("Keep `src/shop/orders.py` and `Order` there.", "order: keep=shop.orders:Order", id="source-folder"),
    pytest.param("There must be only one `Order`, in `shop/orders.py`.", "order: keep=shop.orders:Order", id="only-one"),
    pytest.param("`Order` lives only in `shop/orders.py`.", "order: keep=shop.orders:Order", id="lives-only"),
    pytest.param("1. ONE `Order`\n   - \u2705 Only in shop/orders.py", "order: keep=shop.orders:Order", id="only-in-below"),
    pytest.param("The `Order` class stays in `shop/orders.py`.", "order: keep=shop.orders:Order", id="stays-in"),
    pytest.param("`shop/orders.py` has the canonical `Order`.", "order: keep=shop.orders:Order", id="has-the"),
    pytest.param("The class `Order` (in `shop/orders.py`) is the single source of truth.", "order: keep=shop.orders:Order", id="truth"),
    pytest.param("`Order` remains as is.\n\n`shop/orders.py` - `Order` (fine)", "order: keep=shop.orders:Order", id="described"),
    pytest.param("Keep `order_book.py`.\n\n- `shop/order_book.py` has OrderBook", "order-book: keep=shop.order_book:OrderBook", id="has"),
    pytest.param("Keep `OrderBook`. It is not `shop/order_book.py`.", "order-book: keep=shop.order_book:OrderBook", id="called-after"),
    pytest.param("Keep `shop/orders.py`. Two files define `Order`.", "order: keep=shop.orders:Order", id="twins"),
    pytest.param("Keep `make_order()` from `shop/orders.py`.", "make-order: keep=shop.orders:make_order", id="function"),
    pytest.param("Keep `AbCd`.\n\n```\npython -c 'from shop.orders import AbCd, x'\n```", "ab-cd: keep=shop.orders:AbCd", id="imported"),
    pytest.param("- Both are in `shop/core/`\n- Keep `Order` in `orders.py`", "order: keep=shop.core.orders:Order", id="folder"),
    pytest.param("Keep `Order` in `orders.py`; delete `shop/core/orders.py`.",
                 "shop.core.orders:Order is kept (line 1) and shop.core.orders is deleted: decide for one", id="the-path-that-is-there"),
    pytest.param("We're keeping `shop.orders.Order`.", "order: keep=shop.orders:Order", id="we-are-keeping"),
    pytest.param("The `Order` class stays where it is (`shop/orders.py`).", "order: keep=shop.orders:Order", id="stays-where-it-is"),
    pytest.param("`Order` stays where it is.\n\n`shop/orders.py` - `Order`", "order: keep=shop.orders:Order", id="stays-there"),
    # gone
    pytest.param("`shop.old` goes away, together with `shop/older.py`.", "older: delete=shop.older,shop.old", id="together-with"),
    pytest.param("Delete `shop/old.py` and `shop/older.py`.", "shop-old: delete=shop.old,shop.older", id="delete"),
    pytest.param("shop/x/orders.py has been removed.", "orders: delete=shop.x.orders", id="plain-path"),
    pytest.param("Remove the `shop/x/` package.", "x: delete=shop.x", id="folder-gone"),
    pytest.param("Delete `docs/x.md`.", "x: delete=docs/x.md", id="document"),
    pytest.param("Delete `x_orders.py`.", "x-orders: ban-files=x_orders.py", id="delete-bare"),
    pytest.param("Delete `x_orders.py`, once `shop/x_orders.py`.", "x-orders: delete=shop.x_orders", id="delete-bare-known"),
    pytest.param("- \u2705 No `shop/x.py` exists", "x: ban-files=shop/x.py", id="gone"),
    pytest.param("- \u2705 No `shop.x` exists", "x: delete=shop.x", id="gone-module"),
    pytest.param("Delete `shop/x.py`.\n\n- No x.py remains", "x: delete=shop.x", id="gone-confirmed"),
    pytest.param("Remove `Order` from `shop/__init__.py`.", "order: ban-classes=shop.Order", id="class-in-a-file"),
    pytest.param("Delete `Order` in `x.py`.", 'ban-classes = ["package.module.Order"]: the plan does not say where x.py is', id="unknown-file"),
    pytest.param("Delete `shop/x.py`. Delete `Order` in `shop/x.py`.", "x: delete=shop.x", id="class-of-a-deleted-file"),
    pytest.param("OrderV2 is deprecated and will be removed.", "order-v2: ban-classes=OrderV2", id="class-gone"),
    pytest.param("Delete `make_x()`.", "ban-classes is for classes: make_x is a function", id="function-gone"),
    pytest.param("Delete `../x.py`.", "delete: '../x.py' must stay inside the folder of the policy: it can't have .. in it", id="outside"),
    # banned
    pytest.param("Avoid creating new classes such as `OrderManager`.", "order-manager: ban-classes=OrderManager", id="such-as"),
    pytest.param("`OrderManager` must not be created again.", "order-manager: ban-classes=OrderManager", id="must-not"),
    pytest.param("Classes `OrderM` and `OrderN` are banned.", "order-m: ban-classes=OrderM,OrderN", id="are-banned"),
    pytest.param("Don\u2019t add `shop/x.py`, nor a class `OrderM`.", "order-m: ban-classes=OrderM ban-files=shop/x.py", id="nor"),
    pytest.param("### \u274c DO NOT:\n- Create `OrderM`", "order-m: ban-classes=OrderM", id="do-not"),
    pytest.param("### Do not add these classes or modules\n- `OrderM`", "order-m: ban-classes=OrderM", id="these"),
    pytest.param("Don't create `x.py`.\n\n- `x.py` (views) - fine", "x: ban-files=x.py", id="bare-mentioned"),
    pytest.param("Don't create `x.py`. Delete `shop/x.py`.", "x: delete=shop.x ban-files=shop/x.py", id="bare-deleted"),
    pytest.param("Don't create `x.py` or `shop/x.py`.", "x: ban-files=x.py", id="bare-is-broader"),
    # replaced
    pytest.param("`shop.x.Order` -> `shop.orders.Order`", "order: keep=shop.orders:Order ban-classes=shop.x.Order", id="arrow"),
    pytest.param("Replace `OldOrder` with `Order` from `shop/orders.py`.", "order: keep=shop.orders:Order ban-classes=OldOrder", id="replace"),
    pytest.param("Move `Order` from `shop/x.py` to `shop/orders.py`.", "order: keep=shop.orders:Order ban-classes=shop.x.Order", id="move"),
    pytest.param("`Order` moves to `shop/orders.py`.", "order: keep=shop.orders:Order", id="moves"),
    pytest.param("Use `Order` from `shop/orders.py` instead of `OldOrder`.", "order: keep=shop.orders:Order ban-classes=OldOrder", id="instead"),
    pytest.param("Merge `shop/x.py` into `shop/orders.py`.", "orders: delete=shop.x", id="merge"),
    pytest.param("Replace `OldOrder` with `a b`.", None, id="by-nothing-that-has-a-name"),
    # who owns what
    pytest.param("Keep `A1x` in `s/a.py`.\n\nKeep `B1x` in `s/b.py`.\n\nDelete `s/c.py` (use `B1x`).",
                 ["a1x: keep=s.a:A1x", "b1x: keep=s.b:B1x delete=s.c"], id="by-use"),
    pytest.param("Keep `A1x` in `s/a.py`; delete `s/c.py`.\n\nKeep `B1x` in `s/b.py`.",
                 ["a1x: keep=s.a:A1x delete=s.c", "b1x: keep=s.b:B1x"], id="by-paragraph"),
    pytest.param("- Keep `A1x` in `s/a.py`, delete `s/c.py`\n- Keep `B1x` in `s/b.py`",
                 ["a1x: keep=s.a:A1x delete=s.c", "b1x: keep=s.b:B1x"], id="by-sentence"),
    pytest.param("# A\nKeep `A1x` in `s/a.py`.\n# B\nKeep `B1x` in `s/b.py`.\n# C\n- Delete `t/b.py`\n- Delete `t/z.py`",
                 ["a1x: keep=s.a:A1x", "b1x: keep=s.b:B1x delete=t.b", "z: delete=t.z"], id="by-file-name"),
    pytest.param("# A\nKeep `OrderBookFactory` in `s/a.py`.\n# B\nKeep `MailBoxFactory` in `s/b.py`.\n# C\n- No OrderBookMaker created",
                 ["order-book-factory: keep=s.a:OrderBookFactory ban-classes=OrderBookMaker", "mail-box-factory: keep=s.b:MailBoxFactory"],
                 id="by-words"),
    pytest.param("Keep `s/a.py`.\n\nKeep `A1x`.", "a1x: keep=s.a:A1x", id="class-beside-a-file"),
    pytest.param("`A1x` is canonical.\n\nKeep `A1x` in `s/a.py`.", "a1x: keep=s.a:A1x", id="twice"),
    pytest.param("- `s/a.py` keeps A1x\n- Keep `s/a.py`.\n- Keep `B1x` in `s/b.py`.\n- `s.c` re-exports `A1x`.",
                 "b1x: keep=s.b:B1x", id="facade-of-nobody-knows-what"),
    pytest.param("Keep `s/a.py`. Keep `s/a.py` with `A1x`. `s/a.py` has `A1x`.", "a1x: keep=s.a:A1x", id="file-twice"),
    pytest.param("`docs/x.md` -> `docs/y.md`", "y: delete=docs/x.md", id="documents-move"),
    pytest.param("Keep `A1x` in `s/x/a.py`. Don't create `s/x/`.",
                 "s.x.a:A1x is kept (line 1) and s/x/ is banned: decide for one", id="kept-in-a-banned-folder"),
    pytest.param("Delete `s/b.py:class`.", [], id="no-name"),
    pytest.param("Don't create OrderMaker.", "order-maker: ban-classes=OrderMaker", id="at-the-end"),
    pytest.param("Don't create WebSocketMaker for WebSocket.", "web-socket-maker: ban-classes=WebSocketMaker", id="brand"),
    # only
    pytest.param("`MailBoxFactory` in `s/a.py` is the sole mail factory.", "mail-box-factory: keep=s.a:MailBoxFactory only=*Mail*Factory",
                 id="sole"),
    pytest.param("## Mail boxes and factories\n\n`MailBoxFactory` in `s/a.py` is the only one.",
                 "mail-boxes-factory: keep=s.a:MailBoxFactory only=*MailBox*Factory", id="only-one-of-the-heading"),
    pytest.param("`MailBoxFactory` in `s/a.py` is the sole factory.", "mail-box-factory: keep=s.a:MailBoxFactory", id="sole-of-all"),
    pytest.param("Keep `MailBoxFactory` in `s/a.py`. No new mail factories.",
                 "mail-box-factory: keep=s.a:MailBoxFactory only=*Mail*Factory", id="no-new"),
    pytest.param("No new mail factories.", "only = [...]: the plan keeps no class of that kind, or several", id="no-new-of-none"),
    # told
    pytest.param("Replace `shop.x.make` with `shop.y:Maker.make`.",
                 "Replace `shop.x.make` with `shop.y:Maker.make`: says something of shop.x.make in a form that is not known: "
                 "write it into the policy by hand", id="unknown-form"),
    pytest.param("We should not remove `shop/x.py` yet.",
                 "We should not remove `shop/x.py` yet: says something of shop/x.py in a form that is not known: "
                 "write it into the policy by hand", id="not-to-be-removed"),
    pytest.param("Maybe `shop/x.py` must go. Update `shop/x.py`, keep its tests. Nobody dared to touch `shop/x.py`.", [], id="no-decision"),
    # facades
    pytest.param("Keep `A1x` in `s/a.py`; `s.b` re-exports it.", "a1x: keep=s.a:A1x facades=s.b", id="facade"),
    pytest.param("- `s/a_new.py` - `A1x` is canonical\n- `b.py` - Legacy, imports from new", "a1x: keep=s.a_new:A1x facades=s.b", id="beside"),
    pytest.param("- Keep `A1x` in `s/a.py`\n- Keep `A1y` in `t/a.py`\n- `b.py` re-exports `A1x` from `s/a.py`", None, id="facade-unknown"),
    pytest.param("Delete `s/z.py`. Keep `s/a.py`; `s.b` re-exports it.", "a: delete=s.z", id="facade-of-no-name"),
    pytest.param("`s.b` re-exports `A1x`.", "facades = [...]: the plan does not say what is kept that it hands on", id="facade-alone"),
])  # fmt: skip
def test_decision(text: str, expected: str | list[str] | None) -> None:
    found = decided(text)
    if expected is None:
        assert found == [] or not any("ban-" in one for one in found)
    else:
        assert found == ([expected] if isinstance(expected, str) else expected)
