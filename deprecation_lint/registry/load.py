"""The registry of a run: the shipped one, and the user's own files laid over it."""

from __future__ import annotations

from deprecation_lint.errors import UsageError
from deprecation_lint.registry.glance import glance

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping

    from deprecation_lint.registry.registry import Registry


def load(
    extra: Iterable[str | os.PathLike[str]] = (), environ: Mapping[str, str] | None = None
) -> Registry:
    """The shipped registry with the user's folders or files laid over it, in order.

    Raises `UsageError` for a folder without rules, a file that cannot be read or parsed, and
    for user records that the validator refuses.
    """
    registry = glance(environ).registry()
    for place in extra:
        registry = _laid_over(registry, place)
    return registry


def _laid_over(registry: Registry, place: str | os.PathLike[str]) -> Registry:
    from pathlib import Path

    from deprecation_lint.registry.parse import read_file, rule_files
    from deprecation_lint.registry.registry import merge
    from deprecation_lint.registry.validate import validate

    own = [(str(file), read_file(file)) for file in rule_files(Path(place))]
    complaints = validate(own, registry)
    if complaints:
        raise UsageError(*complaints)
    return merge([*registry.platforms.values(), *(platform for _, platform in own)])
