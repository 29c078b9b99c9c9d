"""Fixes under a fuzzer: the properties of `tests/properties.py`, a million times and more.

    pip install atheris
    python -m benchmarks.fuzz -runs=1000000 -max_len=100 DIRECTORY_FOR_INPUTS

What is behind the module goes to libFuzzer. Two in three inputs make files by the grammars of the
tests, the others are taken as they are, under a name of any type, with a few IDs put in. Atheris is
no dependency of the project: it is only needed here. Counts by file type and all failures, smallest
first, go to the file that DEPRECATION_LINT_FUZZ names; a failure does not stop the run.
DEPRECATION_LINT_FUZZ_TYPES is `all`, `python`, or `cheap` for all types that are read fast.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

import atheris  # type: ignore[import-untyped, import-not-found, unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

_INSTRUMENTED = [
    "applicability",
    "blockers",
    "duplicates",
    "fixing",
    "lookups",
    "mending",
    "migration",
    "scanning.code_requests",
    "scanning.containers",
    "scanning.python_edits",
    "scanning.yaml_requests",
]  # few: each one costs executions

# ruff: noqa: E402 - what is imported further down is to be watched
with atheris.instrument_imports(include=[f"deprecation_lint.{name}" for name in _INSTRUMENTED]):
    for module in _INSTRUMENTED:  # some are imported late
        importlib.import_module(f"deprecation_lint.{module}")

import grammar
import properties
from support import frozen

from deprecation_lint.registry.load import load
from deprecation_lint.scanning.filetypes import BY_SUFFIX

_EVERY = 1_000  # executions between two reports
_THOROUGH = 20  # one of so many is fixed twice
_PAIRS = 1_000  # one of so many is fixed before and after the last one
_COSTLY = ("a.py", "a.ipynb", "a.js")  # these are read by grammars that take their time
_TYPES = {"all": tuple(grammar.GRAMMARS), "python": ("a.py",)}
_TYPES["cheap"] = tuple(name for name in _TYPES["all"] if name not in _COSTLY)
_SUFFIXES = sorted(BY_SUFFIX)


class Provided:
    """Draws from the bytes of the fuzzer."""

    def __init__(self, data: bytes) -> None:
        self._provider = atheris.FuzzedDataProvider(data)

    def index(self, count: int) -> int:
        """One of `range(count)`."""
        return int(self._provider.ConsumeIntInRange(0, count - 1)) if count > 1 else 0

    def raw(self, most: int) -> bytes:
        """Any bytes."""
        return bytes(self._provider.ConsumeBytes(most))


class Run:
    """One run: what it has counted, and what failed."""

    def __init__(self, names: tuple[str, ...], report: Path | None) -> None:
        self._names = names
        self._report = report
        self._ids = {True: grammar.spellings(load()), False: grammar.spellings(frozen())}
        self._began = time.monotonic()
        self._count = 0
        self._by_type: Counter[str] = Counter()
        self._fixed: Counter[str] = Counter()
        self._failures: dict[str, dict[str, object]] = {}
        self._last: tuple[str, bytes] = ("a.py", b"")

    def once(self, data: bytes) -> None:
        """One execution."""
        draw = Provided(data)
        shipped, unsafe = draw.index(4) > 0, draw.index(5) > 1
        name, raw = self._file(draw, grammar.Writer(draw, self._ids[shipped]))
        suffix = name.rpartition(".")[2]
        self._count += 1
        self._by_type[suffix] += 1
        try:
            is_thorough = self._count % _THOROUGH == 0
            if properties.check(name, raw, unsafe, shipped, twice=is_thorough) is not None:
                self._fixed[suffix] += 1
            if self._count % _PAIRS == 0:
                properties.in_either_order(self._last, (name, raw), unsafe, shipped)
        except Exception as error:  # whatever is raised is a failure of the fix
            self._failed(error, name, raw, unsafe, shipped)
        self._last = (name, raw)
        if self._count % _EVERY == 0:
            self.report()

    def _file(self, draw: Provided, writer: grammar.Writer) -> tuple[str, bytes]:
        if len(self._names) == 1 or draw.index(3) < 2:
            return grammar.file(writer, self._names)
        name = f"a{_SUFFIXES[draw.index(len(_SUFFIXES))]}"
        parts = [draw.raw(60) + (writer.id().encode() if draw.index(3) else b"") for _ in range(3)]
        return name, b"".join(parts) + draw.raw(200)

    def _failed(self, error: Exception, name: str, raw: bytes, unsafe: bool, shipped: bool) -> None:
        key = f"{name} {type(error).__name__} {str(error)[:30]}"
        known = self._failures.get(key)
        if known is None or len(str(known["raw"])) > len(repr(raw)):
            self._failures[key] = {
                "name": name,
                "raw": repr(raw),
                "unsafe": unsafe,
                "shipped": shipped,
                "error": f"{type(error).__name__}: {error}"[:600],
                "times": int(str(known["times"])) + 1 if known else 1,
            }
        else:
            known["times"] = int(str(known["times"])) + 1

    def report(self) -> None:
        """Say what has been counted so far."""
        seconds = time.monotonic() - self._began
        told = {
            "executions": self._count,
            "per second": round(self._count / seconds, 1),
            "with a fix": sum(self._fixed.values()),
            "by type": dict(self._by_type.most_common(25)),
            "fixed by type": dict(self._fixed.most_common(25)),
            "failures": sorted(self._failures.values(), key=lambda f: len(str(f["raw"]))),
        }
        if self._report is None:
            print(json.dumps(told, indent=1))
        else:
            self._report.write_text(json.dumps(told, indent=1), encoding="utf-8")


def main() -> None:
    """Fuzz until libFuzzer has enough."""
    report = os.environ.get("DEPRECATION_LINT_FUZZ")
    names = _TYPES[os.environ.get("DEPRECATION_LINT_FUZZ_TYPES", "all")]
    run = Run(names, Path(report) if report else None)
    atheris.Setup(sys.argv, run.once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
