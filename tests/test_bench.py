"""The parts of the benchmark that compute: statistics, targets, tables, settings, and the cost of a command."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

from bench import bans
from bench.bans import CASES, Bans
from bench.measure import (
    Command,
    Cost,
    Row,
    Spread,
    Step,
    Stopped,
    added,
    measure,
    number,
    off_the_line,
    pss_of,
    ratios,
    rounds,
    spread,
)
from bench.ours import COLD, COLD_ARGUMENTS, COLD_FILE_RULES, WARM
from bench.peers import AST_GREP, PLACES, RUFF, START
from bench.tables import (
    BEGIN,
    END,
    TARGETS,
    Table,
    copies_table,
    document,
    reached,
    targets_table,
    verdict,
    written_into,
)
from bench.trees import PINS, fetch
from ssot_lint.session import open_session


def row(name: str, *walls: float, together: float = 0.0) -> Row:
    return Row(name, tuple(Cost(wall, 2 * wall, 100.0, together) for wall in walls))


ROWS = (
    row(START, 0.03, 0.04),
    row(RUFF, 1.0, 2.0),
    row(AST_GREP, 1.0, 4.0),
    row(COLD_FILE_RULES, 0.4, 1.0),
    row(COLD_ARGUMENTS, 0.6, 1.4),
    row(COLD, 4.0, 6.0, together=310.0),
    row(WARM, 0.06, 0.06),
    Row("git grep", (), "exit code 128: no | repository"),
)


def test_statistics() -> None:
    assert spread([3.0, 1.0, 2.0]) == Spread(2.0, 1.0, 3.0)
    assert ratios([1.0, 3.0], [2.0, 2.0]) == Spread(1.0, 0.5, 1.5)
    assert added([3.0, 5.0], [1.0, 1.0], [4.0, 2.0]) == Spread(1.25, 0.5, 2.0)
    assert off_the_line({1: 1.0, 2: 2.2, 8: 8.0}) == pytest.approx({1: 0.0, 2: 0.1, 8: 0.0})
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


@pytest.mark.parametrize(("value", "text"), [(0.031, "0.03"), (9.994, "9.99"), (12.34, "12.3"), (310.4, "310")])
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("found", "text"), [
    pytest.param(0.4, "met, 20% below", id="below"),
    pytest.param(0.5, "met, 0% below", id="at"),
    pytest.param(0.6, "NOT met, 20% above", id="above"),
    pytest.param(-0.1, "met, 120% below", id="less-than-nothing"),
])  # fmt: skip
def test_verdict(found: float, text: str) -> None:
    assert verdict(found, 0.5) == text


def test_reached() -> None:
    found = {target.name: reached(target, ROWS) for target in TARGETS}
    assert {name: one and tuple(round(value, 3) for value in one) for name, one in found.items()} == {
        "file rules cold, to ruff without its cache": (0.45, 0.4, 0.5),
        "file rules cold, to git grep": None,
        "what SSOT003 adds, to ast-grep": (0.15, 0.1, 0.2),
        "all rules cold, to ruff without its cache": (3.5, 3.0, 4.0),
        "warm with nothing changed, to the start of Python": (1.75, 1.5, 2.0),
        "warm with one file changed, to the start of Python": None,
        "memory of all rules cold, MiB": (310.0, 310.0, 310.0),
        "flake8 with the plugin, to flake8": None,
        "flake8 with the plugin, to flake8, one file": None,
    }


def test_document() -> None:
    copies = {size: {COLD: row(COLD, cold), WARM: row(WARM, 0.1)} for size, cold in ((1, 1.0), (2, 3.0), (8, 8.0))}
    table = Table("tree", (ROWS[1], row("other", 2.0, 2.0, together=12.0), ROWS[-1]))
    assert document("About.", [table], copies).splitlines() == [
        BEGIN,
        "About.",
        "",
        "| target | limit | where | median (least to most) | |",
        "|---|---|---|---|---|",
        "",
        "Copies of one tree in one repository, against a straight line:",
        "",
        "| what | copies | wall s | off the line | |",
        "|---|---|---|---|---|",
        "| cold, all rules | 1 | 1.00 (1.00 to 1.00) | +0% | |".replace("| |", "|  |"),
        "| cold, all rules | 2 | 3.00 (3.00 to 3.00) | +50% | NOT met |",
        "| cold, all rules | 8 | 8.00 (8.00 to 8.00) | +0% |  |",
        "| warm, nothing changed | 1 | 0.10 (0.10 to 0.10) | +0% |  |",
        "| warm, nothing changed | 2 | 0.10 (0.10 to 0.10) | +0% | met |",
        "| warm, nothing changed | 8 | 0.10 (0.10 to 0.10) | +0% |  |",
        "",
        "tree:",
        "",
        "| what | wall s | CPU s | MiB, largest | MiB, together | wall to ruff | CPU to ruff |",
        "|---|---|---|---|---|---|---|",
        "| ruff TID251 | 1.50 (1.00 to 2.00) | 3.00 (2.00 to 4.00) | 100 | 0.00 | 1.00 (1.00 to 1.00) | 1.00 (1.00 to 1.00) |",
        "| other | 2.00 (2.00 to 2.00) | 4.00 (4.00 to 4.00) | 100 | 12.0 | 1.50 (1.00 to 2.00) | 1.50 (1.00 to 2.00) |",
        "| git grep | not here: exit code 128: no / repository | | | | | |",
        END,
    ]
    assert copies_table(copies)[2:] == document("", [], copies).splitlines()[10:-1]


def test_targets_name_where() -> None:
    assert targets_table([Table("tree", ROWS), Table("other", ())])[2] == (
        "| file rules cold, to ruff without its cache | 0.5 | tree | 0.45 (0.40 to 0.50) | met, 10% below |"
    )


def test_written_into_its_place() -> None:
    text = f"# A\n\n{BEGIN}\nold\n{END}\n\n## B\n"
    assert written_into(text, document("New.", [], {})).startswith(f"# A\n\n{BEGIN}\nNew.\n\n| target")
    assert written_into(text, f"{BEGIN}\n{END}\n") == f"# A\n\n{BEGIN}\n{END}\n\n## B\n"
    with pytest.raises(SystemExit, match="no place for the tables"):
        written_into("# A\n", document("New.", [], {}))


def test_the_readme_has_a_place_for_the_tables() -> None:
    readme = (Path(bans.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert written_into(readme, f"{BEGIN}\nx\n{END}\n") != readme


ALL_BANS = [
    pytest.param(name, told, id=f"{name}-{case}") for name, cases in CASES.items() for case, told in cases.items()
]


@pytest.mark.parametrize(("name", "told"), ALL_BANS)
def test_all_tools_are_told_the_same(name: str, told: Bans, tmp_path: Path) -> None:
    (tmp_path / "ssot.toml").write_text(bans.policy(told))
    (tmp_path / "a.py").write_text("")
    assert len(open_session(str(tmp_path)).policy.decisions) == 3
    banned = tomllib.loads(bans.ruff_settings(told))["lint"]["flake8-tidy-imports"]["banned-api"]
    assert list(banned) == [*told.modules, *told.names]
    assert all(f"    {one} = banned\n" in bans.flake8_settings(told) for one in told.dotted)
    assert f"deprecated-modules={','.join(told.modules)}\n" in bans.pylint_settings(told)
    assert all(one.rpartition(".")[2] in told.words for one in (*told.dotted, *told.classes))
    assert name in PINS
    assert name in PLACES


def test_what_a_command_costs() -> None:
    work = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'sum(range(3 * 10 ** 6))']); print(len(sys.argv))"
    cost = measure(Command((sys.executable, "-c", work), Path.cwd()), is_sampled=True)
    assert cost.wall > 0
    assert cost.cpu > 0.02
    assert cost.largest > 5
    assert cost.said == measure(Command((sys.executable, "-c", "print(1)"), Path.cwd())).said
    with pytest.raises(Stopped, match="exit code 3: why"):
        measure(
            Command((sys.executable, "-c", "import sys; print('no\\nwhy', file=sys.stderr); sys.exit(3)"), Path.cwd())
        )


def test_what_a_child_leaves_behind_is_counted() -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux hands orphans on")
    work = "import os\nif os.fork() == 0:\n    sum(range(10 ** 7))\nelse:\n    os._exit(0)"
    alone = measure(Command((sys.executable, "-c", "import os; os._exit(0)"), Path.cwd()))
    assert measure(Command((sys.executable, "-c", work), Path.cwd())).cpu > alone.cpu + 0.05


def test_rounds() -> None:
    turns: list[int] = []
    told: list[str] = []
    here = Command((sys.executable, "-c", ""), Path.cwd())
    steps = [
        Step("works", here, turns.append),
        Step("fails", here._replace(argv=(sys.executable, "-c", "raise SystemExit('gone')"))),
        Step("lacks", here._replace(argv=("./no-such-program",))),
    ]
    found = rounds(steps, 2, told.append)
    assert [(one.name, len(one.costs), one.why_not.partition(":")[0]) for one in found] == [
        ("works", 2, ""),
        ("fails", 0, "exit code 1"),
        ("lacks", 0, "[Errno 2] No such file or directory"),
    ]
    assert turns == [0, 1, 2]
    with pytest.raises(Stopped, match="gone"):
        rounds([steps[1]._replace(is_ours=True)], 1, told.append)


def test_runs_that_should_say_the_same_must() -> None:
    one, other = (Command((sys.executable, "-c", f"print({what})"), Path.cwd()) for what in (1, 2))
    same = [Step("a", one, says="x", is_ours=True), Step("b", one, says="x", is_ours=True)]
    assert [row.name for row in rounds(same, 0, str)] == ["a", "b"]
    with pytest.raises(Stopped, match="'c' and 'a' should find the same, and do not"):
        rounds([*same, Step("c", other, says="x", is_ours=True)], 0, str)


def test_pages_in_part() -> None:
    assert pss_of("Rss:   900 kB\nPss:   450 kB\nPss_Anon: 1 kB\n") == 450
    assert pss_of("") == 0


def test_other_bytes_than_the_pinned_are_refused(tmp_path: Path) -> None:
    (tmp_path / f"django-{PINS['django'].version}.tar.gz").write_bytes(b"other")
    with pytest.raises(SystemExit, match="the sdist of django is not the pinned one"):
        fetch(tmp_path, "django")
    assert [path.name for path in tmp_path.iterdir()] == [f"django-{PINS['django'].version}.tar.gz"]
