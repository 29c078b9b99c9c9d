"""The report is the same for any number of workers, any order of paths, forked or spawned."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from pathlib import Path

import pytest
from support import DEPRECATED, HELD, LIVE, RETIRED, RETIRING, report, run, snapshot, write

TEXTS = (RETIRED, LIVE, DEPRECATED + RETIRING, HELD, "x = 1\n", "def broken(:\n" + RETIRED)


@pytest.fixture
def project(here: Path) -> Path:
    """Some dozens of files, of which a few cannot be read."""
    for number in range(60):
        write(f"{'abcde'[number % 5]}/{number:02}.py", TEXTS[number % len(TEXTS)])
    write("b/picture.png", b"\x89PNG\0claude-old-1-20240101")
    write("c/broken.py", b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n')
    if os.name != "nt":
        os.mkfifo("d/pipe")
    return here


@pytest.fixture(
    params=[m for m in ("fork", "spawn") if m in multiprocessing.get_all_start_methods()]
)
def method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way in which workers are started."""
    name = str(request.param)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [name])
    return name


@pytest.mark.usefixtures("project")
def test_same_bytes_for_any_number_of_workers(method: str) -> None:
    alone = report(".", "--jobs", "1")
    assert len(alone.paths) == 50
    assert len(alone.skipped) >= 2
    for jobs in ("2", "4") if method == "fork" else ("2",):
        assert report(".", "--jobs", jobs) == alone


@pytest.mark.usefixtures("project")
def test_same_bytes_for_any_order_of_paths() -> None:
    expected = report("a", "b", "c", "d", "e")
    for order in itertools.islice(itertools.permutations("abcde"), 0, 120, 17):
        assert report(*order) == expected
    assert report(*"edcba", "--jobs", "3") == expected
    assert report("a", "b", "a", *"cde", "./b", "--jobs", "2") == expected


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("format_", ["text", "concise", "github", "sarif"])
def test_same_bytes_in_every_format(format_: str) -> None:
    alone, two = (run(".", "--format", format_, "--jobs", jobs) for jobs in ("1", "2"))
    assert two == alone


def test_same_files_after_a_fix(project: Path) -> None:
    before = snapshot(project)
    first = run(".", "--fix", "--jobs", "1")
    fixed = snapshot(project)
    assert fixed != before
    for name, data in before.items():
        (project / name).write_bytes(data)
    assert run(".", "--fix", "--jobs", "4") == first
    assert snapshot(project) == fixed


@pytest.mark.usefixtures("project")
def test_same_diff() -> None:
    alone, two = (run(".", "--diff", "--jobs", jobs) for jobs in ("1", "2"))
    assert alone.raw
    assert two == alone


@pytest.mark.usefixtures("here", "method")
@pytest.mark.parametrize("count", [0, 2])
def test_more_workers_than_files(count: int) -> None:
    for number in range(count):
        write(f"{number}.py", RETIRED)
    assert report(".", "--jobs", "3") == report(".", "--jobs", "1")


@pytest.mark.usefixtures("here")
def test_many_files_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(300):
        write(f"{number:03}.py", RETIRED if number % 10 == 0 else LIVE)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert report(".") == report(".", "--jobs", "1")
