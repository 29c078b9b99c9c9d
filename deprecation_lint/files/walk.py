"""A folder in no work tree, searched by the rules of its `.gitignore` files."""

from __future__ import annotations

import os

from deprecation_lint.files.paths import join
from deprecation_lint.files.vendored import MARKER

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Sequence

    from deprecation_lint.files.collected import Collected
    from deprecation_lint.files.listings import Listed
    from deprecation_lint.files.patterns import Patterns

    _Ignores = list[tuple[str, Patterns]]

_VERSION_CONTROL = frozenset((".git", ".hg", ".svn", ".jj"))
_IGNORE = ".gitignore"


def walk(folder: str, collected: Collected) -> None:
    """Search a folder; links are gathered and not followed."""
    prefix = join(folder, "")
    waiting: list[tuple[str, _Ignores]] = [("", [])]
    while waiting:
        inside, ignores = waiting.pop()
        if inside and collected.passes_over(folder, inside):
            continue
        path = prefix + inside
        listed = collected.listed(path[:-1] if inside else folder)
        if listed is None or (inside and _is_environment(folder, inside, listed, collected)):
            continue
        files, folders, links, _ = listed
        if _IGNORE in files or _IGNORE in links:
            patterns = _ignore_file(path + _IGNORE)
            ignores = [*ignores, (inside, patterns)] if patterns else ignores
        if ignores:
            files = _not_ignored(inside, files, "", ignores)
            links = _not_ignored(inside, links, "", ignores)
            folders = _not_ignored(inside, folders, "/", ignores)
        collected.paths += [path + name for name in files]
        collected.links += [path + name for name in links]
        waiting += [(f"{inside}{n}/", ignores) for n in folders if n not in _VERSION_CONTROL]


def _is_environment(root: str, inside: str, listed: Listed, collected: Collected) -> bool:
    """Whether a folder is a virtual environment and passed over."""
    files, _, links, _ = listed
    there = MARKER in files or (MARKER in links and os.path.exists(join(root, inside) + MARKER))
    return there and collected.passes_over(root, inside, (inside[:-1],))


def _ignore_file(path: str) -> Patterns | None:
    from deprecation_lint.files.patterns import Patterns

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return Patterns(file.read().splitlines())
    except OSError:
        return None


def _not_ignored(inside: str, names: Sequence[str], end: str, ignores: _Ignores) -> tuple[str, ...]:
    return tuple(name for name in names if not _is_ignored(f"{inside}{name}{end}", ignores))


def _is_ignored(path: str, ignores: _Ignores) -> bool:
    """What the deepest `.gitignore` that says anything about the path says."""
    for base, patterns in reversed(ignores):
        verdict = patterns.verdict(path[len(base) :])
        if verdict is not None:
            return verdict
    return False
