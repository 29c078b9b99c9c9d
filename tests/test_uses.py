"""How a name is used in its file: whether it is only asked about, and whether a loop runs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, findings

from deprecation_lint.scanning.uses import Uses

ASKED = [
    "if model in NAMES: stop()",
    "if model not in NAMES: stop()",
    "if model in (*NAMES, 'x'): stop()",
    "if self.model in self.NAMES: stop()",
    "if model in Client.NAMES: stop()",
    "if model == NAMES: stop()",
    "if NAMES != model: stop()",
    "if model.startswith(NAMES): stop()",
    "if (NAMES.includes(model)) { stop(); }",
    "if (NAMES?.includes(model)) { stop(); }",
    "if (NAMES.has(model)) stop()",
    "if (this.NAMES.indexOf(model) >= 0) stop()",
    "if (NAMES.some((p) => model.startsWith(p))) stop()",
    "return strings.HasPrefix(model, NAMES)",
    "return slices.Contains(NAMES, model)",
    "return any(p in model for p in NAMES)",
    "return any(model.startswith(p) for p in NAMES)",
    "for p in NAMES:\n    if p in model:\n        stop()",
    "for (const p of NAMES) { if (model.includes(p)) stop(); }",
    "if model in NAMES: stop()\nif other in NAMES: stop()",
    "# NAMES hold what is old\nif model in NAMES: stop()",
    "if model in NAMES: raise ValueError(', '.join(NAMES))",
]
USED = [
    "",
    "run(NAMES)",
    "for model in NAMES:\n    run(model)",
    "for (const model of NAMES) run(model)",
    "menu = NAMES",
    "return NAMES",
    "model = NAMES[0]",
    "const model = NAMES[0];\nrun(model);",
    "run(model=NAMES[0])",
    "if model in NAMES: stop()\nrun(NAMES)",
    "if model in NAMES_OF_OTHERS: stop()",
    "if model in MY_NAMES: stop()",
    "if model in $NAMES: stop()",
    "raise ValueError(', '.join(NAMES))",
    "# if model in NAMES",
    "'NAMES'",
]
DEFINED = ["NAMES = [1]", "NAMES: list[str] = [1]", "const NAMES = [1];", "NAMES := []string{}"]


@pytest.mark.parametrize("defined", DEFINED)
@pytest.mark.parametrize("use", ASKED)
def test_only_asked(defined: str, use: str) -> None:
    assert Uses(f"{defined}\n{use}\n".encode()).only_asked("NAMES")


@pytest.mark.parametrize("defined", DEFINED)
@pytest.mark.parametrize("use", USED)
def test_used_or_unknown(defined: str, use: str) -> None:
    assert not Uses(f"{defined}\n{use}\n".encode()).only_asked("NAMES")


def test_a_short_name_says_nothing() -> None:
    assert not Uses(b"m = [1]\nif x in m: stop()\n").only_asked("m")


def test_too_many_places_are_not_all_looked_at() -> None:
    text = b"NAMES = [1]\n" + b"if x in NAMES: stop()\n" * 150
    assert Uses(text).only_asked("NAMES")
    assert not Uses(text * 2).only_asked("NAMES")


def test_what_was_looked_up_is_remembered() -> None:
    uses = Uses(b"NAMES = [1]\nif x in NAMES: stop()\n")
    assert [uses.only_asked("NAMES") for _ in range(2)] == [True, True]
    assert not uses.only_asked("OTHERS")


@pytest.mark.parametrize(
    ("text", "looped"),
    [
        ("for model in NAMES:\n    run(model)", True),
        ("for (const model of NAMES) run(model)", True),
        ("for model in NAMES {", True),
        ("for model, price in NAMES.items():", False),
        ("for model in NAMES.values():", False),
        ("for model in NAMES_OF_OTHERS:", False),
        ("if model in NAMES:", False),
        ("", False),
    ],
)
def test_looped(text: str, looped: bool) -> None:
    assert Uses(text.encode()).is_looped("NAMES") is looped


@quick
@given(st.binary(max_size=40), st.binary(max_size=40), st.text(max_size=3))
def test_any_text(before: bytes, after: bytes, name: str) -> None:
    uses = Uses(before + b"NAMES" + after)
    for asked in ("NAMES", name):
        assert uses.only_asked(asked) in (True, False)
        assert uses.is_looped(asked) in (True, False)


@pytest.mark.parametrize(
    ("name", "text", "role"),
    [
        ("a.py", 'NAMES = ["ID"]\nif model in NAMES: stop()\n', "comparison"),
        ("a.py", 'NAMES = ["ID"]\nfor model in NAMES: run(model)\n', "choice"),
        ("a.py", 'NAMES = {"ID"}\nif model in NAMES: run(NAMES)\n', "choice"),
        ("a.py", 'NAME = "ID"\nif model == NAME: stop()\n', "comparison"),
        ("a.py", 'MODEL = "ID"\nif model == MODEL: stop()\n', "default"),  # others may send it
        ("a.py", 'run(model=["ID"])\nif model in run: stop()\n', "choice"),
        ("a.js", 'const NAMES = ["ID"];\nif (NAMES.includes(m)) stop();\n', "comparison"),
        ("a.js", 'const NAMES = ["ID"];\nNAMES.forEach(run);\n', "choice"),
        ("a.yaml", "NAMES: [ID]\nasked: if model in NAMES\n", "choice"),  # no program
    ],
)
def test_what_its_uses_make_of_a_list(name: str, text: str, role: str) -> None:
    (found,) = findings(name, text.replace("ID", OLD))
    assert found.role == role
