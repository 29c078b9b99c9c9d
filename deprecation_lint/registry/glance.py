"""The shipped registry in the form in which a run wants it: compiled, and only as far as asked.

Almost every run finds no candidate, and a commit hook must answer at once: parsing the rules
would cost it more than all the rest. So they are compiled into one file, `registry.bin`: first
what tells a candidate and the age of the registry, then the records. The wheel brings it; in a
checkout it is made by the run that finds none, or one of other rules.

A compiled file counts only if it says that it was made by this version from just these bytes of
the rules, and if its checksum is right: marshal may crash on bytes that it has not written.
"""

from __future__ import annotations

import os
from marshal import loads
from zlib import crc32

from deprecation_lint import __version__

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from deprecation_lint.registry.registry import Registry

    Rules = Sequence[tuple[str, bytes]]
    """The files of a folder of rules: names and bytes, in order of name."""

NAME = "registry.bin"
FORMAT = 1  # of the compiled file; another one for any change of what it holds, or how
_CHECKSUM = 4  # bytes
_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Shipped:
    """The shipped registry: what is known of it at once, and the whole when it is asked for.

    `heads` is what its anchors are made of (see `scanning/anchors.py`), `read` the newest day on
    which a source was read, counted as `date.toordinal` does.
    """

    def __init__(self, body: bytes) -> None:
        head, self._packed = loads(body)
        self.heads: tuple[str, ...] = head[0]
        self.read: int = head[1]

    def registry(self) -> Registry:
        """All records."""
        from deprecation_lint.registry.packed import unpack

        return unpack(loads(self._packed))


def shipped() -> str:
    """The folder of the registry that came with the tool: in the wheel, else in the checkout."""
    inside = os.path.join(_PACKAGE, "rules")
    return inside if os.path.isdir(inside) else os.path.join(os.path.dirname(_PACKAGE), "rules")


def glance(environ: Mapping[str, str] | None = None) -> Shipped:
    """The shipped registry, from a compiled file if there is one of the rules as they are.

    `environ` tells the user's cache folder, for where the tool may not write beside the rules.
    """
    folder = os.fspath(shipped())
    rules = read_rules(folder)
    seal = seal_of(rules)
    for place in _places(folder, environ):
        body = _body(place, seal)
        if body is not None:
            return Shipped(body)
    from deprecation_lint.registry.compiling import compiled, keep

    body = compiled(folder, rules)
    keep(sealed(body, seal), list(_places(folder, environ))[1:])  # the first is for the wheel's
    return Shipped(body)


def read_rules(folder: str) -> Rules:
    """The bytes of all files of rules in a folder."""
    rules = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                rules.append((name, file.read()))
    return rules


def seal_of(rules: Rules) -> bytes:
    """What a compiled file begins with: by which version, from which bytes it was made.

    The version of marshal need not be told: the compiler asks for one that all Pythons read.
    """
    crc = length = 0
    for name, raw in rules:
        crc = crc32(raw, crc32(b"%s %d\n" % (os.fsencode(name), len(raw)), crc))
        length += len(raw)
    return b"deprecation-lint %s registry %d of %08x-%x\n" % (
        __version__.encode(), FORMAT, crc, length,
    )  # fmt: skip


def sealed(body: bytes, seal: bytes) -> bytes:
    """The bytes of a compiled file."""
    return seal + crc32(body).to_bytes(_CHECKSUM, "little") + body


def _body(place: str, seal: bytes) -> bytes | None:
    """What a compiled file holds; `None` if there is none that counts."""
    try:
        with open(place, "rb", buffering=0) as file:
            raw = file.read()
    except OSError:
        return None
    start = len(seal) + _CHECKSUM
    body = raw[start:]
    checksum = int.from_bytes(raw[len(seal) : start], "little")
    return body if raw.startswith(seal) and crc32(body) == checksum else None


def _places(folder: str, environ: Mapping[str, str] | None) -> Iterator[str]:
    """Where a compiled file may be: that of the wheel, one made beside the rules, or else one
    in the user's cache folder.
    """
    yield os.path.join(folder, NAME)
    yield os.path.join(folder, "__pycache__", NAME)
    from deprecation_lint.user_cache import user_cache

    cache = user_cache(environ or {})
    if cache is not None:  # which several installations share
        yield os.path.join(cache, f"{crc32(os.fsencode(folder)):08x}-{NAME}")
