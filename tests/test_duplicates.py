"""Entries: what an ID is an entry of, and edits that would make one stand twice."""

from __future__ import annotations

import pytest
from support import NEW, OLD, check_text, fix, frozen

from deprecation_lint.scanning.python import scan_python
from deprecation_lint.scanning.references import Home
from deprecation_lint.scanning.tokens import Matcher

ENTRIES = [  # where the container begins is marked by `@`; without a mark there is none
    'x = @["ID", "b"]',
    'x = (@"ID", "b")',
    'x = @{"ID", "b"}',
    'x = f(@["ID"])',
    'x = [@["ID"]]',
    'x = @{"ID": 1}',
    'x = {"a": "ID"}',
    'x = {"a": @["ID"]}',
    'x: @Literal["ID", "b"] = 1',
    "match x:\n    case @\"ID\" | \"b\": pass",
    'match x:\n    case "ID": pass',
    'x = "ID"',
    'f("ID")',
    'f(model="ID")',
    'x = [f("ID")]',
    'x = ["ID" if y else "b"]',
    '@class A(StrEnum):\n    B = "ID"',
    'class A:\n    B = "ID"',
    'x = ["an ID in a text"]',
]  # fmt: skip


@pytest.mark.parametrize("marked", ENTRIES)
def test_containers_of_python(marked: str) -> None:
    place = marked.replace("ID", OLD).find("@")
    source = marked.replace("@", "").replace("ID", OLD)
    (found,) = scan_python(source.encode(), Matcher(frozen()), Home())
    assert found.container == (None if place < 0 else place)


TWICE = f"the edit would make {NEW} stand twice there: take this one out instead"
MIDDLE = "claude-middle-2-20250101"  # it has the same successor
LISTS = [
    # the successor is there already
    (f'MODELS = ["{OLD}", "{NEW}"]', ["display"]),
    (f'MODELS = ["{NEW}", "{OLD}"]', ["display"]),
    (f'if model in ("{OLD}", "{NEW}"): stop()', ["display"]),
    (f'Model = Literal["{OLD}", "{NEW}"]', ["display"]),
    # two come to the same
    (f'MODELS = ["{OLD}", "{MIDDLE}"]', ["unsafe", "display"]),
    (f'MODELS = ["{OLD}", "{OLD}"]', ["unsafe", "display"]),
    # other containers, or none
    (f'MODELS = ["{OLD}"]\nOTHERS = ["{NEW}"]', ["unsafe"]),
    (f'MODELS = [["{OLD}"], ["{NEW}"]]', ["unsafe"]),
    (f'A = ["{OLD}"]\nB = ["{MIDDLE}"]', ["unsafe", "unsafe"]),
    (f'model = "{OLD}"\nother_model = "{NEW}"', ["safe"]),
    (f'x = {{"model": "{OLD}", "other_model": "{NEW}"}}', ["safe"]),
    # with a route before it, it is another entry
    (f'MODELS = ["anthropic/{OLD}", "{NEW}"]', ["unsafe"]),
    (f'MODELS = ["anthropic/{OLD}", "anthropic/{NEW}"]', ["display"]),
]


@pytest.mark.parametrize(("source", "expected"), LISTS)
def test_duplicates(source: str, expected: list[str]) -> None:
    found = [finding.fix for finding in check_text("a.py", source).findings]
    assert [one and one.applicability for one in found] == expected
    for one in found:
        assert one is not None
        if one.applicability == "display":
            assert one.reason == TWICE or "/" in one.reason
            assert one.edits == ()


def test_the_first_of_several_is_changed() -> None:
    source = f'MODELS = ["{OLD}", "{MIDDLE}"]\n'
    assert fix("a.py", source, unsafe=True).decode() == source.replace(OLD, NEW)
