"""Reads one file, whatever it turns out to be: never a hang, never a traceback."""

from __future__ import annotations

import os
import stat

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Stamp = tuple[int, int, int, int, int]
    """Device, inode, size and times of change of a file when it was read."""

MAX_FILE_SIZE = 16 * 1024 * 1024

_KINDS = (
    (stat.S_ISFIFO, "FIFO"),
    (stat.S_ISSOCK, "socket"),
    (stat.S_ISCHR, "device"),
    (stat.S_ISBLK, "device"),
    (stat.S_ISDIR, "folder"),
)
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_NO_LINK = _FLAGS | getattr(os, "O_NOFOLLOW", 0)
_BUFFER = 256 * 1024  # bytes: holds nearly every source file, and stays in the processor's cache


class Unreadable(Exception):
    """Why a file was not read. `failed`: reading was tried and failed."""

    def __init__(self, reason: str, failed: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.failed = failed


def read(path: str, limit: int = MAX_FILE_SIZE) -> tuple[bytes, Stamp]:
    """The bytes and the stamp of a regular file of at most `limit` bytes.

    Raises `Unreadable` for anything else.
    """
    try:
        special = special_kind(os.stat(path))  # a FIFO must not even be opened
        if special:
            raise Unreadable(special, failed=False)
        descriptor = os.open(path, _FLAGS)
        try:
            return _read(descriptor, limit)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        link = os.path.islink(path)
        reason = "broken symbolic link" if link else "vanished: no longer there"
        raise Unreadable(reason, failed=True) from None
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}", failed=True) from None


class Buffer:
    """One buffer for many files, one after the other: nothing is allocated for most of them."""

    def __init__(self) -> None:
        self.bytes = bytearray(_BUFFER)
        self._views = [memoryview(self.bytes)]

    def each(self, paths: Iterable[str]) -> Iterator[tuple[int, os.stat_result | None]]:
        """For each file, how many of its bytes are in the buffer now, and its status.

        They are the whole file if they are as many as its size. Without a status the file is left
        to `read`: it is no regular file, or it cannot be read. All is in one loop, as this is
        done for every file of every run. A symbolic link is no regular file here.
        """
        open_, fstat, readv, close = os.open, os.fstat, _readv, os.close
        views, is_regular = self._views, stat.S_ISREG
        for path in paths:
            try:
                descriptor = open_(path, _NO_LINK)
            except OSError:
                yield 0, None
                continue
            try:
                status = fstat(descriptor)
                length = readv(descriptor, views) if is_regular(status.st_mode) else -1
            except OSError:
                length = -1
            close(descriptor)
            yield (length, status) if length >= 0 else (0, None)


def _read_into(descriptor: int, views: list[memoryview]) -> int:
    """What `os.readv` does, where there is none."""
    chunk = os.read(descriptor, len(views[0]))
    views[0][: len(chunk)] = chunk
    return len(chunk)


_readv = getattr(os, "readv", _read_into)


def _read(descriptor: int, limit: int) -> tuple[bytes, Stamp]:
    status = os.fstat(descriptor)
    special = special_kind(status)
    if special:
        raise Unreadable(special, failed=False)
    if status.st_size > limit:
        raise Unreadable(f"larger than {size_text(limit)} (--max-file-size)", failed=False)
    chunks, left = [], limit + 1
    while left:
        chunk = os.read(descriptor, min(left, max(status.st_size + 1, 65536)))
        if not chunk:
            break
        chunks.append(chunk)
        left -= len(chunk)
    if not left:
        raise Unreadable(f"larger than {size_text(limit)} (--max-file-size)", failed=False)
    return b"".join(chunks), stamp_of(status)


def special_kind(status: os.stat_result) -> str:
    """What the thing is if it is no regular file; "" if it is one."""
    if stat.S_ISREG(status.st_mode):
        return ""
    return next((text for test, text in _KINDS if test(status.st_mode)), "not a regular file")


def stamp_of(status: os.stat_result) -> Stamp:
    """What tells whether a file has changed since it was read."""
    times = (status.st_mtime_ns, status.st_ctime_ns)  # the first can be set back, not the second
    return (status.st_dev, status.st_ino, status.st_size, *times)


def size_text(size: int) -> str:
    """A number of bytes as people write it."""
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} byte{'' if size == 1 else 's'}"
