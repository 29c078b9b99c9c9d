"""For people: message, source line with caret, source of the dates, and the way out."""

from __future__ import annotations

import unicodedata
from collections import Counter

from deprecation_lint.output.style import printable
from deprecation_lint.roles import FOLDED

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from deprecation_lint.findings import Finding
    from deprecation_lint.output.style import Style
    from deprecation_lint.roles import Role
    from deprecation_lint.values import Report

_UNSEEN = 4  # words for what could not be seen that are listed
_WIDTH = 100  # characters of a source line shown around a finding


def render_text(report: Report, style: Style) -> Iterator[str]:
    """Each finding as a block, with an empty line behind it; then what is only counted."""
    return text_lines(report.findings, style, report.in_full)


def text_lines(findings: Iterable[Finding], style: Style, in_full: bool = False) -> Iterator[str]:
    """The same for findings as they come, of which none is kept."""
    folded: dict[Role, Counter[str]] = {}  # how many in each file
    for finding in findings:
        if finding.severity == "note" and finding.role in FOLDED and not in_full:
            folded.setdefault(finding.role, Counter())[finding.place.path] += 1
            continue
        yield from _block(finding, style)
        yield ""
    yield from (_counted(folded[role], role, style) for role in FOLDED if role in folded)


def _counted(mentions: Counter[str], role: Role, style: Style) -> str:
    """The notes of one role in a line."""
    count = sum(mentions.values())
    where = "1 file" if len(mentions) == 1 else f"{len(mentions):,} files"
    noun = "mention" if count == 1 else "mentions"
    head = style.paint(f"note[{role}]", "note", "bold")
    return f"{head} {count:,} {noun} in {where}, not shown: -v shows all"


def _block(finding: Finding, style: Style) -> Iterator[str]:
    place = finding.place
    mark = " [*]" if finding.fix and finding.fix.applicability == "safe" else ""
    head = style.paint(f"{finding.severity}[{finding.rule}]", finding.severity, "bold")
    yield f"{head}{mark} {style.paint(finding.message, 'bold')}"
    gutter = " " * len(str(place.line))
    where = f"{printable(place.path)}:{place.line}:{place.column}"
    yield f"{gutter}{style.paint('-->', 'dim')} {where} ({finding.role})"
    line, before = _window(place.source_line, place.source_column, len(place.text))
    bar = style.paint("|", "dim")
    yield f"{gutter} {bar}"
    yield f"{style.paint(str(place.line), 'dim')} {bar} {line}"
    shown = place.text.splitlines()[0] if place.text else ""
    caret = style.paint("^" * max(1, _columns(shown)), finding.severity)
    yield f"{gutter} {bar} {_blank(line[:before])}{caret}"
    equals = style.paint("=", "dim")
    for text in _facts(finding, style):
        yield f"{gutter} {equals} {text}"


def _facts(finding: Finding, style: Style) -> Iterator[str]:
    """What is known of it, by whom, and what to do."""
    for argument in finding.arguments:
        condition = f" ({argument.condition})" if argument.condition else ""
        yield f"line {argument.place.line}: {argument.argument}: {argument.says}{condition}"
        if argument.todo:
            yield f"  do: {argument.todo}"
        yield f"  source: {style.link(argument.source)} (read {argument.read})"
    if finding.source and not finding.arguments:
        yield f"source: {style.link(finding.source)} (read {finding.read})"
    if finding.unseen:
        more = len(finding.unseen) - _UNSEEN
        listed = [*finding.unseen[:_UNSEEN], *([f"{more} more"] if more > 0 else [])]
        yield f"not seen in the call: {printable(', '.join(listed))}"
    if not finding.arguments:
        yield f"help: {finding.help}{_held(finding)}"
    elif finding.fix is not None and finding.fix.applicability == "unsafe":
        yield f"help: --unsafe-fixes makes the edit: {finding.fix.reason}"


def _held(finding: Finding) -> str:
    if finding.fix is None or finding.fix.applicability == "safe":
        return ""
    how = "--unsafe-fixes" if finding.fix.applicability == "unsafe" else "never applied"
    return f" ({how}: {finding.fix.reason})"


def _window(line: str, before: int, length: int) -> tuple[str, int]:
    """At most `_WIDTH` characters of a long line around the finding."""
    line = "".join(c if c.isprintable() or c == "\t" else " " for c in line)
    start = 0
    if before + length > _WIDTH:
        start = max(0, before - _WIDTH // 3)
    shown = line[start : start + max(_WIDTH, length)]
    left, right = "…" if start else "", "…" if start + len(shown) < len(line) else ""
    return f"{left}{shown}{right}".rstrip(), before - start + len(left)


def _blank(text: str) -> str:
    """White space as wide as the text; tabs stay tabs."""
    return "".join("\t" if c == "\t" else " " * _columns(c) for c in text)


def _columns(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )
