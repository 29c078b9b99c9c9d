"""How frameworks spell what they pass on: a request → its body in the API's own names. Pure.

A spelling is one entry in a table. What stands in a container (`model_kwargs`, `extra_body`,
`inferenceConfig`) is read as if it stood beside the model.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from deprecation_lint.request import Field, Value, merged, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from deprecation_lint.request import Request


def _table(text: str) -> dict[str, str]:
    """`ours: theirs theirs` in lines, as theirs → ours."""
    rows = (line.partition(":") for line in text.split("\n") if line.strip())
    return {theirs: ours.strip() for ours, _, others in rows for theirs in others.split()}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NAMES: Mapping[str, str] = _table(
    """
    max_tokens: maxTokens max_tokens_to_sample maxTokensToSample max_output_tokens maxOutputTokens
    max_tokens: max_completion_tokens max_new_tokens
    top_p: topP
    top_k: topK
    thinking: anthropic_thinking thinking_dict thinkingConfig
    budget_tokens: budgetTokens budget
    tool_choice: toolChoice
    output_config: outputConfig
    output_format: outputFormat
    output_config.effort: anthropic_effort effort
    betas: anthropic_betas anthropicBeta anthropic_beta
    service_tier: serviceTier anthropic_service_tier
    api_version: anthropic-version
    speed: anthropic_speed
    """
)
_CONTAINERS = _words(
    """
    model_kwargs modelKwargs extra_body extraBody additional_kwargs additionalKwargs
    additionalModelRequestFields additional_model_request_fields additional_request_fields
    inferenceConfig inference_config toolConfig tool_config model_settings modelSettings settings
    invocationKwargs invocation_kwargs providerOptions provider_options anthropic params parameters
    options config configuration generation_config generationConfig body extra_request_body
    litellm_params clientOptions
    """
)
_HEADERS = _words(
    """
    extra_headers extraHeaders default_headers defaultHeaders headers anthropic_headers
    """
)
_FORCED: Mapping[str, str] = {"required": "any", "function": "tool", "specific": "tool"}
_OFFERED = ("any", "tool", "auto", "none")


def spoken(request: Request) -> Value:
    """The body of a request in the API's own names, with what its headers say.

    `keywords` holds the body as it was written: what a call gives by name, not in a container.
    """
    fields = [*_fields(request.body)]
    fields.append(Field("keywords", request.body.start, request.body.end, request.body))
    rest = list(_rest(request.body))
    if request.headers is not None:
        fields += _headers(request.headers)
        rest += request.headers.rest
    return replace(
        request.body, kind="object", fields=tuple(_joined(fields)), rest=tuple(dict.fromkeys(rest))
    )


def _fields(body: Value) -> Iterator[Field]:
    for field in body.fields:
        written = _written(field)
        if written in _CONTAINERS and field.value.kind == "object":
            yield from _fields(field.value)
        elif written in _HEADERS:
            yield from _headers(field.value)
        elif field.value.kind != "null":
            name = _NAMES.get(written, written)
            yield replace(field, name=name, value=_shape(name, field.value))


def _written(field: Field) -> str:
    """The name of a field; Go and C# begin it with a capital."""
    return field.name[:1].lower() + field.name[1:]


def _rest(body: Value) -> Iterator[str]:
    """The words for all that is unseen of a body and of its containers."""
    yield from body.rest
    for field in body.fields:
        if _written(field) in _CONTAINERS | _HEADERS:
            if field.value.kind == "unseen":
                yield field.value.text
            else:
                yield from _rest(field.value)


def _joined(fields: list[Field]) -> Iterator[Field]:
    """Each name once: lists and objects are put together, of others the last one counts."""
    known: dict[str, Field] = {}
    for field in map(_nested, fields):
        before = known.get(field.name)
        known[field.name] = field if before is None else _together(before, field)
    yield from known.values()


def _together(before: Field, field: Field) -> Field:
    """Two fields of one name. Something unseen may be a list or an object as the other one is."""
    old, new = before.value, field.value
    kinds = {old.kind, new.kind}
    if "list" in kinds and kinds <= {"list", "unseen"}:
        parts = (part.items if part.kind == "list" else (part,) for part in (old, new))
        items = tuple(item for part in parts for item in part)
        whole = new if new.kind == "list" else old
        return replace(field, value=replace(whole, items=items))
    if "object" in kinds and kinds <= {"object", "unseen"}:
        return replace(before, value=merged(opened(old), new))
    return field


def _nested(field: Field) -> Field:
    """A field with a dotted name as the field of an object."""
    outer, dot, inner = field.name.partition(".")
    if not dot:
        return field
    own = replace(field, name=inner)
    return replace(field, name=outer, value=Value(field.start, field.end, "object", fields=(own,)))


def _headers(headers: Value) -> Iterator[Field]:
    """What the headers of a request say of betas and of the version of the API."""
    for field in headers.fields:
        name = field.name.lower()
        if name == "anthropic-beta":
            yield replace(field, name="betas", value=_listed(field.value))
        elif name == "anthropic-version":
            yield replace(field, name="api_version")


def _listed(value: Value) -> Value:
    """A header with commas as a list; each item where it stands in the text, if that is plain."""
    if value.kind != "text":
        return value
    around = value.end - value.start - len(value.text.encode())
    is_plain = around in (0, 2)  # without quotes, or between two: no escapes, no parts
    items = []
    for found in re.finditer(r"[^,\s]+", value.text):
        start = value.start + around // 2 + len(value.text[: found.start()].encode())
        place = (start, start + len(found[0].encode())) if is_plain else (value.start, value.end)
        items.append(Value(*place, "text", found[0]))
    return replace(value, kind="list", items=tuple(items))


def _shape(name: str, value: Value) -> Value:
    make = _SHAPES.get(name)
    return make(value) if make else value


def _tool_choice(value: Value) -> Value:
    """`"any"`, `{"any": {}}`, `{"type": "function"}` and their like as `{"type": "any"}`."""
    if value.kind == "text":
        known = value.text in _OFFERED or value.text in _FORCED
        return _typed(value, value if known else replace(value, text="tool"))
    if value.kind != "object" or not value.fields:
        return value
    named = value.get("type")
    if named is not None:
        return _typed(value, named.value) if named.value.kind == "text" else value
    first = value.fields[0]
    if first.name in _OFFERED:
        return _typed(value, replace(first.value, kind="text", text=first.name))
    return value


def _typed(whole: Value, told: Value) -> Value:
    text = _FORCED.get(told.text, told.text)
    kind = Field("type", whole.start, whole.end, replace(told, kind="text", text=text))
    return replace(whole, kind="object", text="", fields=(kind,))


def _thinking(value: Value) -> Value:
    fields = tuple(replace(f, name=_NAMES.get(f.name, f.name)) for f in value.fields)
    return replace(value, fields=fields)


def _betas(value: Value) -> Value:
    return _listed(value) if value.kind == "text" else value


_ROLES: Mapping[str, str] = {"ai": "assistant", "human": "user"}


def _messages(value: Value) -> Value:
    """Messages with the API's names of roles."""
    return replace(value, items=tuple(_message(item) for item in value.items))


def _message(item: Value) -> Value:
    fields = tuple(
        replace(f, value=replace(f.value, text=_ROLES.get(f.value.text, f.value.text)))
        if f.name == "role"
        else f
        for f in item.fields
    )
    return replace(item, fields=fields)


_SHAPES: Mapping[str, Callable[[Value], Value]] = {
    "tool_choice": _tool_choice,
    "thinking": _thinking,
    "betas": _betas,
    "messages": _messages,
}
