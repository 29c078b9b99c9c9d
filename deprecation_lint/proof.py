"""Whether a text is still valid in its format, for the file types where that can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _is_python(text: bytes) -> bool:
    from deprecation_lint.scanning.statements import parse

    try:
        parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _is_json(text: bytes) -> bool:
    import json

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_toml(text: bytes) -> bool:
    import tomli

    try:
        tomli.loads(text.decode("utf-8"))
    except (ValueError, RecursionError):
        return False
    return True


PARSERS: Mapping[str, Callable[[bytes], bool]] = {
    "python": _is_python,
    "json": _is_json,
    "notebook": _is_json,
    "toml": _is_toml,
}
"""By the name of the file type; each says whether a text can be parsed."""
