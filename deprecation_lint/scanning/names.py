"""What names say: the words by which a field, a call or a variable tells what it holds.

All tables of names stand here, for all languages. A name is compared by its words, in lower
case: `modelId`, `MODEL_ID` and `model-id` are the same two words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from deprecation_lint.patterns import lazy

_WORD = lazy(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of a name, in lower case."""
    return tuple(found[0].lower() for found in _WORD.finditer(name))


def word_set(listed: str) -> frozenset[str]:
    """A set of the words of a text."""
    return frozenset(listed.split())


_MODEL_WORDS = word_set(
    """
    model models modelid modelname llm llms engine deployment modelslug
    """
)
_NOT_A_MODEL = word_set(
    """
    provider type dir path file class family kwargs
    """
)


def expects_model(name: str) -> bool:
    """Whether what stands under this name should be a model."""
    parts = words(name)
    return not _MODEL_WORDS.isdisjoint(parts) and (not parts or parts[-1] not in _NOT_A_MODEL)


DESCRIBING = word_set(
    """
    price prices pricing cost costs rate rates window context tokens token limit limits
    capabilities capability supports support supported display cutoff knowledge released
    release deprecated deprecation retired retirement shutdown modality modalities vision
    multimodal speed latency score accuracy context_window multiplier quality benchmark
    """
)
_REQUEST_WORDS = word_set(
    """
    messages prompt prompts temperature stream system tools input stop top api endpoint
    """
)
_REQUEST_NAMES = word_set(
    """
    max_tokens maxTokens max_output_tokens maxOutputTokens
    """
)


def describes(beside: frozenset[str], least: int = 1) -> bool:
    """Whether fields beside an ID describe the model, so many at least: prices, limits, skills."""
    told = asked = 0
    for name in beside:
        parts = frozenset(words(name))
        if name in _REQUEST_NAMES or not (
            parts.isdisjoint(_PRICE_WORDS) or parts.isdisjoint(_LIMIT_WORDS)
        ):
            continue  # what is asked for, or may be spent
        is_request = not parts.isdisjoint(_REQUEST_WORDS) and parts.isdisjoint(_PRICE_WORDS)
        asked += is_request
        told += not is_request and not parts.isdisjoint(DESCRIBING)
    return told > 1 or (told >= least and not asked)


_PRICE_WORDS = word_set(
    """
    price prices pricing cost costs
    """
)


_LIMIT_WORDS = word_set(
    """
    limit limits max budget total allowed config plan mode enabled tracking
    """
)


def prices(beside: frozenset[str], least: int = 1) -> bool:
    """Whether prices stand beside an ID, at least so many; what goes in and out has two."""
    both = {"input", "output"} <= beside
    return both or sum(map(_is_price, beside)) >= least


def _is_price(name: str) -> bool:
    """Whether the field holds a price, and not a limit of what may be spent."""
    parts = words(name)
    return not _PRICE_WORDS.isdisjoint(parts) and _LIMIT_WORDS.isdisjoint(parts)


_TUNING = ("finetun", "fine tun", "basemodelidentifier", "base model identifier")


def is_tuning(name: str) -> bool:
    """Whether a name speaks of a model that was tuned, or of one that is to be."""
    told = " ".join(words(name))
    return any(part in told for part in _TUNING)


def is_request(name: str) -> bool:
    """Whether the fields below the name are those of a request, whatever stands beside them."""
    return name in _ROUTER_FIELDS


_SIZE_WORDS = word_set(
    """
    window context max limit limits tokens length
    """
)


def limits(beside: frozenset[str]) -> bool:
    """Whether sizes stand beside an ID: how much it takes, how much it gives."""
    return any(not _SIZE_WORDS.isdisjoint(words(name)) for name in beside)


_OFFER_WORDS = word_set(
    """
    known supported available allowed
    """
)


def is_offer(name: str) -> bool:
    """Whether the name is that of all models that a program takes."""
    parts = words(name)
    return parts[-1:] == ("models",) and not _OFFER_WORDS.isdisjoint(parts[:2])


_ROUTER_FIELDS = word_set(
    """
    litellm_params
    """
)


def is_router_alias(name: str, beside: frozenset[str]) -> bool:
    """Whether the field gives the name by which a router's users ask for a model.

    The fields beside it tell the router where to send what is asked for by that name.
    """
    return not _ROUTER_FIELDS.isdisjoint(beside) and words(name)[-1:] == ("name",)


def is_deployment(name: str) -> bool:
    """Whether what stands under the name is what an owner called a deployment of their own."""
    return not {"deployment", "deployments"}.isdisjoint(words(name))


_RESPONSE_FIELDS = word_set(
    """
    stop_reason stopReason finish_reason finishReason
    answer answers prediction predictions generated_text model_output
    """
)


def is_response(beside: frozenset[str]) -> bool:
    """Whether the fields beside an ID are those of an answer, which was recorded or made up."""
    return not _RESPONSE_FIELDS.isdisjoint(beside)


_CONDITIONS = word_set(
    """
    show hide if when where condition conditions displayoptions filter filters visible unless
    """
)


_EXAMPLES = word_set(
    """
    example examples sample samples description
    """
)


def is_example(name: str) -> bool:
    """Whether what stands under the name is an example for people."""
    return words(name)[-1:] != () and words(name)[-1] in _EXAMPLES


_MAPPINGS = word_set(
    """
    alias aliases mapping mappings map routes pointers redirects
    """
)


def is_mapping(name: str) -> bool:
    """Whether the fields below the name lead from one name to another."""
    return words(name)[-1:] != () and words(name)[-1] in _MAPPINGS


def is_condition(name: str) -> bool:
    """Whether what stands under the name says when something holds."""
    return name.lower() in _CONDITIONS


_TEXT_FIELDS = word_set(
    """
    help description desc summary doc docs documentation comment note notes hint tooltip
    example examples placeholder message caption text content prompt system instructions
    epilog title abstract announcement changelog
    keywords tags categories topics
    """
)


def is_for_people(name: str) -> bool:
    """Whether what stands under this name is read by people and sent nowhere."""
    parts = words(name)
    return bool(parts) and parts[-1] in _TEXT_FIELDS


def is_description(name: str) -> bool:
    """Whether a variable of this name holds a text that explains something."""
    return words(name)[-1:] in (("description",), ("help",), ("docs",), ("usage",), ("epilog",))


def may_be_model(name: str) -> bool:
    """Whether a field of this name holds a model, or the name of the record it stands in."""
    return expects_model(name) or is_identity(name)


_LABELS = word_set(
    """
    label title display displayname caption
    """
)


def is_label(name: str) -> bool:
    """Whether the name is that of a name shown to people."""
    parts = words(name)
    return bool(parts) and (parts[-1] in _LABELS or "display" in parts or "label" in parts)


_IDENTITY = word_set(
    """
    id ids name value key slug identifier uid ref
    """
)


_SHORT = 2  # words of the name of an identity: `id`, `real_name`


def is_identity(name: str) -> bool:
    """Whether the field names the record that it stands in."""
    parts = words(name)
    return 0 < len(parts) <= _SHORT and parts[-1] in _IDENTITY


_TABLE_WORDS = word_set(
    """
    price prices pricing cost costs limit limits window windows capability capabilities
    supports supporting deprecated retired legacy unsupported without with only tokens context
    warn warning blocked banned forbidden denied excluded outdated old
    nonstreaming max families rates reasoning structured output outputs temp temperature
    profile function calling functions tool tools streaming image images json budget computer
    no effort adaptive sampling extended inference converse multimodal embeddings batch vision
    thinking caching cache multiplier info infos metadata
    """
)


_PATTERN_WORDS = word_set(
    """
    prefix prefixes pattern patterns regex regexes regexp suffixes substrings markers
    """
)


def is_pattern(name: str) -> bool:
    """Whether the name is that of texts with which others are compared."""
    return not _PATTERN_WORDS.isdisjoint(words(name))


_STRONG_WORDS = word_set(
    """
    price prices pricing cost costs limit limits capabilities deprecated retired legacy
    unsupported
    """
)


def is_table(name: str) -> bool:
    """Whether the name is that of a collection that says something about models."""
    parts = words(name)
    if parts[:1] in (("supported",), ("available",), ("known",)):
        return False
    is_said = len(parts) > 1 or not _STRONG_WORDS.isdisjoint(parts)
    return is_said and not _TABLE_WORDS.isdisjoint(parts)


_ENVIRONMENT_WORDS = (
    ("env",),
    ("envs",),
    ("environment",),
    ("environments",),
    ("env", "vars"),
    ("environment", "variables"),
)


def is_variable(name: str) -> bool:
    """Whether the name is written as those of environment variables are."""
    return re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", name) is not None


def is_environment(name: str) -> bool:
    """Whether the fields below this name are environment variables."""
    parts = words(name)
    return parts[-1:] in _ENVIRONMENT_WORDS or parts[-2:] in _ENVIRONMENT_WORDS


def offers(beside: frozenset[str]) -> bool:
    """Whether what one may choose from stands beside a default: it must be among it."""
    return any(words(name)[-1:] in _OFFERS for name in beside)


_OFFERS = (("choices",), ("options",), ("enum",), ("values",))


def is_default(name: str) -> bool:
    """Whether the name says that its value holds where nothing else is given."""
    return name.lower().startswith(("default", "fallback"))


def is_option_tag(tag: str) -> bool:
    """Whether a tag of markup is one of several to choose from."""
    return tag.lower().endswith(("option", "radio", "item"))


_SCHEMA_FIELDS = word_set(
    """
    enum const oneOf anyOf pattern
    AllowedValues allowed_values allowedValues
    """
)


def is_schema(name: str) -> bool:
    """Whether the field of a JSON schema lists or fixes what a value may be."""
    return name in _SCHEMA_FIELDS
