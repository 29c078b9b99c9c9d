"""Notebooks, by properties: a cell is what its Python is, however the JSON is written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick, sources
from support import OLD, check_text, findings, fix

from deprecation_lint.scanning.json_strings import strings_in_json


def cell(source: object, kind: str = "code") -> dict[str, object]:
    return {"cell_type": kind, "metadata": {}, "outputs": [], "source": source}


def notebook(*cells: dict[str, object], indent: int | None = 1, ascii_only: bool = False) -> str:
    content = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(content, indent=indent, ensure_ascii=ascii_only)


@st.composite
def written(draw: st.DrawFn, source: str) -> str:
    """A notebook with this source in its second cell, in any way JSON allows."""
    as_list = draw(st.booleans())
    stored: object = source.splitlines(keepends=True) if as_list else source
    return notebook(
        cell(["# x\n", "y"], "markdown"),
        cell(stored),
        indent=draw(st.sampled_from([None, 0, 1, 2])),
        ascii_only=draw(st.booleans()),
    )


@quick
@given(sources(), st.data())
def test_a_cell_has_the_findings_of_its_python(source: str, data: st.DataObject) -> None:
    text = data.draw(written(source))
    in_cell = findings("a.ipynb", text)
    alone = findings("a.py", source)
    assert [(f.place.text, f.replacement) for f in in_cell] == [
        (f.place.text, f.replacement) for f in alone
    ]
    assert [f.fix and f.fix.applicability for f in in_cell] == [
        f.fix and f.fix.applicability for f in alone
    ]


@quick
@given(sources(), st.booleans(), st.data())
def test_a_fixed_cell_is_the_fixed_python(source: str, unsafe: bool, data: st.DataObject) -> None:
    text = data.draw(written(source))
    fixed = json.loads(fix("a.ipynb", text, unsafe))
    again = "".join(fixed["cells"][1]["source"])
    assert again == fix("a.py", source.encode(), unsafe).decode()
    before = json.loads(text)
    before["cells"][1]["source"] = fixed["cells"][1]["source"]
    assert fixed == before


@quick
@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just(OLD) | st.floats(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["cells", "source", "0", "cell_type", OLD]), inner),
    max_leaves=12,
))  # fmt: skip
def test_any_json_is_read(value: object) -> None:
    """Notebook or not: no crash, and every value that is an ID is found."""
    for text in (json.dumps(value), json.dumps({"cells": [value]}), json.dumps({"cells": value})):
        found = check_text("a.ipynb", text.encode()).findings
        assert len(found) == text.count(OLD)


@pytest.mark.parametrize(
    "text",
    [
        '{"cells": [{"cell_type": "code", "source": "\\u0000 \'ID\'"}]}',
        '{"cells": [{"cell_type": "code", "source": "\\ud800 \'ID\'"}]}',
        '{"cells": [{"cell_type": "code", "source": {"a": "\'ID\'"}}]}',
        '{"cells": [{"cell_type": "code", "source": [["ID"]]}]}',
        '{"cells": [{"cell_type": 1, "source": "ID"}]}',
        '{"cells": [[], "ID"]}',
        '{"cells": {"0": {"source": "ID"}}, "cells": []}',
        '{"cells": {"x": {"source": "ID"}}, "cells": []}',
        '{"cells": [{"source": "\'ID\'"}], "cells": [{"cell_type": "code"}]}',
        '{"cells": []} "ID"',
        '[{"cells": "ID"}]',
        '"ID"',
        '{"cells": ' + "[" * 5000 + '"ID"' + "]" * 5000 + "}",
        '{"ID": 1, "cells": [{"cell_type": "code", "source": ""}]}',
    ],
)
def test_odd_json_is_read(text: str) -> None:
    result = check_text("a.ipynb", text.replace("ID", OLD).encode(), mode="fix")
    assert [f.place.text for f in result.findings + result.fixed] == [OLD]


def test_many_cells() -> None:
    cells = [cell([f"x{n} = '{OLD}'\n"]) for n in range(500)]
    assert len(findings("a.ipynb", notebook(*cells))) == 500


@pytest.mark.parametrize("shape", ['["', '\\"', '{"a": ', "[", '["a", '])
def test_what_never_ends_is_read_once(shape: str) -> None:
    text = '{"cells": [{"cell_type": "code", "source": ["m = 1"]}], "a": ' + shape * 50_001
    strings = list(strings_in_json(text.encode()))
    assert [path for path, _, _ in strings[:2]] == [
        ("cells", 0, "cell_type"),
        ("cells", 0, "source", 0),
    ]
    assert len(strings) < 200
