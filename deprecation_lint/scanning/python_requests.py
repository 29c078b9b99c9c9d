"""The calls of a Python file that a model is given to, as requests. This module needs LibCST."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import libcst as cst

from deprecation_lint.patterns import lazy
from deprecation_lint.request import Request, Value, merged
from deprecation_lint.scanning import calls, names
from deprecation_lint.scanning.parents import dotted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from deprecation_lint.scanning.python_values import Values

_PASSED_ON = lazy(r"(?:^|\.)(?:getenv|get|str|getattr|cast|Field|SecretStr|ModelName)\Z")
_LATER = frozenset(("bind", "bind_tools", "with_config", "with_options", "configurable_fields"))
_RUN = frozenset(("run", "run_sync", "run_stream", "iter"))
_SETTINGS = ("model_settings", "settings")
_BODIES = ("json", "data", "body", "content")
_DUMPS = lazy(r"(?:^|\.)(?:dumps|encode)\Z")
_MOST = 200  # entries of a dictionary that may be a request
_LOOKED_THROUGH = (
    cst.BooleanOperation,
    cst.IfExp,
    cst.FormattedString,
    cst.FormattedStringExpression,
    cst.ConcatenatedString,
    cst.BinaryOperation,
    cst.Call,
)


_CHAIN = (cst.Attribute, cst.Call)
_Node = TypeVar("_Node", cst.Call, cst.Dict)


class Requests:
    """Finds the request that an expression names the model of."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._known: dict[cst.CSTNode, tuple[Request, ...]] = {}  # many IDs may share a call

    def around(self, node: cst.CSTNode, parents: Sequence[cst.CSTNode]) -> tuple[Request, ...]:
        """The requests around an expression; `parents` are the nodes around it, innermost last."""
        inside = node
        for depth in range(len(parents) - 1, -1, -1):
            parent = parents[depth]
            above = parents[depth - 1] if depth else None
            if isinstance(parent, cst.Arg) and isinstance(above, cst.Call):
                if _is_model_argument(parent, above):
                    call, outer = _spread_into(above, parents[: depth - 1])
                    return self._once(self._of_call, call, outer)
                if not _PASSED_ON.search(dotted(above.func)):
                    return ()
            elif isinstance(parent, cst.DictElement) and isinstance(above, cst.Dict):
                if parent.value is not inside or not self._is_model(parent):
                    return ()
                return self._once(self._of_dict, above, parents[: depth - 1])
            elif not isinstance(parent, _LOOKED_THROUGH):
                return ()
            inside = parent
        return ()

    def _once(
        self,
        make: Callable[[_Node, Sequence[cst.CSTNode]], Iterator[Request]],
        node: _Node,
        parents: Sequence[cst.CSTNode],
    ) -> tuple[Request, ...]:
        """The requests of a call or a dictionary, the same ones whichever model asks for them."""
        if node not in self._known:
            self._known[node] = tuple(make(node, parents))
        return self._known[node]

    def _is_model(self, element: cst.DictElement) -> bool:
        """Whether the key of an entry says that its value is a model."""
        key = self._values.value(element.key)
        return key.kind == "text" and names.expects_model(key.text)

    def _of_call(self, call: cst.Call, parents: Sequence[cst.CSTNode]) -> Iterator[Request]:
        """A call with its keyword arguments, and those of the calls before and behind it.

        What is called later on the name that it is given to is a request of its own.
        """
        body = self._arguments(call)
        for later in _chained(call, parents):
            body = merged(body, self._arguments(later))
        if len(parents) > 1 and isinstance(parents[-2], cst.Call):
            body = merged(body, _settings(parents[-2], call, self._values))
        headers = self._values.client_headers(call.func)
        yield Request(dotted(call.func), body, headers, "python")
        name = _target(parents)
        for use, values in self._values.calls_with(name, call) if name else ():
            if _is_later(use, name):
                more = values.arguments(use.args, *values.place(use))
            else:
                more = _settings(use, name, values)
            if more.fields or more.rest:
                yield Request(dotted(use.func), merged(body, more), headers, "python")

    def _arguments(self, call: cst.Call) -> Value:
        start, end = self._values.place(call)
        return self._values.arguments(call.args, start, end)

    def _of_dict(self, owner: cst.Dict, parents: Sequence[cst.CSTNode]) -> Iterator[Request]:
        """A dictionary that names a model, with the call that it is given to."""
        if len(owner.elements) > _MOST:
            return
        depth, arg, call = _given_to(parents)
        if arg is not None and call is not None:
            if arg.star == "**" and arg is parents[-1]:
                yield from self._of_call(call, parents[:depth])
                return
            if arg.keyword is not None and arg.keyword.value in _BODIES:
                headers = self._values.headers(call)
                yield Request(dotted(call.func), self._values.value(owner), headers, "python")
                return
        named = list(self._of_name(_target(parents), owner))
        yield from named or [Request("", self._values.value(owner), None, "python")]

    def _of_name(self, name: str, owner: cst.Dict) -> Iterator[Request]:
        """The calls that a dictionary is given to by its name."""
        for call, values in self._values.calls_with(name, owner) if name else ():
            for arg in call.args:
                body = headers = None
                if arg.star == "**" and dotted(arg.value).rpartition(".")[2] == name:
                    body = values.arguments(call.args, *values.place(call))
                    headers = values.client_headers(call.func)
                elif arg.keyword is not None and arg.keyword.value in _BODIES:
                    body, headers = values.value(arg.value), values.headers(call)
                if body is not None and body.kind == "object":
                    yield Request(dotted(call.func), body, headers, "python")


def _is_model_argument(arg: cst.Arg, call: cst.Call) -> bool:
    """Whether a call takes this argument for the model."""
    if arg.keyword is not None:
        return names.expects_model(arg.keyword.value)
    owner = dotted(call.func)
    is_first = bool(call.args) and call.args[0] is arg
    return is_first and not arg.star and (names.expects_model(owner) or calls.is_client_call(owner))


def _chained(call: cst.Call, parents: Sequence[cst.CSTNode]) -> Iterator[cst.Call]:
    """The calls on the result of a call that give it further arguments: `Model(…).bind(…)`."""
    inside: cst.CSTNode = call
    for parent in reversed(parents):
        if isinstance(parent, cst.Attribute) and parent.value is inside:
            inside = parent
        elif isinstance(parent, cst.Call) and parent.func is inside:
            if isinstance(inside, cst.Attribute) and inside.attr.value in _LATER:
                yield parent
            inside = parent
        else:
            return


def _settings(call: cst.Call, model: cst.CSTNode | str, values: Values) -> Value:
    """The settings beside a model that is given to a call, itself or by its name."""
    given = next((a for a in call.args if _is_model_argument(a, call)), None)
    is_meant = given is not None and (
        given.value is model or dotted(given.value).rpartition(".")[2] == model
    )
    beside = [a for a in call.args if a.keyword and a.keyword.value in _SETTINGS]
    return values.arguments(beside if is_meant else (), *values.place(call))


def _target(parents: Sequence[cst.CSTNode]) -> str:
    """The one name that an expression is given to, or "": of an attribute its last part."""
    above = next((p for p in reversed(parents) if not isinstance(p, _CHAIN)), None)
    if isinstance(above, cst.AnnAssign):
        return dotted(above.target).rpartition(".")[2]
    if isinstance(above, cst.Assign) and len(above.targets) == 1:
        return dotted(above.targets[0].target).rpartition(".")[2]
    return ""


def _is_later(call: cst.Call, name: str) -> bool:
    """Whether a call gives further arguments to what a name means."""
    if not isinstance(call.func, cst.Attribute):
        return False
    is_own = dotted(call.func.value).rpartition(".")[2] == name
    return is_own and call.func.attr.value in _LATER | _RUN


def _given_to(
    parents: Sequence[cst.CSTNode],
) -> tuple[int, cst.Arg | None, cst.Call | None]:
    """The argument and the call that a dictionary is given to, however it is written down."""
    for depth in range(len(parents) - 1, 0, -1):
        arg, call = parents[depth], parents[depth - 1]
        if not isinstance(arg, cst.Arg) or not isinstance(call, cst.Call):
            continue
        if not _DUMPS.search(dotted(call.func)):
            return depth - 1, arg, call
    return 0, None, None


def _spread_into(
    call: cst.Call, parents: Sequence[cst.CSTNode]
) -> tuple[cst.Call, Sequence[cst.CSTNode]]:
    """The call that is meant, with what is around it: of `f(**dict(…))` the outer one."""
    outer = parents[-2:]
    if dotted(call.func) == "dict" and len(outer) == 2:
        above, arg = outer
        if isinstance(above, cst.Call) and isinstance(arg, cst.Arg) and arg.star == "**":
            return above, parents[:-2]
    return call, parents
