"""What stands right before an ID and tells its platform: `bedrock/us-east-1/`. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy

if TYPE_CHECKING:
    from deprecation_lint.registry.registry import Registry

_PLACEHOLDERS = {
    "{region}": rb"(?:(?P<region%d>[a-z]{2}(?:-[a-z]+)+-\d)|\*|\$?\{[^{}]*\})",
    "{account}": rb"(?:\d*|\*|\$?\{[^{}]*\})",
    "{partition}": rb"aws[a-z-]*",
    "{segment}": rb"[A-Za-z0-9_.-]+",
}


def compile_routes(
    registry: Registry,
) -> tuple[re.Pattern[bytes] | None, dict[str, tuple[str, ...]]]:
    """One pattern that reads backwards from an ID, and the platforms of each of its groups."""
    parts, platforms = [], {}
    for number, route in enumerate(registry.routes):
        pattern = re.escape(route.prefix).replace(r"\{", "{").replace(r"\}", "}").encode()
        for name, value in _PLACEHOLDERS.items():
            pattern = pattern.replace(name.encode(), value % number if b"%d" in value else value)
        parts.append(b"(?P<r%d>%s)" % (number, pattern))
        platforms[f"r{number}"] = route.platforms
    if not parts:
        return None, {}
    return lazy(rb"(?<![A-Za-z0-9_.~\-])(?:" + b"|".join(parts) + rb")\Z"), platforms


def region_of(route: re.Match[bytes] | None) -> str | None:
    """The region that a route names."""
    if route is None:
        return None
    found = (v for k, v in route.groupdict().items() if k.startswith("region") and v)
    region = next(found, None)
    return region.decode() if region else None
