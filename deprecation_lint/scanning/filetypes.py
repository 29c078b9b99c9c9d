"""Which file types there are. A new one is one entry in `BY_SUFFIX` or `BY_NAME`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath


@dataclass(frozen=True, slots=True)
class FileType:
    """How a file is read.

    `scanner` is a name in the table of `scan.py`. `bare_values`: values stand without quotes
    behind `=` or `:`. `block_comments`: `/*` begins a comment. `prose`: text for people, in
    which no ID is a value. `recording`: what a program wrote down. `quotes`: what may stand
    around a literal.
    """

    name: str
    scanner: str = "text"
    bare_values: bool = False
    block_comments: bool = False
    prose: bool = False
    recording: bool = False
    quotes: bytes = b"\"'`"


PYTHON = FileType("python", scanner="python")
NOTEBOOK = FileType("notebook", scanner="notebook")
CODE = FileType("code", block_comments=True)
JSON = FileType("json", quotes=b'"')
TOML = FileType("toml")
SETTINGS = FileType("settings", bare_values=True)
SHELL = FileType("shell", bare_values=True)
PROSE = FileType("prose", prose=True)
RECORDING = FileType("recording", recording=True)

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
    ".patch": PROSE,
    ".diff": PROSE,
    ".json": JSON,
    ".jsonl": JSON,
    ".map": JSON,
    ".webmanifest": JSON,
    ".toml": TOML,
    ".har": RECORDING,
    ".httprr": RECORDING,
    ".log": RECORDING,
    ".snap": RECORDING,
}
BY_NAME = {
    "Dockerfile": SHELL,
    "Containerfile": SHELL,
    "Makefile": SHELL,
    ".env": SETTINGS,
    ".envrc": SHELL,
    "Procfile": SHELL,
    "METADATA": PROSE,
    "PKG-INFO": PROSE,
    "README": PROSE,
    "CHANGELOG": PROSE,
    "CHANGES": PROSE,
    "NEWS": PROSE,
    "LICENSE": PROSE,
    "NOTICE": PROSE,
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
