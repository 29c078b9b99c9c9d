"""The user's settings: `[tool.deprecation-lint]` in pyproject.toml, or deprecation-lint.toml."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from deprecation_lint.dates import parse_span
from deprecation_lint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

TABLE = "deprecation-lint"
OWN_FILE = "deprecation-lint.toml"
FAIL_ON = ("error", "warning", "note", "never")
_SIZE = re.compile(r"(\d{1,15})\s*(|K|KiB|M|MiB|G|GiB)")


@dataclass(frozen=True, slots=True)
class Config:
    """Settings with their defaults. `origin` is the file that they came from, for messages."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    fail_on: str = "error"
    fail_within: int = 30
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    rules: tuple[str, ...] = ()
    max_file_size: int = 16 * 1024 * 1024
    origin: str | None = None


def find_config(start: Path) -> Path | None:
    """The nearest file with settings, from a folder upwards."""
    for folder in (start, *start.parents):
        own = folder / OWN_FILE
        if own.is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and _has_table(project):
            return project
    return None


def _has_table(file: Path) -> bool:
    """Whether a pyproject.toml speaks of us; only then is it parsed."""
    try:
        return f"tool.{TABLE}".encode() in file.read_bytes().replace(b'"', b"").replace(b" ", b"")
    except OSError:
        return False


def load_config(file: Path) -> Config:
    """Read settings; raise `UsageError` that names the file, the key and the way out."""
    import tomli

    try:
        data = tomli.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise UsageError(f"{file}: not valid TOML: {error}") from None
    if file.name != OWN_FILE:
        data = data.get("tool", {})
        data = data.get(TABLE, {}) if isinstance(data, dict) else {}
    return _config(data, file)


def _config(data: Any, file: Path) -> Config:
    if not isinstance(data, dict):
        raise UsageError(f"{file}: {TABLE} is not a table; write [tool.{TABLE}]")
    known = {field.name.replace("_", "-") for field in fields(Config)} - {"origin"}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
            raise UsageError(f"{file}: unknown setting {key!r}; {hint}")
        try:
            values[key.replace("-", "_")] = _READERS[key](value)
        except ValueError as error:
            raise UsageError(f"{file}: {key}: {error}") from None
    config = replace(Config(), **values, origin=str(file))
    return replace(config, rules=tuple(str(file.parent / place) for place in config.rules))


def parse_size(text: object) -> int:
    """Bytes from a number or a text such as `16MiB`; raise `ValueError` with the way out."""
    found = _SIZE.fullmatch(str(text).strip()) if not isinstance(text, bool) else None
    if found is None:
        raise ValueError(f"{text!r} is not a size; write it as 16MiB, 512KiB or a number of bytes")
    power = {"": 0, "K": 1, "M": 2, "G": 3}[found[2][:1]]
    return int(found[1]) * int(1024**power)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError(f'{value!r} is not a list of texts; write it as ["…", "…"]')


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(f"{value!r} is neither true nor false")


def _rule_names(value: object) -> tuple[str, ...]:
    names = _texts(value)
    rule_names(names)
    return names


def _severities(value: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise ValueError('write it as a table: { deprecated-model = "error" }')
    pairs = []
    for name, severity in value.items():
        (rule,) = rule_names([name])
        pairs.append((rule, _one_of(severity, ("error", "warning", "note"))))
    return tuple(pairs)


def _one_of(value: object, options: tuple[str, ...]) -> str:
    if value in options:
        return str(value)
    raise ValueError(f"{value!r} is not one of {', '.join(options)}")


_READERS: Mapping[str, Callable[[object], object]] = {
    "select": _rule_names,
    "extend-select": _rule_names,
    "ignore": _rule_names,
    "severity": _severities,
    "fail-on": lambda value: _one_of(value, FAIL_ON),
    "fail-within": lambda value: parse_span(str(value)),
    "exclude": _texts,
    "force-exclude": _flag,
    "rules": _texts,
    "max-file-size": parse_size,
}


def rule_names(names: list[str] | tuple[str, ...]) -> frozenset[str]:
    """Rules by name, code or `ALL`; raise `ValueError` with the nearest right name."""
    from deprecation_lint.checks import BY_NAME, RULES

    found = set()
    for name in names:
        if name == "ALL":
            found |= {rule.name for rule in RULES}
        elif name in BY_NAME:
            found.add(BY_NAME[name].name)
        else:
            near = difflib.get_close_matches(name, [*BY_NAME, "ALL"], 1)
            known = ", ".join(rule.name for rule in RULES)
            hint = f"did you mean {near[0]}?" if near else f"known: {known}, ALL"
            raise ValueError(f"unknown rule {name!r}; {hint}")
    return frozenset(found)
