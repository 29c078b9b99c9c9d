"""Any text, by properties: positions agree with a dull count, and nothing but IDs ever changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import check_text, findings

IDS = [
    *("claude-old-1-20240101", "claude-middle-2", "claude-middle-2-20250101", "claude-soon-3"),
    *("claude-mystery-1", "claude-1.0", "claude-v1", "claude-1-old", "claude-1.0-old"),
    *("anthropic.claude-old-1-20240101-v1:0", "claude-old-1@20240101", "claude-new-4"),
]
ROUTES = ["anthropic/", "us.", "apac.", "bedrock/us-east-1/", "vertex_ai/", "router:", "x/", "y:"]
PIECES = [*"\"'`\\ \t\n\r,;:=#/.-_@(){}[]<>&|$%*", "\r\n", "\x0c", "\x85", "\u2028", "\\n", "%2F"]
WORDS = [
    "model",
    "if",
    "==",
    "é",
    "ü",
    "日本",
    "😀",
    "e\u0301",
    "//",
    "/*",
    "*/",
    "--",
    "${X:-",
    "0",
]
SUFFIXES = [":28k", ":beta", ":0", "-v1", ".json", "...", "-x"]
NAMES = [
    "a.py",
    "a.ipynb",
    "a.json",
    "a.yaml",
    "a.toml",
    ".env",
    "a.js",
    "a.sh",
    "a.md",
    "a",
    "a.sql",
]

names = st.sampled_from(NAMES)
texts = st.lists(st.sampled_from([*IDS, *IDS, *ROUTES, *PIECES, *WORDS, *SUFFIXES])).map("".join)
quick = settings(max_examples=150, deadline=None)


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, counted one character at a time."""
    line, column = 1, 1
    for number, character in enumerate(text[:offset]):
        ends = character == "\n" or (character == "\r" and text[number + 1 : number + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)
    return line, column


@quick
@given(names, texts)
@example("a.js", "\r\n\r\x0c\u2028'claude-v1'")
def test_positions(name: str, text: str) -> None:
    """The bytes of a span are its text; line and column are those of a count by hand."""
    raw = text.encode()
    for finding in findings(name, raw):
        place = finding.place
        start = len(raw[: place.start_byte].decode())
        end = len(raw[: place.end_byte].decode())
        assert raw[place.start_byte : place.end_byte].decode() == place.text == text[start:end]
        assert (place.line, place.column) == position(text, start)
        assert (place.end_line, place.end_column) == position(text, end)
        assert place.source_line[place.source_column :].startswith(place.text.split("\n")[0][:1])


@quick
@given(names, texts)
def test_findings_are_in_order_and_do_not_overlap(name: str, text: str) -> None:
    end = 0
    for finding in findings(name, text.encode()):
        assert end <= finding.place.start_byte < finding.place.end_byte
        end = finding.place.end_byte


@quick
@given(names, texts)
def test_nothing_is_found_inside_of_a_word(name: str, text: str) -> None:
    """No letter, digit, hyphen or underscore of the same word touches an ID."""
    for finding in findings(name, text.encode()):
        place = finding.place
        before = place.source_line[: place.source_column]
        after = place.source_line[place.source_column + len(place.text) :]
        if re.search(r"\s", place.text):
            continue  # put together from parts
        escape = re.search(r"(?:\\[abfnrtv0]|%[0-9A-Fa-f]{2}|:-)\Z", before)
        assert escape or not re.search(r"[A-Za-z0-9_\-]\Z", before)
        assert not re.match(r"[A-Za-z0-9_\-]", after)


@quick
@given(names, texts, st.booleans())
@example("a.ipynb", "anthropic.claude-old-1-20240101-v1:0{claude-old-1-20240101", True)
def test_fix(name: str, text: str, unsafe: bool) -> None:
    """A fix is made as announced, changes nothing else, resolves what it says, and is final."""
    raw = text.encode()
    found = findings(name, raw)
    result = check_text(name, raw, mode="fix", unsafe=unsafe)
    output = raw if result.output is None else result.output
    kinds = ("safe", "unsafe") if unsafe else ("safe",)
    edits = [e for f in found if f.fix and f.fix.applicability in kinds for e in f.fix.edits]
    expected, at = b"", 0
    for edit in sorted(set(edits), key=lambda e: e.start):
        expected += raw[at : edit.start] + edit.text.encode()
        at = edit.end
    assert output == expected + raw[at:]
    assert not [note for note in result.notes if note.reason.startswith("not fixed")]
    assert len(result.fixed) == sum(
        f.fix is not None and f.fix.applicability in kinds and bool(f.fix.edits) for f in found
    )
    again = check_text(name, output, mode="fix", unsafe=unsafe)
    assert again.output == output
    assert again.fixed == ()
    assert len(again.findings) == len(found) - len(result.fixed)


@quick
@given(names, texts)
def test_edits_stay_inside_of_their_finding(name: str, text: str) -> None:
    for finding in findings(name, text.encode()):
        for edit in finding.fix.edits if finding.fix else ():
            assert finding.place.start_byte <= edit.start < edit.end <= finding.place.end_byte
            assert edit.text in ("", finding.replacement)


BOMS = [
    ("utf-8-sig", b""),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-32-le", b"\xff\xfe\0\0"),
    ("latin-1", b""),
]


@pytest.mark.parametrize(("encoding", "bom"), BOMS, ids=[encoding for encoding, _ in BOMS])
@settings(max_examples=50, deadline=None)
@given(names, texts)
def test_every_encoding_gives_the_same(encoding: str, bom: bytes, name: str, text: str) -> None:
    """Findings and fixes are those of the same text in UTF-8."""
    if encoding == "latin-1":
        text = text.encode("latin-1", "ignore").decode("latin-1") + " é "
    raw = bom + text.encode(encoding)
    told = [
        [(f.place.line, f.place.column, f.place.text, f.rule) for f in findings(name, r)]
        for r in (text.encode(), raw)
    ]
    assert told[0] == told[1]
    for finding in findings(name, raw):
        span = raw[finding.place.start_byte : finding.place.end_byte]
        assert span.decode(encoding.removesuffix("-sig")) == finding.place.text
    plain = check_text(name, text.encode(), mode="fix", unsafe=True).output
    fixed = check_text(name, raw, mode="fix", unsafe=True).output
    assert plain is not None
    assert fixed == bom + plain.decode().encode(encoding)


@quick
@given(texts, st.sampled_from(IDS[:4]), texts)
def test_an_id_between_spaces_is_always_found(before: str, id_: str, after: str) -> None:
    """In prose and in data; a program means it only where it stands in quotes."""
    quoted = "".join(character for character in before if character != "\\")
    for name, head in (
        *((name, f"{before} ") for name in ("a.md", "a.json", "a.toml", "a.yaml", ".env", "a")),
        *((name, f'{quoted}\nx = "') for name in ("a.py", "a.js", "a.sh", "a.go")),
    ):
        end = '"\n' if head.endswith('"') else " "  # a literal behind it would go on with the text
        text = f"{head}{id_}{end}{after}"
        result = check_text(name, text.encode())
        assert len(head.encode()) in [f.place.start_byte for f in result.findings], name


@quick
@given(names, st.lists(st.sampled_from([*IDS, "\0", "\n", "é", '"', " "])).map("".join))
def test_nul_bytes(name: str, text: str) -> None:
    """A file with a NUL byte is binary: said, and never rewritten."""
    result = check_text(name, text.encode(), mode="fix", unsafe=True)
    if "\0" in text:
        assert result.skipped is not None
        assert result.skipped.reason == "binary"
        assert result.findings == result.fixed == ()
    else:
        assert result.skipped is None


@pytest.mark.parametrize("name", NAMES)
def test_a_line_of_a_megabyte(name: str) -> None:
    raw = (b"claude-" * 40_000 + b"x, " * 200_000) + b'"claude-v1"'
    found = check_text(name, raw, vendored=True).findings
    assert [(f.place.text, f.place.column) for f in found] == [("claude-v1", len(raw) - 9)]


@pytest.mark.parametrize("name", ["a.js", "a.json", "a.py"])
@pytest.mark.parametrize(
    ("start", "one", "end", "applicability"),
    [
        (b"x = 1; ", b'x = "claude-v1"; ', b"", {"safe"}),
        (b'x = [""', b', "claude-v1"', b"]", {"unsafe", "display"}),  # it would stand there twice
    ],
    ids=["statements", "a list"],
)
def test_ten_thousand_ids_on_a_line(
    name: str, start: bytes, one: bytes, end: bytes, applicability: set[str]
) -> None:
    found = check_text(name, start + one * 10_000 + end + b"\n", vendored=True).findings
    assert len(found) == 10_000
    assert {f.fix and f.fix.applicability for f in found} == applicability
