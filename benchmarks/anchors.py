"""How fast anchors are searched for, by the number of heads of IDs: MB/s, over Python's own files.

    python benchmarks/anchors.py

`one pattern` is a single pattern with all heads as alternatives. `search` looks for the first
head in what has none, as almost every file; `offsets` for all in the files as they are.
"""

from __future__ import annotations

import re
import sysconfig
import time
from pathlib import Path
from typing import TYPE_CHECKING

from deprecation_lint.scanning.anchors import Anchors

if TYPE_CHECKING:
    from collections.abc import Callable

MANY = """
    claude gpt gemini mistral llama text dall whisper davinci babbage curie ada command chatgpt
    computer imagen veo palm embedding titan nova jamba deepseek qwen grok sonar tts omni gemma phi
    embed rerank magistral devstral codestral ministral pixtral voxtral learnlm codex o1 o3 o4 j2
"""
WHOLE = "o1 o3 ada curie davinci babbage whisper aqa sora"  # IDs without a hyphen
ROUNDS = 5
MB = 1024 * 1024


def corpus() -> bytes:
    """The text of Python's own files, up to 32 MB."""
    found, size = [], 0
    for file in sorted(Path(sysconfig.get_path("stdlib")).rglob("*.py")):
        found.append(file.read_bytes())
        size += len(found[-1])
        if size > 32 * MB:
            break
    return b"\n".join(found)


def speed(data: bytes, work: Callable[[], object]) -> str:
    """MB/s, by the processor time of the quickest round."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return f"{len(data) / MB / min(times):,.0f}"


def row(name: str, names: list[str], whole: list[str], data: bytes) -> None:
    """One line of the table."""
    spellings = [f"{head}-1" for head in names] + whole
    ordered = sorted(names, key=len, reverse=True)
    parts = [head.encode() + b"[-\"'\\\\]" for head in ordered] + [w.encode() for w in whole]
    pattern, anchors = re.compile(b"|".join(parts)), Anchors(spellings)
    clean = re.sub(b"|".join(head.encode() for head in (*ordered, *whole)), b"", data)
    numbers = (
        speed(data, lambda: sum(1 for _ in pattern.finditer(data))),
        speed(data, lambda: sum(1 for _ in anchors.offsets(data))),
        speed(clean, lambda: pattern.search(clean)),
        speed(clean, lambda: anchors.search(clean)),
    )
    print(f"{name:24}" + "".join(f"{number:>14}" for number in numbers))


def main() -> None:
    """Print the table."""
    data = corpus()
    print(f"{'heads':24}{'one pattern':>14}{'offsets':>14}{'one pattern':>14}{'search':>14}")
    heads, whole = MANY.split(), WHOLE.split()
    for count in (1, 2, 4, 5, len(heads)):
        row(str(count), heads[:count], [], data)
    row(f"{len(heads)}, {len(whole)} IDs without", heads, whole, data)


if __name__ == "__main__":
    main()
