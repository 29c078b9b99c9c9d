"""What is timed: the rows of each table, and how each run is made ready."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreement import search
from corpora import every_file
from programs import RIPGREP, SUNSET, Rival, caches, ours

if TYPE_CHECKING:
    from pathlib import Path

    from corpora import Corpus

BARE = "python -c pass"
CLEAN = "one small clean file"
FINDING = "one Python file with a finding"
COLD, SECOND, NO_CACHE = "ours, cold", "ours, second run", "ours, no cache"
CAT = "cat of all files"
# Put together, so that the tool finds none in its own house.
_ID = "-".join(("claude", "3", "opus", "20240229"))
_FUNCTION = "def area_{0}(width: float, height: float) -> float:\n    return width * height * {0}\n"
_CALL = 'def answer(client):\n    return client.messages.create(model="{}", messages=[])\n'

Programs = dict[Rival, tuple[str, ...] | None]


@dataclass(frozen=True, slots=True)
class Row:
    """A command to time. `stale` is a folder that is removed before each run.

    An exit code that is not among `codes` is a failure, and told in the table.
    """

    label: str
    words: tuple[str, ...]
    stale: Path | None = None
    rounds: int = 10_000
    codes: tuple[int, ...] = (0, 1)

    def prepare(self) -> None:
        """Make ready for a run."""
        if self.stale is not None:
            shutil.rmtree(self.stale, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that are timed in turn in one folder; `ratios` are columns: what by which row."""

    name: str
    title: str
    folder: Path
    rows: tuple[Row, ...]
    ratios: tuple[tuple[str, str], ...]


_SMALL, _MIDDLING = 10_000, 50_000  # files that a slow rival, and any, goes through in minutes


def start_up(work: Path, programs: Programs, patterns: Path) -> Part:
    """Single files: what a commit hook costs."""
    folder = work / "single"
    folder.mkdir(exist_ok=True)
    (folder / "clean.py").write_text("x = 1\n", encoding="utf-8")
    functions = "\n\n".join(_FUNCTION.format(number) for number in range(100))
    text = f"{functions}\n\n{_CALL.format(_ID)}"
    (folder / "finding.py").write_text(text, encoding="utf-8")
    rows = [
        Row(BARE, (sys.executable, "-c", "pass")),
        Row("python -c import libcst", (sys.executable, "-c", "import libcst")),  # no less than it
        Row(CLEAN, (*ours(), "clean.py")),
    ]
    rows += _ours(work / "cache" / "finding", FINDING, "finding.py")
    ripgrep = programs[RIPGREP]
    if ripgrep is not None:
        words = (*search(ripgrep, patterns)[:-1], "clean.py")
        rows.append(Row(f"{CLEAN}, ripgrep", words))
    sunset = programs[SUNSET]
    if sunset is not None:
        rows.append(Row(f"{CLEAN}, llm-sunset", (*sunset, "clean.py")))
    return Part("start-up", "Start-up", folder, tuple(rows), (("wall", BARE),))


def tree(corpus: Corpus, work: Path, programs: Programs, patterns: Path, slow_rivals: bool) -> Part:
    """A whole corpus. Rivals are timed where it is small enough for them, or all if they shall."""
    script = 'xargs -0 cat < "$1" > /dev/null'
    rows = [Row(CAT, ("sh", "-c", script, "sh", str(_names(corpus, work))))]
    ripgrep = programs[RIPGREP]
    if ripgrep is not None:
        rows.append(Row(RIPGREP.name, search(ripgrep, patterns)))
    rows += _ours(work / "cache" / corpus.name, "ours", ".", "-q")
    for rival, words in programs.items():
        most = _SMALL if rival.slow else _MIDDLING
        timed = rival is not RIPGREP and (slow_rivals or corpus.files < most)
        if words is not None and timed:
            rows.append(Row(rival.name, (*words, "."), rounds=rival.rounds))
    ratios = (("wall", RIPGREP.name), ("cpu", RIPGREP.name), ("cpu", SUNSET.name))
    used = tuple(r for r in ratios if r[1] in {row.label for row in rows})
    return Part(corpus.name, corpus.described(), corpus.path, tuple(rows), used)


def _ours(cache: Path, label: str, *words: str) -> list[Row]:
    """Our rows: without a cache, with an empty one, and with what that run left in it."""
    command = (*ours(), *words)
    if not caches():
        return [Row(f"{label}, no cache", command)]
    kept = (*command, "--cache-dir", str(cache))
    return [
        Row(f"{label}, no cache", (*command, "--no-cache")),
        Row(f"{label}, cold", kept, stale=cache),
        Row(f"{label}, second run", kept),
    ]


def _names(corpus: Corpus, work: Path) -> Path:
    """A list of all files of a corpus, for `cat`."""
    listed = work / f"{corpus.name}.files"
    names = (os.fsencode(path) for path in every_file(corpus.path))
    listed.write_bytes(b"".join(name + b"\0" for name in names))
    return listed
