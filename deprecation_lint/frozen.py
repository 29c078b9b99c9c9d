"""`dataclass` as the standard library has it, at half of what it costs at start-up.

That one compiles all methods of each class anew. What compares, hashes and shows values need not
be: it is the same for all of them but for the fields.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from typing import Any


def _dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
    make = dataclasses.dataclass(frozen=frozen, slots=slots, eq=False, repr=False)

    def made(plain: type) -> type:
        kind: Any = make(plain)
        values = attrgetter(*kind.__match_args__)

        def equal(self: object, other: object) -> Any:
            return values(self) == values(other) if type(self) is type(other) else NotImplemented

        def hashed(self: object) -> int:
            return hash(values(self))

        kind.__eq__, kind.__hash__, kind.__repr__ = equal, hashed if frozen else None, _text
        return kind  # type: ignore[no-any-return]

    return made


def _text(self: Any) -> str:
    shown = (f"{f.name}={getattr(self, f.name)!r}" for f in dataclasses.fields(self) if f.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


if not TYPE_CHECKING:
    dataclass = _dataclass
