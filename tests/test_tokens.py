"""Where a model ID begins and ends, against a table and against a brute-force oracle."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import BEDROCK, OLD, frozen, read_rules

from deprecation_lint.registry.records import Spelling
from deprecation_lint.registry.registry import Registry, merge
from deprecation_lint.scanning.tokens import Match, Matcher

VERTEX = "claude-old-1@20240101"

FROZEN = frozen()
MATCHER = Matcher(FROZEN)


@pytest.fixture(scope="module")
def shipped(shipped_registry: Registry) -> Matcher:
    return Matcher(shipped_registry)


def found(text: str | bytes, matcher: Matcher = MATCHER) -> list[str]:
    """The texts of all matches."""
    data = text.encode() if isinstance(text, str) else text
    return [data[m.start : m.end].decode() for m in matcher.matches(data)]


def only(text: str, matcher: Matcher = MATCHER) -> Match:
    (match,) = matcher.matches(text.encode())
    return match


# Boundaries

MATCHED = {
    "alone": OLD,
    "in double quotes": f'"{OLD}"',
    "in single quotes": f"'{OLD}'",
    "in backquotes": f"`{OLD}`",
    "in brackets": f"[{OLD}]",
    "in braces": f"{{{OLD}}}",
    "in parentheses": f"({OLD})",
    "in angle brackets": f"<{OLD}>",
    "between spaces": f" {OLD} ",
    "between tabs": f"\t{OLD}\t",
    "on a line": f"\n{OLD}\n",
    "on a line of Windows": f"\r\n{OLD}\r\n",
    "behind an equals sign": f"MODEL={OLD}",
    "behind a colon": f"model:{OLD}",
    "behind a colon and a space": f"model: {OLD}",
    "before a colon": f"{OLD}: 3",
    "before a comma": f"{OLD}, and",
    "before a semicolon": f"{OLD};",
    "before a slash": f"{OLD}/x",
    "behind a slash": f"x/{OLD}",
    "behind a slash in front": f"/{OLD}",
    "before a full stop": f"We use {OLD}.",
    "before a full stop and a line": f"We use {OLD}.\nThen",
    "before an ellipsis": f"{OLD}...",
    "behind an ellipsis": f"...{OLD}",
    "behind two dots": f"..{OLD}",
    "before a question mark": f"{OLD}?",
    "before an exclamation mark": f"{OLD}!",
    "in stars": f"**{OLD}**",
    "in bars": f"|{OLD}|",
    "behind a hash": f"#{OLD}",
    "behind a dollar sign": f"${OLD}",
    "behind a plus": f"+{OLD}+",
    "in a query": f"?model={OLD}&x=1",
    "behind an escaped newline": rf"\n{OLD}",
    "behind an escaped tab": rf"\t{OLD}\t",
    "behind an escaped return": rf"\r\n{OLD}\r\n",
    "behind an escaped character": rf"\u0022{OLD}\u0022",
    "behind an escaped byte": rf"\x22{OLD}\x22",
    "behind an escaped quote": rf"\"{OLD}\"",
    "behind a backslash": rf"models\{OLD}",
    "behind a percent escape": f"models%2F{OLD}%3Fx",
    "behind a percent sign": f"100%{OLD}",
    "the default of a shell's variable": f"${{MODEL:-{OLD}}}",
    "the default of a shell's unset variable": f"${{MODEL-{OLD}}}",
    "behind a NUL": f"\0{OLD}\0",
    "behind an accented letter": f"é{OLD}é",
    "in Chinese": f"使用{OLD}模型",
    "in typographic quotes": f"“{OLD}”",
    "before an emoji": f"{OLD}🙂",
    "behind a dash": f"—{OLD}—",
    "behind a no-break space": f"\u00a0{OLD}\u00a0",
    "at the end of a long line": "x " * 5000 + OLD,
}


@pytest.mark.parametrize("text", MATCHED.values(), ids=MATCHED)
def test_an_id_is_found_as_a_token_of_its_own(text: str) -> None:
    assert found(text) == [OLD]


UNMATCHED = {
    "nothing": "",
    "noise": "hello, world",
    "the anchor alone": "claude-",
    "the first half": "claude-old-1",
    "cut at the end": OLD[:-1],
    "cut at the front": OLD[1:],
    "more letters behind": f"{OLD}x",
    "more digits behind": f"{OLD}0",
    "a hyphen behind": f"{OLD}-",
    "a suffix": f"{OLD}-beta",
    "an underscore behind": f"{OLD}_1",
    "a domain behind": f"{OLD}.com",
    "a decimal behind": f"{OLD}.5",
    "an at sign behind": f"{OLD}@20240101",
    "letters before": f"x{OLD}",
    "digits before": f"1{OLD}",
    "a hyphen before": f"-{OLD}",
    "a word before": f"my-{OLD}",
    "an underscore before": f"_{OLD}",
    "an at sign before": f"me@{OLD}",
    "a dot before": f".{OLD}",
    "a name before": f"config.{OLD}",
    "dots within": f"a...{OLD}",
    "capitals": OLD.upper(),
    "one capital": OLD.capitalize(),
    "an accented word with a hyphen": f"é-{OLD}",
    "underscores for hyphens": OLD.replace("-", "_"),
    "spaces for hyphens": OLD.replace("-", " "),
    "a non-breaking hyphen": OLD.replace("-", "\u2011"),
    "twice without a break": OLD + OLD,
    "twice with a hyphen": f"{OLD}-{OLD}",
    "a region prefix on a platform without them": f"us.{OLD}",
    "an unknown region prefix": f"xy.{BEDROCK}",
    "a region prefix twice": f"us.us.{BEDROCK}",
    "a version cut off": "anthropic.claude-old-1-20240101-v1",
    "another version": "anthropic.claude-old-1-20240101-v1:1",
    "more digits of a version": f"{BEDROCK}0",
    "a hyphen behind a version": f"{BEDROCK}-foo",
    "a decimal behind a version": f"{BEDROCK}.5",
    "an underscore behind a version": f"{BEDROCK}_x",
    "an at sign behind a version": f"{BEDROCK}@x",
    "another day": "claude-old-1@20240102",
    "a long identifier around it": "x" * 500 + OLD,
    "a long identifier behind it": OLD + "x" * 500,
}


@pytest.mark.parametrize("text", UNMATCHED.values(), ids=UNMATCHED)
def test_nothing_is_found_inside_a_longer_identifier(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("fill", ["x", "-", "_", ".x", "claude-"])
def test_no_length_of_an_identifier_lets_an_id_slip_out(fill: str) -> None:
    for length in range(150, 460):
        longer = ("claude-" + fill * length)[:length]
        assert found(f"{longer}{OLD}") == [], length
        assert found(f"{OLD}{longer}") == [], length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{OLD} {OLD}", [OLD, OLD]),
        (f"{OLD},{VERTEX};{BEDROCK}", [OLD, VERTEX, BEDROCK]),
        (f"{OLD}:{OLD}", [OLD, OLD]),
        (f"{OLD}/{OLD}", [OLD, OLD]),
        ("claude-v1:claude-v1", ["claude-v1", "claude-v1"]),
        # The longest reading: with a version, with a variant, with a region prefix.
        (f"us.{BEDROCK}", [f"us.{BEDROCK}"]),
        (f"{BEDROCK}:28k", [f"{BEDROCK}:28k"]),
        (f"eu.{BEDROCK}:28k.", [f"eu.{BEDROCK}:28k"]),
        # What is no variant is no part of the ID.
        (f"{BEDROCK}:29k", [BEDROCK]),
        (f"{BEDROCK}:beta", [BEDROCK]),
        (f"{OLD}:0", [OLD]),
        (f"{OLD}:0.5", [OLD]),
        (f"{{{OLD}:0.5,{VERTEX}:1}}", [OLD, VERTEX]),
        ("router:claude-new-4.0:beta", ["claude-new-4.0:beta"]),
        ("router:claude-new-4.0:28k", ["claude-new-4.0"]),
        # An undated name next to longer ones.
        ("claude-new-4", ["claude-new-4"]),
        ("claude-new-4-20260301", ["claude-new-4-20260301"]),
        ("claude-new-4@20260301", ["claude-new-4@20260301"]),
        ("claude-new-4.0", ["claude-new-4.0"]),
        ("claude-new-4.", ["claude-new-4"]),
        ("claude-new-4.0.", ["claude-new-4.0"]),
        ("claude-new-4.1", []),
        ("claude-new-4-1", []),
        ("claude-new-45", []),
        # Percent escapes for the colon.
        (BEDROCK.replace(":", "%3A"), [BEDROCK.replace(":", "%3A")]),
        (BEDROCK.replace(":", "%3a") + "%2Finvoke", [BEDROCK.replace(":", "%3a")]),
        # A backslash before a letter may be a path as well as an escape.
        (rf"models\{BEDROCK}", [BEDROCK]),
        (rf"models\apac.{BEDROCK}", [f"apac.{BEDROCK}"]),
        (rf"\n{BEDROCK}", [BEDROCK]),
        (rf"\nus.{BEDROCK}", [f"us.{BEDROCK}"]),
    ],
)
def test_what_belongs_to_the_id(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "bytes_", [b"\xff", b"\x80", b"\xe9", b"\xc3\xa9", b"\xf0\x9f\x99\x82", b"\0", b"\x7f"]
)
def test_bytes_that_are_no_ascii_word_bound_an_id(bytes_: bytes) -> None:
    (match,) = MATCHER.matches(bytes_ + OLD.encode() + bytes_)
    assert (match.start, match.end) == (len(bytes_), len(bytes_) + len(OLD))


# What a match tells


@pytest.mark.parametrize(
    ("text", "platform", "model", "region_prefix", "variant", "region", "routed"),
    [
        (OLD, "anthropic", OLD, "", "", None, True),
        ("claude-1-old-20240101", "anthropic", OLD, "", "", None, True),
        (BEDROCK, "bedrock", BEDROCK, "", "", None, True),
        (f"apac.{BEDROCK}:28k", "bedrock", BEDROCK, "apac.", "28k", None, True),
        (VERTEX, "vertex", VERTEX, "", "", None, True),
        (f"publishers/anthropic/models/{VERTEX}", "vertex", VERTEX, "", "", None, True),
        (f"bedrock/{BEDROCK}", "bedrock", BEDROCK, "", "", None, True),
        (f"bedrock/us.{BEDROCK}", "bedrock", BEDROCK, "us.", "", None, True),
        (f"bedrock/ap-south-1/{BEDROCK}", "bedrock", BEDROCK, "", "", "ap-south-1", True),
        (f"bedrock/us-gov-west-1/{BEDROCK}", "bedrock", BEDROCK, "", "", "us-gov-west-1", True),
        (
            f"arn:aws:bedrock:eu-west-1::foundation-model/{BEDROCK}",
            "bedrock",
            BEDROCK,
            "",
            "",
            "eu-west-1",
            True,
        ),
        (
            f"arn:aws-cn:bedrock:*::foundation-model/{BEDROCK}",
            "bedrock",
            BEDROCK,
            "",
            "",
            None,
            True,
        ),
        (
            f"arn:aws:bedrock:${{var.region}}::foundation-model/{BEDROCK}",
            "bedrock",
            BEDROCK,
            "",
            "",
            None,
            True,
        ),
        # The platform that the prefix names comes first, and what it takes before informal names.
        ("claude-1-old", "anthropic", OLD, "", "", None, True),
        ("vertex_ai/claude-1-old", "vertex", VERTEX, "", "", None, True),
        ("anthropic/claude-1-old", "anthropic", OLD, "", "", None, True),
        ("claude-1.0-old", "anthropic", OLD, "", "", None, True),
        ("anthropic/claude-1.0-old", "router", "claude-1.0-old", "", "", None, True),
        ("router:claude-1.0-old:beta", "router", "claude-1.0-old", "", "beta", None, True),
        ("~anthropic/claude-new-latest", "router", "claude-new-latest", "", "", None, True),
        # A prefix that nobody knows, or that does not take this spelling.
        (f"somewhere/{OLD}", "anthropic", OLD, "", "", None, False),
        (f"vertex_ai/{OLD}", "anthropic", OLD, "", "", None, False),
        (f"my-bedrock/{BEDROCK}", "bedrock", BEDROCK, "", "", None, False),
        (f"model:{OLD}", "anthropic", OLD, "", "", None, False),
        (f"model: {OLD}", "anthropic", OLD, "", "", None, True),
        (f"${{MODEL:-{OLD}}}", "anthropic", OLD, "", "", None, True),
    ],
)
def test_what_stands_around_an_id(
    text: str,
    platform: str,
    model: str,
    region_prefix: str,
    variant: str,
    region: str | None,
    routed: bool,
) -> None:
    match = only(text)
    assert match.spelling.platform == platform
    assert match.spelling.record.id == model
    assert (match.region_prefix, match.variant) == (region_prefix, variant)
    assert (match.region, match.routed) == (region, routed)


@pytest.mark.parametrize(
    ("text", "lead"),
    [
        (OLD, OLD),
        (f'"anthropic/{OLD}"', f"anthropic/{OLD}"),
        (f'"bedrock/us-east-1/us.{BEDROCK}"', f"bedrock/us-east-1/us.{BEDROCK}"),
        (f"x/bedrock/{BEDROCK}", f"bedrock/{BEDROCK}"),
        (f"somewhere/{OLD}", OLD),
    ],
)
def test_a_known_prefix_leads_the_match(text: str, lead: str) -> None:
    match = only(text)
    assert text[match.lead : match.end] == lead


# The oracle: every spelling with every prefix and variant, tried at every offset

WORD = "A-Za-z0-9_.@-"
ESCAPE = re.compile(r"[abfnrtv0]|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}")
PERCENT = re.compile(r"[0-9A-Fa-f]{2}")
SHELL_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*-")


@dataclass(frozen=True)
class Try:
    """A text that the registry lets stand for a model."""

    text: str
    prefix: str
    variant: str
    spelling: str


def tries(registry: Registry) -> list[Try]:
    """Longest first."""
    every = set()
    for text, options in registry.spellings.items():
        for option in options:
            platform = registry.platforms[option.platform]
            for prefix in ("", *platform.region_prefixes):
                for variant in ("", *platform.variants):
                    whole = f"{prefix}{text}{':' if variant else ''}{variant}"
                    every.add(Try(whole, prefix, variant, text))
    return sorted(every, key=lambda t: (-len(t.text), t.text, t.prefix))


TRIES = tries(FROZEN)


def begins(text: str, at: int) -> bool:
    """Whether a token can begin here: nothing of a word stands before it, escapes aside."""
    before = re.search(rf"[{WORD}]*\Z", text[:at])
    run = before[0] if before else ""
    ahead = text[: at - len(run)]
    if ahead.endswith("${"):
        run = SHELL_NAME.sub("", run, count=1) if SHELL_NAME.match(run) else run
    elif ahead.endswith("\\"):
        run = ESCAPE.sub("", run, count=1) if ESCAPE.match(run) else run
    elif ahead.endswith("%"):
        run = PERCENT.sub("", run, count=1) if PERCENT.match(run) else run
    elif ahead.endswith(":") and run == "-":
        run = ""
    return run == "" or (len(run) > 1 and set(run) == {"."})


def ends(text: str, at: int) -> bool:
    """Whether a token can end here: no word goes on, full stops aside."""
    return re.match(rf"\.*(?![{WORD}])", text[at:]) is not None


def oracle(text: str) -> list[tuple[int, str, str, str, str]]:
    told, at = [], 0
    while at < len(text):
        for attempt in TRIES:
            stop = at + len(attempt.text)
            if text.startswith(attempt.text, at) and begins(text, at) and ends(text, stop):
                told.append((at, attempt.text, attempt.prefix, attempt.variant, attempt.spelling))
                at = stop
                break
        else:
            at += 1
    return told


def matched(text: str) -> list[tuple[int, str, str, str, str]]:
    """The same of the matcher, by character."""
    data = text.encode()
    return [
        (
            len(data[: m.start].decode()),
            data[m.start : m.end].decode(),
            m.region_prefix,
            m.variant,
            m.spelling.text,
        )
        for m in MATCHER.matches(data)
    ]


SPELLINGS = sorted(FROZEN.spellings)
PIECES = sorted({piece for text in SPELLINGS for piece in re.findall(r"[a-z0-9]+|\W", text)})
SEPARATORS = [*" \n\t\"'`,;:/=()[]{}<>|+*#$&!?~", "\r\n", ": ", ":-", "::", "//", "${", "\0"]
JOINTS = [
    ".",
    "..",
    "...",
    "-",
    "_",
    "@",
    "x",
    "0",
    "A",
    "-v1",
    ":0",
    ":28k",
    ":beta",
    ":1",
    ":0.5",
]
AROUND = [
    *["us.", "eu.", "apac.", "jp.", "bedrock/", "anthropic/", "~anthropic/", "router:"],
    "publishers/anthropic/models/",
    "bedrock/us-east-1/",
    "arn:aws:bedrock:us-east-1::foundation-model/",
]
ESCAPES = ["\\", "\\n", "\\t", "\\u0022", "\\x22", "\\\\", "%2F", "%", "%20"]
NOISE = ["é", "ж", "模", "🙂", "\u00a0", "claude", "claude-", "anthropic.", "Claude-1.0", "x" * 30]

texts = st.lists(
    st.one_of(
        st.sampled_from(SPELLINGS),
        st.sampled_from(SPELLINGS),
        st.sampled_from(SEPARATORS),
        st.sampled_from(SEPARATORS),
        st.sampled_from(JOINTS),
        st.sampled_from(AROUND),
        st.sampled_from(ESCAPES),
        st.sampled_from(NOISE),
        st.sampled_from(PIECES),
    ),
    max_size=14,
).map("".join)


@settings(max_examples=2500, deadline=None)
@given(texts)
@example(f"{BEDROCK}:28k:{BEDROCK}")
@example(f"us.{BEDROCK}..{OLD}")
@example(f"x:-{OLD}:-{OLD}")
@example(rf"\nus.{BEDROCK}\n{OLD}")
@example(rf"\n..{BEDROCK}%20...{OLD}")
def test_the_matcher_finds_what_the_oracle_finds(text: str) -> None:
    assert matched(text) == oracle(text)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_matches_are_in_order_and_never_overlap(text: str) -> None:
    data = text.encode()
    matches = list(MATCHER.matches(data))
    assert all(a.end <= b.start for a, b in pairwise(matches))
    assert all(0 <= m.lead <= m.start < m.end <= len(data) for m in matches)
    assert not matches or MATCHER.has_candidate(data)
    assert matches == list(MATCHER.matches(data))


@settings(max_examples=400, deadline=None)
@given(texts, texts, texts)
def test_text_far_away_changes_nothing(before: str, text: str, after: str) -> None:
    far = " " * 250
    alone = list(MATCHER.matches(text.encode()))
    shift = len(f"{before}{far}".encode())
    end = shift + len(text.encode())
    among = [
        m
        for m in MATCHER.matches(f"{before}{far}{text}{far}{after}".encode())
        if shift <= m.start < end
    ]
    assert [(m.start - shift, m.end - shift, m.lead - shift) for m in among] == [
        (m.start, m.end, m.lead) for m in alone
    ]
    assert [(m.spelling, m.routed, m.region, m.region_prefix, m.variant) for m in among] == [
        (m.spelling, m.routed, m.region, m.region_prefix, m.variant) for m in alone
    ]


# The shipped registry: nothing in it is out of the matcher's reach

CONTEXTS = ["{}", '"{}"', "'{}'", "model: {}", "We use {}.", "({})", "使用{}。", "x={}\n"]


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_shipped_spelling_is_found(
    shipped: Matcher, shipped_registry: Registry, context: str
) -> None:
    at = len(context.partition("{}")[0].encode())
    for text in shipped_registry.spellings:
        data = context.format(text).encode()
        assert shipped.has_candidate(data), text
        (match,) = shipped.matches(data)
        assert (match.start, match.end) == (at, at + len(text)), text
        assert match.spelling.text == text
        assert (match.region_prefix, match.variant, match.routed) == ("", "", True)


FILLED = {
    "{region}": "us-east-1",
    "{account}": "123456789012",
    "{partition}": "aws",
    "{segment}": "1-month-commitment",
}


def routes(registry: Registry) -> list[tuple[str, tuple[str, ...]]]:
    """Prefixes as they stand in a text, each with its platforms."""
    filled = []
    for route in registry.routes:
        prefix = route.prefix
        for name, value in FILLED.items():
            prefix = prefix.replace(name, value)
        filled.append((prefix, route.platforms))
    return filled


def first_taken(options: tuple[Spelling, ...], platforms: tuple[str, ...]) -> Spelling | None:
    """By order of platforms: a spelling that the platform takes, else an informal name."""
    ordered = [o for platform in platforms for o in options if o.platform == platform]
    return min(ordered, key=lambda o: o.form == "informal", default=None)


def test_every_shipped_spelling_is_found_in_each_route(
    shipped: Matcher, shipped_registry: Registry
) -> None:
    for prefix, platforms in routes(shipped_registry):
        for text, options in shipped_registry.spellings.items():
            expected = first_taken(options, platforms)
            if expected is None:
                continue
            data = f'"{prefix}{text}"'.encode()
            (match,) = shipped.matches(data)
            assert match.spelling is expected, data
            assert (match.routed, match.lead) == (True, 1), data
            assert (match.start, match.end) == (len(prefix) + 1, len(data) - 1)
            if "us-east-1" in prefix:
                assert match.region == "us-east-1"


def test_every_shipped_region_prefix_and_variant_is_read(
    shipped: Matcher, shipped_registry: Registry
) -> None:
    for platform in shipped_registry.platforms.values():
        for record in platform.records:
            for prefix in ("", *platform.region_prefixes):
                for variant in ("", *platform.variants):
                    tail = f":{variant}" if variant else ""
                    text = f"{prefix}{record.id}{tail}"
                    if text in shipped_registry.spellings:
                        continue
                    (match,) = shipped.matches(text.encode())
                    assert match.spelling.text == record.id
                    assert (match.region_prefix, match.variant) == (prefix, variant)
                    assert (match.start, match.end) == (0, len(text))


def test_all_shipped_spellings_in_one_text(shipped: Matcher, shipped_registry: Registry) -> None:
    every = sorted(shipped_registry.spellings)
    assert found(", ".join(every), shipped) == every


# Any registry

OWN = """
schema = 1
platform = "own"
[[model]]
id = "plain"
[[model]]
id = "gpt.4o"
[[model]]
id = "text-davinci-003"
[[model]]
id = "o1"
[[model]]
id = "org@model-1"
[[model]]
id = "tuned:base-1"
"""


@pytest.mark.parametrize("text", ["plain", "gpt.4o", "text-davinci-003", "o1", "org@model-1"])
def test_an_id_of_any_shape_is_found(text: str) -> None:
    matcher = Matcher(merge([read_rules(OWN)]))
    assert found(f'x = "{text}"', matcher) == [text]
    assert found(f"{text}x {text}-x x{text}", matcher) == []


def test_an_empty_registry_finds_nothing() -> None:
    matcher = Matcher(merge([]))
    assert not matcher.has_candidate(OLD.encode())
    assert found(OLD, matcher) == []


# Time: linear, whatever the text

# Pieces without a token to look up take next to no time; with one, less of it is enough.
HARD = {
    "hyphens": ("-", 2),
    "dots": (".", 2),
    "colons": (":", 2),
    "words": ("a", 2),
    "anchors": ("claude-", 2),
    "slashes": ("a/", 2),
    "a route": ("bedrock/", 2),
    "regions": ("us-east-1-", 2),
    "a route and a region": ("bedrock/us-east-1/", 2),
    "half an ARN": ("arn:aws:bedrock:", 2),
    "backslashes": ("\\", 2),
    "percent signs": ("%3A", 2),
    "vendors": ("anthropic.", 2),
    "IDs without a break": ("claude-3-opus-20240229", 2),
    "IDs": ("claude-3-opus-20240229 ", 1),
    "anchors apart": ("claude- ", 0.5),
    "anchors between colons": ("claude-x:", 0.5),
    "a route and an anchor": ("bedrock/claude-", 1),
    "segments and an anchor": ("bedrock/us-east-1/a/claude-x ", 1),
    "variables and an anchor": ("arn:aws:bedrock:${x}::{x}claude-x ", 1),
}


@pytest.mark.parametrize(("piece", "megabytes"), HARD.values(), ids=HARD)
def test_no_text_is_hard(shipped: Matcher, piece: str, megabytes: float) -> None:
    data = (piece * (int(megabytes * 2**20) // len(piece))).encode()
    began = time.monotonic()
    list(shipped.matches(data))
    assert time.monotonic() - began < 20


# Anchors at which an ID may begin

SHAPED = Matcher(FROZEN, unknown=True)


@pytest.mark.parametrize("matcher", [MATCHER, SHAPED], ids=["known", "unknown too"])
@pytest.mark.parametrize("text", sorted(FROZEN.spellings))
def test_an_id_opens_however_it_is_cut_in_two(text: str, matcher: Matcher) -> None:
    name = text.index("claude") + len("claude")
    for cut in range(name, len(text) + 1):
        one, other = text[:cut], text[cut:]
        for written in (
            f'"{one}" "{other}"',
            f"'{one}' + '{other}'",
            f'f"{one}{{x}}"; x = "{other}"' if cut > name else f'"{one}"',
            f'"{one}%s" % "{other}"' if cut > name else f'"{one}"',
            f'"{one}\\x2d{other}"',
            f'"us.{one}" "{other}"',
        ):
            assert matcher.has_opening(written.encode()), written


@pytest.mark.parametrize(
    "text", ["claude-code", "claude-old-2", '"claude-tag"', "x-claude-old session", "a claude-3x b"]
)
def test_what_cannot_become_an_id_opens_nothing(text: str) -> None:
    assert not MATCHER.has_opening(text.encode())


@given(st.text(alphabet='claude-old123." \\{n', max_size=40) | st.sampled_from(list(MATCHED)))
@settings(max_examples=200)
def test_what_holds_an_id_has_an_opening(text: str) -> None:
    data = f"{text}{OLD} {text}".encode()
    for matcher in (MATCHER, SHAPED):
        assert matcher.has_opening(data) or not matcher.has_match(data)
        assert matcher.has_match(data) == bool(found(data, matcher))
