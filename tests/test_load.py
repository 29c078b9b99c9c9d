"""Files of rules on disk → the registry: the shipped one, and the user's laid over it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from support import write

from deprecation_lint.errors import UsageError
from deprecation_lint.registry.load import load
from deprecation_lint.registry.parse import inspect_file, read_file, read_folder, rule_files
from deprecation_lint.registry.records import Platform
from deprecation_lint.registry.registry import Registry, merge

FILE = """
schema = 1
platform = "anthropic"

[[source]]
key = "wiki"
url = "https://wiki.example.com/models"
read = 2026-11-01

"""
OWN = """
[[model]]
id = "house-claude-1"
aliases = ["house-claude"]
released = 2026-01-01
deprecated = 2026-10-01
retires = 2026-12-31
replacement = "claude-opus-5-5"
replacement_read = 2026-11-01
source = "wiki"
"""


def complaint(error: UsageError) -> list[str]:
    return [str(line) for line in error.args]


def test_the_files_of_a_folder_come_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "c.txt", "d.toml.bak"):
        write(tmp_path / name, "")
    (tmp_path / "sub").mkdir()
    write(tmp_path / "sub/e.toml", "")
    assert rule_files(tmp_path) == [tmp_path / "a.toml", tmp_path / "b.toml"]


def test_a_file_may_be_named_itself(tmp_path: Path) -> None:
    file = write(tmp_path / "rules.conf", FILE)
    assert rule_files(file) == [file]
    assert read_folder(file)[0].name == "anthropic"


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        rule_files(tmp_path)
    assert complaint(refused.value) == [
        f"{tmp_path}: no *.toml file in this folder; name a folder with rules"
    ]


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        load([tmp_path / "nowhere"])
    assert complaint(refused.value) == [
        f"{tmp_path / 'nowhere'}: no such file or folder; name a folder with rules"
    ]


@pytest.mark.parametrize(
    ("raw", "fragment"),
    [
        (b"schema = ", "not valid TOML: "),
        (b"schema = 1\nschema = 1\n", "not valid TOML: "),
        (b'platform = "caf\xe9"', "not UTF-8; TOML files are"),
        (b"\xff\xfes\0", "not UTF-8; TOML files are"),
    ],
)
def test_a_file_that_is_no_toml_is_one_line(tmp_path: Path, raw: bytes, fragment: str) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(raw)
    with pytest.raises(UsageError) as refused:
        inspect_file(file)
    (line,) = complaint(refused.value)
    assert line.startswith(f"{file}: {fragment}")


def test_a_folder_that_is_called_like_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.toml").mkdir()
    with pytest.raises(UsageError) as refused:
        read_folder(tmp_path)
    (line,) = complaint(refused.value)
    assert line.startswith(f"{tmp_path / 'a.toml'}: ")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_bytes(b"\xef\xbb\xbf" + FILE.encode())
    assert read_file(file).name == "anthropic"


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.toml", FILE + '[[model]]\nid = "m"\nretire = 1\nrolling = 2\n')
    with pytest.raises(UsageError) as refused:
        read_file(file)
    assert complaint(refused.value) == [
        f"{file}: m: unknown key 'retire'; did you mean retires?",
        f"{file}: m: rolling is 2; expected true or false",
    ]


def test_without_rules_of_ones_own_the_shipped_registry_is_loaded(
    shipped_registry: Registry,
) -> None:
    assert load() == shipped_registry


def test_own_records_are_added(tmp_path: Path, shipped_registry: Registry) -> None:
    write(tmp_path / "own.toml", FILE + OWN)
    registry = load([tmp_path])
    record = registry.by_id["anthropic", "house-claude-1"]
    assert (record.source and record.source.where) == "https://wiki.example.com/models"
    assert {r.id for r in registry.records()} - {r.id for r in shipped_registry.records()} == {
        "house-claude-1"
    }
    platform = registry.platforms["anthropic"]
    shipped = shipped_registry.platforms["anthropic"]
    assert platform.title == shipped.title
    assert platform.default
    assert [r.id for r in platform.records] == sorted(r.id for r in platform.records)
    assert {"wiki", *shipped.sources} == set(platform.sources)


def test_an_own_record_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    text = '[[model]]\nid = "claude-opus-4-8"\nretires = 2026-12-01\nsource = "wiki"\n'
    write(tmp_path / "own.toml", FILE + text)
    record = load([tmp_path]).by_id["anthropic", "claude-opus-4-8"]
    assert str(record.retires) == "2026-12-01"
    assert (record.informal, record.released) == ((), None)


def test_an_own_record_takes_an_alias_from_a_shipped_one(tmp_path: Path) -> None:
    text = '[[model]]\nid = "claude-3-opus-latest"\nname = "Ours"\nsource = "wiki"\n'
    write(tmp_path / "own.toml", FILE + text)
    registry = load([tmp_path])
    assert [
        (s.form, s.record.id)
        for s in registry.spellings["claude-3-opus-latest"]
        if s.platform == "anthropic"
    ] == [("id", "claude-3-opus-latest")]
    assert registry.by_id["anthropic", "claude-3-opus-20240229"].aliases == ()


def test_a_platform_of_ones_own(tmp_path: Path) -> None:
    text = (FILE + OWN).replace('"anthropic"', '"house"').replace('"claude-opus-5-5"', '"h-2"')
    text = text.replace(
        "[[model]]", '[[route]]\nprefix = "house/"\n[[model]]\nid = "h-2"\n[[model]]'
    )
    write(tmp_path / "house.toml", text)
    registry = load([tmp_path])
    assert registry.platforms["house"].title == "house"
    assert registry.by_id["house", "house-claude-1"].replacement == ("h-2",)
    assert "house/" in [route.prefix for route in registry.routes]


def test_later_places_come_over_earlier_ones(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for place, name in ((one, "First"), (two, "Second")):
        place.mkdir()
        text = f'[[model]]\nid = "house-1"\nname = "{name}"\nsource = "wiki"\n'
        write(place / "own.toml", FILE + text)
    assert load([one, two]).by_id["anthropic", "house-1"].name == "Second"
    assert load([two, one]).by_id["anthropic", "house-1"].name == "First"


def test_what_the_validator_refuses_is_not_loaded(tmp_path: Path) -> None:
    file = write(
        tmp_path / "own.toml",
        FILE + OWN.replace("2026-12-31", "2026-09-30").replace("claude-opus-5-5", "claude-5"),
    )
    with pytest.raises(UsageError) as refused:
        load([tmp_path])
    assert complaint(refused.value) == [
        f"{file}: house-claude-1: deprecated 2026-10-01 is later than retires 2026-09-30; "
        "one of them is wrong",
        f"{file}: house-claude-1: replacement claude-5 is not a record of anthropic; add it",
    ]


def test_the_newest_reading_is_the_registrys_day(registry: Registry) -> None:
    assert registry.read == date(2026, 10, 1)
    assert merge([]).read == date.min
    assert merge([Platform("a", "A")]).read == date.min


def test_of_several_versions_the_last_to_end_is_the_id(tmp_path: Path) -> None:
    text = "".join(
        f'[[model]]\nid = "m"\nversion = "{number}"\nretires = {day}\nsource = "wiki"\n'
        for number, day in (("1", "2026-01-01"), ("2", "2027-01-01"), ("3", '"2026-06"'))
    )
    registry = merge([read_file(write(tmp_path / "a.toml", FILE + text))])
    assert registry.by_id["anthropic", "m"].version == "2"
    assert [s.record.version for s in registry.spellings["m"]] == ["2"]
    assert len(list(registry.records())) == 3


def test_a_router_borrows_its_dates(registry: Registry) -> None:
    slug = registry.by_id["router", "claude-1.0-old"]
    assert registry.home(slug) is registry.by_id["anthropic", "claude-old-1-20240101"]
    rolling = registry.by_id["router", "claude-new-latest"]
    assert registry.home(rolling) is rolling
    direct = registry.by_id["bedrock", "anthropic.claude-old-1-20240101-v1:0"]
    assert registry.home(direct) is direct
    assert registry.title("router") == "A Router"
