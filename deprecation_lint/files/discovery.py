"""Paths as named → the files to check, in order; what is passed over is named."""

from __future__ import annotations

import os
import stat
from operator import eq

from deprecation_lint.errors import UsageError
from deprecation_lint.files.collected import Collected
from deprecation_lint.files.exclusion import Excluder, Exclusion
from deprecation_lint.files.litter import is_temporary
from deprecation_lint.files.paths import join, relative
from deprecation_lint.files.reading import special_kind
from deprecation_lint.frozen import dataclass
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deprecation_lint.files.collected import Foretell
    from deprecation_lint.files.remembered import Memory
    from deprecation_lint.files.spawn import Output

_TEMPORARY = "temporary file of a fix; if nothing writes it any longer, --fix removes it"


@dataclass(frozen=True)
class Found:
    """The files to check, sorted, relative to the working directory; and what was passed over.

    `named` are the files and folders that the user named. `litter` are temporary files of fixes
    that were seen on the way, and `lone` the files whose folders were not searched. All paths
    but `unsure` were regular files, and no links to one, when they were found.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    named: frozenset[str]
    litter: tuple[str, ...] = ()
    lone: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Beforehand:
    """What a search can build on: listings that were begun early, and what earlier runs found.

    `begun` is what `begin_listings` gave for the named paths. `foretell` is given what git tracks
    in a folder before it is searched.
    """

    begun: Mapping[str, Output]
    memory: Memory | None = None
    foretell: Foretell | None = None


def discover(
    named: Sequence[str],
    environ: Mapping[str, str],
    exclude: Sequence[Exclusion] = (),
    force_exclude: bool = False,
    include_vendored: bool = False,
    beforehand: Beforehand | None = None,
) -> Found:
    """Find the files under what the user named.

    Folders are searched through git where there is a work tree, otherwise with the same rules
    by pathspec; links to folders are not followed. Vendored trees below a named folder are
    passed over unless `include_vendored`. What is excluded or vendored applies to named files
    only with `force_exclude`.
    Raises `UsageError` for a path that does not exist.
    """
    excluder = Excluder(exclude)
    beforehand = beforehand or Beforehand({})
    collected = Collected(include_vendored, foretell=beforehand.foretell)
    files, folders = _named(named, collected.unsure)
    for folder, name in folders.items():
        begun = beforehand.begun.get(name)
        _search(folder, environ, collected, begun, beforehand.memory)
    if force_exclude:
        files = {p for p in files if not excluder.excludes(p) and not collected.passes_over(".", p)}
    return _found(collected, excluder, files, set(folders))


def _named(named: Sequence[str], unsure: set[str]) -> tuple[set[str], dict[str, str]]:
    """The files that were named, and the folders: as reports show them, and as named first."""
    files: set[str] = set()
    folders: dict[str, str] = {}
    for name in named:
        try:
            mode = os.lstat(name).st_mode
        except (OSError, ValueError):
            raise UsageError(f"{name}: no such file or folder; check the spelling") from None
        path = relative(name)
        if stat.S_ISREG(mode):
            files.add(path)
        elif os.path.isdir(name):
            folders.setdefault(path, name)
        else:
            files.add(path)
            unsure.add(path)
    return files, folders


def _search(
    folder: str,
    environ: Mapping[str, str],
    collected: Collected,
    begun: Output | None,
    memory: Memory | None,
) -> None:
    if memory is None:
        from deprecation_lint.files.worktree import list_work_tree

        is_done = list_work_tree(folder, environ, collected, begun)
    else:
        is_done = memory.list_work_tree(folder, environ, collected, begun)
    if not is_done:
        from deprecation_lint.files.walk import walk

        walk(folder, collected)


def _found(collected: Collected, excluder: Excluder, files: set[str], folders: set[str]) -> Found:
    """Put together what was gathered."""
    paths = excluder.kept(collected.paths)
    links = excluder.kept(collected.links)
    skipped = {s for s in collected.skipped if not excluder.excludes(s.path)}
    followed: set[str] = set()
    if links:
        followed, passed_over = _follow(links, folders, files.union(paths))
        skipped.update(passed_over)
    temporary = {path for path in files if is_temporary(os.path.basename(path))}
    skipped.update(Skipped(path, _TEMPORARY) for path in temporary)
    lone = frozenset(files | followed)
    return Found(
        paths=_in_order(paths, lone, temporary),
        skipped=tuple(sorted(skipped, key=lambda s: (s.path, s.reason))),
        named=frozenset(files | folders),
        litter=tuple(sorted(collected.litter)),
        lone=lone,
        unsure=frozenset(collected.unsure | followed),
    )


def _in_order(paths: list[str], more: frozenset[str], but: set[str]) -> tuple[str, ...]:
    """All paths, each once. They come almost in order, which a sort makes use of."""
    every = [*paths, *more]
    every.sort()
    if any(map(eq, every, every[1:])):
        every = list(dict.fromkeys(every))
    return tuple(path for path in every if path not in but) if but else tuple(every)


def _follow(
    links: Sequence[str], folders: set[str], paths: set[str]
) -> tuple[set[str], list[Skipped]]:
    """Decide about symbolic links: one to a file that is not checked anyway is read."""
    followed, skipped = set(), []
    real = [(os.path.realpath(folder), folder) for folder in sorted(folders)]
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
    if stat.S_ISDIR(status.st_mode):
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
