"""Makes the compiled registry: when the wheel is built, and in a checkout for changed rules."""

from __future__ import annotations

import contextlib
import os
from marshal import dumps
from typing import TYPE_CHECKING

from deprecation_lint.registry.packed import pack
from deprecation_lint.registry.parse import read_bytes
from deprecation_lint.registry.registry import merge
from deprecation_lint.scanning.anchors import heads

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deprecation_lint.registry.glance import Rules

_PORTABLE = 2  # version of marshal: every Python reads it, and equal values give equal bytes


def compiled(folder: str, rules: Rules) -> bytes:
    """What a compiled file of some rules holds.

    Raises `UsageError` for rules that cannot be read.
    """
    registry = merge(read_bytes(os.path.join(folder, name), raw) for name, raw in rules)
    head = (heads(registry.spellings), registry.read.toordinal())
    return dumps((head, dumps(pack(registry), _PORTABLE)), _PORTABLE)


def keep(raw: bytes, places: Iterable[str]) -> None:
    """Write a compiled file to the first place that takes it; nowhere is no fault.

    Whoever reads it meanwhile sees the old file or the new one, whole: it is renamed into place.
    """
    for place in places:
        temporary = f"{place}.{os.urandom(8).hex()}.tmp"
        try:
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(temporary, "xb") as file:
                file.write(raw)
            os.replace(temporary, place)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        else:
            return
