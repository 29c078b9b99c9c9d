"""Reading one file, whatever it turns out to be: encodings, binaries, sizes, and odd things."""

from __future__ import annotations

import codecs
import os
import re
import time
from pathlib import Path

import pytest
from support import LIVE, NEW, OLD, RETIRED, check_text, posix, report, run, write

from deprecation_lint.files.reading import MAX_FILE_SIZE, Unreadable, read, size_text

pytestmark = pytest.mark.usefixtures("here")


# --- encodings ----------------------------------------------------------------------------------

TEXT = f"über: ñ\r\nmodel: {OLD}\r\n\tother: '{OLD}'  # é\n"
ENCODINGS: dict[str, tuple[bytes, str]] = {
    "utf-8": (b"", "utf-8"),
    "utf-8 with BOM": (codecs.BOM_UTF8, "utf-8"),
    "utf-16-le with BOM": (codecs.BOM_UTF16_LE, "utf-16-le"),
    "utf-16-be with BOM": (codecs.BOM_UTF16_BE, "utf-16-be"),
    "utf-16-le": (b"", "utf-16-le"),
    "utf-16-be": (b"", "utf-16-be"),
    "utf-32-le with BOM": (codecs.BOM_UTF32_LE, "utf-32-le"),
    "utf-32-be with BOM": (codecs.BOM_UTF32_BE, "utf-32-be"),
    "latin-1": (b"", "latin-1"),
}


@pytest.mark.parametrize(("bom", "encoding"), ENCODINGS.values(), ids=list(ENCODINGS))
def test_encoding_is_read_and_kept(bom: bytes, encoding: str) -> None:
    raw = bom + TEXT.encode(encoding)
    path = write("app.yaml", raw)
    outcome = report("app.yaml")
    findings = outcome.report["findings"]
    assert outcome.skipped == {}
    assert [(f["line"], f["column"]) for f in findings] == [(2, 8), (3, 10)]
    for finding in findings:
        span = raw[finding["start_byte"] : finding["end_byte"]]
        assert span == finding["text"].encode(encoding) == OLD.encode(encoding)
    assert run("app.yaml", "--fix").code == 0
    assert path.read_bytes() == bom + TEXT.replace(OLD, NEW).encode(encoding)


def test_utf_16_without_a_candidate_is_checked() -> None:
    write("app.txt", "nothing here, for long enough\n".encode("utf-16"))
    outcome = report("app.txt")
    assert outcome.skipped == {}
    assert outcome.report["summary"]["files"] == 1


def test_odd_bytes_are_read_as_latin_1() -> None:
    raw = bytes(byte for byte in range(1, 256) if byte not in b"\r\n") + f"\n{OLD}\n".encode()
    (finding,) = check_text("notes", raw).findings
    assert (finding.place.line, finding.place.column) == (2, 1)
    assert raw[finding.place.start_byte : finding.place.end_byte] == OLD.encode()


@pytest.mark.parametrize(
    ("cookie", "encoding"),
    [
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
        ("iso-8859-15", "iso-8859-15"),
        ("utf-8", "utf-8"),
        ("UTF8", "utf-8"),
        ("utf-8-unix", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("shift_jis", "shift_jis"),
        ("no-such-codec", "utf-8"),
        ("rot13", "utf-8"),
        ("hex", "utf-8"),
        ("base64", "utf-8"),
    ],
)
def test_coding_cookie_of_python(cookie: str, encoding: str) -> None:
    text = f'# -*- coding: {cookie} -*-\nM = "{OLD}"\n'
    path = write("app.py", text.encode(encoding))
    outcome = report("app.py")
    assert outcome.code == 1
    assert outcome.skipped == {}
    assert [f["line"] for f in outcome.report["findings"]] == [2]
    assert run("app.py", "--fix").code in (0, 1)
    assert path.read_bytes() in (text.encode(encoding), text.replace(OLD, NEW).encode(encoding))


@pytest.mark.parametrize("cookie", ["latin-1", "cp1252", "shift_jis"])
def test_declared_encoding_is_kept_by_a_fix(cookie: str) -> None:
    special = {"latin-1": "é", "cp1252": "€", "shift_jis": "日本"}[cookie]
    text = f'# coding: {cookie}\nA = "{special}"; M = "{OLD}"  # {special}\n'
    path = write("app.py", text.encode(cookie))
    (finding,) = report("app.py").report["findings"]
    assert finding["column"] == len(f'A = "{special}"; M = "') + 1
    assert run("app.py", "--fix").code == 0
    assert path.read_bytes() == text.replace(OLD, NEW).encode(cookie)


@pytest.mark.parametrize(
    "raw",
    [
        b'# coding: ascii\nM = "claude-old-1-20240101"  # \xe9\n',
        codecs.BOM_UTF16_LE + RETIRED.encode("utf-16-le") + b"\x00\xd8",
        codecs.BOM_UTF16_LE + RETIRED.encode("utf-16-le") + b"!",
        codecs.BOM_UTF16_BE + b"\xdc\x00" + RETIRED.encode("utf-16-be"),
    ],
    ids=["ascii", "half a pair", "odd length", "second half of a pair"],
)
def test_undecodable_is_told(raw: bytes) -> None:
    write("src/app.py", raw)
    outcome = report("src")
    assert outcome.code == 0
    assert outcome.skipped["src/app.py"].startswith("undecodable: not ")
    assert report("src/app.py").code == 2
    assert run("src", "--fix").code == 0
    assert Path("src/app.py").read_bytes() == raw


# --- binary -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + OLD.encode(),
        b"\x7fELF\x02\x01\x01\0" + b"\0" * 100 + OLD.encode(),
        b"PK\x03\x04\x14\0\0\0\x08\0" + OLD.encode(),
        b"\0",
        OLD.encode() + b"\0",
    ],
    ids=["png", "elf", "zip", "nul", "nul behind"],
)
def test_binary_is_skipped(raw: bytes) -> None:
    write("src/data.bin", raw)
    outcome = report("src")
    assert outcome.skipped == {"src/data.bin": "binary"}
    assert outcome.report["summary"]["files"] == 0
    assert outcome.code == 0


def test_empty_file_is_checked() -> None:
    write("empty.py", b"")
    outcome = report("empty.py")
    assert outcome.report["summary"]["files"] == 1
    assert outcome.skipped == {}


# --- size ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "is_read"), [(1023, True), (1024, True), (1025, False)])
def test_limit(size: int, is_read: bool) -> None:
    write("app.py", RETIRED.ljust(size, "#"))
    outcome = report("app.py", "--max-file-size", "1KiB")
    assert outcome.code == int(is_read)
    expected = {} if is_read else {"app.py": "larger than 1 KiB (--max-file-size)"}
    assert outcome.skipped == expected


def test_default_limit_is_16_mib() -> None:
    assert MAX_FILE_SIZE == 16 * 1024 * 1024
    with Path("large.py").open("wb") as file:
        file.truncate(MAX_FILE_SIZE + 1)
    assert report("large.py").skipped == {"large.py": "larger than 16 MiB (--max-file-size)"}


@pytest.mark.parametrize(
    ("written", "size"),
    [("10", 10), ("1K", 1024), ("1KiB", 1024), ("2 MiB", 2 * 1024**2), ("1G", 1024**3)],
)
def test_sizes_as_people_write_them(written: str, size: int) -> None:
    with Path("large.py").open("wb") as file:
        file.truncate(size + 1)
    reason = report("large.py", "--max-file-size", written).skipped["large.py"]
    assert reason == f"larger than {size_text(size)} (--max-file-size)"


def test_200_mb_on_one_line_are_passed_over_at_once() -> None:
    with Path("huge.json").open("wb") as file:
        file.write(RETIRED.encode().rstrip())
        file.truncate(200_000_000)
    write("app.py", LIVE)
    started = time.monotonic()
    outcome = run(".")
    assert time.monotonic() - started < 2
    assert outcome.code == 0
    assert outcome.raw == b""
    assert "skipped: huge.json: larger than 16 MiB (--max-file-size)\n" in outcome.err
    assert (
        "Checked 1 file, skipped 1 (1 larger than 16 MiB (--max-file-size)): no deprecated models."
    ) in outcome.err


def test_larger_files_are_read_where_that_is_asked_for() -> None:
    with Path("huge.json").open("wb") as file:
        file.write(b" " * 20_000_000 + f'{{"model": "{OLD}"}}'.encode())
    (finding,) = report("huge.json", "--max-file-size", "32MiB").report["findings"]
    assert (finding["line"], finding["column"]) == (1, 20_000_012)


def test_file_that_grows_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    write("log.txt", "x" * 100)
    real = os.read

    def endless(descriptor: int, count: int) -> bytes:
        return real(descriptor, count) or b"x" * min(count, 4096)

    monkeypatch.setattr(os, "read", endless)
    with pytest.raises(Unreadable, match=re.escape("larger than 64 KiB")):
        read("log.txt", 64 * 1024)


def test_short_reads_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(range(256)) * 20
    write("data", data)
    real = os.read
    monkeypatch.setattr(os, "read", lambda descriptor, count: real(descriptor, min(count, 7)))
    assert read("data")[0] == data


def test_disk_that_fails_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    write("src/app.py", RETIRED)
    monkeypatch.setattr(os, "read", fail)
    outcome = report("src/app.py")
    assert outcome.code == 2
    assert outcome.skipped == {"src/app.py": "cannot be read: Input/output error"}


# --- what is no file ----------------------------------------------------------------------------


@posix
def test_fifo_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo("pipe")

    def refuse(*_: object) -> int:
        raise AssertionError("opened")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(Unreadable, match="FIFO") as caught:
        read("pipe")
    assert not caught.value.failed


@posix
@pytest.mark.parametrize(
    ("path", "reason", "failed"),
    [
        ("/dev/null", "device", False),
        ("/dev/zero", "device", False),
        (".", "folder", False),
        ("nope", "vanished: no longer there", True),
        ("broken", "broken symbolic link", True),
        ("loop", "cannot be read: ", True),
    ],
)
def test_reason(path: str, reason: str, failed: bool) -> None:
    Path("broken").symlink_to("nowhere")
    Path("loop").symlink_to("loop")
    with pytest.raises(Unreadable, match=re.escape(reason)) as caught:
        read(path)
    assert caught.value.failed is failed


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 byte"),
        (1000, "1000 bytes"),
        (1024, "1 KiB"),
        (1536, "1536 bytes"),
        (16 * 1024**2, "16 MiB"),
        (1024**3, "1 GiB"),
    ],
)
def test_size_as_people_read_it(size: int, text: str) -> None:
    assert size_text(size) == text
