"""The outline of a text in brackets: in which literal, comment and bracket each ID stands."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, frozen

from deprecation_lint.scanning.dialects import DIALECTS
from deprecation_lint.scanning.outline import Frame, Outline, Spot
from deprecation_lint.scanning.tokens import Matcher

ID = "claude-x"  # in the tables: stands for the ID of the registry


def spots(text: str, dialect: str, start: int = 0) -> list[Spot]:
    data = text.replace(ID, OLD).encode()
    matches = [m for m in Matcher(frozen()).matches(data) if m.lead >= start]
    return Outline(data, matches, dialect, start).spots


def told(spot: Spot) -> str:
    """The kind, the brackets around it from the inside out, and which entry it is in each."""
    around, frame, index = "", spot.frame, spot.index
    while frame.outer is not None:
        around += f" {frame.mark.decode()}{index}"
        frame, index = frame.outer, frame.place
    return f"{spot.kind}{around}"


ROWS = [
    # strings and comments
    ("javascript", 'a = "claude-x"', "string"),
    ("javascript", "a = 'claude-x'", "string"),
    ("javascript", r'a = "\"claude-x"', "string"),
    ("javascript", r'a = "\\" + claude-x', "bare"),
    ("javascript", "claude-x", "bare"),
    ("javascript", "// claude-x", "comment"),
    ("javascript", "/* a\n claude-x */", "comment"),
    ("javascript", "/* a */ claude-x", "bare"),
    ("javascript", "/* claude-x", "comment"),
    ("javascript", 'a = "x // " + "claude-x"', "string"),
    ("javascript", 'a = "https://claude-x"', "string"),
    ("javascript", 'a = "never closed\nb = "claude-x"', "string"),
    ("hash", "# claude-x", "comment"),
    ("hash", 'a = "#{b} claude-x"', "string"),
    ("hash", "// claude-x", "bare"),
    ("sql", "-- claude-x", "comment"),
    ("sql", "a -- b\n'claude-x'", "string"),
    ("dash", "-- claude-x", "comment"),
    ("lisp", "; claude-x", "comment"),
    ("lisp", '(a "claude-x")', "string (0"),
    ("php", "# claude-x", "comment"),
    ("php", "// claude-x", "comment"),
    ("code", "a#claude-x", "bare"),
    ("code", "https://claude-x", "bare"),
    # what a quote is
    ("go", "a := `b\nclaude-x`", "string"),
    ("go", "a := 'x' + \"claude-x\"", "string"),
    ("rust", 'fn a<\'b>() { "claude-x" }', "string {0"),
    ("rust", 'r"claude-x"', "string"),
    ("rust", 'r#"a " claude-x"#', "string"),
    ("rust", '"a\nclaude-x"', "string"),
    ("c", '"""a "b" claude-x"""', "string"),
    ("c", "'\\'' + \"claude-x\"", "string"),
    ("swift", '"""\nclaude-x\n"""', "string"),
    ("dart", "'''\nclaude-x\n'''", "string"),
    ("python", '"""a\nclaude-x"""', "string"),
    ("python", "'''never closed claude-x", "string"),
    ("json", "'claude-x'", "bare"),
    ("json", '"claude-x"', "string"),
    ("toml", "'claude-x' # b", "string"),
    # templates and patterns
    ("javascript", "`a claude-x`", "template"),
    ("javascript", "`a ${b} claude-x`", "template"),
    ("javascript", '`a ${b("claude-x")} c`', "string (0 {0"),
    ("javascript", "`a ${`claude-x`} c`", "template {0"),
    ("javascript", "`a ${{b: 1}} claude-x`", "template"),
    ("javascript", r"`a \` claude-x`", "template"),
    ("javascript", r"`a \${ claude-x`", "template"),
    ("javascript", "`never closed claude-x", "template"),
    ("javascript", "a = /claude-x/", "regex"),
    ("javascript", "a.match(/^[/]claude-x$/)", "regex (0"),
    ("javascript", 'a / b; c = "claude-x"; d / e', "string"),
    # brackets and entries
    ("javascript", 'f(a, "claude-x")', "string (1"),
    ("javascript", '[a, {b: ["claude-x"]}]', "string [0 {0 [1"),
    ("javascript", 'f("a, (b", "claude-x")', "string (1"),
    ("javascript", 'f(/* ( */ "claude-x")', "string (0"),
    ("javascript", '(a) + [b] + "claude-x"', "string"),
    ("javascript", 'a) "claude-x"', "string"),
    ("javascript", '([)] "claude-x"', "string"),
    ("json", '{"a": [1, 2, "claude-x"]}', "string [2 {0"),
    ("toml", 'a = ["b", "claude-x"]', "string [1"),
    ("hcl", 'a "b" {\n  c = "claude-x"\n}', "string {0"),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), ROWS)
def test_spot(dialect: str, text: str, expected: str) -> None:
    (spot,) = spots(text, dialect)
    assert told(spot) == expected


def test_the_bounds_of_a_literal() -> None:
    text = f'a = ["x", "{OLD}"] // {OLD}'
    string, comment = spots(text, "javascript")
    assert text[string.start : string.end] == f'"{OLD}"'
    assert text[comment.start : comment.end] == f"// {OLD}"
    assert text[string.entry : string.start] == " "
    assert (string.frame.open, string.frame.close) == (text.index("["), text.index("]"))


def test_reading_from_the_middle() -> None:
    text = f'( "{OLD}" [ "{OLD}" ]'
    (spot,) = spots(text, "javascript", text.index("["))
    assert told(spot) == "string [0"


PIECES = [
    *(OLD, OLD, '"', "'", "`", "${", "}", "{", "(", ")", "[", "]", ",", ";", "\n", "\r\n"),
    *("//", "/*", "*/", "#", "--", "\\", '"""', "'''", 'r#"', '"#', "/", "=", ":", "a", " ", "é"),
]


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(list(DIALECTS)))
@example([OLD, "`", "${", "`", OLD], "javascript")
@example(['r#"', OLD, '"#', OLD], "rust")
def test_any_text_gives_each_id_one_spot(pieces: list[str], dialect: str) -> None:
    data = "".join(pieces).encode()
    matches = list(Matcher(frozen()).matches(data))
    found = Outline(data, matches, dialect).spots
    assert len(found) == len(matches)
    for match, spot in zip(matches, found, strict=True):
        if spot.kind != "bare":
            assert spot.start <= match.lead < spot.end
        assert spot.frame.open < match.lead
        assert spot.entry <= match.lead


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(list(DIALECTS)))
@example(["{", "a", ",", "{", "}", "\n", OLD, "}"], "javascript")
@example(["[", "{", "[", "]", "}", ",", OLD], "json")
@example(["(", "{", ")", OLD], "go")
@example(["/*", "*/", "(", "a", ",", '"', OLD, '"'], "c")
def test_what_is_gone_over_fast_is_read_as_what_is_read_with_care(
    pieces: list[str], dialect: str
) -> None:
    fields = [name for name in Frame.__slots__ if name != "outer"]

    def around(spot: Spot) -> list[tuple[object, ...]]:
        frames, frame = [], spot.frame
        while frame.outer is not None:
            frames.append(tuple(getattr(frame, name) for name in fields))
            frame = frame.outer
        return [(spot.kind, spot.start, spot.end, spot.entry, spot.index), *frames]

    text = "".join(pieces)
    fast = spots(text, dialect)
    with patch.object(Outline, "_skip", lambda self, at: at):
        careful = spots(text, dialect)
    assert [around(spot) for spot in fast] == [around(spot) for spot in careful]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("piece", ["(", "[{", "`${", ")", '"', "/*", "a, ", "'", "\\", "/"])
def test_the_time_is_linear(dialect: str, piece: str) -> None:
    assert len(spots(piece * 30_000 + f'\n"{ID}"', dialect)) == 1


@pytest.mark.parametrize(
    ("piece", "dialect"),
    [
        ('\\"', "json"),  # each quote was the begin of a literal that goes on to the end
        ("\\'", "php"),
        ('("\\', "javascript"),
        ('r#" ', "rust"),
        ('br##"', "json"),
        ("%w[", "hash"),
        ("~w(", "hash"),
        ("=/[", "javascript"),
        ("=/[/]", "javascript"),
        ("=/\\/", "javascript"),
    ],
)
def test_what_never_ends_is_looked_for_once(piece: str, dialect: str) -> None:
    assert len(spots(f'={piece * 30_000} "{ID}"', dialect)) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('a = "\\"\\"\\" [claude-x]', "bare [0"),  # no quote behind the first ends a string
        ("a = '\\' [\"claude-x\"]", "string [0"),
        ('a = "\\"\\"\n"claude-x"', "string"),  # up to the end of the line only
    ],
)
def test_a_quote_that_begins_nothing(text: str, shown: str) -> None:
    (spot,) = spots(text, "javascript")
    assert told(spot) == shown
