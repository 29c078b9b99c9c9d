"""Bytes as text and back: encodings, and the byte, line and column of every offset."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deprecation_lint.scanning.document import Document, Undecodable, decode, is_binary

TEXT = "é 😀\r\nx\ry\n\x0c\u2028\x85z"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_is_that_of_the_file_without_its_bom(encoding: str) -> None:
    document = decode(TEXT.encode(encoding))
    assert document.text == TEXT.encode()
    assert document.raw[document.bom :] == document.encode(TEXT)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_bom(encoding: str) -> None:
    text = 'MODEL = "claude-old-1"\r\n'
    assert decode(text.encode(encoding)).text == text.encode()
    assert not is_binary(text.encode(encoding))


def test_latin_1_is_what_is_not_utf_8() -> None:
    document = decode(b"caf\xe9 \x80")
    assert (document.encoding, document.text) == ("latin-1", "café \x80".encode())


def test_a_utf_8_bom_before_what_is_not_utf_8() -> None:
    raw = b"\xef\xbb\xbfcaf\xe9"
    document = decode(raw)
    assert document.encode(document.text.decode()) == raw[document.bom :]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        (b"# -*- coding: latin-1 -*-\n", "iso8859-1"),
        (b"#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\n", "cp1252"),
        (b"# coding=utf-8\n", "utf-8"),
        (b"# coding: utf8\n", "utf-8"),
        (b"# coding: UTF-8-unix\n", "utf-8"),
        (b"# coding: utf-8-sig\n", "utf-8"),
        (b"# coding: nonsense\n", "utf-8"),
        (b"# coding: rot13\n", "utf-8"),
        (b"# coding: hex\n", "utf-8"),
        (b"x = 1\n# coding: cp1252\n", "utf-8"),
        (b"\n\n# coding: cp1252\n", "utf-8"),
        (b"\r# coding: cp1252\r", "cp1252"),
        (b"x = '# coding: cp1252'\n", "utf-8"),
    ],
)
def test_the_cookie_of_a_python_file(head: bytes, encoding: str) -> None:
    assert decode(head + b"x = 1\n", python=True).encoding == encoding
    assert decode(head + b"x = 1\n").encoding == "utf-8"


def test_a_cookie_that_does_not_hold() -> None:
    with pytest.raises(Undecodable, match="ascii"):
        decode(b"# coding: ascii\nx = '\xff'\n", python=True)


@pytest.mark.parametrize(
    "cookie", ["utf-7", "punycode", "unicode_escape", "idna", "base64", "undefined"]
)
def test_an_encoding_that_cannot_be_written_back_is_not_taken(cookie: str) -> None:
    """Either the file reads byte for byte, or it says why not."""
    raw = f"# coding: {cookie}\nx = 'a+AOk-\\u0041'\n".encode()
    try:
        document = decode(raw, python=True)
    except Undecodable:
        return
    assert document.raw[document.bom :] == document.encode(document.text.decode())


@pytest.mark.parametrize("cookie", ["iso2022_jp", "iso2022_jp_2", "hz", "utf_7"])
def test_an_encoding_with_shifts_is_read_as_its_bytes(cookie: str) -> None:
    """A part of such a text cannot be encoded by itself, so that offsets would not map back."""
    text = f"# coding: {cookie}\nx = '中'; y = 'end'\n"
    document = decode(text.encode(cookie), python=True)
    assert document.encoding == "utf-8"
    offset = document.text.index(b"end")
    place = document.locate([offset])[offset]
    assert document.raw[place.raw : place.raw + 3] == b"end"
    assert place.line == 2


@pytest.mark.parametrize("cookie", ["gb18030", "big5", "euc_jp", "shift_jis"])
def test_offsets_in_encodings_of_several_bytes(cookie: str) -> None:
    """Text before an ID that takes more bytes than characters does not move the ID."""
    text = f"# coding: {cookie}\nx = '中文'; y = 'end'\n"
    document = decode(text.encode(cookie), python=True)
    offset = document.text.index(b"end")
    place = document.locate([document.text.index("文".encode()), offset])[offset]
    assert document.raw[place.raw : place.raw + 3] == b"end"
    assert (place.line, place.column) == (2, 16)


@pytest.mark.parametrize(
    ("raw", "binary"),
    [
        (b"", False),
        (b"x\0", True),
        (b"\x7fELF\x02\0\0\0", True),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", True),
        (b"\x1f\x8b\x08\0\0\0\0\0", True),
        ("x\n".encode("utf-16"), False),
        ("\ufeffx\n".encode("utf-16-be"), False),
        (b"x" * 8192 + b"\0", False),
    ],
)
def test_binary(raw: bytes, binary: bool) -> None:
    assert is_binary(raw) is binary


def test_odd_utf_16_is_undecodable() -> None:
    with pytest.raises(Undecodable, match="utf-16-le"):
        decode(b"\xff\xfea\0b")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*"aé日😀\r\n\t\x0c\u2028"])).map("".join),
    st.sampled_from(ENCODINGS),
)
def test_every_offset_has_its_byte_line_and_column(text: str, encoding: str) -> None:
    raw = text.encode(encoding)
    document = decode(raw)
    offsets = [len(text[:n].encode()) for n in range(len(text) + 1)]
    located = document.locate(offsets)
    whole = text.replace("\r\n", "\0\n")
    for number, offset in enumerate(offsets):
        before = whole[:number].replace("\0\n", "\n").replace("\r", "\n")
        place = located[offset]
        rest = document.encode(text[number:])
        assert raw[place.raw :] == rest
        if whole[number - 1 : number] != "\0":  # never between CR and LF
            assert place.line == before.count("\n") + 1
            assert place.column == len(before) - (before.rfind("\n") + 1) + 1


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from([*"aéß\r\n\t\x0c", "\r\n"])).map("".join),
    st.sampled_from([*ENCODINGS, "utf-16-le", "latin-1", "cp1252"]),
)
def test_one_offset_is_where_it_is_among_many(text: str, encoding: str) -> None:
    """`at` starts from the line of its offset, `locate` from the offset before."""
    document = _document(text.encode(encoding), encoding)
    offsets = [len(text[:n].encode()) for n in range(len(text) + 1)]
    located = document.locate(offsets)
    assert {offset: document.at(offset) for offset in offsets} == located


def _document(raw: bytes, encoding: str) -> Document:
    """Bytes in an encoding, whether they tell it or not."""
    if encoding in ENCODINGS:
        return decode(raw)
    return Document(raw, encoding, 0, raw.decode(encoding).encode())


def test_offsets_in_any_order() -> None:
    document = decode(b"ab\ncd\n")
    located = document.locate([5, 0, 4, 0, 6])
    assert {o: (p.raw, p.line, p.column) for o, p in located.items()} == {
        0: (0, 1, 1),
        4: (4, 2, 2),
        5: (5, 2, 3),
        6: (6, 3, 1),
    }


def test_the_line_around_an_offset() -> None:
    document = decode("x\r\nné = 1\ry".encode())
    offset = document.text.index(b"=")
    assert document.line_text(offset) == ("né = 1", 3)


def test_a_long_line_is_cut_between_characters() -> None:
    text = "😀" * 1000 + "=" + "é" * 1000
    document = decode(text.encode())
    line, column = document.line_text(document.text.index(b"="), width=10)
    assert line[column] == "="
    assert len(line) < 20
    assert line in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1"])
def test_one_long_line_is_read_once_however_much_is_asked(encoding: str) -> None:
    document = decode(("x\n" + "é = 1; " * 150_000).encode(encoding))
    for number in range(5_000):
        offset = 2 + 8 * 30 * number
        place = document.at(offset)
        assert (place.line, place.column) == (2, 1 + 7 * 30 * number)


def test_places_are_told_across_the_ends_of_lines() -> None:
    text = "".join("é" * (number % 7) + ["\n", "\r", "\r\n"][number % 3] for number in range(9_000))
    document = decode(text.encode())
    line = column = 1
    for at, sign in enumerate(text):
        if at % 997 == 0:
            place = document.at(len(text[:at].encode()))
            assert (place.line, place.column) == (line, column)
        is_end = sign == "\n" or (sign == "\r" and text[at + 1 : at + 2] != "\n")
        line, column = (line + 1, 1) if is_end else (line, column + 1)
