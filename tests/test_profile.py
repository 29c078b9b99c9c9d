"""`--profile`: where the time went, and nothing else changed."""

from __future__ import annotations

import builtins
import itertools
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from support import RETIRED, run, write

from deprecation_lint.profiling import REST, STAGES, Profile, _owner, profile_lines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(here: Path) -> Path:
    for number in range(40):
        write(f"{number:02}.py", RETIRED if number % 4 == 0 else "x = 1\n")
    write("a.yaml", "model: claude-old-1-20240101\n")
    return here


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("mode", [[], ["--diff"], ["--format", "json"]], ids=str)
def test_same_report_with_a_table_behind_it(jobs: str, mode: list[str]) -> None:
    plain = run(".", "--jobs", jobs, *mode)
    profiled = run(".", "--jobs", jobs, *mode, "--profile")
    assert (profiled.code, profiled.raw) == (plain.code, plain.raw)
    assert profiled.err.startswith(plain.err)
    table = profiled.err.removeprefix(plain.err)
    assert table.startswith("Time by stage")
    stages = set(re.findall(r"^  ([A-Za-z ]+?)  +[\d.]+ s +[\d.]+ %$", table, re.M))
    assert {"discovery", "reading", "matching", "LibCST", "judging", "output", REST} <= stages


@pytest.mark.usefixtures("project")
def test_nothing_is_wrapped_afterwards() -> None:
    def functions() -> list[object]:
        found = []
        for name in itertools.chain.from_iterable(STAGES.values()):
            module = name.partition(":")[0]
            import_module(module if module == "libcst" else f"deprecation_lint.{module}")
            owner = _owner(name)
            assert owner is not None, name
            found.append(getattr(*owner))
        return [*found, builtins.__import__]

    before = functions()
    run(".", "--jobs", "1", "--profile")
    assert functions() == before


def test_time_belongs_to_the_innermost_stage() -> None:
    ticks = iter(range(100))
    profile = Profile(lambda: next(ticks))  # one tick each time that somebody looks
    with profile.stage("outer"):
        with profile.stage("inner"):
            pass
        with profile.stage("inner"):
            pass
    assert dict(profile.close()) == {REST: 2, "outer": 3, "inner": 2}


def test_time_of_other_processes_is_added() -> None:
    profile = Profile(lambda: 0)
    profile.take({"reading": 5})
    profile.take({"reading": 2, "matching": 3})
    lines = list(profile_lines(profile.close()))
    assert lines[1].split() == ["reading", "0.000", "s", "70.0", "%"]
    assert lines[2].split() == ["matching", "0.000", "s", "30.0", "%"]
