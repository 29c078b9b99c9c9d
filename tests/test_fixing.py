"""Splices and diffs: new bytes where an edit says so, and a diff that `git apply` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from casefiles import ALL_CASES, Case, bytes_before, choices_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import NEW, OLD, check_text, git_apply, write

from deprecation_lint.findings import Edit
from deprecation_lint.fixing import splice, unified_diff
from deprecation_lint.proof import PARSERS

if TYPE_CHECKING:
    from pathlib import Path


def apply(folder: Path, name: str, old: bytes, diff: bytes) -> bytes:
    """What `git apply` makes of a file by a diff."""
    path = write(folder / name, old)
    git_apply(folder, diff)
    return path.read_bytes()


def test_splice() -> None:
    raw = b"one two three"
    assert splice(raw, [Edit(4, 7, "2"), Edit(0, 3, "eins")], "utf-8") == b"eins 2 three"


def test_splice_of_nothing() -> None:
    assert splice(b"a", [], "utf-8") == b"a"


def test_edits_that_touch() -> None:
    assert splice(b"abcd", [Edit(2, 4, "y"), Edit(0, 2, "x")], "utf-8") == b"xy"


def test_splice_writes_in_the_encoding_of_the_file() -> None:
    raw = "aéb".encode("utf-16-le")
    assert splice(raw, [Edit(2, 4, "xx")], "utf-16-le") == "axxb".encode("utf-16-le")


@pytest.mark.parametrize(
    "edits",
    [[Edit(0, 3, "x"), Edit(2, 4, "y")], [Edit(0, 9, "x")], [Edit(0, 4, "x"), Edit(1, 2, "y")]],
    ids=["overlap", "past the end", "one in another"],
)
def test_edits_that_cannot_be_made(edits: list[Edit]) -> None:
    with pytest.raises(ValueError):
        splice(b"abcd", edits, "utf-8")


def test_text_that_the_encoding_does_not_have() -> None:
    with pytest.raises(ValueError):
        splice(b"abcd", [Edit(0, 1, "日")], "latin-1")


def test_diff_as_written() -> None:
    old = b"1\n2\n3\n4\nold\n6\n"
    assert unified_diff("dir/a.py", old, old.replace(b"old", b"new")) == (
        b"--- a/dir/a.py\n+++ b/dir/a.py\n@@ -2,5 +2,5 @@\n 2\n 3\n 4\n-old\n+new\n 6\n"
    )


def test_no_change_is_no_diff() -> None:
    assert unified_diff("a", b"x\ny", b"x\ny") == b""
    assert unified_diff("a", b"", b"") == b""


OLD_AND_NEW = {
    "one line": (b"old\n", b"new\n"),
    "no newline at the end": (b"x\nold", b"x\nnew"),
    "no newline at the end, change before": (b"old\nx", b"new\nx"),
    "CRLF": (b"x\r\nold\r\n", b"x\r\nnew\r\n"),
    "CR": (b"x\rold\ry", b"x\rnew\ry"),
    "neighbours": (b"old\nold\nold\n", b"new1\nnew2\nnew3\n"),
    "hunks apart": (b"old\n" + b"x\n" * 9 + b"old\n", b"new\n" + b"x\n" * 9 + b"new\n"),
    "hunks that touch": (b"old\n" + b"x\n" * 6 + b"old\n", b"new\n" + b"x\n" * 6 + b"new\n"),
    "hunks that overlap": (b"old\n" + b"x\n" * 5 + b"old\n", b"new\n" + b"x\n" * 5 + b"new\n"),
    "not UTF-8": (b"\xff\xfe\nold \xe9\n", b"\xff\xfe\nnew \xe9\n"),
    "a line goes": (b"1\n2\nold\n3\n4\n", b"1\n2\n3\n4\n"),
    "the first line goes": (b"old\nx\ny\n", b"x\ny\n"),
    "the last line goes": (b"x\ny\nold\n", b"x\ny\n"),
    "the last line end goes": (b"x\ny\nold", b"x\ny"),
    "one of equal lines goes": (b"x\n" * 40, b"x\n" * 39),
    "lines come": (b"x\nold\ny\n", b"x\nnew\nnewer\n\ny\n"),
    "all goes": (b"old\nx\n", b""),
    "all comes": (b"", b"new\n"),
    "a line goes, another changes": (b"old\nx\ny\nold\n", b"x\ny\nnew\n"),
    "a line of two line ends goes": (b"x\r\nold\r\ny\n", b"x\r\ny\n"),
    "a CR that is no line end goes": (b"x\rold\ry\nz\n", b"x\ry\nz\n"),
    "form feed": (b"x\x0cy\nold\x0b\xc2\x85\nz\n", b"x\x0cy\nz\n"),
    "lines change places": (b"a\nb\nc\nd\n", b"c\nd\na\nb\n"),
    "empty lines": (b"\n\n\nold\n\n\n", b"\n\n\nnew\n\n\n"),
    "lines that look like a diff": (
        b"--- a\n+++ b\nold\n@@ -1 +1 @@\n",
        b"--- a\n+++ b\nnew\n@@ -1 +1 @@\n",
    ),
}


@pytest.mark.parametrize(("old", "new"), OLD_AND_NEW.values(), ids=OLD_AND_NEW)
def test_git_applies_the_diff(tmp_path: Path, old: bytes, new: bytes) -> None:
    assert apply(tmp_path, "a.txt", old, unified_diff("a.txt", old, new)) == new


@pytest.mark.parametrize(
    "name",
    [
        "a b.py",
        "é.py",
        "dir/sub dir/a.py",
        'quote".py',
        "tab\t.py",
        "back\\slash.py",
        "new\nline.py",
    ],
)
def test_git_applies_the_diff_of_a_file_with_any_name(tmp_path: Path, name: str) -> None:
    diff = unified_diff(name, b"old\n", b"new\n")
    assert apply(tmp_path, name, b"old\n", diff) == b"new\n"


lines = st.lists(
    st.sampled_from([b"old", b"old old", b"x", b"", b"\xe9", b"y\r", b"-", b"+", b"\\"])
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(lines, st.sampled_from([b"\n", b"\r\n"]), st.booleans())
def test_git_applies_any_diff(
    tmp_path: Path, given_lines: list[bytes], end: bytes, closed: bool
) -> None:
    old = end.join([*given_lines, b"old"]) + (end if closed else b"")
    new = old.replace(b"old", b"newer")
    assert apply(tmp_path, "a.txt", old, unified_diff("a.txt", old, new)) == new


texts = st.lists(
    st.sampled_from(
        [b"x", b"y", b"old", b"", b"}", b"\t", b"\xe9", b"\n", b"\n", b"\r\n", b"\r", b"\x0c"]
    ),
    max_size=60,
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A text, and the same with spans of it gone or changed, line ends among them."""
    pieces = draw(texts)
    fates = st.sampled_from([None, None, None, None, b"", b"", b"new", b"}\n", b"x"])
    new = [fate if (fate := draw(fates)) is not None else piece for piece in pieces]
    return b"".join(pieces), b"".join(new)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(edited())
def test_git_applies_the_diff_of_any_edit(tmp_path: Path, pair: tuple[bytes, bytes]) -> None:
    old, new = pair
    diff = unified_diff("a.txt", old, new)
    assert (apply(tmp_path, "a.txt", old, diff) if diff else old) == new


BODY = b"ask(\n    model=%s,\n    temperature=1,\n    stop=[],\n)\n"
FEWER = {
    "among other lines": (
        b"".join(b"# %d\n" % n + BODY % b"old" for n in range(9)),
        b"temperature=1",
    ),
    "among lines that are all alike": (BODY % b"old" * 9, b"temperature=1"),
    "first of all": (b"# gone\n" + BODY % b"old" * 9, b"# gone"),
    "a long one": (b"x\n" * 50 + b"gone {\n" + b"  }\n" * 40 + b"}\n" + b"y\n" * 50, b"  }"),
}


@pytest.mark.parametrize(("old", "gone"), FEWER.values(), ids=FEWER)
def test_the_diff_shows_no_more_than_has_changed(old: bytes, gone: bytes) -> None:
    lines = old.split(b"\n")
    new = b"\n".join(x for x in lines if gone not in x).replace(b"old", b"new")
    shown = unified_diff("a.py", old, new).split(b"\n")[2:]
    changed = sum(gone in x for x in lines) + 2 * sum(b"old" in x for x in lines)
    assert sum(x[:1] in (b"-", b"+") for x in shown) == changed


@pytest.mark.parametrize("line", [b"x\n", b"x %d\n"], ids=["alike", "each another"])
def test_the_diff_of_a_long_file(line: bytes) -> None:
    """A search that starts over for each line would take minutes."""
    old = b"".join(line % n if b"%" in line else line for n in range(60_000))
    new = old[: len(old) // 2] + old[len(old) // 2 + 40 :]
    assert len(unified_diff("a.txt", old, new)) < 2000


PROOFS = {
    "python": ("x = 1\n", "x = \n"),
    "json": ('{"a": 1}', '{"a": }'),
    "notebook": ("{}", "{"),
    "toml": ('a = 1\nb = "x"', "a = 1\na = 2"),
}


@pytest.mark.parametrize("name", PARSERS)
def test_what_is_still_valid(name: str) -> None:
    right, wrong = PROOFS[name]
    assert PARSERS[name](right.encode())
    assert not PARSERS[name](wrong.encode())


FIXED = [c for c in ALL_CASES if "after" in c and c.get("encoding") not in ("utf-16",)]


@pytest.mark.parametrize("case", FIXED[::4], ids=[c["id"] for c in FIXED[::4]])
def test_the_diff_of_a_case_gives_what_its_fix_gives(tmp_path: Path, case: Case) -> None:
    old = bytes_before(case)
    shown = check_text(case["filename"], old, mode="diff", replacements=choices_of(case))
    fixed = check_text(case["filename"], old, mode="fix", replacements=choices_of(case))
    assert shown.output in (None, old)
    assert shown.fixed == fixed.fixed
    assert apply(tmp_path, case["filename"], old, shown.diff) == fixed.output


def test_an_edit_that_would_break_the_file_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the new text cannot be parsed, the file stays as it was, and a note says why."""
    monkeypatch.setitem(PARSERS, "toml", lambda text: NEW.encode() not in text)
    raw = f'model = "{OLD}"\n'.encode()
    result = check_text("a.toml", raw, mode="fix")
    assert result.output == raw
    assert [f.place.text for f in result.findings] == [OLD]
    assert result.fixed == ()
    assert [note.reason for note in result.notes] == [
        "not fixed: the new text would no longer be valid toml"
    ]
