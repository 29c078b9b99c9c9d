"""Texts for people: where each ID stands, and which snippets would be run."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import BEDROCK, OLD, frozen

from deprecation_lint.scanning.filetypes import FileType
from deprecation_lint.scanning.prose import read_prose
from deprecation_lint.scanning.snippets import snippet_spans
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found

ID = "claude-x"  # in the tables: stands for the ID of the registry
MD, RST, ADOC, PLAIN, DIFF = (
    FileType(name, "prose") for name in ("markdown", "rst", "asciidoc", "prose", "diff")
)
KINDS = (MD, RST, ADOC, PLAIN, DIFF)


def read(text: str | bytes, kind: FileType) -> list[Found]:
    data = text if isinstance(text, bytes) else text.replace(ID, OLD).encode()
    return list(read_prose(data, list(Matcher(frozen()).matches(data)), kind))


def told(found: Found) -> str:
    trail = " < ".join(f"{s.kind}:{s.name}" if s.name else s.kind for s in found.trail)
    return f"{'run ' * found.runnable}{trail}{f' ({found.hold})' * bool(found.hold)}"


TOLD = "prose (longer)"
SAID = "run prose (longer)"
MODEL = "run member:model < prose"
GIVEN = "run keyword:model < prose"
OPTION = "run option:--model < prose"

ROWS = [
    # sentences, tables, lists, inline code
    (MD, "We use claude-x here.", TOLD),
    (MD, "claude-x", TOLD),
    (MD, "| claude-x | $3 |", TOLD),
    (MD, "- claude-x: the old one", TOLD),
    (MD, "# claude-x", TOLD),
    (MD, "Pass `--model claude-x` to it.", TOLD),
    (MD, 'Write `model="claude-x"`.', TOLD),
    (MD, "> claude-x said", TOLD),
    (MD, "> $ 5 for claude-x", TOLD),
    (PLAIN, "It costs\n$ 5 for claude-x", TOLD),
    (PLAIN, "    claude-x", TOLD),
    # addresses
    (MD, "See https://x.org/models/claude-x.", "address < prose (longer)"),
    (MD, "See [it](https://x.org/models/claude-x)", "address < prose (longer)"),
    (MD, "See [it](#claude-x)", "address < prose (longer)"),
    (MD, "[it]: <claude-x>", "address < prose (longer)"),
    (MD, "[claude-x](https://x.org)", TOLD),
    # comments
    (MD, "<!-- claude-x -->", "comment (longer)"),
    (MD, "<!--\n\n```\nclaude-x\n```\n-->", "comment (longer)"),
    (MD, "<!-- a -->claude-x", TOLD),
    (MD, "<!-- a\n--> claude-x", TOLD),
    (MD, "a <!-- b --> c <!-- claude-x --> d", "comment (longer)"),
    (MD, "Write `<!--` first.\n\nclaude-x -->", TOLD),
    (MD, "<!-- not closed\n\nclaude-x", TOLD),
    (RST, ".. claude-x was here", TOLD),
    (RST, ".. note:: claude-x", TOLD),
    (RST, ".. [1] claude-x", TOLD),
    (ADOC, "// claude-x", TOLD),
    # fences
    (MD, '```python\nrun(model="claude-x")\n```', GIVEN),
    (MD, '```\n"model": "claude-x",\n```', MODEL),
    (MD, "~~~ yaml\nmodel: claude-x\n~~~", MODEL),
    (MD, "```yaml\nmodel: claude-x  # the old one\n```", MODEL),
    (MD, "```bash\nexport MODEL=claude-x\n```", "run environment:MODEL < prose"),
    (MD, "```bash\nMODEL=claude-x run\n```", "run environment:MODEL < prose"),
    (MD, "```bash\nrun --model claude-x --fast\n```", OPTION),
    (MD, "```bash\nrun --model=claude-x\n```", OPTION),
    (MD, "```bash\nrun --model 'claude-x'\n```", OPTION),
    (MD, '```sh\ncurl -d \'{"model": "claude-x"}\' a\n```', MODEL),
    (MD, "```python\nprint(\"we use 'claude-x' here\")\n```", SAID),
    (MD, '```python\n"""Now with claude-x inside."""\n```', SAID),
    (MD, '```python\nMODELS = ["a", "claude-x"]\n```', "run keyword:MODELS < prose"),
    (MD, '```python\nprices = {"claude-x": 3}\n```', "run key < prose"),
    (MD, "```yaml\n- claude-x\n```", "run prose"),
    (MD, "```\nclaude-x\n```", SAID),
    (MD, "- a\n\n  ```python\n  model = 'claude-x'\n  ```", GIVEN),
    (MD, "1. ```python\n   model = 'claude-x'\n   ```", GIVEN),
    (MD, "> ```python\n> model = 'claude-x'\n> ```", GIVEN),
    (MD, "> ```python\n> a\n\nclaude-x", TOLD),
    (MD, "````md\n```\n````\nclaude-x", TOLD),
    (MD, "````md\n```\nmodel: claude-x\n```\n````", MODEL),
    (MD, "```a``` claude-x", TOLD),
    (MD, "```\na\n```\nclaude-x", TOLD),
    (MD, "```python\rmodel = 'claude-x'\r```", GIVEN),
    (MD, "```python\r\nmodel = 'claude-x'\r\n```", GIVEN),
    (MD, "```python\nmodel = 'claude-x'", GIVEN),
    (MD, "```{code-block} python\nmodel = 'claude-x'\n```", GIVEN),
    (MD, "```{.python}\nmodel = 'claude-x'\n```", GIVEN),
    (MD, "```python title='a.py'\nmodel = 'claude-x'\n```", GIVEN),
    (MD, "```{note}\nmodel: claude-x\n```", TOLD),
    (MD, "```text\nmodel: claude-x\n```", TOLD),
    (MD, "```diff\n-model: claude-x\n```", TOLD),
    (MD, "```mermaid\na --> claude-x\n```", TOLD),
    (MD, "```\nhttps://x.org/models/claude-x/a\n```", "run address < prose (longer)"),
    # comments in snippets
    (MD, "```python\n# was claude-x\n```", "comment (longer)"),
    (MD, "```js\nrun()  // was claude-x\n```", "comment (longer)"),
    (MD, "```js\n/*\n * was claude-x\n */\n```", "comment (longer)"),
    (MD, "```html\n<!-- claude-x -->\n```", "comment (longer)"),
    (MD, "```python\nrun('# no', model='claude-x')\n```", GIVEN),
    # sessions
    (MD, "```console\n$ run --model claude-x\n```", OPTION),
    (MD, "```console\n> run --model claude-x\n```", OPTION),
    (MD, "```console\n$ run\nmodel: claude-x\n```", TOLD),
    (MD, "```console\nmodel: claude-x\n```", TOLD),
    (MD, "```\n$ run\nmodel: claude-x\n```", TOLD),
    (MD, "```\n$ run \\\n    --model claude-x\n```", OPTION),
    (MD, '```\n$ run -d \'{\n  "model": "claude-x"\n}\'\nclaude\n```', MODEL),
    (MD, "```pycon\n>>> run(\n...     model='claude-x')\n```", GIVEN),
    (MD, "```pycon\n>>> run()\n'claude-x'\n```", TOLD),
    (PLAIN, "Try\n>>> run(model='claude-x')\nNone", GIVEN),
    (PLAIN, "Try\n  $ run --model claude-x\ndone", OPTION),
    (PLAIN, "$ run \\\n  --model claude-x", OPTION),
    (PLAIN, "$ run\nclaude-x", TOLD),
    (PLAIN, "PS C:\\a> run --model claude-x", OPTION),
    # indented code
    (MD, "a\n\n    model = 'claude-x'", GIVEN),
    (MD, "\tmodel = 'claude-x'", GIVEN),
    (MD, "a\n\n    b\n\n    model = 'claude-x'\n\nc", GIVEN),
    (MD, "a\n    model = 'claude-x'", TOLD),
    (MD, "- a\n\n    model = 'claude-x'", TOLD),
    (MD, "- a\n\nb\n\n    model = 'claude-x'", GIVEN),
    (MD, "!!! note\n\n    model = 'claude-x'", TOLD),
    (MD, "a\n\n    b\n\nclaude-x", TOLD),
    # reStructuredText
    (RST, ".. code-block:: python\n\n   model = 'claude-x'", GIVEN),
    (RST, ".. code:: python\n   :linenos:\n\n   model = 'claude-x'\n\nb", GIVEN),
    (RST, "  .. code:: bash\n\n     a\n\n     run --model claude-x", OPTION),
    (RST, ".. code-block:: text\n\n   model = 'claude-x'", TOLD),
    (RST, ".. code-block:: console\n\n   $ run --model claude-x", OPTION),
    (RST, ".. code-block:: python\n\n   a\n\nclaude-x", TOLD),
    (RST, "Like this::\n\n    model = 'claude-x'", GIVEN),
    (RST, "Like this::\n\nclaude-x", TOLD),
    (RST, ".. note::\n\n   model = 'claude-x'", TOLD),
    (PLAIN, "Like this::\n\n    model = 'claude-x'", GIVEN),
    # AsciiDoc
    (ADOC, "[source,python]\n----\nmodel = 'claude-x'\n----", GIVEN),
    (ADOC, "[source,bash]\n.Title\n----\nrun --model claude-x\n----", OPTION),
    (ADOC, "[,yaml]\n----\nmodel: claude-x\n----", MODEL),
    (ADOC, "[source]\n----\na\n----\nclaude-x", TOLD),
    (ADOC, "----\nmodel = 'claude-x'\n----", TOLD),
    (ADOC, "term::\n\n  model = 'claude-x'", TOLD),
    # patches
    (DIFF, '```\n+model = "claude-x"', TOLD),
    (DIFF, "---\nmodel: claude-x\n---", TOLD),
    (PLAIN, 'diff --git a/a b/a\n ```\n+model = "claude-x"', TOLD),
    # front matter
    (MD, "---\nmodel: claude-x\n---\na", "member:model"),
    (MD, "---\nmodel: a\n---\nclaude-x", TOLD),
    (MD, "---\nmodel: claude-x\n", TOLD),
    (MD, '+++\nmodel = "claude-x"\n+++', "member:model"),
    (MD, '+++\nmodels = ["a", "claude-x"]\n+++', "item < member:models"),
    (MD, '+++\ntitle = "On claude-x"\n+++', "text < member:title (longer)"),
    (MD, "+++\n# claude-x\n+++", "comment (longer)"),
    (MD, "+++\nclaude-x\n+++", "text (longer)"),
]


@pytest.mark.parametrize(("kind", "text", "expected"), ROWS, ids=[row[1] for row in ROWS])
def test_trail(kind: FileType, text: str, expected: str) -> None:
    assert [told(found) for found in read(text, kind)] == [expected]


def test_prefix_is_part_of_the_value() -> None:
    (found,) = read(f"```\nmodel: bedrock/{BEDROCK}\n```", MD)
    assert told(found) == MODEL


SPANS = {
    "": [],
    "```\na\nb\n```\nc\n~~~\nd\n~~~\n": ["a\nb\n", "d\n"],
    "```\n```\n": [],
    "---\n---\n```\na\n```": ["a\n"],
    "---\r\n```\r\n---\r\nb": [],
    "+++\ra\r+++\r```\rb": ["b"],
    "Do it.\n\n    >>> a\n    ... b\n    c\n    >>> d\n": ["a\n    ... b\n", "d\n"],
    "Do it::\n\n    a\n\n    b\n\nc\n": ["a\n\n    b\n"],
    "Args:\n    a: b\n\n    c: d\n": [],
}


@pytest.mark.parametrize("text", SPANS)
def test_snippet_spans(text: str) -> None:
    data = text.encode()
    assert [data[a:b].decode().lstrip(" ") for a, b in snippet_spans(data)] == SPANS[text]


PIECES = [
    *(OLD, OLD, BEDROCK, f"bedrock/{BEDROCK}", " ", "\n", "\n", "\n\n", "\r", "\r\n", "\t", "\f"),
    *("\0", "\u2028", "    ", "  ", "```", "````", "~~~", "---\n", "+++\n", "----\n", "////\n"),
    *("<!--", "-->", "::", "\n.. code::", "\n.. ", "[source]\n", "\n$ ", "\n>>> ", "\n... ", "\\"),
    *("- ", "1. ", "> ", "# ", "// ", "model", "=", ": ", '"', "'", "`", "[", "](", ")", "{", "😀"),
    *("```console\n", "```text\n", "--model ", "https://x.org/", "!!! note"),
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=texts, kind=st.sampled_from(KINDS))
@example(text=f"+++\n{OLD}\n+++\n{OLD}", kind=MD)
def test_every_match_is_found_once(text: str, kind: FileType) -> None:
    data = text.encode("utf-8", "surrogatepass")
    matches = list(Matcher(frozen()).matches(data))
    found = list(read_prose(data, matches, kind))
    assert [one.match for one in found] == matches
    ends = [end for span in snippet_spans(data, kind) for end in span]
    assert ends == sorted(ends)
    for one in found:
        assert one.trail
        if one.runnable:
            assert one.trail[-1].kind == "prose"


@settings(max_examples=100, deadline=None)
@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_any_bytes(before: bytes, after: bytes) -> None:
    data = before + b" " + OLD.encode() + b" " + after
    for kind in KINDS:
        assert len(read(data, kind)) == len(list(Matcher(frozen()).matches(data)))


@pytest.mark.parametrize(
    "text",
    [
        f"{OLD} " * 1_000,
        f"```\n{OLD}\n```\n" * 2_000,
        " " * 500_000 + OLD,
        "> " * 200_000 + OLD,
        "<!--" * 30_000 + " " + OLD,
        "<!-- -->" * 10_000 + OLD,
        "<!-- \n -->\n" * 15_000 + OLD,
        "```a\n" * 10_000 + OLD,
        "::\n\n a\n" * 10_000 + OLD,
        "\n" * 200_000 + OLD,
        "::" * 200_000 + OLD,
        "$ a '\n" * 15_000 + OLD,
        "[source]\n----\n" * 10_000 + OLD,
        "+++\n" + f"a = '{OLD}' " * 5_000 + "\n+++",
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    for kind in (MD, RST, ADOC):
        assert read(text, kind)
