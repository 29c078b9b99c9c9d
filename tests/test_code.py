"""Programs and data in brackets: the trail of each ID, whatever the text around it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import quick
from support import BEDROCK, OLD, frozen

from deprecation_lint.scanning.code import read_part
from deprecation_lint.scanning.code_requests import Fields
from deprecation_lint.scanning.dialects import DIALECTS
from deprecation_lint.scanning.filetypes import FileType
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found, Step

ID = "claude-x"  # in the tables: stands for the ID of the registry


def read(text: str | bytes, dialect: str, start: int = 0) -> list[Found]:
    data = text if isinstance(text, bytes) else text.replace(ID, OLD).encode()
    matches = list(Matcher(frozen()).matches(data))
    return list(read_part(Fields(data), matches, FileType(dialect, "code", dialect), start))


def shown(step: Step) -> str:
    name = f":{step.name}" if step.name else ""
    owner = f"@{step.owner}" if step.owner else ""
    index = f"#{step.index}" if step.index else ""
    beside = f"{{{' '.join(sorted(step.beside))}}}" if step.beside else ""
    return f"{step.kind}{name}{owner}{index}{beside}{'!' * step.numeric}"


def told(found: Found) -> str:
    hold = f" ({found.hold})" if found.hold else ""
    return f"{' < '.join(map(shown, found.trail))}{hold}"


ROWS = [
    # variables, fields, arguments
    ("javascript", 'const model = "claude-x";', "assigned:model"),
    ("javascript", 'let model: string = "claude-x";', "assigned:model"),
    ("javascript", 'this.model = "claude-x";', "assigned:model"),
    ("javascript", 'run({ model: "claude-x", n: 1 });', "member:model{n} < positional@run"),
    ("javascript", 'run("claude-x")', "positional@run"),
    ("javascript", 'run(a, "claude-x")', "positional@run#1"),
    ("javascript", 'new Client("claude-x")', "positional@new Client"),
    ("javascript", 'const models = ["a", "claude-x"];', "item < assigned:models"),
    ("javascript", 'return "claude-x";', "returned"),
    ("javascript", 'x = a ?? "claude-x";', "fallback < assigned:x"),
    ("javascript", 'x = a || "claude-x";', "fallback < assigned:x"),
    ("javascript", 'x = process.env.MODEL ?? "claude-x";', "environment:MODEL < assigned:x"),
    ("javascript", 'function f(model = "claude-x") {}', "parameter:model"),
    ("go", 'model := "claude-x"', "assigned:model"),
    ("go", 'const Model = "claude-x"', "assigned:Model"),
    ("go", 'a := C{Model: "claude-x"}', "member:Model < assigned:a"),
    ("rust", 'let m = a.unwrap_or("claude-x");', "fallback < assigned:m"),
    ("c", 'String model = "claude-x";', "assigned:model"),
    ("c", 'builder.model("claude-x").build()', "positional@builder.model"),
    ("hash", 'run(model: "claude-x")', "keyword:model@run"),
    ("php", "$a = ['model' => 'claude-x'];", "member:model < assigned:$a"),
    ("python", 'run(model="claude-x")', "keyword:model@run"),
    # keys, comparisons, types
    ("javascript", 'const costs = { "claude-x": 3 };', "key! < assigned:costs"),
    ("javascript", 'costs["claude-x"]', "index"),
    ("javascript", 'if (model === "claude-x") run();', "compared"),
    ("javascript", 'if ("claude-x" === model) run();', "compared"),
    ("javascript", 'case "claude-x":', "compared"),
    ("javascript", '["a", "claude-x"].includes(m)', "item < compared"),
    ("javascript", 'type M = "a" | "claude-x";', "typed"),
    ("javascript", 'x = y as "claude-x";', "typed"),
    ("javascript", 'enum M { A = "claude-x" }', "typed"),
    ("javascript", "/claude-x/.test(m)", "compared (longer)"),
    ("rust", 'match m { "claude-x" => 1 }', "compared"),
    # data
    ("json", '{"model": "claude-x", "n": 1}', "member:model{n}"),
    ("json", '{"models": ["a", "claude-x"]}', "item < member:models"),
    ("toml", 'model = "claude-x"', "member:model"),
    ("toml", '[a.b]\nmodel = "claude-x"', "member:model < section:a.b"),
    ("toml", '["claude-x"]\nprice = 1', "key{price}! (longer)"),
    ("hcl", 'a "b" {\n  model = "claude-x"\n}', "member:model"),
    ("sql", "INSERT INTO t VALUES (1, 'claude-x')", "positional@VALUES#1"),
    # part of a longer text, of a comment, of no text
    ("javascript", 'x = "run --model claude-x"', "option:--model < text < assigned:x (longer)"),
    ("javascript", 'x = "anthropic/claude-x"', "assigned:x"),
    ("javascript", "// claude-x", "prose < comment (longer)"),
    ("javascript", 'x = 1 /* {"model": "claude-x"} */', "member:model < comment (longer)"),
    ("javascript", "x = claude-x", "code (longer)"),
    ("javascript", "<b>claude-x</b>", "prose (longer)"),
    ("rust", 'mod tests { const M: &str = "claude-x"; }', "assigned:M < tested"),
]


@pytest.mark.parametrize(("dialect", "text", "expected"), ROWS)
def test_trail(dialect: str, text: str, expected: str) -> None:
    (found,) = read(text, dialect)
    assert told(found) == expected


@pytest.mark.parametrize("dialect", [d for d, dialect in DIALECTS.items() if '"' in dialect.quotes])
@pytest.mark.parametrize("id_", [OLD, BEDROCK, f"bedrock/{BEDROCK}"])
def test_a_whole_literal_is_not_held(dialect: str, id_: str) -> None:
    (found,) = read(f'model = "{id_}"\n', dialect)
    assert found.hold is None
    (found,) = read(f'model = " {id_}"\n', dialect)
    assert found.hold == "longer"


PIECES = [
    *(OLD, OLD, '"', "'", "`", "${", "}", "{", "(", ")", "[", "]", ",", ";", "\n", "\r", ":"),
    *("//", "/*", "*/", "#", "--", "\\", '"""', 'r#"', '"#', "/", "=", "=>", "==", "|", ".", " "),
    *("a", "model", "if ", "case ", "return ", "enum ", "fn ", "type ", "MODEL", "é", "\0", "$"),
]


@quick
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(list(DIALECTS)))
@example(["b", '"', OLD], "rust")
@example(["r", "'", OLD, "'"], "code")
def test_any_text_gives_each_id_one_trail(pieces: list[str], dialect: str) -> None:
    data = "".join(pieces).encode()
    matches = list(Matcher(frozen()).matches(data))
    found = read(data, dialect)
    assert [one.match for one in found] == matches
    for one in found:
        if one.hold is None:
            before = data[one.match.lead - 1 : one.match.lead]
            after = data[one.match.end : one.match.end + 1]
            assert before + after in (b'""', b"''", b"``")


@quick
@given(st.binary(max_size=40), st.binary(max_size=40), st.sampled_from(list(DIALECTS)))
def test_any_bytes(before: bytes, after: bytes, dialect: str) -> None:
    data = before + OLD.encode() + after
    matches = list(Matcher(frozen()).matches(data))
    assert [one.match for one in read(data, dialect)] == matches


@quick
@given(st.integers(0, 40), st.sampled_from(list(DIALECTS)))
def test_what_stands_before_the_start_is_not_read(start: int, dialect: str) -> None:
    text = '"' * 40 + f'\nmodel = "{OLD}"\n'
    (found,) = read(text, dialect, start - start % 2)
    assert found.match.spelling.text == OLD
