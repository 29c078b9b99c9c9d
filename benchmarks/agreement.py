"""Whether what is found is right: against ripgrep, and of one run against the next.

Where ripgrep finds an ID that is gone as a whole token, ours has to report that line, or to name
the file or its folder as passed over. And a report has the same bytes whatever the number of
processes, with a cache or without.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from shutil import rmtree
from typing import TYPE_CHECKING, Any

from programs import caches, ours

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from corpora import Corpus

AS_OF = ("--as-of", "2026-11-22")
_GONE = {"retired", "deprecated"}
_BEFORE = re.compile(rb"[A-Za-z0-9_.@-]")
_BEHIND = re.compile(rb"[A-Za-z0-9_@:-]|\.[A-Za-z0-9_]")


@dataclass(frozen=True, slots=True)
class Hit:
    """An ID that ripgrep found, by itself in its line."""

    path: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Spellings:
    """Every ID of the registry, and those that are gone wherever they are known."""

    every: frozenset[str]
    gone: frozenset[str]

    def write(self, path: Path) -> Path:
        """As a file of patterns: of two that begin alike the longer one has to come first."""
        ordered = sorted(self.every, key=lambda text: (-len(text), text))
        path.write_text("".join(f"{text}\n" for text in ordered), encoding="utf-8")
        return path


def spellings() -> Spellings:
    """What the registry knows, by the public command."""
    done = subprocess.run(
        (*ours(), "models", "--format", "json", *AS_OF), capture_output=True, check=True
    )
    states: dict[str, set[str]] = {}
    for model in json.loads(done.stdout):
        for text in (model["id"], *model["aliases"], *model["informal"]):
            states.setdefault(text, set()).add(model["state"])
    gone = {text for text, known in states.items() if known <= _GONE}
    return Spellings(frozenset(states), frozenset(gone))


def search(ripgrep: tuple[str, ...], patterns: Path) -> tuple[str, ...]:
    """The search that ours is measured against: the same IDs, line and column of each."""
    words = ("-on", "--column", "-F", "-f", str(patterns), "--hidden", "-g", "!.git", ".")
    return (*ripgrep, *words)


def faults(corpus: Corpus, ripgrep: tuple[str, ...] | None, patterns: Path) -> list[str]:
    """What is wrong with the reports on a corpus; nothing if all is right."""
    found = list(_differing(corpus, patterns.parent / "cache-of-check"))
    report = json.loads(_report(corpus, "--jobs", "2"))
    paths = {finding["path"] for finding in report["findings"]}
    skipped = {entry["path"] for entry in report["skipped"]}
    planted = {p for p in _planted(corpus.path) if p in paths or _is_under(p, skipped)}
    if len(planted) != corpus.planted:
        found.append(f"{len(planted)} of {corpus.planted} planted files are told of")
    if ripgrep is not None:
        found += _unexplained(corpus, search(ripgrep, patterns), report, skipped)
    return found


def _differing(corpus: Corpus, cache: Path) -> Iterator[str]:
    """The runs whose report has other bytes than that of one process without a cache."""
    kept = ("--cache-dir", str(cache))
    without: tuple[str, ...] = ("--no-cache",) if caches() else ()
    runs = [("--jobs", str(jobs), *without) for jobs in (2, 4)]
    runs += [("--jobs", "2", *kept), ("--jobs", "2", *kept)] if caches() else []
    rmtree(cache, ignore_errors=True)
    first = sha256(_report(corpus, "--jobs", "1", *without)).digest()
    for run in runs:
        if sha256(_report(corpus, *run)).digest() != first:
            yield f"another report with {' '.join(run)}"


def _report(corpus: Corpus, *words: str) -> bytes:
    command = (*ours(), "--isolated", *AS_OF, "--format", "json", *words, ".")
    seed = zlib.crc32(" ".join(words).encode())  # sets have another order, alike at every check
    around = {**os.environ, "PYTHONHASHSEED": str(seed)}
    done = subprocess.run(command, cwd=corpus.path, env=around, stdout=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(command)} ended with {done.returncode}")
    return done.stdout


def _planted(place: Path) -> Iterator[str]:
    """The planted files, those that git ignores among them: none of these may be found."""
    for path in place.rglob("planted_*"):
        yield path.relative_to(place).as_posix()


def _unexplained(
    corpus: Corpus, words: tuple[str, ...], report: dict[str, Any], skipped: set[str]
) -> list[str]:
    told = {(finding["path"], finding["line"]) for finding in report["findings"]}
    gone = spellings().gone
    return [
        f"{hit.path}:{hit.line}: {hit.text} is not told of"
        for hit in _hits(corpus.path, words)
        if hit.text in gone
        and (hit.path, hit.line) not in told
        and not _is_under(hit.path, skipped)
    ]


def _is_under(path: str, skipped: set[str]) -> bool:
    """Whether a file, or a folder that it lies in, is among the paths."""
    return path in skipped or any(str(p) in skipped for p in PurePosixPath(path).parents)


def _hits(place: Path, words: tuple[str, ...]) -> Iterator[Hit]:
    """What ripgrep finds, without what is a part of something longer."""
    command = (*words[:-1], "--null", words[-1])
    done = subprocess.run(command, cwd=place, stdout=subprocess.PIPE, check=False)
    return whole(done.stdout, place)


def whole(told: bytes, place: Path) -> Iterator[Hit]:
    """The hits of a search (`path NUL line:column:text`) around which no word goes on."""
    lines: dict[str, list[bytes]] = {}  # of the file at hand: hits come file by file
    for entry in told.split(b"\n"):
        name, mark, rest = entry.partition(b"\0")
        if not mark:  # a word about a binary file, or the end
            continue
        number, column, text = rest.split(b":", 2)
        path = name.decode(errors="surrogateescape").removeprefix("./")
        if path not in lines:
            lines = {path: (place / path).read_bytes().split(b"\n")}
        line, start = lines[path][int(number) - 1], int(column) - 1
        before = start > 0 and _BEFORE.match(line, start - 1)
        if not (before or _BEHIND.match(line, start + len(text))):
            yield Hit(path, int(number), text.decode())
