"""A folder in a work tree, listed by git: it knows best what is ignored."""

from __future__ import annotations

import os
import re
import stat
import subprocess

from deprecation_lint.files.litter import is_temporary
from deprecation_lint.files.paths import join
from deprecation_lint.files.vendored import MARKER, is_vendored_name
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from deprecation_lint.files.collected import Collected

_OWN = re.compile(r"GIT_(?!CONFIG|EXEC_PATH|SSL|CEILING)")
_UNOPENED = re.compile(r"could not open directory '(.*?)/?': (.*)")


def list_work_tree(folder: str, environ: Mapping[str, str], collected: Collected) -> bool:
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
            collected.skipped.append(Skipped(join(folder, unopened[1]), reason, failed=True))
    markers = {os.path.dirname(name) for name in names if name.endswith(f"/{MARKER}")}
    names = [name for name in names if not collected.passes_over(folder, name, markers)]
    for name in names:
        if not is_temporary(os.path.basename(name)):
            _sort_in(join(folder, name), environ, collected)
    _special_files(folder, _folders(names), environ, collected)
    return True


def _git(
    folder: str, environ: Mapping[str, str], *command: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes] | None:
    """Run git in the folder, without what a hook sets for its own repository."""
    env = {key: value for key, value in environ.items() if not _OWN.match(key)}
    env["LC_ALL"] = "C"
    try:
        done = subprocess.run(
            ["git", "-C", folder, *command], env=env, input=stdin, capture_output=True, check=False
        )
    except OSError:
        return None
    return done if done.returncode == 0 else None


def _sort_in(path: str, environ: Mapping[str, str], collected: Collected) -> None:
    """Put one name that git listed where it belongs: a file, a link, another work tree."""
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        mode = stat.S_IFREG  # reading it will say why
    if stat.S_ISLNK(mode):
        collected.links.append(path)
    elif not stat.S_ISDIR(mode):
        collected.paths.add(path)
    elif not list_work_tree(path.rstrip("/"), environ, collected):
        from deprecation_lint.files.walk import walk

        walk(path.rstrip("/"), collected)


def _folders(names: Iterable[str]) -> set[str]:
    """All folders above the names, as paths; "" is the folder that was listed."""
    found = {""}
    for name in names:
        folder = os.path.dirname(name.rstrip("/"))
        while folder not in found:
            found.add(folder)
            folder = os.path.dirname(folder)
    return found


def _special_files(
    root: str, folders: set[str], environ: Mapping[str, str], collected: Collected
) -> None:
    """Name the FIFOs, sockets and devices of the folders: git does not list them."""
    unlisted = []
    for folder in sorted(folders):
        for entry in collected.entries(join(root, folder) if folder else root):
            name = f"{folder}/{entry.name}" if folder else entry.name
            if entry.is_dir(follow_symlinks=False):
                is_ours = entry.name != ".git" and not is_vendored_name(entry.name)
                if name not in folders and is_ours:
                    unlisted.append(name)
            else:
                collected.special(join(root, name), entry)
    if unlisted:
        seen = _not_ignored(root, unlisted, environ)
        if seen:
            _special_files_below(root, seen, collected)


def _special_files_below(root: str, folders: list[str], collected: Collected) -> None:
    """The same for folders in which git lists no file."""
    waiting = list(folders)
    while waiting:
        folder = waiting.pop()
        if os.path.lexists(join(join(root, folder), ".git")):
            continue  # another work tree, which was listed by itself
        try:
            entries = list(os.scandir(join(root, folder)))
        except OSError:
            continue  # git has said that it cannot be opened
        for entry in entries:
            name = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                waiting.append(name)
            else:
                collected.special(join(root, name), entry)


def _not_ignored(root: str, names: list[str], environ: Mapping[str, str]) -> list[str]:
    stdin = b"\0".join(os.fsencode(f"{name}/") for name in names)
    ignored = _git(root, environ, "check-ignore", "-z", "--stdin", stdin=stdin)
    out = ignored.stdout if ignored else b""
    known = {os.fsdecode(name).rstrip("/") for name in out.split(b"\0")}
    return [name for name in names if name not in known]
