"""Which file types there are. A new one is one entry in `BY_SUFFIX` or `BY_NAME`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class FileType:
    """How a file is read.

    `scanner` is a name in the table of `scan.py`. `bare_values`: values stand without quotes
    behind `=` or `:`. `block_comments`: `/*` begins a comment. `prose`: text for people, in
    which no ID is a value.
    """

    name: str
    scanner: str = "text"
    bare_values: bool = False
    block_comments: bool = False
    prose: bool = False


PYTHON = FileType("python", scanner="python")
NOTEBOOK = FileType("notebook", scanner="notebook")
CODE = FileType("code", block_comments=True)
DATA = FileType("data")
SETTINGS = FileType("settings", bare_values=True)
SHELL = FileType("shell", bare_values=True)
PROSE = FileType("prose", prose=True)

BY_SUFFIX = {
    ".py": PYTHON,
    ".pyi": PYTHON,
    ".pyw": PYTHON,
    ".ipynb": NOTEBOOK,
    ".yaml": SETTINGS,
    ".yml": SETTINGS,
    ".ini": SETTINGS,
    ".cfg": SETTINGS,
    ".conf": SETTINGS,
    ".properties": SETTINGS,
    ".env": SETTINGS,
    ".sh": SHELL,
    ".bash": SHELL,
    ".zsh": SHELL,
    ".mk": SHELL,
    ".md": PROSE,
    ".mdx": PROSE,
    ".markdown": PROSE,
    ".rst": PROSE,
    ".adoc": PROSE,
    ".txt": PROSE,
    ".html": PROSE,
    ".htm": PROSE,
    ".json": DATA,
    ".jsonl": DATA,
    ".toml": DATA,
}
BY_NAME = {
    "Dockerfile": SHELL,
    "Containerfile": SHELL,
    "Makefile": SHELL,
    ".env": SETTINGS,
    ".envrc": SHELL,
    "Procfile": SHELL,
}


def file_type(path: str, head: bytes = b"") -> FileType:
    """The type of a file by its name; a file without a suffix may tell by its first line."""
    pure = PurePath(path)
    if pure.name in BY_NAME:
        return BY_NAME[pure.name]
    if pure.name.startswith((".env.", "Dockerfile.")):
        return SETTINGS if pure.name.startswith(".env") else SHELL
    if pure.suffix.lower() in BY_SUFFIX:
        return BY_SUFFIX[pure.suffix.lower()]
    if not pure.suffix and head.startswith(b"#!"):
        line = head.split(b"\n", 1)[0]
        return PYTHON if b"python" in line else SHELL
    return CODE
