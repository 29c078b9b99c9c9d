"""Paths as named → the files to check, in order; what is passed over is named."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from deprecation_lint.errors import UsageError
from deprecation_lint.files.reading import special_kind
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pathspec import GitIgnoreSpec

_VERSION_CONTROL = frozenset((".git", ".hg", ".svn", ".jj"))
_GIT_OWN = re.compile(r"GIT_(?!CONFIG|EXEC_PATH|SSL|CEILING)")
_UNOPENED = re.compile(r"could not open directory '(.*?)/?': (.*)")


@dataclass(frozen=True)
class Found:
    """The files to check, sorted, relative to the working directory; and what was passed over.

    `named` are the files that the user named one by one.
    """

    paths: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    named: frozenset[str]


class _Collected:
    """What a search has gathered so far."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.links: list[str] = []
        self.skipped: list[Skipped] = []


def discover(
    named: Sequence[str],
    environ: Mapping[str, str],
    exclude: Sequence[str] = (),
    force_exclude: bool = False,
) -> Found:
    """Find the files under what the user named.

    Folders are searched through git where there is a work tree, otherwise with the same rules
    by pathspec; links to folders are not followed. `exclude` holds patterns as in `.gitignore`,
    relative to the working directory; they apply to named files only with `force_exclude`.
    Raises `UsageError` for a path that does not exist.
    """
    excluded = _excluder(exclude)
    files: list[str] = []
    collected = _Collected()
    for name in named:
        path = _relative(name)
        if os.path.isdir(name):
            _search(path, environ, collected)
        elif os.path.lexists(name):
            files.append(path)
        else:
            raise UsageError(f"{name}: no such file or folder; check the spelling")
    if exclude and force_exclude:
        files = [path for path in files if not excluded(path)]
    roots = [os.path.realpath(name) for name in named]
    _follow(collected, roots)
    paths = {path for path in collected.paths if not (exclude and excluded(path))}
    skipped = {s for s in collected.skipped if not (exclude and excluded(s.path))}
    return Found(
        paths=tuple(sorted({*files, *paths})),
        skipped=tuple(sorted(skipped, key=lambda s: (s.path, s.reason))),
        named=frozenset(files),
    )


def _relative(path: str) -> str:
    """The path as reports show it: relative to the working directory, with slashes."""
    if os.path.isabs(path):
        try:
            path = os.path.relpath(path)
        except ValueError:  # another drive of Windows
            return path.replace(os.sep, "/")
    return os.path.normpath(path).replace(os.sep, "/")


def _join(folder: str, name: str) -> str:
    return name if folder == "." else f"{folder}/{name}"


def _excluder(patterns: Sequence[str]) -> Callable[[str], bool]:
    if not patterns:
        return lambda path: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(patterns).match_file


def _search(folder: str, environ: Mapping[str, str], collected: _Collected) -> None:
    if not _search_git(folder, environ, collected):
        _walk(folder, "", [], collected)


def _search_git(folder: str, environ: Mapping[str, str], collected: _Collected) -> bool:
    """List a folder through git; false where it is in no work tree or git cannot say."""
    listed = _git(folder, environ, "ls-files", "-z", "-co", "--exclude-standard")
    if listed is None:
        return False
    names = sorted({os.fsdecode(name) for name in listed.stdout.split(b"\0") if name})
    if not names and _git(folder, environ, "check-ignore", "-q", "."):
        return False  # named although git ignores it: then it is searched
    for line in os.fsdecode(listed.stderr).splitlines():
        unopened = _UNOPENED.search(line)
        if unopened:
            reason = f"cannot be read: {unopened[2]}"
            collected.skipped.append(Skipped(_join(folder, unopened[1]), reason, failed=True))
    for name in names:
        _sort_in(_join(folder, name), environ, collected)
    folders = {os.path.dirname(name) for name in names}
    for sub in sorted(folders | {""}):
        _special_files(_join(folder, sub) if sub else folder, collected)
    return True


def _git(
    folder: str, environ: Mapping[str, str], *command: str
) -> subprocess.CompletedProcess[bytes] | None:
    """Run git in the folder, without what a hook sets for its own repository."""
    import subprocess

    env = {key: value for key, value in environ.items() if not _GIT_OWN.match(key)}
    env["LC_ALL"] = "C"
    try:
        done = subprocess.run(
            ["git", "-C", folder, *command],
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done if done.returncode == 0 else None


def _sort_in(path: str, environ: Mapping[str, str], collected: _Collected) -> None:
    """Put one name that git listed where it belongs: a file, a link, another work tree."""
    if os.path.islink(path):
        collected.links.append(path)
    elif path.endswith("/") or os.path.isdir(path):
        _search(path.rstrip("/"), environ, collected)
    else:
        collected.paths.add(path)


def _special_files(folder: str, collected: _Collected) -> None:
    """Name the FIFOs, sockets and devices of a folder: git does not list them."""
    for entry in _entries(folder, collected):
        known = entry.is_symlink() or entry.is_dir() or entry.is_file(follow_symlinks=False)
        if not known:
            _skip_special(_join(folder, entry.name), entry, collected)


def _skip_special(path: str, entry: os.DirEntry[str], collected: _Collected) -> None:
    try:
        reason = special_kind(entry.stat(follow_symlinks=False))
    except OSError:
        reason = "vanished: no longer there"
    collected.skipped.append(Skipped(path, reason))


def _walk(
    folder: str, inside: str, ignores: list[tuple[str, GitIgnoreSpec]], collected: _Collected
) -> None:
    """Search a folder that is in no work tree; `inside` is its path below the named folder."""
    entries = list(_entries(folder, collected))
    if any(entry.name == ".gitignore" for entry in entries):
        spec = _ignore_file(_join(folder, ".gitignore"))
        ignores = [*ignores, (inside, spec)] if spec else ignores
    for entry in entries:
        path = _join(folder, entry.name)
        below = f"{inside}{entry.name}"
        is_folder = entry.is_dir(follow_symlinks=False)
        if _is_ignored(below + ("/" if is_folder else ""), ignores):
            continue
        if entry.is_symlink():
            collected.links.append(path)
        elif is_folder:
            if entry.name not in _VERSION_CONTROL:
                _walk(path, f"{below}/", ignores, collected)
        elif entry.is_file(follow_symlinks=False):
            collected.paths.add(path)
        else:
            _skip_special(path, entry, collected)


def _entries(folder: str, collected: _Collected) -> Iterable[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        reason = f"cannot be read: {error.strerror}"
        collected.skipped.append(Skipped(folder, reason, failed=True))
        return ()


def _ignore_file(path: str) -> GitIgnoreSpec | None:
    from pathspec import GitIgnoreSpec

    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return GitIgnoreSpec.from_lines(file.read().splitlines())
    except OSError:
        return None


def _is_ignored(path: str, ignores: list[tuple[str, GitIgnoreSpec]]) -> bool:
    """What the deepest `.gitignore` that says anything about the path says."""
    for base, spec in reversed(ignores):
        verdict = spec.check_file(path[len(base) :]).include
        if verdict is not None:
            return verdict
    return False


def _follow(collected: _Collected, roots: Sequence[str]) -> None:
    """Decide about symbolic links: only one to a file outside of the search is read."""
    for path in collected.links:
        reason = _link_reason(path, roots)
        if reason:
            collected.skipped.append(Skipped(path, reason))
        else:
            collected.paths.add(path)


def _link_reason(path: str, roots: Sequence[str]) -> str:
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return "a broken symbolic link"
    except OSError as error:
        return f"a symbolic link that leads nowhere: {error.strerror}"
    if os.path.isdir(path):
        return "a symbolic link to a folder, not followed"
    special = special_kind(status)
    if special:
        return special
    target = os.path.realpath(path)
    inside = any(target.startswith(os.path.join(root, "")) for root in roots)
    return "a symbolic link to a file that is checked itself" if inside else ""
