"""Where the time of a run goes: the functions of each stage are wrapped while it lasts.

Nothing is measured, and nothing is slower, unless it is asked for.
"""

from __future__ import annotations

import builtins
import sys
from contextlib import contextmanager
from inspect import isgenerator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

IMPORTS, WAITING, REST = "imports", "waiting", "all else"

STAGES: Mapping[str, tuple[str, ...]] = {
    "discovery": ("commands.check:discover",),
    "cache": (
        *("commands.check:open_cache", "cache.cache:Cache.save", "cache.cache:Cache.verdict"),
        *("cache.cache:Cache.keep", "cache.cache:Cache.note", "scout:Scout._changed"),
        *("scout:Scout.stand", "engine:Engine.recalled"),
    ),
    "reading": ("files.reading:Buffer.each", "scout:read", "engine:read"),
    "matching": ("scanning.anchors:Anchors.finder", "scout:is_plainly_clean"),
    "registry": ("registry.glance:Shipped.registry",),
    "scanning": ("mending:_decoded", "mending:scan"),
    "Python": ("scanning.python:scan_python",),
    "LibCST": ("libcst:parse_module", "libcst:parse_statement", "libcst:Module.visit"),
    "judging": ("checks:Judge.judge", "evidence:Evidence.settle"),
    "fixing": ("mending:Mender._apply",),
    "workers": ("commands.check:run",),
    WAITING: ("forked:select",),
    "output": ("commands.check:stream_report", "commands.check:write_report"),
}
"""By stage, the functions whose time it is: module of ours (or package):name."""


class Profile:
    """Nanoseconds by stage. What a stage calls of another one is that one's time."""

    def __init__(self, clock: Callable[[], int]) -> None:
        self.spent: dict[str, int] = {}
        self._clock = clock
        self._open: list[str] = [REST]
        self._since = clock()

    def take(self, spent: Mapping[str, int]) -> None:
        """Add what another process has spent."""
        for stage, time in spent.items():
            self.spent[stage] = self.spent.get(stage, 0) + time

    def restart(self) -> None:
        """Begin anew, in a process that has just been forked."""
        self.spent.clear()
        self._open = [REST]
        self._since = self._clock()

    def close(self) -> Mapping[str, int]:
        """What has been spent until now."""
        self._turn()
        return self.spent

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """The time of what is done within belongs to a stage."""
        self._turn()
        self._open.append(name)
        try:
            yield
        finally:
            self._turn()
            self._open.pop()

    def _turn(self) -> None:
        now = self._clock()
        stage = self._open[-1]
        self.spent[stage] = self.spent.get(stage, 0) + now - self._since
        self._since = now

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Measure imports and all stages of `STAGES` until the end.

        Nothing is imported for it: what a run does not import, it does not use.
        """
        waiting = [(stage, name) for stage, names in STAGES.items() for name in names]
        undo: list[tuple[object, str, object]] = [(builtins, "__import__", builtins.__import__)]
        real = builtins.__import__

        def importing(*arguments: Any, **options: Any) -> Any:
            if self._open[-1] == IMPORTS:
                return real(*arguments, **options)
            with self.stage(IMPORTS):
                module = real(*arguments, **options)
            self._wrap(waiting, undo)
            return module

        builtins.__import__ = importing
        self._wrap(waiting, undo)
        try:
            yield
        finally:
            for owner, attribute, function in reversed(undo):
                setattr(owner, attribute, function)

    def _wrap(self, waiting: list[tuple[str, str]], undo: list[tuple[object, str, object]]) -> None:
        """Wrap those of the functions whose module has been imported by now."""
        for stage, name in list(waiting):
            found = _owner(name)
            if found is not None:
                waiting.remove((stage, name))
                function = getattr(*found)
                undo.append((*found, function))
                setattr(*found, self._timed(stage, function))

    def _timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **options: Any) -> Any:
            with self.stage(stage):
                result = function(*arguments, **options)
            if isgenerator(result):
                return self._each(stage, result)
            return self._timed(stage, result) if callable(result) else result

        return timed

    def _each(self, stage: str, found: Iterator[Any]) -> Iterator[Any]:
        """A generator whose steps are timed."""
        while True:
            with self.stage(stage):
                try:
                    one = next(found)
                except StopIteration:
                    return
            yield one


def _owner(name: str) -> tuple[object, str] | None:
    """What holds a function of the table, and under which name; `None` before it is imported."""
    module, _, path = name.partition(":")
    *classes, attribute = path.split(".")
    owner: object = sys.modules.get(module if module == "libcst" else f"deprecation_lint.{module}")
    for one in classes:
        owner = getattr(owner, one, None)
    return (owner, attribute) if owner is not None else None


def profile_lines(spent: Mapping[str, int]) -> Iterator[str]:
    """The stages with the seconds that they took in all processes, the longest first."""
    total = sum(spent.values()) or 1
    yield "Time by stage, of all processes together (a stage without what it calls of another):"
    for stage, time in sorted(spent.items(), key=lambda item: -item[1]):
        yield f"  {stage:12}{time / 1e9:9.3f} s {100 * time / total:5.1f} %"
