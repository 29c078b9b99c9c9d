"""The table of formats: name → renderer. Imported one by one, as a run needs only one."""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from deprecation_lint.output.style import Style
    from deprecation_lint.values import Report

    Renderer = Callable[[Report, Style], Iterator[str]]

FORMATS = ("text", "concise", "json", "github", "sarif")
WHOLE = ("json", "sarif")  # these hold the summary themselves


def renderer(name: str) -> Renderer:
    """The renderer of a format: the function `render_NAME` of the module of that name."""
    from importlib import import_module

    module = import_module(f"deprecation_lint.output.{name}")
    function: Renderer = getattr(module, f"render_{name}")
    return function
