"""The cases of `cases/*/*.toml`: what is found and fixed, as data. One file is one case.

- `name`, `filename`; `before` in `encoding` (UTF-8 unless given) or as `before_hex`;
- `findings`: `line`, `column`, `text`, `role` and `severity` always; `rule` is `retired-model`
  unless given; `replacement` is `claude-new-4-20260301` unless given, "" for none; `fix` is
  `safe`, `unsafe`, `display`, or `none` (nothing to propose); `runnable` where it is true;
- `after`: the text after `--fix` (absent: unchanged); `after_unsafe`: after `--unsafe-fixes`;
- `skipped`: why the file is not looked at; `note`: the start of what is said about it;
- `replacements`: the user's own choices, as in the settings;
- `as_of` and `rules` (`["ALL"]` too) differ from the usual ones where given;
- `seen`: in which public code this was seen, for a case that comes from reading it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli
from support import AS_OF, NEW

from deprecation_lint.replacements import Replacements, read_choices

Case = dict[str, Any]


def _load() -> list[Case]:
    folder = Path(__file__).parent / "cases"
    return [
        {
            "as_of": AS_OF,
            **tomli.loads(path.read_text(encoding="utf-8")),
            "id": f"{path.parent.name}: {path.stem}",
        }
        for path in sorted(folder.glob("*/*.toml"))
    ]


ALL_CASES = _load()


def bytes_before(case: Case, key: str = "before") -> bytes:
    """The bytes of a file before, or after under another key."""
    if f"{key}_hex" in case:
        return bytes.fromhex(case[f"{key}_hex"])
    text: str = case[key]
    return text.encode(case.get("encoding", "utf-8"))


def bytes_after(case: Case, unsafe: bool = False) -> bytes:
    """The bytes of a file once it is fixed."""
    keys = ("after_unsafe", "after") if unsafe else ("after",)
    for key in keys:
        if key in case or f"{key}_hex" in case:
            return bytes_before(case, key)
    return bytes_before(case)


def choices_of(case: Case) -> Replacements:
    """The user's own replacements."""
    return Replacements(read_choices(case.get("replacements", {})))


def expected_findings(case: Case) -> list[Case]:
    """The findings of a case, with what goes without saying."""
    given: list[Case] = case["findings"]
    filled = {"rule": "retired-model", "replacement": NEW, "runnable": False}
    return [{**filled, **finding} for finding in given]
