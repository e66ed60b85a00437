"""SSOT101: what counts as a second one, which of them is named as the one to keep, and why."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import PROJECT
from tests.repository import check, session, write

OPEN = ", or decide otherwise with keep"
CLASS = "class OrderFactory:\n    def make(self): ...\n"
FUNCTION = "def order_factory():\n    return 1\n"
#: Importers of one module, so that it is the one to keep.
USED = {"shop/till.py": "from shop.orders import OrderFactory\n"}
FAST_AND_SLOW = {"shop/fast.py": CLASS, "shop/slow.py": CLASS}

Files = dict[str, str]


def shop(**files: str) -> Files:
    """A package with modules of these names."""
    return {"shop/__init__.py": "", **{f"shop/{name}.py": text for name, text in files.items()}}


def keep(name: str, line: str, others: str, why: str = "", *, files: int = 2) -> str:
    return f"{line}: SSOT101 {name} is defined in {files} files: keep this one ({why}) and remove {others}{OPEN}"


def use(name: str, line: str, module: str, why: str, *, files: int = 2) -> str:
    return f"{line}: SSOT101 {name} is defined in {files} files: use the one in {module} ({why}){OPEN}"


def tied(name: str, line: str, other: str) -> str:
    return (
        f"{line}: SSOT101 {name} is defined in 2 files, and nothing tells which one to keep: "
        f"remove this one or the one in {other}"
    )


def tie(
    first: str = "ledger", second: str = "orders", line: str = "1:7", name: str = "OrderFactory"
) -> tuple[str, ...]:
    """What is said of two copies that are alike."""
    return (
        tied(name, f"shop/{first}.py:{line}", f"shop.{second}"),
        tied(name, f"shop/{second}.py:{line}", f"shop.{first}"),
    )


def both_ways(root: Path, files: Files, policy: str = "") -> tuple[str, ...]:
    """The output, which must not depend on whether sketches are believed."""
    found = check(root, files, policy)
    assert check(root, files, policy, prefilter=False) == found
    return found


@pytest.mark.parametrize(("one", "line"), [
    pytest.param(CLASS, "1:7", id="classes"),
    pytest.param("import abc\n\n\nclass   OrderFactory: ...\n", "4:9", id="elsewhere"),
    pytest.param("if DEBUG:\n    class OrderFactory: ...\n", "2:11", id="conditional"),
    pytest.param("try:\n    class OrderFactory: ...\nfinally:\n    pass\n", "2:11", id="in-try"),
    pytest.param("def OrderFactory(): ...\n", "1:5", id="functions"),
    pytest.param("async def OrderFactory(): ...\n", "1:11", id="async-functions"),
    pytest.param("class OrderFactory(\n:\n    x = 1\n    y = 2\n", "1:7", id="unreadable"),
])  # fmt: skip
def test_two_of_one_name(one: str, line: str, tmp_path: Path) -> None:
    found = both_ways(tmp_path, shop(orders=one, ledger=one))
    assert tuple(said for said in found if "SSOT900" not in said) == tie(line=line)


@pytest.mark.parametrize("used", [
    pytest.param({}, id="alike"),
    pytest.param({"till": "from shop.legacy import OrderFactory\n"}, id="though-used-more"),
])  # fmt: skip
def test_what_is_called_legacy_is_not_the_one_to_keep(used: Files, tmp_path: Path) -> None:
    assert both_ways(tmp_path, shop(orders=CLASS, legacy=CLASS, **used)) == (
        use("OrderFactory", "shop/legacy.py:1:7", "shop.orders", "this one is called legacy"),
        keep("OrderFactory", "shop/orders.py:1:7", "the one in shop.legacy", "the other is called legacy"),
    )


def test_a_function_of_the_usual_names(tmp_path: Path) -> None:
    expected = tie(name="order_factory", line="1:5")
    assert both_ways(tmp_path, shop(orders=FUNCTION, ledger=FUNCTION, till="def make_order(): ...\n")) == expected


def test_a_name_in_two_files_counts_once_a_file(tmp_path: Path) -> None:
    twice = f"{CLASS}\n{CLASS}"
    assert both_ways(tmp_path, shop(orders=twice, ledger=CLASS)) == tie()
    assert both_ways(tmp_path, shop(orders=twice, ledger="")) == ()


@pytest.mark.parametrize("other", [
    pytest.param("from shop.orders import OrderFactory\n", id="re-export"),
    pytest.param("from shop.orders import *\n", id="star"),
    pytest.param("from shop import orders\nOrderFactory = orders.OrderFactory\n", id="alias"),
    pytest.param("OrderFactory = type('OrderFactory', (), {})\n", id="value"),
    pytest.param("class Shop:\n    class OrderFactory: ...\n", id="nested-in-class"),
    pytest.param("def make():\n    class OrderFactory: ...\n", id="nested-in-function"),
    pytest.param("class Shop:\n    def OrderFactory(self): ...\n", id="method"),
    pytest.param("text = '''\nclass OrderFactory: ...\n'''\n", id="in-a-string"),
    pytest.param("from typing import Protocol\n\nclass OrderFactory(Protocol): ...\n", id="protocol"),
    pytest.param("import typing\n\n@typing.overload\ndef OrderFactory(): ...\n", id="overload"),
    pytest.param("from abc import ABC\n\nclass OrderFactory(ABC): ...\n", id="abstract-beside-concrete"),
    pytest.param("from shop.orders import OrderFactory as Base\n\nclass OrderFactory(Base): ...\n", id="subclass"),
    pytest.param("import shop.orders\n\nclass OrderFactory(shop.orders.OrderFactory): ...\n", id="subclass-by-module"),
    pytest.param("from shop.facade import OrderFactory as Base\n\nclass OrderFactory(Base): ...\n", id="subclass-through-facade"),
    pytest.param("from shop.facade import Middle\n\nclass Own(Middle): ...\n\nclass OrderFactory(Own): ...\n", id="subclass-of-subclass"),
    pytest.param("from shop.orders import OrderFactory as make\n\ndef OrderFactory():\n    return make()\n", id="wrapper"),
    pytest.param("def OrderFactory():\n    from . import orders\n    return orders.OrderFactory()\n", id="wrapper-with-import-inside"),
    pytest.param("try:\n    from shop.orders import OrderFactory\nexcept ImportError:\n    class OrderFactory: ...\n", id="import-error"),
    pytest.param("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    class OrderFactory: ...\n", id="type-checking"),
    pytest.param("import sys\nif sys.version_info < (3, 12):\n    class OrderFactory: ...\n", id="version"),
    pytest.param("import sys\nif sys.platform == 'win32':\n    class OrderFactory: ...\n", id="platform"),
    pytest.param("class OrderFactory: ...\n\ntry:\n    from shop.orders import OrderFactory\nexcept ImportError:\n    pass\n", id="replaced-by-an-import"),
    pytest.param("class OrderFactory: ...\n\ntry:\n    from shop.orders import *\nexcept ImportError:\n    pass\n", id="replaced-by-a-star"),
    pytest.param("class TrolleyFactory: ...\n\nclass orderfactory: ...\n", id="another-name"),
])  # fmt: skip
def test_no_second_one(other: str, tmp_path: Path) -> None:
    facade = "from .orders import OrderFactory\n\nclass Middle(OrderFactory): ...\n"
    assert both_ways(tmp_path, shop(orders=CLASS, facade=facade, other=other)) == ()


@pytest.mark.parametrize(("other", "reason"), [
    pytest.param("from shop.orders import OrderFactory as Old\n\nclass OrderFactory:\n    x: Old\n", "imported by 1 file, {} by none", id="class-that-uses-another"),
    pytest.param("from shop.orders import OrderFactory\n\nclass OrderFactory:\n    x = 1\n", "imported by 1 file, {} by none", id="import-that-is-overwritten"),
    pytest.param("from elsewhere import OrderFactory as Base\n\nclass OrderFactory(Base):\n    pass\n", "1 member, {} none", id="subclass-of-what-is-not-ours"),
])  # fmt: skip
def test_a_second_one_all_the_same(other: str, reason: str, tmp_path: Path) -> None:
    line = other[: other.index("class")].count("\n") + 1
    assert both_ways(tmp_path, shop(orders=CLASS, other=other)) == (
        keep("OrderFactory", "shop/orders.py:1:7", "the one in shop.other", reason.format("the other")),
        use("OrderFactory", f"shop/other.py:{line}:7", "shop.orders", reason.format("this one")),
    )


def test_abstract_classes_count_among_each_other(tmp_path: Path) -> None:
    abstract = "from abc import ABC\n\nclass OrderFactory(ABC): ...\n"
    assert both_ways(tmp_path, shop(orders=abstract, ledger=abstract, real=CLASS)) == tie(line="3:7")


def test_implementations_of_one_abstract_class_of_the_name(tmp_path: Path) -> None:
    base = "from abc import ABC\n\nclass OrderFactory(ABC): ...\n"
    derived = "from shop import base\n\nclass OrderFactory(base.OrderFactory): ...\n"
    assert both_ways(tmp_path, shop(base=base, disk=derived, memory=derived)) == ()


@pytest.mark.parametrize(("files", "expected"), [
    pytest.param({"shop/orders.pyi": CLASS}, (), id="beside"),
    pytest.param({"typings/shop/__init__.pyi": "", "typings/shop/orders.pyi": CLASS}, (), id="in-a-folder-of-stubs"),
    pytest.param({"shop-stubs/__init__.pyi": "", "shop-stubs/orders.pyi": CLASS}, (), id="stub-package"),
    pytest.param({"shop/ledger.pyi": CLASS}, (tied("OrderFactory", "shop/ledger.pyi:1:7", "shop.orders"),
                                              tied("OrderFactory", "shop/orders.py:1:7", "shop.ledger")), id="of-another-module"),
])  # fmt: skip
def test_stub_files(files: Files, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert both_ways(tmp_path, {**shop(orders=CLASS), **files}) == expected


@pytest.mark.parametrize("picker", [
    pytest.param("try:\n    from .fast import OrderFactory\nexcept ImportError:\n    from .slow import OrderFactory\n", id="import-error"),
    pytest.param("if DEBUG:\n    from shop.slow import OrderFactory\nelse:\n    from shop.fast import OrderFactory\n", id="condition"),
    pytest.param("from shop import fast, slow\nif DEBUG:\n    OrderFactory = slow.OrderFactory\nelse:\n    OrderFactory = fast.OrderFactory\n", id="aliases"),
    pytest.param("import shop.slow\nfrom shop.fast import OrderFactory\nif DEBUG:\n    OrderFactory = shop.slow.OrderFactory\n", id="import-and-alias"),
    pytest.param("if DEBUG:\n    from shop.slow import OrderFactory as Maker\nelse:\n    from shop.fast import OrderFactory as Maker\n", id="under-another-name"),
    pytest.param("if DEBUG:\n    from shop.way import OrderFactory\nelse:\n    from shop.fast import OrderFactory\n", id="through-a-facade"),
])  # fmt: skip
def test_copies_of_which_a_module_picks_one(picker: str, tmp_path: Path) -> None:
    files = {**shop(picker=picker, way="from shop.slow import *\n"), **FAST_AND_SLOW}
    assert both_ways(tmp_path, files) == ()


def test_a_pick_counts_as_one_beside_a_third(tmp_path: Path) -> None:
    picker = "try:\n    from .fast import OrderFactory\nexcept ImportError:\n    from .slow import OrderFactory\n"
    files = {**shop(picker=picker, ledger=CLASS), **FAST_AND_SLOW}
    assert both_ways(tmp_path, files) == (
        keep("OrderFactory", "shop/fast.py:1:7", "the one in shop.ledger", "imported by 1 file, the other by none"),
        use("OrderFactory", "shop/ledger.py:1:7", "shop.fast", "imported by 1 file, this one by none"),
    )


def test_names_of_their_own_for_both_are_no_pick(tmp_path: Path) -> None:
    compared = "from .fast import OrderFactory as Fast\nfrom .slow import OrderFactory as Slow\n"
    assert both_ways(tmp_path, {**shop(compare=compared), **FAST_AND_SLOW}) == tie("fast", "slow")


@pytest.mark.parametrize("path", [
    "tests/test_orders.py", "tests/orders_test.py", "conftest.py", "shop/tests.py", "shop/test_orders.py", "tests/helpers.py", "testing/orders.py",
    "docs/shop/orders.py", "examples/orders.py", "vendor/orders.py",
])  # fmt: skip
def test_doubles_of_tests(path: str, tmp_path: Path) -> None:
    assert both_ways(tmp_path, {**shop(orders=CLASS), path: CLASS}) == ()


def test_helpers_of_tests_count_among_each_other(tmp_path: Path) -> None:
    files = {**shop(orders=CLASS), "tests/a.py": CLASS, "tests/b.py": CLASS, "tests/test_c.py": CLASS}
    assert both_ways(tmp_path, files) == (
        tied("OrderFactory", "tests/a.py:1:7", "tests.b"),
        tied("OrderFactory", "tests/b.py:1:7", "tests.a"),
    )


SERVICES = {
    "auth/__init__.py": "", "auth/orders.py": CLASS,
    "shop/__init__.py": "", "shop/orders.py": CLASS,
    "shop/inner/__init__.py": "", "shop/inner/orders.py": CLASS,
    "main.py": CLASS,
}  # fmt: skip


@pytest.mark.parametrize(("policy", "expected"), [
    pytest.param('[duplicates]\nscopes = ["auth", "shop/inner/", "shop"]\n', (), id="scopes"),
    pytest.param('[duplicates]\nscopes = ["shop", "shop/inner", "auth"]\n', (), id="the-innermost-scope"),
    pytest.param('[duplicates]\nscopes = ["shop", "shop/inner"]\n', (
        tied("OrderFactory", "auth/orders.py:1:7", "main"), tied("OrderFactory", "main.py:1:7", "auth.orders"),
    ), id="outside-of-all-scopes"),
    pytest.param('[duplicates]\nexclude = ["*.py", "!main.py"]\n', (), id="exclude"),
    pytest.param('[duplicates]\nexclude = ["auth", "inner"]\n', (
        tied("OrderFactory", "main.py:1:7", "shop.orders"), tied("OrderFactory", "shop/orders.py:1:7", "main"),
    ), id="exclude-some"),
    pytest.param('[duplicates]\nnames = ["*_factory", "Trolley*"]\n', (), id="other-names"),
    pytest.param('[duplicates]\nnames = []\n', (), id="no-names"),
])  # fmt: skip
def test_options(policy: str, expected: tuple[str, ...], tmp_path: Path) -> None:
    assert both_ways(tmp_path, SERVICES, policy) == expected


@pytest.mark.parametrize("pattern", ["Order*", "*", "[NO]rderFactory", "Order?actory", "OrderFactory"])
def test_globs_of_names(pattern: str, tmp_path: Path) -> None:
    policy = f'[duplicates]\nnames = ["{pattern}"]\n'
    assert both_ways(tmp_path, shop(orders=CLASS, ledger=CLASS, ORDERS="class orderfactory: ...\n"), policy) == tie()


def test_a_name_spelled_in_other_letters(tmp_path: Path) -> None:
    assert both_ways(tmp_path, shop(orders=CLASS, ledger=CLASS.replace("Order", "Ｏrder"))) == tie()


# -- which one to keep


@pytest.mark.parametrize("importer", [
    pytest.param("from shop.orders import OrderFactory\n", id="from"),
    pytest.param("from .orders import OrderFactory as Maker\n", id="relative"),
    pytest.param("from .orders import *\n", id="star"),
    pytest.param("def f():\n    from .orders import OrderFactory\n", id="in-a-function"),
    pytest.param("import shop.orders\nx = shop.orders.OrderFactory()\n", id="module"),
    pytest.param("import shop.orders as o\nx = o.OrderFactory()\n", id="module-as"),
    pytest.param("from shop import orders\nx = orders.OrderFactory()\n", id="module-from"),
    pytest.param("def f():\n    from . import orders\n    return orders . OrderFactory()\n", id="module-relative"),
])  # fmt: skip
def test_more_importers(importer: str, tmp_path: Path) -> None:
    ledger = CLASS + "    def more(self): ...\n"
    noise = "import shop.ledger\nfrom shop import ledger\nfrom . import nothing\nfrom ..... import OrderFactory\n"
    files = shop(orders=CLASS, ledger=ledger, user=importer, nothing="", noise=noise)
    assert tuple(said for said in both_ways(tmp_path, files) if "SSOT104" not in said) == (
        use("OrderFactory", "shop/ledger.py:1:7", "shop.orders", "imported by 1 file, this one by none"),
        keep("OrderFactory", "shop/orders.py:1:7", "the one in shop.ledger", "imported by 1 file, the other by none"),
    )


@pytest.mark.parametrize(("way", "users"), [
    pytest.param({"way": "from .orders import OrderFactory\n"}, "from shop.way import OrderFactory\n", id="facade"),
    pytest.param({"way": "from .orders import OrderFactory\n"}, "from shop import way\nx = way.OrderFactory\n", id="module-of-facade"),
    pytest.param({"way": "from .orders import *\n"}, "from shop.way import OrderFactory\n", id="star"),
    pytest.param({"way": "from .orders import *\n"}, "import shop.way\nx = shop.way.OrderFactory\n", id="module-of-star"),
    pytest.param({"way": "from .far import *\n", "far": "from .orders import *\n"}, "import shop.way\nx = shop.way.OrderFactory\n", id="two-stars"),
    pytest.param({"way": "from . import orders\nOrderFactory = orders.OrderFactory\n"}, "from .way import *\nx = OrderFactory\n", id="alias"),
])  # fmt: skip
def test_importers_through_modules_that_hand_it_on(way: Files, users: str, tmp_path: Path) -> None:
    direct = "from shop.ledger import OrderFactory\n"
    files = shop(orders=CLASS, ledger=CLASS, **way, a=users, b=users, c=direct, d=direct)
    number = 2 + len(way)
    assert both_ways(tmp_path, files) == (
        use("OrderFactory", "shop/ledger.py:1:7", "shop.orders", f"imported by {number} files, this one by 2"),
        keep(
            "OrderFactory",
            "shop/orders.py:1:7",
            "the one in shop.ledger",
            f"imported by {number} files, the other by 2",
        ),
    )


@pytest.mark.parametrize(("one", "other", "reason"), [
    pytest.param("class OrderFactory:\n    a: int\n    b = c = 1\n    def make(self): ...\n",
                 "class OrderFactory:\n    def make(self): ...\n\n    class Made:\n        x = 1\n", "4 members, {} 1", id="members"),
    pytest.param("class OrderFactory:\n    a: int\n    a = 1\n", "class OrderFactory:\n    '''Much.\n    Much.\n    Much.'''\n", "1 member, {} none", id="no-members"),
    pytest.param("def OrderFactory():\n    x = 1\n    return x\n", "def OrderFactory(): ...\n", "3 lines, {} 1", id="lines"),
    pytest.param("def OrderFactory():\n    x = 1\n    return x\n", CLASS, "3 lines, {} 2", id="lines-of-different-kinds"),
])  # fmt: skip
def test_more_in_it(one: str, other: str, reason: str, tmp_path: Path) -> None:
    column = {"class": 7, "def": 5}
    first, second = column[other.split()[0]], column[one.split()[0]]
    assert both_ways(tmp_path, shop(orders=one, ledger=other)) == (
        use("OrderFactory", f"shop/ledger.py:1:{first}", "shop.orders", reason.format("this one")),
        keep("OrderFactory", f"shop/orders.py:1:{second}", "the one in shop.ledger", reason.format("the other")),
    )


def test_three_of_them(tmp_path: Path) -> None:
    files = shop(orders=CLASS, ledger=CLASS, older="class OrderFactory: ...\n", till=USED["shop/till.py"])
    reason = "imported by 1 file, {} by none"
    assert both_ways(tmp_path, files) == (
        use("OrderFactory", "shop/ledger.py:1:7", "shop.orders", reason.format("this one"), files=3),
        use("OrderFactory", "shop/older.py:1:7", "shop.orders", reason.format("this one"), files=3),
        keep("OrderFactory", "shop/orders.py:1:7", "the others", reason.format("the next"), files=3),
    )


def test_the_best_two_of_three_are_alike(tmp_path: Path) -> None:
    text = "SSOT101 OrderFactory is defined in 3 files, and nothing tells which one to keep: keep one and remove the others"
    assert both_ways(tmp_path, shop(a=CLASS, b=CLASS, c="class OrderFactory: ...\n")) == tuple(
        f"shop/{name}.py:1:7: {text}" for name in "abc"
    )


def test_files_without_a_module_of_their_own_are_named_by_path(tmp_path: Path) -> None:
    files = {
        "one/pyproject.toml": "",
        "two/pyproject.toml": "",
        "one/orders.py": CLASS,
        "two/orders.py": CLASS,
        "big-script": f"#!/usr/bin/env python\n{CLASS}",
    }
    text = "SSOT101 OrderFactory is defined in 3 files, and nothing tells which one to keep: keep one and remove the others"
    assert both_ways(tmp_path, files) == (
        f"big-script:2:7: {text}",
        f"one/orders.py:1:7: {text}",
        f"two/orders.py:1:7: {text}",
    )
    del files["big-script"]
    (tmp_path / "big-script").unlink()
    assert both_ways(tmp_path, files) == (
        tied("OrderFactory", "one/orders.py:1:7", "orders"),
        tied("OrderFactory", "two/orders.py:1:7", "one/orders.py"),
    )


# -- decisions

KEPT = '[decisions.orders]\nkeep = ["shop.orders:OrderFactory"]\n'
AWAY = "SSOT005 OrderFactory is defined away from its home: use OrderFactory from shop.orders (orders)"


def test_the_home_of_a_decision_comes_first(tmp_path: Path) -> None:
    ledger = CLASS + "    x = 1\n"
    files = shop(orders=CLASS, ledger=ledger, user="from shop.ledger import OrderFactory\n")
    assert both_ways(tmp_path, files, KEPT) == (
        f"shop/ledger.py:1:7: {AWAY}",
        "shop/orders.py:1:7: SSOT101 OrderFactory is defined in 2 files: "
        "keep this one and remove the one in shop.ledger (orders)",
    )


def test_of_a_decision_alone_the_way_out_is_told(tmp_path: Path) -> None:
    found = session(tmp_path, shop(orders=CLASS, ledger=CLASS), KEPT).check(select={"SSOT101"}).findings
    assert [(one.path, one.decision, one.message, one.related) for one in found] == [
        ("shop/ledger.py", "orders", "OrderFactory is defined in 2 files: use OrderFactory from shop.orders (orders)",
         (("shop/orders.py", 1, 7, "the one that orders keeps"),)),
        ("shop/orders.py", "orders", "OrderFactory is defined in 2 files: keep this one and remove the one in shop.ledger (orders)",
         (("shop/ledger.py", 1, 7, "also defined here"),)),
    ]  # fmt: skip


def test_the_home_below_a_source_root(tmp_path: Path) -> None:
    files = {f"src/{path}": text for path, text in shop(orders=CLASS, ledger=CLASS).items()}
    assert both_ways(tmp_path, files, KEPT.replace("shop.", "src.shop."))[-1] == (
        "src/shop/orders.py:1:7: SSOT101 OrderFactory is defined in 2 files: "
        "keep this one and remove the one in shop.ledger (orders)"
    )


def test_what_is_kept_at_two_homes_is_decided(tmp_path: Path) -> None:
    policy = '[decisions.orders]\nkeep = ["shop.orders:OrderFactory", "shop.ledger:OrderFactory"]\n'
    assert both_ways(tmp_path, shop(orders=CLASS, ledger=CLASS), policy) == ()


def test_the_kept_one_of_several_that_a_module_picks(tmp_path: Path) -> None:
    picker = "try:\n    from .fast import OrderFactory\nexcept ImportError:\n    from .orders import OrderFactory\n"
    found = both_ways(tmp_path, shop(fast=CLASS, orders=CLASS, picker=picker, other=CLASS), KEPT)
    assert [one for one in found if "SSOT101" in one] == [
        "shop/orders.py:1:7: SSOT101 OrderFactory is defined in 2 files: "
        "keep this one and remove the one in shop.other (orders)"
    ]


@pytest.mark.parametrize("policy", [
    pytest.param('[decisions.orders]\nban-classes = ["OrderFactory"]\n', id="name"),
    pytest.param('[decisions.orders]\nban-classes = ["shop.ledger.OrderFactory"]\n', id="dotted"),
    pytest.param('[decisions.orders]\ndelete = ["shop.ledger"]\n', id="module"),
    pytest.param('[decisions.orders]\nban-files = ["ledger.py"]\n', id="file"),
    pytest.param('[decisions.orders]\nkeep = ["shop.till:Till"]\nonly = ["*Factory"]\n', id="rival"),
])  # fmt: skip
def test_what_is_forbidden_is_left_to_other_rules(policy: str, tmp_path: Path) -> None:
    found = both_ways(tmp_path, shop(orders=CLASS, ledger=CLASS), policy)
    assert found
    assert not [one for one in found if "SSOT101" in one]


def test_functions_are_no_rivals(tmp_path: Path) -> None:
    policy = '[decisions.orders]\nkeep = ["shop.till:Till"]\nonly = ["*_factory"]\n'
    files = shop(orders=FUNCTION, ledger=FUNCTION, till="class Till: ...\n")
    assert both_ways(tmp_path, files, policy) == tie(name="order_factory", line="1:5")


# -- findings


def test_places(tmp_path: Path) -> None:
    files = {
        **shop(orders=CLASS, ledger="import abc\n\nclass OrderFactory: ...\n", older="class OrderFactory: ...\n"),
        **USED,
    }
    found = session(tmp_path, files).check().findings
    assert [(one.path, one.line, one.column, one.end_line, one.end_column, one.decision, one.related) for one in found] == [
        ("shop/ledger.py", 3, 7, 3, 19, None,
         (("shop/older.py", 1, 7, "also defined here"), ("shop/orders.py", 1, 7, "the likelier one to keep: 1 importer, 1 member"))),
        ("shop/older.py", 1, 7, 1, 19, None,
         (("shop/ledger.py", 3, 7, "also defined here"), ("shop/orders.py", 1, 7, "the likelier one to keep: 1 importer, 1 member"))),
        ("shop/orders.py", 1, 7, 1, 19, None,
         (("shop/ledger.py", 3, 7, "also defined here"), ("shop/older.py", 1, 7, "also defined here"))),
    ]  # fmt: skip


def test_a_suppression_silences_its_own_copy(tmp_path: Path) -> None:
    ledger = "class OrderFactory:  # noqa: SSOT101\n    def make(self): ...\n"
    assert both_ways(tmp_path, shop(orders=CLASS, ledger=ledger)) == tie()[1:]


def test_only_copies_in_focus_are_reported(tmp_path: Path) -> None:
    report = session(tmp_path, shop(orders=CLASS, ledger=CLASS)).check(["shop/orders.py"])
    assert [one.path for one in report.findings] == ["shop/orders.py"]


def test_few_files_are_parsed(tmp_path: Path) -> None:
    opened = session(tmp_path, {**shop(orders=CLASS, ledger=CLASS, broken="(", till="import shop.orders\n"), **USED})
    opened.check(select={"SSOT101"})
    assert sorted(opened.index._facts) == ["shop/ledger.py", "shop/orders.py", "shop/till.py"]


def test_the_output_does_not_depend_on_the_order_of_hashes(tmp_path: Path) -> None:
    picker = "try:\n    from .fast import OrderFactory\nexcept ImportError:\n    from .slow import OrderFactory\n"
    write(tmp_path, {**shop(picker=picker, a=CLASS, b=CLASS, c=FUNCTION, d=FUNCTION), **FAST_AND_SLOW})
    said = {
        subprocess.run(
            [sys.executable, "-m", "ssot_lint", "check", "--format", "json", "."],
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)},
            stdout=subprocess.PIPE,
            check=False,
        ).stdout
        for seed in ("1", "2", "3", "4")
    }
    assert len(said) == 1
    assert said.pop().count(b'"SSOT101"') == 5
