"""Small grammars of real files, full of model IDs. Hypothesis and a fuzzer draw from the same ones.

Whoever draws gives `index` and `raw`; the first of several options is always the plainest one, so
that short inputs make short files.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from deprecation_lint.registry.registry import Registry

_T = TypeVar("_T")


class Draw(Protocol):
    """Where the choices come from."""

    def index(self, count: int) -> int:
        """One of `range(count)`."""

    def raw(self, most: int) -> bytes:
        """Any bytes, at most so many."""


@dataclass(frozen=True, slots=True)
class Code:
    """Something that is written as it is, in whatever language: a name, a spread."""

    text: str


# --- what the files speak of --------------------------------------------------------------------


def spellings(registry: Registry) -> tuple[str, ...]:
    """All ways to write the models of a registry: IDs, aliases, informal names, behind prefixes."""
    found: dict[str, None] = {}
    for platform in registry.platforms.values():
        for record in platform.records:
            own = (record.id, *record.aliases, *record.informal)
            found.update(dict.fromkeys(own))
            for prefix in (*platform.region_prefixes, *_ROUTES):
                found[f"{prefix}{record.id}"] = None
    return tuple(found)


_ROUTES = ("anthropic/", "us.", "bedrock/us-east-1/", "vertex_ai/", "openrouter/anthropic/", "x/")
_BETAS = (
    "prompt-caching-2024-07-31",
    "context-1m-2025-08-07",
    "interleaved-thinking-2025-05-14",
    "structured-outputs-2025-11-13",
    "fine-grained-tool-streaming-2025-05-14",
    "files-api-2025-04-14",
    "mine",
)
_NAME = Code("options")
_ARGUMENTS: Mapping[str, tuple[object, ...]] = {
    "temperature": (1, 1.0, 0.2, 0, _NAME),
    "max_tokens": (10, 10_000_000, _NAME),
    "top_p": (0.99, 0.5),
    "top_k": (5,),
    "stop": ("é, #", "it's", []),
    "betas": (),
    "extra_headers": (),
    "thinking": (
        {"type": "enabled", "budget_tokens": 1024},
        {"type": "disabled"},
        {"type": "adaptive"},
        {"type": "between_tools", "display": "x"},
        _NAME,
    ),
    "output_format": ({"type": "json_schema", "schema": {}}, Code("Answer")),
    "output_config": ({"effort": "xhigh"}, {"effort": "low", "format": {"type": "x"}}),
    "tool_choice": ({"type": "any"}, {"type": "auto"}),
    "tools": (
        [{"type": "text_editor_20250124", "name": "str_replace_editor"}],
        [{"type": "computer_20250124"}],
        [{"type": "computer_toolset_20260801"}],
        [{"type": "advisor_20260301", "model": "claude-opus-4-8"}],
        [],
    ),
    "messages": (
        [{"role": "user", "content": "hi"}],
        [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "{"}],
        [{"role": "system", "content": "x"}],
        _NAME,
    ),
    "extra_body": ({"temperature": 1}, {"top_k": 1, "output_format": {"type": "x"}}),
    "model_kwargs": ({"temperature": 1, "betas": ["prompt-caching-2024-07-31"]}, {}),
    "service_tier": ("auto",),
    "speed": ("fast",),
}
_CALLS = (
    "client.messages.create",
    "ask",
    "client.beta.messages.create",
    "client.messages.stream",
    "client.completions.create",
    "ChatAnthropic",
    "litellm.completion",
    "client.messages.parse",
)
_KEYS = ("model", "model_name", "fallback", "name", "MODEL", "other")


class Writer:
    """Writes parts of files by what is drawn."""

    def __init__(self, draw: Draw, ids: Sequence[str]) -> None:
        self._draw = draw
        self._ids = ids

    def pick(self, *options: _T) -> _T:
        """One of the options."""
        return options[self._draw.index(len(options))]

    def some(self, most: int) -> range:
        """A few times."""
        return range(self._draw.index(most + 1))

    def rarely(self) -> bool:
        """Mostly not."""
        return self._draw.index(6) == 5

    def raw(self, most: int) -> bytes:
        """Any bytes."""
        return self._draw.raw(most)

    def number(self, count: int) -> int:
        """One of `range(count)`."""
        return self._draw.index(count)

    def id(self) -> str:
        """A model in some spelling, seldom with something around it."""
        one = self._ids[self._draw.index(len(self._ids))]
        if not self.rarely():
            return one
        around = self.pick(
            "{}-x", "use {} now", "{}, {}", "my-{}", "{}:beta", "{}.", "{}/{}", " {}"
        )
        return around.replace("{}", one)

    def request(self, most: int = 4) -> dict[str, object]:
        """A model, and what is given to it."""
        body: dict[str, object] = {self.pick(*_KEYS[:2]): self.id()}
        names = tuple(_ARGUMENTS)
        for _ in self.some(most):
            name = self.pick(*names)
            body[name] = self._argument(name)
        if self.rarely():
            body = dict(reversed(body.items()))
        return body

    def _argument(self, name: str) -> object:
        if name == "betas":
            return [self.pick(*_BETAS) for _ in self.some(3)]
        if name == "extra_headers":
            items = self.pick(",", ", ").join(self.pick(*_BETAS) for _ in range(1 + self.number(3)))
            return {"anthropic-beta": items, **({"x": "y"} if self.rarely() else {})}
        given = _ARGUMENTS[name]
        return given[self.number(len(given))]

    def data(self, deep: int = 2) -> object:
        """Data of any shape in which models stand: as values, in lists, as keys."""
        shape = self.number(6) if deep else 0
        if shape == 1:
            return [self.data(deep - 1) for _ in range(1 + self.number(3))]
        if shape == 2:
            return {self._key(): self.data(deep - 1) for _ in range(1 + self.number(3))}
        if shape == 3:
            return self.request()
        if shape == 4:
            return self.pick(1, True, None, "x", 0.5, [], {})
        return self.id()

    def _key(self) -> str:
        return self.id() if self.rarely() else self.pick(*_KEYS)

    def mapping(self) -> dict[str, object]:
        """The same, with names on top."""
        found = self.data()
        return found if isinstance(found, dict) else {self._key(): found}

    # --- literals ---

    def gap(self, end: str) -> str:
        """What stands behind a comma: mostly a space, else a new line, perhaps a comment."""
        return self.pick(" ", " ", "\n    ", f"\n    {end} why\n    ", f"  {end} why\n    ", "")

    def quoted(self, text: str, quotes: str = "\"'") -> str:
        """A text in quotes."""
        quote = quotes[self.number(len(quotes))]
        return quote + text.replace("\\", "\\\\").replace(quote, f"\\{quote}") + quote

    def listing(self, parts: Sequence[str], comment: str, brackets: str) -> str:
        """Parts in brackets with commas."""
        gap = self.gap(comment)
        tail = self.pick("", "", ",", ",\n") if parts else ""
        lead = "\n    " if "\n" in gap else ""
        return f"{brackets[0]}{lead}{f',{gap}'.join(parts)}{tail}{brackets[1:]}"


# --- Python -------------------------------------------------------------------------------------


def python_value(w: Writer, value: object) -> str:
    """A value as a Python expression."""
    if isinstance(value, dict):
        if all(str(key).isidentifier() for key in value) and w.rarely():
            parts = [f"{key}={python_value(w, one)}" for key, one in value.items()]
            return "dict" + w.listing(parts, "#", "()")
        parts = [f"{python_text(w, k)}: {python_value(w, v)}" for k, v in value.items()]
        return w.listing(parts, "#", "{}")
    if isinstance(value, list):
        return w.listing(
            [python_value(w, one) for one in value], "#", w.pick("[]", "[]", "[]", "()")
        )
    if isinstance(value, Code):
        return value.text
    return python_text(w, value) if isinstance(value, str) else repr(value)


def python_text(w: Writer, text: str) -> str:
    """A string literal of one of many kinds."""
    kind = w.number(12)
    if kind == 9:
        return f"f{w.quoted(text)}"
    if kind == 10 and len(text) > 8:
        cut = 7 + w.number(len(text) - 7)
        return (
            f"({w.quoted(text[:cut])}{w.pick(' ', ' + ', chr(10) + '    ')}{w.quoted(text[cut:])})"
        )
    if kind == 11:
        return f"({w.pick('r', 'b', 'u', '')}{w.quoted(text)})"
    return w.quoted(text)


def _python_call(w: Writer) -> str:
    body = w.request()
    parts = [
        f"{name}{w.pick('=', ' = ') if w.rarely() else '='}{python_value(w, value)}"
        for name, value in body.items()
    ]
    if w.rarely():
        parts.append(w.pick("**options", "*rest", "**{'top_k': 1}"))
    if w.rarely():
        parts.insert(0, "first")
    return w.pick(*_CALLS) + w.listing(parts, "#", "()")


def _python_line(w: Writer) -> str:
    kind = w.number(16)
    if kind in (0, 1):
        return f"MODEL = {python_text(w, w.id())}"
    if kind in (2, 3, 4):
        return w.pick("{}", "x = {}", "x = [1, {}]", "return_({}).text").replace(
            "{}", _python_call(w)
        )
    if kind == 5:
        return f"CONFIG = {python_value(w, w.mapping())}"
    if kind == 6:
        return f"MODELS = {python_value(w, [w.id() for _ in range(1 + w.number(4))])}"
    return _PYTHON_LINES[kind % len(_PYTHON_LINES)](w)


def _default(w: Writer) -> str:
    body = "return ask(model=model, temperature=1)"
    return f"def f(model={python_text(w, w.id())}, **options):\n    {body}"


def _compared(w: Writer) -> str:
    return f"if MODEL == {python_text(w, w.id())}: x = {python_text(w, w.id())}"


def _named(w: Writer) -> str:
    arguments = w.request()
    rest = "".join(f", {k}={python_value(w, v)}" for k, v in arguments.items() if "model" not in k)
    return f"MODEL = {python_text(w, w.id())}\n{w.pick(*_CALLS)}(model=MODEL{rest})"


def _comment(w: Writer) -> str:
    return w.pick("# see {}", '# MODEL = "{}"', "x = 1  # {}", '"""Use {}."""').replace(
        "{}", w.id()
    )


def _spread(w: Writer) -> str:
    return f"kwargs = {python_value(w, w.request())}\nclient.messages.create(**kwargs)"


def _inside(w: Writer) -> str:
    return f'print(f"{{x}} {w.id()} {{{_python_call(w) if w.rarely() else "y"}}}")'


def _client(w: Writer) -> str:
    headers = python_value(w, {"anthropic-beta": w.pick(*_BETAS)})
    return f"client = Anthropic(default_headers={headers})\n{_python_call(w)}"


_PYTHON_LINES: Sequence[Callable[[Writer], str]] = (
    _comment,
    _default,
    _compared,
    _named,
    _spread,
    _inside,
    _client,
)
_FRAMES = (
    "{}",
    "{}",
    "{}",
    "{}",
    "def f():\n    {}",
    "class A(Enum):\n    {}",
    "if x:\n\t{}\nelse: pass",
    "async def f():\n    async with a as b:\n        {}",
    "def test_it():\n    {}",
    "try: pass\nexcept E:\n    {}",
    "match x:\n    case 1:\n        {}",
)


def python(w: Writer, most: int = 2) -> str:
    """A Python file."""
    parts = [_python_line(w) for _ in range(1 + w.number(most))]
    return "\n".join(_framed(w, part) for part in parts) + "\n"


def _framed(w: Writer, text: str) -> str:
    frame = w.pick(*_FRAMES)
    before = frame.partition("{}")[0].rpartition("\n")[2]
    return frame.replace("{}", text.replace("\n", f"\n{before}"))


# --- data ---------------------------------------------------------------------------------------


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.text if isinstance(value, Code) else value


def json_file(w: Writer) -> str:
    """A JSON file, seldom one with a key that stands there twice."""
    text = json.dumps(_plain(w.mapping()), indent=w.pick(None, 2), ensure_ascii=w.rarely())
    if w.rarely():
        text = text[:-1].rstrip() + f', "{w.pick(*_KEYS)}": "{w.id()}"' + "}"
    return text + w.pick("\n", "")


def json_lines(w: Writer) -> str:
    """A file with an object on each line."""
    return "".join(json.dumps(_plain(w.request())) + "\n" for _ in range(1 + w.number(3)))


def yaml_file(w: Writer) -> str:
    """A YAML file: blocks, flow, anchors, comments."""
    value = _plain(w.mapping())
    head = w.pick("", "", "# a comment\n", "---\n", "%YAML 1.2\n---\n")
    return head + _yaml(w, value, 0).lstrip("\n") + w.pick("\n", "", "\n# end\n", "\n...\n")


def _yaml(w: Writer, value: object, indent: int) -> str:
    pad = "\n" + " " * indent
    if isinstance(value, dict) and value and not w.rarely():
        anchor = w.pick("", "", "", " &a") if indent else ""
        lines = (f"{pad}{_yaml_text(w, k)}:{_yaml(w, v, indent + 2)}" for k, v in value.items())
        return anchor + "".join(lines)
    if isinstance(value, list) and value and not w.rarely():
        return "".join(f"{pad}-{_yaml(w, one, indent + 2)}" for one in value)
    if isinstance(value, str):
        text = _yaml_text(w, value)
        if w.rarely():
            return f" {w.pick('|', '>-')}\n{' ' * (indent + 2)}{value}"
        return f" {text}{'  # why' if w.rarely() else ''}"
    return f" {json.dumps(value)}"


def _yaml_text(w: Writer, text: str) -> str:
    plain = w.number(3) < 2 and not set(text) & set(",#'\":{[ |>&*!%@`") and text
    return text if plain else json.dumps(text, ensure_ascii=False)


def toml_file(w: Writer) -> str:
    """A TOML file."""
    lines = []
    for number, (key, value) in enumerate(w.mapping().items()):
        if isinstance(value, dict) and w.rarely():
            lines += [
                f"[table{number}]",
                *(f"{_toml_key(k)} = {_toml(w, v)}" for k, v in value.items()),
            ]
        else:
            lines.insert(0, f"{_toml_key(key)} = {_toml(w, value)}{w.pick('', '  # why')}")
    return "\n".join(lines) + "\n"


def _toml_key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else json.dumps(key)


def _toml(w: Writer, value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml_key(k)} = {_toml(w, v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return w.listing([_toml(w, one) for one in value], "#", "[]")
    if isinstance(value, Code) or value is None:
        return '"x"'
    if isinstance(value, str) and "'" not in value and w.rarely():
        return w.pick("'{}'", "'''{}'''", '"""{}"""').replace("{}", value)
    return json.dumps(value, ensure_ascii=False)


def dotenv(w: Writer) -> str:
    """A file of settings in lines."""
    lines = []
    for _ in range(1 + w.number(4)):
        line = w.pick(
            "MODEL={}", 'export MODEL="{}"', "# MODEL={}", "A='{}' # why", "MODELS={},{}", "X = {}"
        )
        lines.append(line.replace("{}", w.id(), 1).replace("{}", w.id()))
    return "\n".join(lines) + "\n"


# --- other languages ----------------------------------------------------------------------------


def javascript(w: Writer) -> str:
    """A program with object literals."""
    lines = []
    for _ in range(1 + w.number(3)):
        body = _js(w, w.request() if w.number(2) else w.data())
        lines.append(
            w.pick("const o = {};", "await client.messages.create({});", "f({}, 1)").replace(
                "{}", body
            )
        )
    return "\n".join(lines) + "\n"


def _js(w: Writer, value: object) -> str:
    if isinstance(value, dict):
        parts = [f"{k if k.isidentifier() else w.quoted(k)}: {_js(w, v)}" for k, v in value.items()]
        parts += ["...rest"] if w.rarely() else []
        return w.listing(parts, "//", "{}")
    if isinstance(value, list):
        return w.listing([_js(w, one) for one in value], "//", "[]")
    if isinstance(value, Code):
        return value.text
    return w.quoted(value, "\"'`") if isinstance(value, str) else json.dumps(value)


def markdown(w: Writer) -> str:
    """Text for people, with snippets."""
    parts = []
    for _ in range(1 + w.number(3)):
        kind = w.number(5)
        if kind == 3:
            parts.append(f"```{w.pick('python', 'py', '')}\n{python(w, 1)}```")
        elif kind == 4:
            parts.append(f"```{w.pick('json', 'bash')}\n{json_file(w)}\n```")
        else:
            parts.append(("Use `{}`.", "| {} | 5 |", "Now {}, then {}")[kind].replace("{}", w.id()))
    return "\n\n".join(parts) + "\n"


def lines_of(*templates: str) -> Callable[[Writer], str]:
    """A grammar of lines, each by one of some templates."""

    def write(w: Writer) -> str:
        lines = (w.pick(*templates) for _ in range(1 + w.number(3)))
        return "".join(line.replace("{}", w.id()) + "\n" for line in lines)

    return write


def notebook(w: Writer) -> str:
    """A Jupyter notebook with a cell or two."""
    cells: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": python(w, 1).splitlines(keepends=True),
        }
        for _ in range(1 + w.number(2))
    ]
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1
    )


GRAMMARS: Mapping[str, Callable[[Writer], str]] = {
    ".env": dotenv,
    "a.py": python,
    "a.json": json_file,
    "a.yaml": yaml_file,
    "a.toml": toml_file,
    "a.js": javascript,
    "a.md": markdown,
    "a.jsonl": json_lines,
    "a.ini": lines_of("model = {}", "[{}]", "; {}"),
    "a.sh": lines_of("ask --model {}", "MODEL='{}' ask", "curl -d '{\"model\": \"{}\"}' x", "# {}"),
    "Dockerfile": lines_of("ENV MODEL={}", "RUN ask {}"),
    "a.csv": lines_of("{},1", "a,{}"),
    "a.xml": lines_of('<a model="{}"/>', "<model>{}</model>"),
    "a.go": lines_of('x := P{Model: "{}", MaxTokens: 5}', 'const Model = "{}"'),
    "a.rb": lines_of('c.create(model: "{}", temperature: 1)', "M = '{}'"),
    "a.ipynb": notebook,
    "a.txt": lines_of("{}", "now {}, {}"),
}  # fmt: skip
"""By the file name whose type they make."""


# --- bytes --------------------------------------------------------------------------------------


def in_bytes(w: Writer, text: str) -> bytes:
    """A text as it may be stored: its line ends, its encoding, its last line."""
    text = text.replace("\n", w.pick("\n", "\n", "\n", "\n", "\r\n", "\r"))
    if w.rarely():
        text = text.rstrip("\r\n")
    encoding = w.pick(*["utf-8"] * 9, "utf-8-sig", "utf-16", "utf-16-be", "latin-1", "cookie")
    if encoding == "cookie":
        return b"# coding: latin-1\n" + f"# \xe9\n{text}".encode("latin-1", "replace")
    return text.encode(encoding, "replace")


def mutated(w: Writer, raw: bytes) -> bytes:
    """Bytes of which a few have been taken out, put in or doubled."""
    for _ in w.some(3):
        at = w.number(len(raw) + 1)
        end = min(len(raw), at + w.number(12))
        new = w.pick(b"", b"", w.raw(4), raw[at:end] * 2, *_BITS)
        raw = raw[:at] + new + raw[end:]
    return raw


_BITS = (
    *(bytes([one]) for one in b"\"'\n\r\\{}(),:# \t\0`$=[]|\x0c\xe9"),
    *(b"\xc3\xa9", b"\xef\xbb\xbf", b"&a ", b"*a"),
)


def file(w: Writer, names: Sequence[str] = tuple(GRAMMARS)) -> tuple[str, bytes]:
    """A file: its name and its bytes."""
    name = w.pick(*names)
    raw = in_bytes(w, GRAMMARS[name](w))
    return name, mutated(w, raw) if w.rarely() else raw
