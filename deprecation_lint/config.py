"""The user's settings: `[tool.deprecation-lint]` in pyproject.toml, or deprecation-lint.toml."""

from __future__ import annotations

import os
from dataclasses import fields, replace

from deprecation_lint.errors import UsageError, nearest
from deprecation_lint.frozen import dataclass
from deprecation_lint.overrides import Override
from deprecation_lint.parsing import FAIL_ON, parse_size, parse_span, read_loudness, read_role
from deprecation_lint.replacements import read_choices
from deprecation_lint.ruleset import BY_NAME, RULES
from deprecation_lint.settings import MISSPELT, OWN_FILE, TABLE

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from deprecation_lint.replacements import Choice
    from deprecation_lint.roles import Loudness, Role


@dataclass(frozen=True)
class Config:
    """Settings with their defaults. `origin` is the file that they came from, for messages."""

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[Role, Loudness], ...] = ()
    platform: str | None = None
    per_path: tuple[Override, ...] = ()
    fail_on: str = "error"
    fail_within: int = 30
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    include_vendored: bool = False
    rules: tuple[str, ...] = ()
    replacements: tuple[Choice, ...] = ()
    versions: tuple[tuple[str, str], ...] = ()
    max_file_size: int = 16 * 1024 * 1024
    origin: str | None = None


def load_config(file: str) -> Config:
    """Read settings; raise `UsageError` that names the file, the key and the way out."""
    import tomli

    try:
        with open(file, "rb") as stream:
            data = tomli.load(stream)
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise UsageError(f"{file}: not valid TOML: {error}") from None
    name = os.path.basename(file)
    if name == "pyproject.toml" or ("tool" in data and name != OWN_FILE):
        tools = data.get("tool")
        if not isinstance(tools, dict) or TABLE not in tools:
            found = f"[tool.{MISSPELT}]" if MISSPELT in (tools or {}) else "no table of ours"
            raise UsageError(f"{file}: {found}; write [tool.{TABLE}]")
        data = tools[TABLE]
    return _config(data, file)


def _config(data: Any, file: str) -> Config:
    if not isinstance(data, dict):
        raise UsageError(f"{file}: {TABLE} is not a table; write [tool.{TABLE}]")
    known = {field.name.replace("_", "-") for field in fields(Config)} - {"origin"}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            raise UsageError(f"{file}: unknown setting {key!r}; {nearest(key, sorted(known))}")
        try:
            values[key.replace("-", "_")] = _READERS[key](value)
        except ValueError as error:
            raise UsageError(f"{file}: {key}: {error}") from None
    config = replace(Config(), **values, origin=file)
    folder = os.path.dirname(file)
    return replace(config, rules=tuple(os.path.join(folder, place) for place in config.rules))


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
        level = _one_of(severity, ("error", "warning", "note"))
        pairs += [(rule, level) for rule in sorted(rule_names([name]))]
    return tuple(pairs)


def _roles(value: object) -> tuple[tuple[Role, Loudness], ...]:
    if not isinstance(value, dict):
        raise ValueError('write it as a table: { test = "warning" }')
    return tuple((read_role(name), read_loudness(level)) for name, level in value.items())


def _versions(value: object) -> tuple[tuple[str, str], ...]:
    """The versions of APIs and SDKs in use, by the names that the registry has for them."""
    from deprecation_lint.registry.constraints import VERSIONS

    if not isinstance(value, dict):
        raise ValueError('write it as a table: { anthropic-python = "2.1" }')
    for name, version in value.items():
        if name not in VERSIONS:
            raise ValueError(f"unknown name {name!r}; {nearest(name, sorted(VERSIONS))}")
        if not isinstance(version, str) or not any(map(str.isdigit, version)):
            raise ValueError(f'{name}: {version!r} is not a version; write it as "2.1"')
    return tuple(value.items())


def _text(value: object) -> str:
    if isinstance(value, str) and value:
        return value
    raise ValueError(f"{value!r} is not a text")


def _per_path(value: object) -> tuple[Override, ...]:
    if not isinstance(value, dict) or not all(isinstance(t, dict) for t in value.values()):
        raise ValueError('write it as tables: [tool.deprecation-lint.per-path."samples/**"]')
    return tuple(_override(pattern, table) for pattern, table in value.items())


def _override(pattern: str, table: Mapping[str, object]) -> Override:
    for key in table:
        if key not in _OVERRIDING:
            hint = nearest(key, sorted(_OVERRIDING))
            raise ValueError(f"{pattern}: unknown setting {key!r}; {hint}")
    read: dict[str, Any] = {key: _OVERRIDING[key](value) for key, value in table.items()}
    return Override(pattern, **read)


_OVERRIDING: Mapping[str, Callable[[object], object]] = {
    "role": read_role,
    "platform": _text,
    "roles": _roles,
}


def _one_of(value: object, options: tuple[str, ...]) -> str:
    if value in options:
        return str(value)
    raise ValueError(f"{value!r} is not one of {', '.join(options)}")


_READERS: Mapping[str, Callable[[object], object]] = {
    "select": _rule_names,
    "extend-select": _rule_names,
    "ignore": _rule_names,
    "severity": _severities,
    "roles": _roles,
    "platform": _text,
    "per-path": _per_path,
    "fail-on": lambda value: _one_of(value, FAIL_ON),
    "fail-within": lambda value: parse_span(str(value)),
    "exclude": _texts,
    "force-exclude": _flag,
    "include-vendored": _flag,
    "rules": _texts,
    "replacements": read_choices,
    "versions": _versions,
    "max-file-size": parse_size,
}


def rule_names(names: Iterable[str]) -> frozenset[str]:
    """Rules by name, code or `ALL`; raise `ValueError` with the nearest right name."""
    found: set[str] = set()
    for name in names:
        if name == "ALL":
            found |= {rule.name for rule in RULES}
        elif name in BY_NAME:
            found.add(BY_NAME[name].name)
        else:
            known = [*(rule.name for rule in RULES), "ALL", *(rule.code for rule in RULES)]
            raise ValueError(f"unknown rule {name!r}; {nearest(name, known)}")
    return frozenset(found)
