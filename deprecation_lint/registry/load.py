"""Reads `rules/*.toml`: the registry shipped with the tool, then the user's own files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import tomli

from deprecation_lint.errors import UsageError
from deprecation_lint.registry.glance import shipped
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.registry.schema import read_platform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deprecation_lint.registry.records import Platform
    from deprecation_lint.registry.tables import Problem


def load(extra: Iterable[Path] = ()) -> Registry:
    """Read the shipped registry and lay the user's folders or files over it, in order.

    Raises `UsageError` for a folder without rules, a file that cannot be read or parsed, and
    for user records that the validator refuses.
    """
    registry = merge(read_folder(Path(shipped())))
    for place in extra:
        from deprecation_lint.registry.validate import validate

        own = [(str(file), read_file(file)) for file in rule_files(place)]
        complaints = validate(own, registry)
        if complaints:
            raise UsageError(*complaints)
        registry = merge([*registry.platforms.values(), *(platform for _, platform in own)])
    return registry


def read_folder(place: Path) -> list[Platform]:
    """All platforms of one folder, in order of file name."""
    return [read_file(file) for file in rule_files(place)]


def rule_files(place: Path) -> list[Path]:
    """The TOML files of a folder in order of name, or the file itself."""
    if place.is_dir():
        files = sorted(place.glob("*.toml"))
        if files:
            return files
        raise UsageError(f"{place}: no *.toml file in this folder; name a folder with rules")
    if place.is_file():
        return [place]
    raise UsageError(f"{place}: no such file or folder; name a folder with rules")


def read_file(file: Path) -> Platform:
    """Read one file of rules; raise `UsageError` with file, record and what to do."""
    platform, problems = inspect_file(file)
    if problems:
        raise UsageError(*(f"{file}: {problem}" for problem in problems))
    return platform


def inspect_file(file: Path) -> tuple[Platform, list[Problem]]:
    """Read one file of rules and tell all that is wrong with its tables.

    Raises `UsageError` where it is no TOML at all.
    """
    try:
        data = tomli.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"{file}: not UTF-8; TOML files are") from None
    except tomli.TOMLDecodeError as error:
        raise UsageError(f"{file}: not valid TOML: {error}") from None
    return read_platform(data)
