"""Tables for a terminal, and the same put into a page between its marks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def show(name: str, text: str, page: Path | None) -> None:
    """Print a text, and put it into the page between `<!-- name -->` and `<!-- /name -->`."""
    print(f"\n{text}", flush=True)
    if page is not None:
        page.write_text(replaced(page.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def replaced(whole: str, name: str, text: str) -> str:
    """The page with what stands between the marks of a name exchanged."""
    mark = re.escape(name)
    pattern = re.compile(rf"(<!-- {mark} -->\n).*?(<!-- /{mark} -->)", re.S)
    new, count = pattern.subn(lambda found: f"{found[1]}{text}{found[2]}", whole)
    if not count:
        raise SystemExit(f"the page has no place for {name}")
    return new
