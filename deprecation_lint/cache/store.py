"""Sealed files in one folder: each is read whole and right, or it is as if it were not there.

Runs that go on at the same time may share the folder: a file is replaced atomically or not at all.
What cannot be read or written is no error, as a cache can only save time.
"""

from __future__ import annotations

import os
from zlib import crc32

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = b"deprecation-lint cache 1 %08x\n"
_LENGTH = len(_HEAD % 0)
_OWN_FILES = {
    ".gitignore": b"# made by deprecation-lint\n*\n",
    "CACHEDIR.TAG": b"Signature: 8a477f597d28d172789f06886806bc55\n",
}
"""So that it is neither committed nor, by programs that know the tag, backed up."""


class Store:
    """The files of a folder that is made when the first one is written."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._prepared = False

    def get(self, name: str) -> bytes | None:
        """What was put there; `None` if there is nothing, or not all of it."""
        try:
            with open(os.path.join(self.folder, name), "rb", buffering=0) as file:
                seal = file.read(_LENGTH)
                content = file.readall()
        except OSError:
            return None
        return content if seal == _HEAD % crc32(content) else None

    def put(self, name: str, content: bytes) -> bool:
        """Put something there; whether that could be done."""
        path = os.path.join(self.folder, name)
        temporary = os.path.join(self.folder, f"tmp-{os.getpid()}-{os.path.basename(name)}")
        try:
            self._prepare()
            _write(temporary, _HEAD % crc32(content), content)
            try:
                os.replace(temporary, path)
            except FileNotFoundError:
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.replace(temporary, path)
        except OSError:
            return False
        return True

    def touch(self, name: str, now: int) -> None:
        """Keep a file or folder from being removed as unused. `now` is in nanoseconds."""
        try:
            os.utime(os.path.join(self.folder, name), ns=(now, now))
        except OSError:
            return

    def remove_unused(self, before: dict[str, int]) -> None:
        """Remove files and folders by the start of their names, last used before a time each."""
        for entry in self._entries():
            limit = next((t for head, t in before.items() if entry.name.startswith(head)), None)
            try:
                if limit is not None and entry.stat(follow_symlinks=False).st_mtime_ns < limit:
                    _remove(entry)
            except OSError:
                continue

    def _entries(self) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.folder) as found:
                yield from found
        except OSError:
            return

    def _prepare(self) -> None:
        """Make the folder with its own files, once."""
        if self._prepared:
            return
        os.makedirs(self.folder, exist_ok=True)
        for name, content in _OWN_FILES.items():
            path = os.path.join(self.folder, name)
            if not os.path.exists(path):
                _write(path, content)
        self._prepared = True


def _write(path: str, *parts: bytes) -> None:
    with open(path, "wb") as file:
        for part in parts:  # one may be large, and need not be copied
            file.write(part)


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        from shutil import rmtree

        rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)
