"""Paths as named → the files to check, in order; what is passed over is named."""

from __future__ import annotations

import os
from dataclasses import dataclass

from deprecation_lint.errors import UsageError
from deprecation_lint.files.collected import Collected
from deprecation_lint.files.exclusion import Exclusion, excluder
from deprecation_lint.files.litter import is_temporary
from deprecation_lint.files.paths import join, relative
from deprecation_lint.files.reading import special_kind
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TEMPORARY = "temporary file of a fix; if nothing writes it any longer, --fix removes it"


@dataclass(frozen=True)
class Found:
    """The files to check, sorted, relative to the working directory; and what was passed over.

    `named` are the files and folders that the user named. `litter` are temporary files of fixes
    that were seen on the way, and `lone` the files whose folders were not searched.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    named: frozenset[str]
    litter: tuple[str, ...] = ()
    lone: frozenset[str] = frozenset()


def discover(
    named: Sequence[str],
    environ: Mapping[str, str],
    exclude: Sequence[Exclusion] = (),
    force_exclude: bool = False,
    include_vendored: bool = False,
) -> Found:
    """Find the files under what the user named.

    Folders are searched through git where there is a work tree, otherwise with the same rules
    by pathspec; links to folders are not followed. Vendored trees below a named folder are
    passed over unless `include_vendored`. What is excluded or vendored applies to named files
    only with `force_exclude`.
    Raises `UsageError` for a path that does not exist.
    """
    excluded = excluder(exclude)
    files: set[str] = set()
    folders: list[str] = []
    collected = Collected(include_vendored)
    for name in named:
        path = relative(name)
        if os.path.isdir(name):
            folders.append(path)
            _search(path, environ, collected)
        elif os.path.lexists(name):
            files.add(path)
        else:
            raise UsageError(f"{name}: no such file or folder; check the spelling")
    if force_exclude:
        files = {p for p in files if not excluded(p) and not collected.passes_over(".", p)}
    paths = {path for path in collected.paths if not excluded(path)} | files
    links = [path for path in collected.links if not excluded(path)]
    followed, passed_over = _follow(links, folders, paths)
    skipped = {s for s in collected.skipped if not excluded(s.path)}.union(passed_over)
    temporary = {path for path in files if is_temporary(os.path.basename(path))}
    skipped.update(Skipped(path, _TEMPORARY) for path in temporary)
    return Found(
        paths=tuple(sorted((paths | followed) - temporary)),
        skipped=tuple(sorted(skipped, key=lambda s: (s.path, s.reason))),
        named=frozenset((*files, *folders)),
        litter=tuple(sorted(collected.litter)),
        lone=frozenset(files | followed),
    )


def _search(folder: str, environ: Mapping[str, str], collected: Collected) -> None:
    from deprecation_lint.files.git import list_work_tree

    if not list_work_tree(folder, environ, collected):
        from deprecation_lint.files.walk import walk

        walk(folder, collected)


def _follow(
    links: Sequence[str], folders: Sequence[str], paths: set[str]
) -> tuple[set[str], list[Skipped]]:
    """Decide about symbolic links: one to a file that is not checked anyway is read."""
    followed, skipped = set(), []
    real = [(os.path.realpath(folder), folder) for folder in folders]
    for path in links:
        reason = _link_reason(path, real, paths)
        if reason:
            skipped.append(Skipped(path, reason))
        else:
            followed.add(path)
    return followed, skipped


def _link_reason(path: str, real: Sequence[tuple[str, str]], paths: set[str]) -> str:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return "broken symbolic link"
    except OSError as error:
        return f"symbolic link that leads nowhere: {error.strerror}"
    if os.path.isdir(path):
        return "symbolic link to a folder, not followed"
    if special_kind(status):
        return special_kind(status)
    target = os.path.realpath(path)
    for root, folder in real:
        inside = os.path.join(root, "")
        below = target.removeprefix(inside).replace(os.sep, "/")
        if target.startswith(inside) and join(folder, below) in paths:
            return "symbolic link to a file that is checked itself"
    return ""
