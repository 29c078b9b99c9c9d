"""Names that carry a model from where it stands to where a call of the same file is given it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from deprecation_lint.scanning.visitor import requests_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from deprecation_lint.request import Request
    from deprecation_lint.scanning.python_bindings import Bindings
    from deprecation_lint.scanning.source import Source
    from deprecation_lint.scanning.trail import Trail
    from deprecation_lint.scanning.visitor import Lookups, StringFound

_MOST = 32  # uses of one name that are looked at
_GIVEN = (
    rb"(?:(?:\bmodel(?:_?(?:id|name))?|\bmodelId)[\"']?\s*[=:]\s*|\(\s*)"
    rb"(?P<owner>(?:\w+\s*\.\s*)*)(?P<name>%s)\b(?!\s*[(\[.=])"
)
_PASSED_ON = ("fallback", "environment", "positional")


class Carriers:
    """Finds the requests of a file to which the names of its models lead."""

    def __init__(self, source: Source, bindings: Bindings, lookups: Lookups) -> None:
        self._source = source
        self._bindings = bindings
        self._lookups = lookups
        self._known: dict[tuple[str, tuple[int, ...]], tuple[Request, ...]] = {}

    def with_uses(self, strings: Sequence[StringFound]) -> list[StringFound]:
        """The strings; those that are given to a name have the requests of its uses as well."""
        names = [_carrier(string.trail) for string in strings]
        uses = self._uses({name for name in names if name})
        return [
            replace(s, requests=(*s.requests, *self._requests(name, uses[name], s))) if name else s
            for s, name in zip(strings, names, strict=True)
        ]

    def _uses(self, names: set[str]) -> dict[str, list[tuple[int, bool]]]:
        """Where each name is given to something as its model, and whether it stands alone."""
        uses: dict[str, list[tuple[int, bool]]] = {name: [] for name in names}
        if names:
            listed = b"|".join(re.escape(name).encode() for name in sorted(names))
            for found in re.finditer(_GIVEN % listed, self._source.text):
                uses[found["name"].decode()].append((found.start("name"), not found["owner"]))
        return uses

    def _requests(
        self, name: str, uses: Sequence[tuple[int, bool]], string: StringFound
    ) -> Iterator[Request]:
        start = string.text.pieces[0].start
        offsets = tuple(islice(self._meant(name, uses, start), _MOST))
        if (name, offsets) not in self._known:
            self._known[name, offsets] = tuple(self._read(name, offsets)) if offsets else ()
        yield from self._known[name, offsets]

    def _read(self, name: str, offsets: Sequence[int]) -> Iterator[Request]:
        """The requests at some uses of a name."""
        for unit in self._source.units(offsets):
            inside = [offset for offset in offsets if unit.start <= offset < unit.end]
            yield from requests_at(unit, name, inside, self._lookups)

    def _meant(self, name: str, uses: Sequence[tuple[int, bool]], start: int) -> Iterator[int]:
        """The uses of a name that was given a value at `start`.

        A plain name means the same within its function, or all over the module if it is bound
        once; behind a dot it is told by its last part alone.
        """
        if not uses:
            return
        function = self._bindings.function_at(start)
        is_constant = function is None and self._bindings.is_bound_once(name)
        for at, is_plain in uses:
            within = function is not None and function[0] <= at < function[1]
            if not is_plain or is_constant or within:
                yield at


def _carrier(trail: Trail) -> str | None:
    """The name that a string is given to, if it is given to one."""
    for step in trail:
        if step.kind in ("assigned", "parameter"):
            return step.name or None
        if step.kind not in _PASSED_ON:
            return None
    return None
