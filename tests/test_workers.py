"""The report is the same for any number of workers, any order of paths, forked or spawned."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import (
    DEPRECATED,
    HELD,
    LIVE,
    RETIRED,
    RETIRING,
    posix,
    report,
    run,
    snapshot,
    write,
)

from deprecation_lint import forked, mending, workers
from deprecation_lint.mending import Mender
from deprecation_lint.scout import Ahead, Look, Scout

if TYPE_CHECKING:
    from collections.abc import Sequence

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


WAYS = ["spawn", "threads", *(["fork"] if hasattr(os, "fork") else [])]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How workers are started."""
    name = str(request.param)
    monkeypatch.setattr(workers, "_way", lambda: name)
    return name


@pytest.mark.usefixtures("project")
def test_same_bytes_for_any_number_of_workers(way: str) -> None:
    alone = report(".", "--jobs", "1")
    assert len(alone.paths) == 50
    assert len(alone.skipped) >= 2
    for jobs in ("2", "4") if way == "fork" else ("2",):
        assert report(".", "--jobs", jobs) == alone


@pytest.mark.usefixtures("project")
def test_threads_do_not_read_into_one_buffer_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looking: list[Scout] = []
    shared: list[Scout] = []
    look = Scout.look

    def slow(self: Scout, paths: Sequence[str]) -> Look:
        shared.extend(other for other in looking if other._buffer is self._buffer)
        looking.append(self)
        time.sleep(0.01)
        found = look(self, paths)
        looking.remove(self)
        return found

    monkeypatch.setattr(workers, "_way", lambda: "threads")
    monkeypatch.setattr(Scout, "look", slow)
    report(".", "--jobs", "3")
    assert not shared


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


@pytest.mark.usefixtures("here", "way")
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


# --- how workers are started, and what becomes of one that dies ---------------------------------


def test_threads_where_python_runs_them_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert workers._way() == "threads"


def test_processes_of_their_own_where_nothing_can_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    assert workers._way() == "spawn"


def die_on(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let every process die that makes a second look at a file."""
    mend = Mender.mend

    def deadly(self: Mender, path: str, *rest: object) -> object:
        if path == name:
            os.kill(os.getpid(), signal.SIGKILL)
        return mend(self, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(mending.Mender, "mend", deadly)


@posix
@pytest.mark.usefixtures("project")
def test_file_on_which_a_worker_dies_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = report(".", "--jobs", "1")
    die_on(monkeypatch, "a/00.py")
    outcome = report(".", "--jobs", "2")
    assert outcome.skipped == {
        **alone.skipped,
        "a/00.py": "the process that looked at it died; please report it",
    }
    expected = [f for f in alone.report["findings"] if f["path"] != "a/00.py"]
    assert outcome.report["findings"] == expected
    assert len(expected) < len(alone.report["findings"])


@posix
@pytest.mark.usefixtures("here")
def test_clean_run_in_which_a_worker_died_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(9):
        write(f"{number}.py", LIVE)
    assert run(".", "--jobs", "2").code == 0
    die_on(monkeypatch, "3.py")
    assert run(".", "--jobs", "2").code == 2


@posix
@pytest.mark.usefixtures("project")
def test_named_file_on_which_a_worker_dies_fails_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    die_on(monkeypatch, "a/00.py")
    assert run("a/00.py", "b/01.py", "--jobs", "2").code == 2


@posix
@pytest.mark.usefixtures("project")
def test_first_look_that_kills_is_tried_twice_then_named(monkeypatch: pytest.MonkeyPatch) -> None:
    look = Scout.look

    def deadly(self: Scout, paths: list[str]) -> object:
        if "c/12.py" in paths:
            os.kill(os.getpid(), signal.SIGKILL)
        return look(self, paths)

    monkeypatch.setattr(Scout, "look", deadly)
    outcome = report(".", "--jobs", "2")
    died = [path for path, reason in outcome.skipped.items() if "died" in reason]
    assert "c/12.py" in died
    assert 0 < len(died) < 15
    assert len(outcome.paths) > 20


@posix
@pytest.mark.usefixtures("project")
def test_error_of_a_worker_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> object:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr(Mender, "mend", fail)
    outcome = run(".", "--jobs", "2")
    assert outcome.code == 2
    assert "internal error" in outcome.err
    assert "ZeroDivisionError: by zero" in outcome.err
    assert "Traceback" not in outcome.err


# --- what is looked at before all files are known -----------------------------------------------


@pytest.fixture
def ahead(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each chunk that might have been looked at ahead: whether it was."""
    subprocess.run(["git", "init", "-q"], check=True)
    write("node_modules/a.py", RETIRED)
    subprocess.run(["git", "add", "."], check=True)
    monkeypatch.setattr(workers, "MANY", 10)
    monkeypatch.setattr(workers, "_AHEAD", 2)
    told: list[bool] = []
    look = Ahead.look

    def noted(self: Ahead, paths: Sequence[str]) -> Look | None:
        found = look(self, paths)
        told.append(found is not None)
        return found

    monkeypatch.setattr(Ahead, "look", noted)
    return told


@posix
def test_some_files_are_looked_at_while_the_others_are_searched(ahead: list[bool]) -> None:
    alone = report(".", "--jobs", "1")
    assert not ahead
    assert report(".", "--jobs", "2") == alone
    assert ahead.count(True) >= 3


@posix
def test_what_is_no_tracked_file_any_longer(ahead: list[bool]) -> None:
    for number in (0, 10, 15, 20):
        Path(f"a/{number:02}.py").unlink()
    Path("a/05.py").rename("x.txt")
    Path("a/05.py").symlink_to("../x.txt")
    os.mkfifo("a/10.py")
    Path("a/15.py").symlink_to("nowhere")
    write("a/20.py/a.py", RETIRED)
    write("b/new.py", RETIRED)
    assert report(".", "--jobs", "2") == report(".", "--jobs", "1")


@posix
@pytest.mark.usefixtures("ahead")
def test_worker_that_dies_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = report(".", "--jobs", "1")
    begin = forked.begin_ahead

    def killed(*arguments: Any) -> forked.Worker:
        worker = begin(*arguments)
        os.kill(worker.pid, signal.SIGKILL)
        return worker

    monkeypatch.setattr(forked, "begin_ahead", killed)
    assert report(".", "--jobs", "2") == alone


@posix
def test_what_is_excluded_is_not_looked_at(ahead: list[bool]) -> None:
    excluded = ("--exclude", "c")
    assert report(".", "--jobs", "2", *excluded) == report(".", "--jobs", "1", *excluded)
    assert not ahead
