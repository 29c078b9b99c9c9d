"""The cases of `cases/*.toml`: what is found and fixed, as data.

A file has `as_of` and one or more `[[case]]`:

- `name`, `filename`; `before` in `encoding` (UTF-8 unless given) or as `before_hex`;
- `findings`: `line`, `column` and `text` always; `rule` is `retired-model` and `severity` is
  `error` unless given; `replacement` is `claude-new-4-20260301` unless given, "" for none;
  `fix` is `safe`, `unsafe`, `display`, or `none` (nothing to propose), and is left out where
  the specification leaves it open;
- `after`: the text after `--fix` (absent: unchanged); `after_unsafe`: after `--unsafe-fixes`;
- `skipped`: why the file is not looked at; `note`: the start of what is said about it;
- `as_of` and `rules` (`["ALL"]` too) of a case override those of the run.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import tomli
from support import NEW

Case = dict[str, Any]


def _load() -> list[Case]:
    cases: list[Case] = []
    for path in sorted((Path(__file__).parent / "cases").glob("*.toml")):
        content = tomli.loads(path.read_text(encoding="utf-8"))
        cases += [
            {"as_of": content["as_of"], **case, "id": f"{path.stem}: {case['name']}"}
            for case in content["case"]
        ]
    return cases


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


def expected_findings(case: Case) -> list[Case]:
    """The findings of a case, with what goes without saying."""
    given: list[Case] = case["findings"]
    filled = {"rule": "retired-model", "severity": "error", "replacement": NEW}
    return [{**filled, **finding} for finding in given]
