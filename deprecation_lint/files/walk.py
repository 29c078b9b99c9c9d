"""A folder in no work tree, searched by the rules of its `.gitignore` files."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from deprecation_lint.files.paths import join
from deprecation_lint.files.vendored import MARKER

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from deprecation_lint.files.collected import Collected

    _Ignores = list[tuple[str, GitIgnoreSpec]]

_VERSION_CONTROL = frozenset((".git", ".hg", ".svn", ".jj"))


def walk(folder: str, collected: Collected) -> None:
    """Search a folder; links are gathered and not followed."""
    waiting: list[tuple[str, str, _Ignores]] = [(folder, "", [])]
    while waiting:
        path, inside, ignores = waiting.pop()
        is_environment = os.path.exists(join(path, MARKER))
        markers = (inside.rstrip("/"),) if is_environment else ()
        if not inside or not collected.passes_over(folder, inside, markers):
            waiting += _level(path, inside, ignores, collected)


def _level(
    folder: str, inside: str, ignores: _Ignores, collected: Collected
) -> list[tuple[str, str, _Ignores]]:
    """One folder, `inside` being its path below the named one; return the folders in it."""
    entries = list(collected.entries(folder))
    if any(entry.name == ".gitignore" for entry in entries):
        spec = _ignore_file(join(folder, ".gitignore"))
        ignores = [*ignores, (inside, spec)] if spec else ignores
    below: list[tuple[str, str, _Ignores]] = []
    for entry in entries:
        path, name = join(folder, entry.name), f"{inside}{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if _is_ignored(name + ("/" if is_folder else ""), ignores):
            continue
        if entry.is_symlink():
            collected.links.append(path)
        elif is_folder:
            if entry.name not in _VERSION_CONTROL:
                below.append((path, f"{name}/", ignores))
        elif entry.is_file(follow_symlinks=False):
            collected.paths.add(path)
        else:
            collected.special(path, entry)
    return below


def _ignore_file(path: str) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return GitIgnoreSpec.from_lines(file.read().splitlines())
    except OSError:
        return None


def _is_ignored(path: str, ignores: _Ignores) -> bool:
    """What the deepest `.gitignore` that says anything about the path says."""
    for base, spec in reversed(ignores):
        verdict = spec.check_file(path[len(base) :]).include
        if verdict is not None:
            return verdict
    return False
