"""Python: the call or dictionary that names a model, as a request."""

from __future__ import annotations

import pytest
from hypothesis import given
from strategies import quick, sources
from support import OLD, frozen

from deprecation_lint.request import Request, Value
from deprecation_lint.scanning.python import scan_python
from deprecation_lint.scanning.references import Home
from deprecation_lint.scanning.tokens import Matcher


def show(value: Value) -> str:
    """A value in short: `{a: 1, ...rest}`, `<unseen>`, and `1?rest` for what may be another."""
    if value.kind == "object":
        fields = [f"{field.name}: {show(field.value)}" for field in value.fields]
        return "{" + ", ".join(fields + [f"...{words}" for words in value.rest]) + "}"
    if value.kind == "list":
        return "[" + ", ".join([*map(show, value.items), *value.rest]) + "]"
    plain = {"text": f"'{value.text}'", "unseen": f"<{value.text}>", "null": "null"}
    return "?".join((plain.get(value.kind, value.text), *value.rest))


def told(request: Request) -> str:
    headers = "" if request.headers is None else f" with {show(request.headers)}"
    return f"{request.call}{show(request.body)}{headers}".replace(OLD, "ID")


def read(source: str) -> list[Request]:
    text = source.replace("ID", OLD).encode()
    found = scan_python(text, Matcher(frozen()), Home())
    return [request for one in found for request in one.requests]


def requests(source: str) -> list[str]:
    return [told(request) for request in read(source)]


def argument(source: str) -> str:
    """What the argument `a` of the one call in a source is worth."""
    (request,) = read(source)
    field = request.body.get("a")
    assert field is not None
    return show(field.value)


# --- what an expression is worth ----------------------------------------------------------------

VALUES = [
    # literals
    ("1", "1"),
    ("-0.5", "-0.5"),
    ("1_000", "1_000"),
    ("1e3", "1e3"),
    ("True", "true"),
    ("False", "false"),
    ("(1)", "1"),
    ("'x'", "'x'"),
    ("r'\\x'", "'\\x'"),
    ("'x' \"y\"", "'xy'"),
    ("'é'", "'é'"),
    # named and yet left out
    ("None", "null"),
    ("NOT_GIVEN", "null"),
    ("anthropic.NOT_GIVEN", "null"),
    ("omit", "null"),
    # unseen: known only when the program runs
    ("x", "<x>"),
    ("x.y", "<x.y>"),
    ("f(1)", "<f(1)>"),
    ("x['k']", "<x['k']>"),
    ("+1", "<+1>"),
    ("-x", "<-x>"),
    ("not x", "<not x>"),
    ("b'x'", "<b'x'>"),
    ("b'x' b'y'", "<b'x' b'y'>"),
    ("f'{x}'", "<f'{x}'>"),
    ("1 if x else 2", "<1 if x else 2>"),
    ("lambda: 1", "<lambda: 1>"),
    ("(x.y)", "<x.y>"),
    ("(x for x in y)", "<x for x in y>"),
    ("(yield)", "<yield>"),
    ("x < 1", "<x < 1>"),
    ("...", "<...>"),
    ("f(1,\n   2)", "<f(1, 2)>"),
    ("f(" + "x" * 50 + ")", "<f(" + "x" * 38 + "…>"),
    # dictionaries
    ("{}", "{}"),
    ("{'k': 1, 'l': x}", "{k: 1, l: <x>}"),
    ("{'k': 1, **x}", "{k: 1, ...**x}"),
    ("{**{'k': 1, **x}, 'l': 2}", "{k: 1, l: 2, ...**x}"),
    ("{'k': 1, x: 2, 3: 4}", "{k: 1, ...[x], ...[3]}"),
    ("dict(k=1)", "{k: 1}"),
    ("dict(k=1, **x)", "{k: 1, ...**x}"),
    ("dict({'k': 1}, l=2)", "{k: 1, l: 2}"),
    ("dict(x, k=1)", "{k: 1, ...x}"),
    ("dict(x)", "<x>"),
    ("{'k': 1} | {'l': 2}", "{k: 1, l: 2}"),
    ("{'k': 1} | x", "{k: 1, ...x}"),
    ("x | {'k': 1}", "{k: 1, ...x}"),
    ("x | y", "<x | y>"),
    ("{'k': 1}.copy()", "{k: 1}"),
    # records
    ("ThinkingConfig(type='x')", "{type: 'x'}"),
    ("m.ToolParam(type='x', **y)", "{type: 'x', ...**y}"),
    ("ModelSettings()", "{}"),
    ("ThinkingConfig('x')", "<ThinkingConfig('x')>"),
    ("Other(type='x')", "<Other(type='x')>"),
    # lists
    ("[]", "[]"),
    ("[1, x]", "[1, <x>]"),
    ("[1, *[2, 3], *x]", "[1, 2, 3, <*x>]"),
    ("(1, 2)", "[1, 2]"),
    ("[1] + [2]", "[1, 2]"),
    ("[1] + x", "[1, <x>]"),
    ("x + [1]", "[<x>, 1]"),
    ("x + y", "<x + y>"),
    ("[1] * 2", "<[1] * 2>"),
    ("[x for x in y]", "<[x for x in y]>"),
    # messages
    ("[('user', 'hi')]", "[{role: 'user', content: 'hi'}]"),
    ("[('ai', x), ('x', 'y')]", "[{role: 'ai', content: <x>}, ['x', 'y']]"),
    ("(user, x)", "[<user>, <x>]"),
    ("['user', 'hi']", "['user', 'hi']"),
    ("AIMessage('x')", "{role: 'assistant', ...AIMessage('x')}"),
    ("m.SystemMessage()", "{role: 'system', ...m.SystemMessage()}"),
    # what a call only passes on
    ("json.dumps({'k': 1})", "{k: 1}"),
    ("json.dumps({'k': 1}, indent=2).encode('utf-8')", "{k: 1}"),
    ("json.dumps(x)", "<x>"),
    ("json.dumps()", "<json.dumps()>"),
    ("'x'.encode()", "'x'"),
    # given unless something unseen is
    ("x or 1", "1?x or 1"),
    ("x or {'k': 1}", "{k: 1, ...x or {'k': 1}}"),
    ("x or y", "<y>"),
    ("x and 1", "<x and 1>"),
    ("x.get('k', 1)", "1?x.get('k', 1)"),
    ("os.getenv('T', '1')", "'1'?os.getenv('T', '1')"),
    ("x.get('k')", "<x.get('k')>"),
    ("x.pop('k', default=1)", "<x.pop('k', default=1)>"),
]


@pytest.mark.parametrize(("written", "expected"), VALUES, ids=[row[0] for row in VALUES])
def test_values(written: str, expected: str) -> None:
    assert argument(f'c.create(model="ID", a={written})') == expected


def test_what_is_too_deep_is_unseen() -> None:
    assert argument(f'c.create(model="ID", a={"[" * 30}1{"]" * 30})').count("[<[") == 1


# --- what a name is bound to --------------------------------------------------------------------

CALL = 'c.create(model="ID", a=T)\n'
NAMES = {
    "constant": (f"T = 1\n{CALL}", "1"),
    "annotated": (f"T: int = 1\n{CALL}", "1"),
    "only annotated": (f"T: int\n{CALL}", "<T>"),
    "bound behind": (f"{CALL}T = 1\n", "1"),
    "in a function": (f"def f():\n    T = 1\n    {CALL}", "1"),
    "of the module, in a function": (f"T = 1\ndef f():\n    {CALL}", "1"),
    "of the function around": (f"def f():\n    T = 1\n    def g():\n        {CALL}", "1"),
    "of the nearest": (f"T = 1\ndef f():\n    T = 2\n    {CALL}", "2"),
    "of an async function": (f"async def f():\n    T = 1\n    {CALL}", "1"),
    "two names": (f"T = U = 1\n{CALL}", "1"),
    "of a name": (f"U = 1\nT = U\n{CALL}", "1"),
    "of itself": (f"U = T\nT = U\n{CALL}", "<T>"),
    "of something unseen": (f"T = f(1)\n{CALL}", "<T>"),
    "in brackets": (f"T = (\n    1  # one\n)\n{CALL}", "1"),
    "of many lines": (f"T = {{\r\n  'é': 1,\r\n}}\r\n{CALL}", "{é: 1}"),
    "too large": (f"T = [{'1, ' * 6000}]\n{CALL}", "<T>"),
    "unbound": (CALL, "<T>"),
    # bound in several places, or otherwise
    "twice": (f"T = 1\nT = 2\n{CALL}", "<T>"),
    "in both branches": (f"if x:\n    T = 1\nelse:\n    T = 2\n{CALL}", "<T>"),
    "in another function as well": (f"T = 1\ndef f():\n    T = 2\n{CALL}", "<T>"),
    "by an import": (f"import T\n{CALL}", "<T>"),
    "by a loop": (f"for T in x:\n    {CALL}", "<T>"),
    "by with": (f"with x as T:\n    {CALL}", "<T>"),
    "by except": (f"try:\n    x()\nexcept E as T:\n    {CALL}", "<T>"),
    "by a tuple": (f"T, U = 1, 2\n{CALL}", "<T>"),
    "by a walrus": (f"(T := 1)\n{CALL}", "<T>"),
    "by a comprehension": ('[c.create(model="ID", a=T) for T in x]\n', "<T>"),
    "by a lambda": ('lambda T: c.create(model="ID", a=T)\n', "<T>"),
    "beside what binds no name": (f"T = 1\ntry:\n    x()\nexcept E:\n    {CALL}", "1"),
    "by def": (f"def T(): pass\n{CALL}", "<T>"),
    "by match": (f"match x:\n    case [T]:\n        {CALL}", "<T>"),
    "added to": (f"T = 1\nT += 1\n{CALL}", "<T>"),
    "deleted": (f"T = 1\ndel T\n{CALL}", "<T>"),
    "global": (f"T = 1\ndef f():\n    global T\n    T = 2\n{CALL}", "<T>"),
    # changed in place
    "an entry is set": (f"T = {{}}\nT['k'] = 1\n{CALL}", "<T>"),
    "an entry of an entry is set": (f"T = {{'k': {{}}}}\nT['k']['l'] = 1\n{CALL}", "<T>"),
    "an entry goes": (f"T = {{'k': 1}}\ndel T['k']\n{CALL}", "<T>"),
    "an entry is read": (f"T = {{'k': 1}}\nx = T['k']\n{CALL}", "{k: 1}"),
    "updated": (f"T = {{}}\nT.update(k=1)\n{CALL}", "<T>"),
    "an item is added": (f"T = []\nT.append(1)\n{CALL}", "<T>"),
    "an item is added within": (f"T = {{'k': []}}\nT['k'].append(1)\n{CALL}", "<T>"),
    "only asked": (f"T = [1]\nT.index(1)\n{CALL}", "[1]"),
    # parameters
    "default": (f"def f(T=1):\n    {CALL}", "1?T"),
    "default of a keyword": (f"def f(*, T=1):\n    {CALL}", "1?T"),
    "default before a slash": (f"def f(x, T=1, /):\n    {CALL}", "1?T"),
    "default of None": (f"def f(T=None):\n    {CALL}", "<T>"),
    "no default": (f"T = 1\ndef f(T):\n    {CALL}", "<T>"),
    "no default of a keyword": (f"T = 1\ndef f(*, T):\n    {CALL}", "<T>"),
    "all keywords": (f"T = 1\ndef f(**T):\n    {CALL}", "<T>"),
    "default that is changed": (f"def f(T=1):\n    T = T or 2\n    {CALL}", "<T>"),
    "default of the function around": (f"def f(T=1):\n    def g():\n        {CALL}", "1?T"),
    "parameter of another": (f"T = 1\ndef f(T): pass\n{CALL}", "<T>"),
}
ATTRIBUTE = 'c.create(model="ID", a=self.t)\n'
ATTRIBUTES = {
    "of a class": (f"class A:\n    t = 1\n    def f(self): {ATTRIBUTE}", "1?self.t"),
    "of a class, annotated": (
        f"class A:\n    t: int = 1\n    def f(self): {ATTRIBUTE}",
        "1?self.t",
    ),
    "of self": (f"def f(self):\n    self.t = 1\n    {ATTRIBUTE}", "1?self.t"),
    "of self, annotated": (f"def f(self):\n    self.t: int = 1\n    {ATTRIBUTE}", "1?self.t"),
    "of a parameter": (f"def f(self, x):\n    self.t = x\n    {ATTRIBUTE}", "<self.t>"),
    "unset": (ATTRIBUTE, "<self.t>"),
    "set twice": (f"self.t = 1\nself.t = 2\n{ATTRIBUTE}", "<self.t>"),
    "set in two classes": (f"class A:\n    t = 1\nclass B:\n    t = 2\n{ATTRIBUTE}", "<self.t>"),
    "added to": (f"self.t = 1\nself.t += 1\n{ATTRIBUTE}", "<self.t>"),
    "an entry is set": (f"self.t = {{}}\nself.t['k'] = 1\n{ATTRIBUTE}", "<self.t>"),
    "annotated, not set": (f"self.t: int\n{ATTRIBUTE}", "<self.t>"),
}


@pytest.mark.parametrize(("source", "expected"), NAMES.values(), ids=NAMES)
def test_names(source: str, expected: str) -> None:
    assert argument(source) == expected


@pytest.mark.parametrize(("source", "expected"), ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes(source: str, expected: str) -> None:
    assert argument(source) == expected


def test_names_of_names_end_somewhere() -> None:
    links = "".join(f"T{n} = T{n + 1}\n" for n in range(40))
    assert argument(f'{links}T40 = 1\nc.create(model="ID", a=T0)') == "<T0>"
    attributes = "".join(f"x.t{n} = x.t{n + 1}\n" for n in range(40))
    assert argument(f'{attributes}x.t40 = 1\nc.create(model="ID", a=x.t0)') == "<x.t0>"


def test_what_libcst_cannot_read_is_unseen(monkeypatch: pytest.MonkeyPatch) -> None:
    import libcst as cst

    parse = cst.parse_module

    def fail(text: str) -> cst.Module:
        if text.startswith("("):
            raise RecursionError
        return parse(text)

    monkeypatch.setattr("libcst.parse_module", fail)
    source = 'T = 1\nk = Anthropic()\nk.messages.create(model="ID", a=T)'
    assert requests(source) == ["k.messages.create{model: 'ID', a: <T>}"]


# --- which call or dictionary it is -------------------------------------------------------------

FOUND = [
    # a call
    ('c.messages.create(model="ID", a=1)', ["c.messages.create{model: 'ID', a: 1}"]),
    ('c.create(a=1, model_id="ID")', ["c.create{a: 1, model_id: 'ID'}"]),
    ('c.create(model="ID", **x)', ["c.create{model: 'ID', ...**x}"]),
    ('c.create(model="ID", **{"a": 1, **x})', ["c.create{model: 'ID', a: 1, ...**x}"]),
    ('c.create("x", *y, model="ID")', ["c.create{model: 'ID', ...*y}"]),
    ('ChatAnthropic("ID", a=1)', ["ChatAnthropic{a: 1}"]),
    ('get_model("ID", a=1)', ["get_model{a: 1}"]),
    ('a = await c.create(model="ID")', ["c.create{model: 'ID'}"]),
    ('with c.stream(model="ID") as s: pass', ["c.stream{model: 'ID'}"]),
    ('@f(model="ID")\ndef g(): pass', ["f{model: 'ID'}"]),
    ('x[0]().create(model="ID")', ["x.create{model: 'ID'}"]),
    ('c.create(model="ID")(a=1)', ["c.create{model: 'ID'}"]),
    # no call that is given a model
    ('c.create(name="ID")', []),
    ('f("ID", a=1)', []),
    ('ChatAnthropic(x, "ID")', []),
    ('ChatAnthropic(*"ID")', []),
    ('c.create(model=["ID"])', []),
    ('c.create(model=f("ID"))', []),
    ('M = "ID"', []),
    ('class A(model="ID"): pass', []),
    # further calls on it
    ('ChatAnthropic(model="ID").bind(a=1).invoke(b=2)', ["ChatAnthropic{model: 'ID', a: 1}"]),
    (
        'M(model="ID", a=1).x.bind(b=2).with_config(c=3) | y',
        ["M{model: 'ID', a: 1, b: 2, c: 3}"],
    ),
    ('M(model="ID").bind', ["M{model: 'ID'}"]),
    # looked through
    ('c.create(model=x or "ID")', ["c.create{model: 'ID'?x or \"ID\"}"]),
    ('c.create(model="ID" if x else y)', ["c.create{model: <\"ID\" if x else y>}"]),
    ('c.create(model=os.getenv("M", "ID"))', ["c.create{model: 'ID'?os.getenv(\"M\", \"ID\")}"]),
    ('c.create(model=str("ID"))', ["c.create{model: <str(\"ID\")>}"]),
    ('c.create(model="a/" + "ID")', ["c.create{model: <\"a/\" + \"ID\">}"]),
    ('c.create(model=f"a/ID")', ["c.create{model: <f\"a/ID\">}"]),
    # a dictionary
    ('x = {"model": "ID", "a": 1}', ["{model: 'ID', a: 1}"]),
    ('f({"model": "ID"}, a=1)', ["{model: 'ID'}"]),
    ('f(x={"model": "ID"}, a=1)', ["{model: 'ID'}"]),
    ('x = {"name": "ID"}', []),
    ('x = {y: "ID"}', []),
    ('x = {"ID": "model"}', []),
    ('x = {"model": {"ID"}}', []),
    ('x = {"model": "ID", ' + '"a": 1, ' * 200 + "}", []),
    # a dictionary that is given to a call
    ('c.create(**{"model": "ID", "a": 1}, b=2)', ["c.create{model: 'ID', a: 1, b: 2}"]),
    ('c.bind(**{"model": "ID"}).bind(b=2)', ["c.bind{model: 'ID', b: 2}"]),
    ('r.post(u, json={"model": "ID"})', ["r.post{model: 'ID'}"]),
    ('r.post(u, data=json.dumps({"model": "ID"}).encode())', ["r.post{model: 'ID'}"]),
    ('r.post(u, json={"requests": [{"params": {"model": "ID"}}]})', ["r.post{model: 'ID'}"]),
    # headers
    (
        'r.post(u, json={"model": "ID"}, headers={"b": "x"})',
        ["r.post{model: 'ID'} with {b: 'x'}"],
    ),
    ('r.post(u, json={"model": "ID"}, headers=h)', ["r.post{model: 'ID'} with {...h}"]),
    ('r.post(u, json={"model": "ID"}, headers=None)', ["r.post{model: 'ID'}"]),
    (
        'Anthropic(default_headers={"b": "x"}).messages.create(model="ID")',
        ["Anthropic.messages.create{model: 'ID'} with {b: 'x'}"],
    ),
    ('Anthropic(x).m.create(model="ID")', ["Anthropic.m.create{model: 'ID'}"]),
    (
        'c.with_options(default_headers={"b": "x"}).create(model="ID")',
        ["c.with_options.create{model: 'ID'} with {b: 'x'}"],
    ),
    (
        'c = AsyncAnthropic(default_headers={"b": "x"})\nc.m.create(model="ID")',
        ["c.m.create{model: 'ID'} with {b: 'x'}"],
    ),
    (
        'H = {"b": "x"}\nc = Anthropic(default_headers=H)\nc.create(model="ID")',
        ["c.create{model: 'ID'} with {b: 'x'}"],
    ),
    (f'c = Anthropic(x="{"x" * 20_000}")\nc.create(model="ID")', ["c.create{model: 'ID'}"]),
    ('c = d\nd = Anthropic(headers={})\nc.create(model="ID")', ["c.create{model: 'ID'}"]),
    # a name that carries the model
    ('M = "ID"\nc.create(model=M, a=1)\nd.create(model=M)', ["c.create{model: 'ID', a: 1}",
                                                            "d.create{model: 'ID'}"]),
    ('M: str = "ID"\nChatAnthropic(M, a=1)', ["ChatAnthropic{a: 1}"]),
    ('M = "ID"\nx = {"model": M, "a": 1}', ["{model: 'ID', a: 1}"]),
    ('M = x or "ID"\nc.create(model=M)', ["c.create{model: 'ID'?x or \"ID\"}"]),
    ('M = "x"\nM = "ID"\nc.create(model=M)', []),
    ('M = "ID"\nc.create(name=M)', []),
    ('M = "ID"\nc.create(model=M.x)\nd.create(model=M())', []),
    ('M = "ID"\n# c.create(model=M)', []),
    ('M = ["ID"]\nc.create(model=M)', []),
    ('M["x"] = "ID"\nc.create(model=M)', []),
    ('def f(model="ID"):\n    c.create(model=model)', ["c.create{model: 'ID'?model}"]),
    ('def f():\n    m = "ID"\n    c.create(model=m)\ndef g():\n    c.create(model=m)',
     ["c.create{model: 'ID'}"]),
    ('class A:\n    model = "ID"\n    def f(self): c.create(model=self.model)',
     ["c.create{model: 'ID'?self.model}"]),
    ('def f(self):\n    self.m = "ID"\ndef g(self): c.create(model = self . m)',
     ["c.create{model: 'ID'?self . m}"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), FOUND, ids=[row[0][:60] for row in FOUND])
def test_requests(source: str, expected: list[str]) -> None:
    assert requests(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('f(**{"x": {"model": "ID", "a": 1}}, b=2)', ["{model: 'ID', a: 1}"]),
        ('c.create(**dict(model="ID", a=1), b=2)', ["c.create{model: 'ID', a: 1, b: 2}"]),
    ],
)
def test_dictionaries_that_are_spread(source: str, expected: list[str]) -> None:
    assert requests(source) == expected


def test_of_a_name_32_uses_are_looked_at() -> None:
    assert len(requests('M = "ID"\n' + "c.create(model=M)\n" * 40)) == 32


def test_language_and_places() -> None:
    source = 'x = "é"; c.create(model="ID", a=[1], b={"k": "é", "l": 2})'.replace("ID", OLD)
    (request,) = read(source)
    assert request.language == "python"
    assert request.editable
    raw = source.encode()
    body = request.body
    assert raw[body.start : body.end].startswith(b"c.create(")
    assert [raw[f.start : f.end] for f in body.fields][1:] == [
        b"a=[1]", 'b={"k": "é", "l": 2}'.encode(),
    ]  # fmt: skip
    (inner,) = (f.value.fields[1] for f in body.fields if f.name == "b")
    assert raw[inner.start : inner.end] == b'"l": 2'
    assert raw[inner.value.start : inner.value.end] == b"2"


def test_what_stands_behind_a_name_has_its_place_there() -> None:
    source = f'O = {{"é": 0,\n "a": 1}}\nc.create(model="{OLD}", **O)'
    (request,) = read(source)
    field = request.body.get("a")
    assert field is not None
    assert source.encode()[field.start : field.end] == b'"a": 1'


@quick
@given(sources())
def test_places_of_any_source_lie_within_it(source: str) -> None:
    raw = source.encode()
    for request in read(source):
        assert 0 <= request.body.start < request.body.end <= len(raw)
        for field in request.body.fields:
            assert raw[field.start : field.end].strip()
