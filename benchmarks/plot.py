"""A log-log plot as SVG, readable on light and on dark pages. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_WIDTH, _HEIGHT = 480, 340  # of one frame
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 122, 44, 44
_LINE = 15  # least distance of two labels
_INK = """
text {{ font: 12px system-ui, sans-serif; fill: {text}; }}
.small {{ font-size: 11px; fill: {small}; }}
"""
_FORM = """
.title { font-size: 14px; font-weight: 600; }
line { stroke: #888; stroke-opacity: 0.3; }
.linear { stroke-dasharray: 5 4; stroke-opacity: 1; }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; }
"""
_LIGHT = ("#0969da", "#cf5b00", "#1a7f37", "#8250df", "#bf2a6b", "#7a6200", "#00808a")
_DARK = ("#58a6ff", "#f0883e", "#3fb950", "#bc8cff", "#ff7bac", "#d9b91f", "#39c5cf")


@dataclass(frozen=True, slots=True)
class Curve:
    """A named line through points (step, seconds), both above zero."""

    label: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Frame:
    """One of several plots: its title, what the steps are, what is measured."""

    title: str
    unit: str
    measure: str
    curves: Sequence[Curve]


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic scale from values to places."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + share * (self.end - self.start)

    def ticks(self) -> list[float]:
        """The powers of ten that lie on it; where these are few, their halves and fifths too."""
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for shares in ((1,), (1, 2, 5)):
            values = [share * 10.0**power for power in powers for share in shares]
            found = [value for value in values if self.low <= value <= self.high]
            if len(found) > 2:
                break
        return found


def plotted(frames: Sequence[Frame]) -> str:
    """All frames, two in a row."""
    rows = -(-len(frames) // 2)
    width, height = min(2, len(frames)) * _WIDTH, rows * _HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">\n<style>{_style()}</style>'
    ]
    for number, frame in enumerate(frames):
        down, right = divmod(number, 2)
        parts.append(f'<g transform="translate({right * _WIDTH} {down * _HEIGHT})">')
        parts += _frame(frame)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _style() -> str:
    light = _INK.format(text="#333", small="#666") + _colors(_LIGHT)
    dark = _INK.format(text="#ddd", small="#aaa") + _colors(_DARK)
    return f"{light}{_FORM}@media (prefers-color-scheme: dark) {{{dark}}}\n"


def _colors(colors: Sequence[str]) -> str:
    """Rules for the groups `c0`, `c1` and so on."""
    return "".join(
        f".c{at} polyline {{ stroke: {color}; }} .c{at} circle, .c{at} text {{ fill: {color}; }}\n"
        for at, color in enumerate(colors)
    )


def _frame(frame: Frame) -> Iterator[str]:
    curves = [curve for curve in frame.curves if curve.points]
    points = [point for curve in curves for point in curve.points]
    steps = sorted({step for step, _ in points})
    x = _Axis(steps[0], steps[-1] * 1.0001, _LEFT, _WIDTH - _RIGHT)
    values = [value for _, value in points]
    y = _Axis(min(values) / 1.3, max(values) * 1.3, _HEIGHT - _BOTTOM, _TOP)
    yield _text(_LEFT, 20, frame.title, "title")
    yield _text(_LEFT, 36, f"{frame.measure}, by {frame.unit}", "small")
    yield from _grid(x, y, steps)
    yield from _linear(x, y, 1.15 * max(curve.points[-1][1] for curve in curves))
    places = _apart([y(curve.points[-1][1]) for curve in curves])
    for number, (curve, place) in enumerate(zip(curves, places, strict=True)):
        yield from _curve(curve, f"c{number % len(_LIGHT)}", x, y, place)


def _grid(x: _Axis, y: _Axis, steps: Sequence[float]) -> Iterator[str]:
    for value in y.ticks():
        yield _line(x.start, y(value), x.end, y(value))
        yield _text(x.start - 6, y(value) + 4, f"{value:g}", "small", "end")
    for step in steps:
        yield _line(x(step), y.start, x(step), y.end)
        yield _text(x(step), y.start + 16, _short(step), "small", "middle")


def _linear(x: _Axis, y: _Axis, end: float) -> Iterator[str]:
    """A dashed line to a value at the last step, along which twice as much takes twice as long."""
    low = max(x.low, x.high * y.low / end)
    place = x(low), y(end * low / x.high)
    yield _line(*place, x.end, y(end), name="linear")
    yield _text(place[0] + 10, min(place[1], y.start - 6), "linear", "small")


def _curve(curve: Curve, color: str, x: _Axis, y: _Axis, place: float) -> Iterator[str]:
    yield f'<g class="{color}">'
    path = " ".join(f"{x(step):.1f},{y(value):.1f}" for step, value in curve.points)
    yield f'<polyline points="{path}"/>'
    for step, value in curve.points:
        yield f'<circle cx="{x(step):.1f}" cy="{y(value):.1f}" r="2.5"/>'
    end = x(curve.points[-1][0])
    yield _text(max(end, x.end) + 8, place + 4, curve.label)
    yield "</g>"


def _apart(places: Sequence[float]) -> list[float]:
    """Where labels stand so that none covers another: as near as can be, in the same order."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + _LINE)
    over = max([0.0, *(place - (_HEIGHT - _BOTTOM) for place in moved)])
    return [place - over for place in moved]


def _short(value: float) -> str:
    """A step as its axis names it: `10k`."""
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"


def _line(x1: float, y1: float, x2: float, y2: float, name: str = "grid") -> str:
    return f'<line class="{name}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _text(x: float, y: float, text: str, name: str = "", anchor: str = "start") -> str:
    words = escape(text)
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{name}" text-anchor="{anchor}">{words}</text>'
