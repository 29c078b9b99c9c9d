"""Patterns say of each path what pathspec says, only sooner."""

from __future__ import annotations

import itertools

import pytest
from pathspec import GitIgnoreSpec

from deprecation_lint.files.paths import relative
from deprecation_lint.files.patterns import Patterns

LISTS = [
    [],
    ["", "# nothing"],
    ["*.log"],
    ["*.log", "!keep.log"],
    ["/build/", "docs/**/x", "**/y/**", "a/*"],
    ["out/", "!out/keep.log", "a b", r"\\#x", "[ab].py", "*/deep", "!/a/deep/"],
]
PATHS = ["", "a/", "a/deep/", "build/", "docs/", "docs/1/", "out/", "y/", "#x/"]
NAMES = ["a.log", "keep.log", "a.py", "x", "a b", "#x", "deep", "x/", "build/", "y", "\udcff.log"]


@pytest.mark.parametrize("lines", LISTS)
def test_as_pathspec(lines: list[str]) -> None:
    spec = GitIgnoreSpec.from_lines(lines)
    patterns = Patterns(lines)
    for folder, name in itertools.product(PATHS, NAMES):
        assert patterns.verdict(folder + name) == spec.check_file(folder + name).include
    assert bool(len(patterns)) == any(line and not line.startswith("# ") for line in lines)
    assert patterns.takes_back == any(line.startswith("!") for line in lines)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/b.py", "a/b.py"),
        ("a.py", "a.py"),
        (".a/..b/c..", ".a/..b/c.."),
        ("./a", "a"),
        ("a/./b", "a/b"),
        ("a//b", "a/b"),
        ("a/", "a"),
        ("a/.", "a"),
        ("a/../b", "b"),
        ("..", ".."),
        ("../a", "../a"),
        (".", "."),
        ("", "."),
    ],
)
def test_relative(path: str, expected: str) -> None:
    assert relative(path) == expected
