"""Reads files of rules as TOML: the shipped ones when they are compiled, the user's own always."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tomli

from deprecation_lint.errors import UsageError
from deprecation_lint.registry.schema import read_platform

if TYPE_CHECKING:
    from pathlib import Path

    from deprecation_lint.registry.records import Platform
    from deprecation_lint.registry.tables import Problem


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
    return read_bytes(str(file), _bytes(file))


def read_bytes(name: str, raw: bytes) -> Platform:
    """The same of the bytes of a file."""
    platform, problems = inspect_bytes(name, raw)
    if problems:
        raise UsageError(*(f"{name}: {problem}" for problem in problems))
    return platform


def inspect_file(file: Path) -> tuple[Platform, list[Problem]]:
    """Read one file of rules and tell all that is wrong with its tables.

    Raises `UsageError` where it is no TOML at all.
    """
    return inspect_bytes(str(file), _bytes(file))


def inspect_bytes(name: str, raw: bytes) -> tuple[Platform, list[Problem]]:
    """The same of the bytes of a file."""
    try:
        data = tomli.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{name}: not UTF-8; TOML files are") from None
    except tomli.TOMLDecodeError as error:
        raise UsageError(f"{name}: not valid TOML: {error}") from None
    return read_platform(data)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
