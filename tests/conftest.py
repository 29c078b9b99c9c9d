"""What the tests share: the frozen registry, and a way to check a text against it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from deprecation_lint.engine import Engine
from deprecation_lint.registry.load import read_folder
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.ruleset import Policy
from deprecation_lint.task import Task
from deprecation_lint.values import FileResult

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The frozen registry of `tests/data/rules`."""
    return merge(read_folder(DATA / "rules"))


@pytest.fixture(scope="session")
def shipped_registry() -> Registry:
    """The registry that ships, in the checkout."""
    return merge(read_folder(Path(__file__).parent.parent / "rules"))


def check_text(
    registry: Registry,
    name: str,
    raw: bytes,
    *,
    as_of: date = AS_OF,
    mode: Literal["check", "diff", "fix"] = "check",
    unsafe: bool = False,
    rules: frozenset[str] | None = None,
) -> FileResult:
    """Check bytes under a file name, through the engine."""
    policy = Policy(as_of) if rules is None else Policy(as_of, rules=rules)
    return Engine(registry, Task(policy, mode, unsafe)).check_bytes(name, raw)
