"""Anchors: no head of an ID is missed, however many heads there are."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deprecation_lint.scanning.anchors import Anchors, heads, is_plainly_clean

ENDS = "-\"'\\"
FEW = ["claude-3-opus", "anthropic.claude-2", "house-1"]
MANY = [*FEW, "gpt-4", "pt-1", "o1", "o3-mini", "ada", "canada-1", "text-ada-001", "a.b.c-1"]

texts = st.text(st.sampled_from("acdegopt134.x" + ENDS), max_size=40)
ids = st.from_regex(r"(?:[ac]\.)?[acdegopt13]{1,4}(?:-[ab1])?", fullmatch=True)


def places(spellings: list[str], text: str) -> tuple[set[int], set[int]]:
    """By brute force: where heads must be found, and where they may be.

    Of heads that end at the same place the longest must be found, the others may.
    """
    names = [(h.removesuffix("-"), h.endswith("-")) for h in heads(spellings)]
    must, may = set(), set()
    ends: dict[int, int] = {}
    for at in range(len(text)):
        for name, is_open in names:
            end = at + len(name)
            if not text.startswith(name, at):
                continue
            if is_open and text[end : end + 1] and text[end] in ENDS:
                may.add(at)
                ends[end] = min(at, ends.get(end, at))
            elif not is_open:
                may.add(at)
    must = set(ends.values())
    whole = sorted((name for name, is_open in names if not is_open), key=len, reverse=True)
    at = 0
    while at < len(text):  # those without a hyphen follow each other without overlap
        name = next((name for name in whole if text.startswith(name, at)), "")
        if name:
            must.add(at)
        at += len(name) or 1
    return must, may


@settings(deadline=None)
@given(st.lists(ids, max_size=12), texts)
def test_every_head_is_found_and_nothing_else(spellings: list[str], text: str) -> None:
    anchors = Anchors(spellings)
    found = list(anchors.offsets(text.encode()))
    must, may = places(spellings, text)
    assert must <= set(found) <= may
    assert found == sorted(set(found))
    assert anchors.search(text.encode()) == bool(must)


@pytest.mark.parametrize("spellings", [FEW, MANY])
@pytest.mark.parametrize("end", ENDS)
def test_every_id_is_found_within_a_text(spellings: list[str], end: str) -> None:
    for spelling in spellings:
        text = f'x = "{spelling}"\n'.replace("-", end)
        begin = text.index(spelling.partition("-")[0].rpartition(".")[2])
        assert begin in Anchors(spellings).offsets(text.encode())


@pytest.mark.parametrize("others", [[], MANY])
def test_an_empty_head_is_any_hyphen(others: list[str]) -> None:
    assert list(Anchors(["a.-1", *others]).offsets(b"x-y z")) == [1]


@pytest.mark.parametrize("spellings", [FEW, MANY])
def test_heads_serve_as_well_as_spellings(spellings: list[str]) -> None:
    text = " ".join(spellings).encode()
    assert list(Anchors(heads(spellings)).offsets(text)) == list(Anchors(spellings).offsets(text))


@pytest.mark.parametrize("spellings", [FEW, MANY])
def test_only_what_is_before_the_end_counts(spellings: list[str]) -> None:
    text = b'x = "house-1"'
    find = Anchors(spellings).finder()
    assert find(text, 0, text.index(b"-")) is None
    assert find(text, 0, text.index(b"-") + 1) is not None


def test_without_spellings_nothing_is_found() -> None:
    assert not Anchors([]).search(b"claude-3-opus")
    assert list(Anchors([]).offsets(b"claude-3-opus")) == []


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        (b"x = 1\n", True),
        (b"", True),
        (b"claude is a name", True),
        (b"claude-3", False),
        (b"x\0y", False),
        (b"\xff\xfex\0", False),
        (b"\xfe\xff\0x", False),
        (b"x" * 9000 + b"\0", True),
    ],
)
def test_plainly_clean_is_text_without_a_head(raw: bytes, clean: bool) -> None:
    assert is_plainly_clean(raw, Anchors(FEW)) == clean
