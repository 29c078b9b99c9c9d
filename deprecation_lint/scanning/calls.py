"""What the names of calls say: which compare, print, look up, wrap, or make a list. All tables."""

from __future__ import annotations

import re

from deprecation_lint.scanning.names import word_set, words


def last_part(dotted: str) -> str:
    """The last name of a dotted one."""
    return re.split(r"[.:>/\\!@]+", dotted.rstrip("!?."))[-1]


_DEFAULT_CALLS = word_set(
    """
    field option argument flag column mapped_column value withdefault default
    query body form header cookie param stringvar stringvarp stringp
    """
)
_TEXT_CALLS = word_set(
    """
    print println printf eprintln sprintf log debug info warn warning error exception critical
    fatal trace echo write writeln fail panic fatalf errorf infof printf_ markdown header
    subheader caption describe summary help deprecated warn_explicit runtimeerror valueerror
    typeerror notimplementederror keyerror typealias getlogger
    placeholder hint tooltip title
    """
)
_TEST_CALLS = word_set(
    """
    assertequal assertequals assertin assertthat asserttrue assertfalse assert_eq expect tobe
    toequal tomatch assertcontains strictequal deepequal patch
    """
)
_COMPARING_CALLS = word_set(
    """
    startswith endswith starts_with ends_with removeprefix removesuffix includes indexof
    contains equals equalsignorecase match matches search fullmatch test compile regexp
    hasprefix hassuffix trimprefix trimsuffix isequal has count find findall sub replace split
    strcmp strncmp compare eql str_contains str_starts_with in_array containskey equalfold
    lastindexof haskey
    start_with end_with include eq_ignore_ascii_case member equals_ignore_case
    grep egrep fgrep rg ack ag
    """
)
_LOOKUP_CALLS = word_set(
    """
    get pop setdefault get_price get_cost encoding_for_model get_encoding get_tokenizer
    count_tokens num_tokens supports get_model_info get_max_tokens getmodelinfo
    getattr next getordefault
    """
)
_WRAPPING_CALLS = word_set(
    """
    set frozenset list tuple sorted of listof setof arrayof mutablelistof aslist vec array
    object_freeze freeze from_iter some just ok string str format to_string into enum cast
    satisfies hashset stringslice slice append append_ extend push add insert optional
    deepcopy copy quote json_stringify stringify dumps jsonencode lower strip dict namedtuple
    simplenamespace immutablelist
    c
    dedent cleandoc indent fill rstrip lstrip trim trimindent gettext _
    """
)


def called(owner: str) -> str:
    """The last name of a call, as the tables of calls have it."""
    return last_part(owner).lower().removeprefix("new ")


def is_default_call(owner: str) -> bool:
    """Whether the call declares a field or an option, and the text is its default."""
    return called(owner) in _DEFAULT_CALLS


def is_replacing_call(owner: str) -> bool:
    """Whether the call puts its second argument in the place of the first."""
    return called(owner) in ("replace", "replaceall", "sub", "gsub", "replacefirst")


def is_type_call(owner: str) -> bool:
    """Whether the call makes a type of the values that it is given."""
    return called(owner) in ("enum", "literal", "union", "literals", "nativeenum")


_COLLECTIONS = word_set(
    """
    list set seq vector stream arrays collections immutablelist immutableset enumset array
    """
)
_COLLECTION_CALLS = word_set(
    """
    listof setof arrayof arraylistof mutablelistof mutablesetof hashsetof aslist seq vector c
    """
)


def is_collection_call(owner: str) -> bool:
    """Whether the call makes a list or a set of what it is given: `List.of`, `setOf`."""
    name = called(owner)
    before = last_part(owner.rpartition(".")[0]).lower() if "." in owner else ""
    return name in _COLLECTION_CALLS or (name in ("of", "aslist") and before in _COLLECTIONS)


def is_entry_call(owner: str) -> bool:
    """Whether the call makes an entry of a mapping of what it is given."""
    return called(owner) in ("entry", "put", "pair", "of", "insert", "set", "mapof", "to")


_CLIENT_WORDS = word_set(
    """
    chat llm completion completions agent claude anthropic bedrock converse generate
    """
)


def is_client_call(owner: str) -> bool:
    """Whether the call makes a client of a model, or asks one: it is given a model first."""
    return not _CLIENT_WORDS.isdisjoint(words(last_part(owner)))


def is_text_call(owner: str) -> bool:
    """Whether the call prints, logs or raises what it is given."""
    name = called(owner)
    return name in _TEXT_CALLS or name.endswith(("error", "exception", "warning"))


def is_test_call(owner: str) -> bool:
    """Whether the call is an assertion of a test."""
    return called(owner) in _TEST_CALLS


def is_comparing_call(owner: str) -> bool:
    """Whether the call asks if a text is, holds or begins like another."""
    return called(owner) in _COMPARING_CALLS


def is_lookup_call(owner: str) -> bool:
    """Whether the call looks a model up in a table."""
    return called(owner) in _LOOKUP_CALLS


def is_wrapping_call(owner: str) -> bool:
    """Whether the call only passes on what it is given, in another form."""
    return called(owner) in _WRAPPING_CALLS or owner == ""
