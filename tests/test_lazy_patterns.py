"""Lazy patterns do what compiled ones do, later."""

from __future__ import annotations

import pickle
import re
from typing import Any
from unittest.mock import patch

import pytest

from deprecation_lint.patterns import lazy

CASES = [(r"(?P<a>x+)(y)?", 0, "axxy X"), ("x", re.IGNORECASE, "axxy X"), (rb"x.", re.S, b"x\nxx")]


@pytest.mark.parametrize(("pattern", "flags", "text"), CASES)
def test_they_find_what_compiled_ones_find(pattern: Any, flags: int, text: Any) -> None:
    waiting, made = lazy(pattern, flags), re.compile(pattern, flags)
    for _ in range(2):
        waiting = pickle.loads(pickle.dumps(waiting))
        assert [m.span() for m in waiting.finditer(text)] == [m.span() for m in made.finditer(text)]
        assert waiting.sub(text[:1], text) == made.sub(text[:1], text)
        assert (waiting.match(text) is None) == (made.match(text) is None)
    assert (waiting.pattern, waiting.groupindex) == (made.pattern, made.groupindex)


def test_they_are_compiled_on_first_use_and_never_again() -> None:
    with patch("re.compile", wraps=re.compile) as compiled:
        waiting = lazy("first use")
        assert compiled.call_count == 0
        for _ in range(3):
            assert waiting.search("the first use of it")
        assert compiled.call_count == 1


def test_what_is_no_pattern_is_told_on_first_use() -> None:
    with pytest.raises(re.error):
        lazy("(").search("")
