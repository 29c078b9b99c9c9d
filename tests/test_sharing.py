"""What many IDs of a file share is read once: counted in calls, never in time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quick
from support import NEW, OLD, check_text, frozen

from deprecation_lint.migration import Change, examine
from deprecation_lint.scanning import readers
from deprecation_lint.scanning.document import decode
from deprecation_lint.scanning.filetypes import PYTHON, file_type
from deprecation_lint.scanning.scan import scan
from deprecation_lint.scanning.tokens import MOST_UNKNOWN, Match, Matcher
from deprecation_lint.workpiece import Workpiece

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MATCHER = Matcher(frozen())
SHAPED = Matcher(frozen(), unknown=True)
NEXT = "claude-next-9"  # of the shape that the frozen registry has


def lines(head: str, line: str, tail: str) -> Callable[[int], str]:
    """A text that has so many of a line."""
    return lambda count: head + "".join(line.format(n) for n in range(count)) + tail


# --- one request, many models -------------------------------------------------------------------

SHARED = [
    ("a.json", lines('{"x": 1', ', "model_{}": "' + OLD + '"', "}")),
    ("a.json", lines('{"x": 1', ', "model_{}": "' + OLD.replace("-", r"\u002d", 1) + '"', "}")),
    ("a.yaml", lines("m:\n  x: 1\n", f"  model_{{}}: {OLD}\n", "")),
    ("a.ts", lines("const m = {\n", f'  model{{}}: "{OLD}",\n', "};\n")),
    ("a.py", lines("f(\n", f'  model_{{}}="{OLD}",\n', ")\n")),
    ("a.py", lines("m = {\n", f'  "model_{{}}": "{OLD}",\n', "}\n")),
]


@pytest.mark.parametrize(("name", "make"), SHARED)
def test_a_request_is_examined_once(name: str, make: Callable[[int], str]) -> None:
    def examined(count: int) -> int:
        with patch("deprecation_lint.blockers.examine", wraps=examine) as asked:
            assert len(check_text(name, make(count)).findings) == count
        return asked.call_count

    assert examined(1) == examined(20) > 0


@pytest.mark.parametrize(("name", "make"), SHARED)
def test_models_of_one_request_have_the_same_one(name: str, make: Callable[[int], str]) -> None:
    document = decode(make(20).encode())
    references, _ = scan(name, document, MATCHER, file_type(name))
    assert len(references) == 20
    assert len({id(request) for one in references for request in one.requests}) == 1


def test_the_same_changes_are_made_once() -> None:
    text = f'f(model="{OLD}", a=1)\n'
    start = text.index("a=1")
    page = Workpiece("a.py", decode(text.encode()), PYTHON)
    change = Change("drop", start, start + 3)
    first = page.edits([change])
    assert first[0]
    with patch.object(Workpiece, "_made", side_effect=AssertionError):
        assert page.edits((change,)) == first


@pytest.mark.parametrize(
    ("before", "behind", "kind"),
    [("f(", ")", "Call"), ("x = [", "]", "List")],
)
def test_a_list_is_gone_through_once_for_all_of_it(before: str, behind: str, kind: str) -> None:
    from deprecation_lint.scanning import parents

    gone: list[str] = []

    class Counted(parents.Order):
        def of(self, node: Any, above: Any) -> int:
            known = len(self._known)
            number = super().of(node, above)
            gone.extend([type(above).__name__] * (len(self._known) - known))
            return number

    with patch("deprecation_lint.scanning.visitor.Order", Counted):
        check_text("a.py", before + f'"{OLD}", ' * 20 + behind + "\n")
    assert gone == [kind]


# --- tokens -------------------------------------------------------------------------------------


@pytest.fixture
def cut() -> Iterator[list[bytes]]:
    """The tokens that are read with all that may stand around them."""
    told: list[bytes] = []
    read = Matcher._cut

    def counted(self: Matcher, data: bytes, start: int, anchor: int, end: int) -> Match | None:
        told.append(data[start:end])
        return read(self, data, start, anchor, end)

    with patch.object(Matcher, "_cut", counted):
        yield told


@pytest.mark.parametrize(
    "miss", ["claude-x", f"{OLD}x", "my-" + OLD, "claude-of-my-own", NEXT + "x!"]
)
def test_a_near_miss_is_not_read(cut: list[bytes], miss: str) -> None:
    assert not list(MATCHER.matches(f"{miss} ".encode() * 20))
    assert cut == []


@pytest.mark.parametrize("text", [OLD, NEXT, f"us.anthropic.{OLD}"])
def test_what_stands_alone_is_read_once(cut: list[bytes], text: str) -> None:
    list(SHAPED.matches(f'"{text}", '.encode() * 20))
    assert len(cut) == 1


def test_where_nothing_is_an_id_no_reader_is_asked() -> None:
    with patch.object(readers, "import_module", side_effect=AssertionError):
        for name in ("a.txt", "a.json", "a.yaml", "a.ts", "a.sh", "a.md", "a.html", "a.toml"):
            assert not check_text(name, 'model = "claude-x"\n' * 20).findings


PARTS = [
    *(OLD, NEXT, NEW, "claude-x", "claude-old-1", "anthropic.", "us.", "bedrock/", "-v1:0", ":1m"),
    *(".", "..", ":", "/", "%2F", "%3A", "\\n", "${", "{", "NAME:-", " ", '"', "@", "x", "é", "-"),
]


AROUND = ("{}", "a/{}", "a:{}", "${X:-{}}", "\\n{}", "%2F{}", "{}:1m", "{}%3A1m", "...{}", "{}.")


@quick
@given(st.lists(st.sampled_from(PARTS), max_size=12))
@example([" ".join(AROUND).replace("{}", OLD)])
@example([" ".join(reversed(AROUND)).replace("{}", OLD)])
@example([" ".join(AROUND).replace("{}", NEXT)])
def test_a_token_that_was_read_before_means_the_same(parts: list[str]) -> None:
    data = "".join(parts).encode() * 2

    def told(self: Matcher, data: bytes, start: int, anchor: int, end: int, known: object) -> Any:
        return self._cut(data, start, anchor, end)

    for matcher in (MATCHER, SHAPED):
        with patch.object(Matcher, "_told", told):
            plain = list(matcher.matches(data))
        assert list(matcher.matches(data)) == plain


# --- more than anybody reads --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("a.json", '{{"model": "{}"}}\n'),
        ("a.yaml", "- model: {}\n"),
        ("a.env", "A_MODEL={}\n"),
        ("a.txt", "say {}\n"),
    ],
)
def test_a_flood_of_unknown_models_is_cut_off_with_a_reason(name: str, line: str) -> None:
    known = line.format(OLD)
    result = check_text(name, line.format(NEXT) * (MOST_UNKNOWN + 1) + known)
    assert [finding.rule for finding in result.findings] == ["retired-model"]
    (note,) = result.notes
    assert note.reason == (
        "more than 2,000 texts look like IDs that are not in the registry: "
        "no unknown model is told of this file"
    )


def test_as_many_as_anybody_may_read_are_told() -> None:
    result = check_text("a.env", f"A_MODEL={NEXT}\n" * MOST_UNKNOWN)
    assert (len(result.findings), result.notes) == (MOST_UNKNOWN, ())


def test_where_nobody_asks_for_unknown_models_there_is_no_flood() -> None:
    text = f"A_MODEL={NEXT}\n" * (MOST_UNKNOWN + 1)
    result = check_text("a.env", text, rules=frozenset(("retired-model",)))
    assert (result.findings, result.notes) == ((), ())


# --- places that go together --------------------------------------------------------------------


def test_places_that_are_not_named_are_counted() -> None:
    lookups = f'if model == "{OLD}": stop()\n'
    few, many = (check_text("a.py", f'MODEL = "{OLD}"\n' + lookups * n) for n in (50, 60))
    reasons = [{f.fix.reason for f in result.findings if f.fix} for result in (few, many)]
    (plain,), (counted,) = reasons
    assert counted == f"{plain} (10 more of its places are not named)"


def test_all_findings_together_name_no_more_places_than_a_report_can_hold() -> None:
    with patch("deprecation_lint.lookups._MOST_IN_ALL", 200):
        text = f'MODEL = "{OLD}"\n' + f'if model == "{OLD}": stop()\n' * 99
        found = check_text("a.py", text).findings
    assert {len(finding.related) for finding in found} == {2}
