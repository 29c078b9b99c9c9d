"""Escapes that stand for a character of an ID are seen through; what they hide is never edited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import NEW, OLD, check_text, findings

from deprecation_lint.scanning.escapes import without_escapes


def plain(text: bytes) -> bytes:
    """The text without its escapes."""
    source = without_escapes(text)
    return text if source is None else source.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rb"claude\u002d2", b"claude-2"),
        (rb"claude\x2d2", b"claude-2"),
        (rb"claude\u002D2", b"claude-2"),
        (rb"\u0063\u006caude", b"claude"),
        (rb"us\x2eanthropic\x2F", b"us.anthropic/"),
        (rb"\x41\x7a\x30\x5f\x3a\x40", b"Az0_:@"),
        (rb"\u002dclaude\x2d", b"-claude-"),
        # no part of an ID: left as it is
        (rb"a\u0022b", rb"a\u0022b"),
        (rb"a\x20b", rb"a\x20b"),
        (rb"a\u00e9b", rb"a\u00e9b"),
        (rb"a\u2028b", rb"a\u2028b"),
        (rb"a\u012db", rb"a\u012db"),
        (rb"a\x7f", rb"a\x7f"),
        (rb"a\nb\tc", rb"a\nb\tc"),
        # the backslash itself is escaped
        (rb"a\\u002db", rb"a\\u002db"),
        (rb"a\\\u002db", rb"a\\-b"),
        (rb"a\\x2d\x2d", rb"a\\x2d-"),
        # cut off
        (rb"a\u002", rb"a\u002"),
        (rb"a\x2", rb"a\x2"),
        (rb"a\x2d" + b"\\", b"a-\\"),
        (b"", b""),
    ],
)
def test_text_without_escapes(text: bytes, expected: bytes) -> None:
    assert plain(text) == expected


@quick
@given(st.binary(max_size=20), st.binary(max_size=20))
def test_the_way_back(before: bytes, after: bytes) -> None:
    """The pieces cover the text without a gap; what was not replaced is the same in it."""
    text = before + rb"\u002d" + after
    source = without_escapes(text)
    assert source is not None
    at = 0
    for piece in source.pieces:
        assert piece.start == at
        assert not piece.exact or text[piece.start : piece.end] == piece.value
        at = piece.end
    assert at == len(text)
    assert without_escapes(b"") is None


@quick
@given(st.text(st.sampled_from("\\ux0279dDclaude-. \n\"'"), max_size=30))
def test_any_text(text: str) -> None:
    for name in ("a.json", "a.js", "a.yaml", "a.md", "a.toml", "a.py", "a.ipynb", "a.sh"):
        check_text(name, f'{text}\n"model": "claude\\u002dv1"\n', mode="fix", unsafe=True)


ESCAPED = OLD.replace("-", r"\u002d", 1)


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.json", '{"model": "', '"}'),
        ("a.js", 'const model = "', '";'),
        ("a.js", "const model = '", "';"),
        ("a.yaml", 'model: "', '"'),
        ("a.toml", 'model = "', '"'),
        ("a.go", 'model := "', '"'),
        ("a.py", 'model = "', '"'),
        ("a.ipynb", '{"cells": [{"cell_type": "code", "source": "m = \'', "'\"}]}"),
    ],
)
@pytest.mark.parametrize(
    "id_", [ESCAPED, OLD.replace("-", r"\u002d"), OLD.replace("o", r"\x6f", 1)]
)
def test_an_escaped_id_is_found_and_only_told(name: str, before: str, after: str, id_: str) -> None:
    text = f"{before}{id_}{after}\n"
    (found,) = findings(name, text)
    assert (found.place.text, found.model, found.replacement) == (id_, OLD, NEW)
    assert found.fix is not None
    assert (found.fix.applicability, found.fix.edits) == ("display", ())
    assert found.fix.reason == "put together from several parts"
    result = check_text(name, text, mode="fix", unsafe=True)
    assert result.output == text.encode()


def test_an_escape_elsewhere_holds_nothing_back() -> None:
    text = f'{{"a": "\\u0041\\x42", "model": "{OLD}", "b": "\\u002d"}}'
    (found,) = findings("a.json", text)
    assert found.fix is not None
    assert found.fix.applicability == "safe"
    assert check_text("a.json", text, mode="fix").output == text.replace(OLD, NEW).encode()


def test_an_escape_right_before_belongs_to_the_word() -> None:
    assert findings("a.json", f'{{"model": "\\u0078{OLD}"}}') == ()
    assert findings("a.json", f'{{"model": "{OLD}\\u002dx"}}') == ()
