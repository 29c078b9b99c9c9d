"""On what a result depends besides the file: one digest for the tool, one for registry and task."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder

from deprecation_lint import __version__

try:
    from _blake2 import blake2b  # what `hashlib` has, without OpenSSL, which takes long to load
except ImportError:  # another Python
    from hashlib import blake2b

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def digest(*parts: str | bytes) -> str:
    """One digest for several texts."""
    whole = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(b"%d:" % len(data) + data)
    return whole.hexdigest()


def tool() -> str:
    """The tool as it runs here: its version and files, the Python that runs it, and LibCST."""
    return digest(__version__, sys.version, sys.byteorder, *_modules(_PACKAGE), _libcst())


def contents(files: Iterable[str]) -> str:
    """The bytes of some files."""
    return digest(*(part for file in files for part in (file, _bytes(file))))


def _bytes(file: str) -> bytes:
    with open(file, "rb") as stream:
        return stream.read()


def _modules(folder: str) -> Iterator[str]:
    """Our modules by size and time: a checkout changes while its version does not."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.endswith(".py"):
            status = entry.stat()
            yield f"{entry.name} {status.st_size} {status.st_mtime_ns}"
        elif entry.is_dir() and entry.name != "__pycache__":
            yield from _modules(entry.path)


def _libcst() -> str:
    """Which LibCST would be imported, told without importing it."""
    found = PathFinder.find_spec("libcst")
    if found is None or found.origin is None:
        return ""
    folder = os.path.dirname(os.path.dirname(found.origin))
    names = sorted(n for n in os.listdir(folder) if n.startswith("libcst-"))
    return f"{found.origin} {' '.join(names)} {os.stat(found.origin).st_mtime_ns}"
