"""Fixtures that the tests share: the two registries, and an empty working directory."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.register_assert_rewrite("support", "strategies", "casefiles")

from support import ROOT, frozen  # noqa: E402 - its assertions are rewritten first

from deprecation_lint.registry.parse import read_folder  # noqa: E402
from deprecation_lint.registry.registry import Registry, merge  # noqa: E402


@pytest.fixture(scope="session")
def registry() -> Registry:
    """The frozen registry of `tests/data/rules`."""
    return frozen()


@pytest.fixture(scope="session")
def shipped_registry() -> Registry:
    """The registry that ships, in the checkout."""
    return merge(read_folder(ROOT / "rules"))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
