"""What the benchmarks rest on: trees that are the same each time, and checks that can fail."""

from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from support import AS_OF, ROOT

from deprecation_lint.engine import Engine
from deprecation_lint.registry.registry import Registry
from deprecation_lint.ruleset import Policy
from deprecation_lint.task import Task

sys.path.insert(0, str(ROOT / "benchmarks"))

from agreement import Hit, whole
from pages import replaced
from planting import IGNORED, plant, reseed
from plot import Curve, Frame, plotted
from series import HITS, MISS, SIZES, WORST, Text
from targets import TARGETS, verdicts
from timing import Cost, measure, median


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "tree" / "package"
    for name in ("a/b/x.py", "a/b/y.json", "a/b/z.png"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"\0" if path.suffix == ".png" else b"{}\n")
    return folder


def test_a_copy_differs_in_all_its_texts_and_is_the_same_each_time(package: Path) -> None:
    first, again, other = (package.parent / name for name in ("one", "again/one", "two"))
    assert reseed(package, first, 2) == 3
    reseed(package, again, 2)
    reseed(package, other, 3)
    was, copy = contents(package), contents(first)
    assert {name for name in was if was[name] != copy[name]} == {"a/b/x.py", "a/b/y.json"}
    assert copy == contents(again)
    assert all(copy[name] != contents(other)[name] for name in ("a/b/x.py", "a/b/y.json"))


def test_each_planted_file_holds_an_id_in_use(package: Path, shipped_registry: Registry) -> None:
    tree = package.parent
    count = plant(tree, 16)
    planted = [path for path in tree.rglob("planted_*") if IGNORED not in path.parts]
    assert len(planted) == count
    engine = Engine(shipped_registry, Task(Policy(AS_OF)))
    for path in planted:
        name = path.relative_to(tree).as_posix()
        (found,) = engine.check_bytes(name, path.read_bytes()).findings
        assert found.severity == "error" or path.suffix == ".md", path


@pytest.mark.parametrize("text", HITS, ids=lambda text: text.label)
def test_as_many_hits_are_found_as_are_made(text: Text, shipped_registry: Registry) -> None:
    engine = Engine(shipped_registry, Task(Policy(AS_OF)))
    found = engine.check_bytes(text.name, text.make(7).encode())
    assert (found.skipped, len(found.findings)) == (None, 7)


@pytest.mark.parametrize("text", [*SIZES, *WORST], ids=lambda text: text.label)
def test_at_most_the_end_of_a_large_file_is_a_hit(text: Text, shipped_registry: Registry) -> None:
    engine = Engine(shipped_registry, Task(Policy(AS_OF)))
    assert len(engine.check_bytes(text.name, text.make(0).encode()).findings) == text.hit
    assert engine.check_bytes(text.name, MISS.encode()).findings == ()


@pytest.mark.parametrize(
    ("line", "is_whole"),
    [
        ('"m-1"', True),
        ("m-1", True),
        ("Use m-1.", True),
        ("a/m-1 b", True),
        ("us.m-1", False),
        ("m-1-large", False),
        ("m-1:0", False),
        ("m-1.5", False),
        ("am-1", False),
    ],
)
def test_only_a_whole_token_has_to_be_told_of(line: str, is_whole: bool, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"x\n{line}\n")
    told = b"./a.txt\x002:%d:m-1\nbinary file matches\n" % (line.index("m-1") + 1)
    assert list(whole(told, tmp_path)) == [Hit("a.txt", 2, "m-1")] * is_whole


def test_what_a_run_costs(tmp_path: Path) -> None:
    hold = "import sys; x = bytearray(60_000_000); sys.exit(3)"
    cost = measure((sys.executable, "-c", hold), tmp_path)
    assert cost is not None
    assert cost.code == 3
    assert cost.wall > 0
    assert cost.cpu > 0
    assert 60 < cost.peak < 120
    assert measure((sys.executable, "-c", "while True: pass"), tmp_path, limit=1) is None


def test_a_failure_shows_among_the_medians() -> None:
    found = median([Cost(1, 9, 5), Cost(3, 8, 7, -9), Cost(2, 7, 6)])
    assert (found.wall, found.cpu, found.peak, found.code) == (2, 8, 7, -9)


def test_a_target_is_met_missed_or_not_measured() -> None:
    target = next(one for one in TARGETS if one.base)
    key, base = (target.part, target.rows[0]), (target.part, target.base)
    for value, word in ((target.limit, "met"), (target.limit * 1.01, "missed")):
        known = {key: Cost(value, value, value), base: Cost(1, 1, 1)}
        (line,) = (row for row in verdicts(known).splitlines() if f"| {target.says} " in row)
        assert line.split("|")[-2].strip() == word
    assert verdicts({}).count("not measured") == len(TARGETS)


def test_a_table_goes_between_its_marks() -> None:
    page = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n<!-- y -->\n<!-- /y -->\n"
    assert replaced(page, "x", "new\n") == page.replace("old", "new")
    with pytest.raises(SystemExit):
        replaced(page, "z", "new")


def test_the_plot_is_svg() -> None:
    curves = [Curve("a < b", [(1, 0.5), (10, 5.0)]), Curve("none", [])]
    root = ElementTree.fromstring(plotted([Frame("Title", "MB", "seconds", curves)] * 3))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("a < b") == texts.count("linear") == 3
    assert "none" not in texts
