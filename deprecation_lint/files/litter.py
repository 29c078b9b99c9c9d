"""The temporary files of fixes: how they are named and held, and what a killed run has left.

Who writes one holds a lock on it, which the system takes back when the process ends, however it
ends. So what can be locked is litter. No process ID or age could tell that as well: IDs are used
again, every container has a 1, and the clocks of two machines differ.
"""

from __future__ import annotations

import os
import stat
from bisect import bisect_left

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_PREFIX, _SUFFIX = ".deprecation-lint-", ".tmp"
_DIGITS = 16
_FLAGS = (
    os.O_WRONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def is_temporary(name: str) -> bool:
    """Whether a file of this name is the temporary file of a fix: nothing to look into."""
    if not name.startswith(_PREFIX) or not name.endswith(_SUFFIX):
        return False
    number = name[len(_PREFIX) : -len(_SUFFIX)]
    return len(number) == _DIGITS and set(number) <= set("0123456789abcdef")


def temporaries(names: Sequence[str]) -> Sequence[str]:
    """Those of many names, in order, that are of temporary files."""
    place = bisect_left(names, _PREFIX)
    if place == len(names) or not names[place].startswith(_PREFIX):
        return ()  # as in almost every folder
    return [name for name in names[place:] if is_temporary(name)]


def create_temporary(folder: str) -> tuple[int, str]:
    """A new file in the folder, for its owner only, open and held until it is closed."""
    name = f"{_PREFIX}{os.urandom(_DIGITS // 2).hex()}{_SUFFIX}"
    path = os.path.join(folder, name)
    descriptor = os.open(path, _FLAGS | os.O_CREAT | os.O_EXCL, 0o600)
    _hold(descriptor)
    return descriptor, path


def beside(paths: Iterable[str]) -> Iterator[str]:
    """The temporary files in the folders of files, behind links too; each folder once."""
    named = set(map(_folder, paths))
    for folder in sorted(set(map(os.path.realpath, named))):
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry in entries if is_temporary(entry.name)]
        except OSError:
            continue  # reading the file will say why
        yield from (os.path.join(folder, name) for name in sorted(names))


def _folder(path: str) -> str:
    """The folder in which a file is replaced, as named: finding its real path takes long."""
    return os.path.dirname(os.path.realpath(path) if os.path.islink(path) else path)


def remove_left(paths: Iterable[str]) -> list[str]:
    """Remove the temporary files that nobody holds any longer; return their paths."""
    return [path for path in paths if _removed(path)]


def _removed(path: str) -> bool:
    """Remove one, unless a living process holds it or it is no file of ours."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return False
        if os.name == "nt":  # pragma: no cover - there, what is open cannot be removed
            os.unlink(path)
            return True
        descriptor = os.open(path, _FLAGS)
        try:
            if not _hold(descriptor):
                return False
            os.unlink(path)
        finally:
            os.close(descriptor)
    except OSError:  # gone meanwhile, or the user may not
        return False
    return True


def _hold(descriptor: int) -> bool:
    """Lock an open file; false if another process holds it.

    Where a file system knows no locks, all can be held: a writer whose file was taken away
    notices and writes another.
    """
    try:
        import fcntl
    except ImportError:  # pragma: no cover - Windows, where an open file is held as it is
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True
