"""HTML and XML: where each ID stands, told as a trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import BEDROCK, OLD, frozen

from deprecation_lint.scanning import code_requests
from deprecation_lint.scanning.filetypes import HTML, XML, FileType
from deprecation_lint.scanning.markup import read_markup
from deprecation_lint.scanning.page import read_page
from deprecation_lint.scanning.tags import script_spans
from deprecation_lint.scanning.tokens import Matcher
from deprecation_lint.scanning.trail import Found, Step

ID = "claude-x"  # in the tables: stands for the ID of the registry


def read(text: str | bytes, kind: FileType) -> list[Found]:
    data = text if isinstance(text, bytes) else text.replace(ID, OLD).encode()
    return list(read_markup(data, list(Matcher(frozen()).matches(data)), kind))


def shown(step: Step) -> str:
    owner = f"@{step.owner}" if step.owner else ""
    beside = f"{{{' '.join(sorted(step.beside))}}}" if step.beside else ""
    name = f":{step.name}" if step.name else ""
    return f"{step.kind}{name}{owner}{beside}{'#' if step.numeric else ''}"


def told(found: Found) -> str:
    trail = " < ".join(map(shown, found.trail))
    return f"{trail} ({found.hold})" if found.hold else trail


HTML_ROWS = {
    '<select name="m"><option value="claude-x">C</option></select>': (
        "member:value@option < section:select"
    ),
    '<select><option value="claude-x" selected>': (
        "member:value@option{selected} < section:select"
    ),
    "<select><optgroup label='a'><option>b<option>claude-x</option>": (
        "member:option@option < section:select"
    ),
    '<datalist id="m"><option value=claude-x>': "member:value@option < section:datalist",
    "<option value='claude-x'>": "member:value@option",
    "<option>Claude (claude-x)</option>": "prose (longer)",
    '<input name="model" value="claude-x">': "member:model@input{name}",
    '<INPUT NAME="model" VALUE="claude-x"/>': "member:model@input{NAME}",
    '<meta name="model" content=" claude-x ">': "member:model@meta{name}",
    '<textarea name="model">claude-x</textarea>': "member:model@textarea",
    '<chat-box model="claude-x" debug></chat-box>': "member:model@chat-box{debug}",
    "<chat-box :model=\"'claude-x'\"/>": "member:model@chat-box",
    "<chat-box v-bind:model=\"'claude-x'\"/>": "member:model@chat-box",
    "<chat-box [model]=\"'claude-x'\"/>": "member:model@chat-box",
    '<div data-config=\'{"model": "claude-x"}\'>': "member:model < member:data-config@div (longer)",
    '<a href="https://x.org/models/claude-x">here</a>': "address < member:href@a (longer)",
    '<a href="#claude-x">here</a>': "address < member:href@a (longer)",
    '<img src="claude-x">': "address < member:src@img (longer)",
    '<li id="claude-x">': "member:id@li (longer)",
    '<img alt="The price of claude-x today">': "prose < member:alt@img (longer)",
    "<p>We use claude-x here.</p>": "prose (longer)",
    "<code>claude-x</code>": "prose (longer)",
    "<pre>run --model claude-x</pre>": "prose (longer)",
    "<td>claude-x</td>": "prose (longer)",
    "claude-x": "prose (longer)",
    "<!-- claude-x -->": "comment (longer)",
    "<!-- <b> --><p>claude-x": "prose (longer)",
    "<!-- never closed <option value='claude-x'>": "comment (longer)",
    "<script>const m = 'claude-x'</script>": "text (longer)",
    "<SCRIPT type=module>if (a<b) f('claude-x')</SCRIPT>": "text (longer)",
    "<script src='a.js'></script><p>claude-x": "prose (longer)",
    "<script>'never closed claude-x'": "text (longer)",
    "<style>.a::after { content: 'claude-x' }</style>": "text (longer)",
    "<p>{{ model or 'claude-x' }}</p>": "text (longer)",
    "<p>{% set model = 'claude-x' %}</p>": "text (longer)",
    '<p class="<%= a("claude-x") %>">': "text (longer)",
    '<p title="{{ a "b" }} claude-x">': "text < member:title@p (longer)",
    "<p {{ a }} title='claude-x'>": "member:title@p",
    "{# claude-x #}": "comment (longer)",
    "{{!-- {{ claude-x }} --}}": "comment (longer)",
    "{{! claude-x }}": "comment (longer)",
    "<%-- claude-x --%>": "comment (longer)",
    "<%# claude-x %>": "comment (longer)",
    "<?php $model = 'claude-x';": "text (longer)",
    "<p>{{ not closed claude-x</p>": "prose (longer)",
    "<p>a < b claude-x</p>": "prose (longer)",
    '<p title="not closed claude-x': "text (longer)",
    "<p title=claude-x": "member:title@p",
    "<p claude-x>": "text (longer)",
    "</p claude-x>": "text (longer)",
    "<!DOCTYPE claude-x>": "text (longer)",
    "<p title = 'claude-x' >": "member:title@p",
    "<p <b title='claude-x'>": "member:title@b",
}
XML_ROWS = {
    "<a><model>claude-x</model></a>": "member:model < member:a",
    "<a><model>\n  claude-x\r\n</model></a>": "member:model < member:a",
    "<a><b><c><d><e><f>claude-x</f></e></d></c></b></a>": (
        "member:f < member:e < member:d < member:c < member:b"
    ),
    "<a><b/><br>1</br><m>claude-x</m></a>": "member:m < member:a",
    "<a><m><![CDATA[claude-x]]></m></a>": "member:m < member:a",
    '<a><m><![CDATA[{"model": "claude-x"}]]></m></a>': (
        "member:model < member:m < member:a (longer)"
    ),
    "<m>claude-x<!-- old --></m>": "member:m",
    "<m>now claude-x <b>is</b> old</m>": "prose < member:m (longer)",
    "<m><b>is</b>claude-x</m>": "text < member:m (longer)",
    "<m>claude-x<b>is</b></m>": "text < member:m (longer)",
    "<m>{{ a }}claude-x</m>": "text < member:m (longer)",
    '<beans><property name="model" value="claude-x"/></beans>': (
        "member:model@property{name} < member:beans"
    ),
    '<property name="model"><value>claude-x</value></property>': (
        "member:value < member:model@property"
    ),
    '<map><entry key="model">claude-x</entry></map>': "member:model@entry < member:map",
    '<appSettings><add key="Model" value="claude-x"/></appSettings>': (
        "member:Model@add{key} < member:appSettings"
    ),
    '<root><data name="Model" xml:space="preserve"><value>claude-x</value></data></root>': (
        "member:value < member:Model@data < member:root"
    ),
    '<resources><string-array name="models"><item>claude-x</item></string-array></resources>': (
        "item < member:models@string-array < member:resources"
    ),
    "<dict><key>model</key><string>claude-x</string></dict>": ("member:model@string < member:dict"),
    "<dict><key>models</key><array><string>a</string><string>claude-x</string></array></dict>": (
        "item < member:models@array < member:dict"
    ),
    '<models><model id="claude-x" price="3.00"/></models>': (
        "member:id@model{price}# < member:models"
    ),
    '<x:String x:Key="Model">claude-x</x:String>': "member:Model@String",
    '<ComboBoxItem Content="claude-x"/>': "member:Content@ComboBoxItem",
    "<svg><text>claude-x</text><style>a</style></svg>": "prose (longer)",
    "<html><p>claude-x</p></html>": "prose (longer)",
    '<m url="https://x.org/claude-x/a"/>': "address < member:url@m (longer)",
    "<style name='a'><item name='m'>claude-x</item></style>": ("member:m@item < member:a@style"),
    "<a></b><m>claude-x</m></a>": "member:m < member:a",
    "<a><b></a><m>claude-x</m>": "member:m",
    "<?xml version='1.0'?><m>claude-x</m>": "member:m",
    '<!DOCTYPE a [<!ENTITY m "claude-x">]><a/>': "text (longer)",
}
ROWS = [(t, HTML, e) for t, e in HTML_ROWS.items()] + [(t, XML, e) for t, e in XML_ROWS.items()]


@pytest.mark.parametrize(("text", "kind", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_trail(text: str, kind: FileType, expected: str) -> None:
    assert [told(found) for found in read(text, kind)] == [expected]


def test_prefix_is_part_of_the_value() -> None:
    (found,) = read(f'<option value="bedrock/{BEDROCK}">', HTML)
    assert told(found) == "member:value@option"


def test_several_in_order() -> None:
    text = "<option value=claude-x>claude-x</option><!-- claude-x --><p>{{ claude-x }} claude-x</p>"
    assert [told(found) for found in read(text, HTML)] == [
        "member:value@option",
        "shown (longer)",
        "comment (longer)",
        "text (longer)",
        "prose (longer)",
    ]


SPANS = {
    "<script>a</script><style>b</style>": ["a", "b"],
    "<script></script>": [],
    "<script>a</SCRIPT x><SCRIPT>'<script>'</script>": ["a", "'<script>'"],
    "<script src='a'/><p>": [],
    "{{ a }}{% b %}{{{ c }}}<%= d %>{# e #}<%# f %>": [" a ", " b ", " c ", " d "],
    "<p a='{{ a }}' {% b %}>{{ c }}</p>": [" a ", " b ", " c "],
    "<!-- {{ a }} <script>b</script> -->": [],
    "<script>a": ["a"],
    "<?php a ?>b<?= c": [" a ", " c"],
    "{{ a": [],
}


@pytest.mark.parametrize("text", SPANS)
def test_script_spans(text: str) -> None:
    data = text.encode()
    assert [data[a:b].decode() for a, b in script_spans(data)] == SPANS[text]


PIECES = [
    *(OLD, OLD, BEDROCK, f"bedrock/{BEDROCK}", " ", "\n", "\r", "\r\n", "\t", "\f", "\0", "\u2028"),
    *("<", ">", "</", "/>", "=", '"', "'", "`", "a", "<a ", "<option>", "</option>", "<select>"),
    *("<!--", "-->", "<![CDATA[", "]]>", "<script>", "</script", "<style>", "</style>", "<?", "?>"),
    *("{{", "}}", "{%", "%}", "{#", "#}", "<%", "%>", "<%--", "--%>", "{{!--", "--}}", "<!A"),
    *(
        "name=",
        "value=",
        "key=",
        "href=",
        "<key>",
        "</key>",
        "<dict>",
        "<array>",
        "😀",
        "é",
        "&lt;",
    ),
]
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3))).map("".join)


@settings(max_examples=400, deadline=None)
@given(text=texts, kind=st.sampled_from([HTML, XML]))
@example(text=f'<a b="{OLD}', kind=HTML)
@example(text=f"<option><option></option>{OLD}", kind=HTML)
def test_every_match_is_found_once(text: str, kind: FileType) -> None:
    data = text.encode("utf-8", "surrogatepass")
    matches = list(Matcher(frozen()).matches(data))
    assert [found.match for found in read_markup(data, matches, kind)] == matches
    spans = script_spans(data)
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@settings(max_examples=100, deadline=None)
@given(before=st.binary(max_size=40), after=st.binary(max_size=40))
def test_any_bytes(before: bytes, after: bytes) -> None:
    data = before + b" " + OLD.encode() + b" " + after
    for kind in (HTML, XML):
        assert len(read(data, kind)) == len(list(Matcher(frozen()).matches(data)))


@pytest.mark.parametrize(
    "text",
    [
        "<a>" * 30_000 + OLD,
        "<a " * 30_000 + OLD,
        '<a b="' * 30_001 + OLD,
        "<a " + f"b='{OLD}' " * 3_000 + ">",
        f"{OLD} " * 3_000,
        "<p>" + f"{{{{ '{OLD}' }}}} " * 3_000 + "</p>",
        "{{" * 200_000 + OLD,
        "<style>" * 30_000 + OLD,
        "<!" * 30_000 + OLD,
        "<a>" * 20_000 + "</b>" * 20_000 + OLD,
        "<p>" + " " * 1_000_000 + OLD + " " * 1_000_000,
    ],
    ids=lambda text: text[:12],
)
def test_no_text_takes_long(text: str) -> None:
    for kind in (HTML, XML):
        assert read(text, kind)


class Counted:
    """A pattern that counts how often a text is read by it."""

    def __init__(self, pattern: re.Pattern[bytes]) -> None:
        self.pattern = pattern
        self.readings = 0

    def finditer(self, text: bytes, *bounds: int) -> Iterator[re.Match[bytes]]:
        self.readings += 1
        return self.pattern.finditer(text, *bounds)


def test_the_uses_in_a_page_are_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = Counted(code_requests._USE)
    monkeypatch.setattr(code_requests, "_USE", counted)
    script = f'<script>const MODEL = "{OLD}"; f({{model: MODEL, x: 1}})</script>\n'
    data = (script * 20).encode()
    found = list(read_page(data, list(Matcher(frozen()).matches(data)), HTML))
    assert [len(one.requests) for one in found] == list(range(20, 0, -1))
    assert counted.readings == 1
