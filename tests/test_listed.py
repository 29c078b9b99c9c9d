"""The list or the mapping that an ID is an entry of, and settings that are commented out."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import quick
from support import OLD, frozen

from deprecation_lint.scanning.filetypes import file_type
from deprecation_lint.scanning.listed import list_start
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found


def found(path: str, text: str) -> list[Found]:
    raw = text.replace("X", OLD).encode()
    kind = file_type(path)
    module = import_module(f"deprecation_lint.scanning.{kind.reader}")
    matches = list(Matcher(frozen()).matches(raw))
    return list(getattr(module, f"read_{kind.reader}")(raw, matches, kind))


# X stands for an ID; what is expected is the text from the begin of its container on.
CONTAINERS = [
    # --- collections of YAML
    ("a.yaml", "m:\n  - X\n  - b\n", "- X\n  - b\n"),
    ("a.yaml", "m:\n- b\n- X # one\n", "- b\n- X # one\n"),
    ("a.yaml", "m: [a, [X]]\n", "[X]]\n"),
    ("a.yaml", "m: [a, X: 1]\n", "[a, X: 1]\n"),
    ("a.yaml", "- - X\n", "- X\n"),
    ("a.yaml", "m:\n  - a/b:X\n", "- a/b:X\n"),
    ("a.yaml", "m:\n  b: 1\n  X: 2\n", "b: 1\n  X: 2\n"),
    ("a.yaml", "m: {a: 1, 'X': 2}\n", "{a: 1, 'X': 2}\n"),
    ("a.yaml", "m: X\n", None),
    ("a.yaml", "- m: X\n", None),
    ("a.yaml", "- run: |\n    M=(a X)\n", "(a X)\n"),
    # --- lists within one value
    ("a.yaml", "m: a,X,b\n", "a,X,b\n"),
    ("a.yaml", "m: 'a, X'\n", "a, X'\n"),
    ("a.yaml", "m:\n  - a,X\n", "a,X\n"),
    ("a.yaml", "m: >-\n  a-1\n  X\n", "  a-1\n  X\n"),
    ("a.yaml", "m: we use X now\n", None),
    ("a.yaml", "m: run it with gpt-4 X\n", None),
    (".env", "M=a,X,b\n", "a,X,b\n"),
    (".env", 'M="a, X" # one\n', '"a, X" # one\n'),
    (".env", "M=X,\n", None),
    (".env", "M=gpt-4 X\n", "gpt-4 X\n"),
    (".env", 'M=["a","X"]\n', '["a","X"]\n'),
    (".env", "M=[X]\n", None),
    (".env", "M=go --m X\n", None),
    (".env", "M=use it, X and b\n", None),
    ("a.ini", "[s]\nm = a, X\n", "a, X\n"),
    ("a.ini", "[s]\nm =\n  a\n  X\n", "\n  a\n  X\n"),
    ("a.ini", "[s]\nm =\n  a\n  # X\n", None),
    ("a.properties", "m=a;X\n", "a;X\n"),
    ("Makefile", "M := a-1 X\n", "a-1 X\n"),
    ("Dockerfile", "ENV M=a,X\n", "a,X\n"),
    ("Dockerfile", 'CMD ["x","--m=a,X"]\n', 'a,X"]\n'),
    ("Dockerfile", 'CMD ["x","--m","X"]\n', None),
    # --- a shell's
    ("a.sh", "M=a,X\n", "a,X\n"),
    ("a.sh", "M=(a X b)\n", "(a X b)\n"),
    ("a.sh", "declare -A P=([a]=1 [X]=2)\n", "([a]=1 [X]=2)\n"),
    ("a.sh", "for m in a X; do\n", "a X; do\n"),
    ("a.sh", "go --models a,X\n", "a,X\n"),
    ("a.sh", "go --models='a-1 X'\n", "'a-1 X'\n"),
    ("a.sh", "go a X\n", None),
    # --- markup and snippets
    ("a.html", "<select><option value=a>a<option value='X'>x", "<select><option value=a>a<option "),
    ("a.html", "<datalist><option>X</option></datalist>", "<datalist><option>X</option>"),
    ("a.html", "<input value=X>", None),
    ("a.html", "<p data-m='a,X'>", "a,X'>"),
    ("a.xml", "<array><item>a</item><item>X</item></array>", "<array><item>a</item><item>X"),
    ("a.xml", "<m>a,X</m>", "a,X</m>"),
    ("a.xml", "<m>X</m>", None),
    ("a.md", '```py\nm = ["a", "X"]\n```\n', '["a", "X"]\n'),
    ("a.md", '```py\nm["X"]\n```\n', None),
    ("a.md", "---\nm: [a, X]\n---\n", "[a, X]\n"),
    ("a.md", "+++\nm = ['a', 'X']\n+++\n", "['a', 'X']\n"),
]


@pytest.mark.parametrize(("path", "text", "expected"), CONTAINERS)
def test_container(path: str, text: str, expected: str | None) -> None:
    [one] = found(path, text)
    if expected is None:
        assert one.container is None
    else:
        assert one.container is not None
        raw = text.replace("X", OLD).encode()
        behind = raw[one.container :].decode().replace(OLD, "X")
        assert behind.startswith(expected)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", "m:\n  - X\n  - a: {X: 1}\n    b: 1\n  - X\n"),
        ("a.yaml", "m:\n  X: 1\n  a:\n    - X\n  'X': 2\n"),
        (".env", f"M=X,{'a,' * 1000}{'X,' * 3}b\nN=X,a\n"),
        ("a.sh", "M=(X\n  X)\nN=(X)\n"),
    ],
)
def test_entries_of_one_have_the_same_and_others_another(path: str, text: str) -> None:
    first, *between, last = [one.container for one in found(path, text)]
    if path == "a.yaml":
        assert first == last
        assert first not in between
    else:
        assert {first} == set(between)
        assert first != last
    assert None not in (first, last, *between)


def test_what_an_option_is_set_to_is_no_entry_of_a_list() -> None:
    from deprecation_lint.scanning.readers import read
    from deprecation_lint.scanning.references import Home

    text = f"args: [--model, {OLD}, {OLD}]\n".encode()
    matcher = Matcher(frozen())
    first, second = read(text, matcher, file_type("a.yaml"), Home(settings=True))
    assert (first.container, second.container) == (None, text.index(b"["))


@quick
@given(
    st.text("ab1-, ;|\"'[]=\\\n", max_size=40),
    st.text("ab1-, ;|\"'[]=\\\n", max_size=40),
)
def test_a_list_begins_within_its_value(before: str, after: str) -> None:
    raw = f"{before} {OLD} {after}".encode()
    for match in Matcher(frozen()).matches(raw):
        start = list_start(raw, match, 0, len(raw))
        assert start is None or 0 <= start <= match.lead


DISABLED = [
    ("a.yaml", "# model: X\n", True),
    ("a.yaml", "a: 1 # model: X\n", True),
    ("a.yaml", "a: [1, # model: X\n 2]", True),
    ("a.yaml", "# we moved away from X last year\n", False),
    ("a.yaml", "model: X\n", False),
    ("a.yaml", "- run: |\n    # python a.py --model X\n", True),
    (".env", "# MODEL=X\n", True),
    (".env", "MODEL=a # was X before\n", False),
    ("a.ini", "; model = X\n", True),
    ("a.properties", "# model=X\n", True),
    ("Makefile", "# MODEL := X\n", True),
    ("Dockerfile", "# MODEL=X\n", True),
    ("a.sh", "# export MODEL=X\n", True),
    ("a.sh", "# the model X is slow\n", False),
    ("a.md", '```py\n# model = "X"\n```\n', True),
    ("a.md", "<!-- the model X -->\n", False),
    ("a.html", "<!-- the model X -->\n", False),
]


@pytest.mark.parametrize(("path", "text", "expected"), DISABLED)
def test_disabled(path: str, text: str, expected: bool) -> None:
    [one] = found(path, text)
    assert one.disabled is expected
