"""What makes a large tree of a few packages: changed copies, and a known number of files with IDs.

All of it is drawn from seeded generators: the same packages give the same tree.
"""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

IGNORED, UNTRACKED = "scratch", "drafts"  # folders: what git ignores, what it does not know yet
_SPARE = 200  # files in each of the two
_SEED = 20261122

# Put together, so that the tool finds none in its own house.
_IDS = tuple(
    "-".join(("claude", *rest))
    for rest in (("2.1",), ("3", "opus", "20240229"), ("3", "5", "sonnet", "20240620"))
)

# What an ID stands in, by the kind of file; `{}` is the ID.
_FORMS = {
    ".py": (
        "import anthropic\n\n\ndef answer(client: anthropic.Anthropic) -> object:\n"
        '    return client.messages.create(model="{}", max_tokens=99, messages=[])\n'
    ),
    ".ts": 'export const call = () => client.messages.create({{ model: "{}", messages: [] }});\n',
    ".json": '{{"provider": "anthropic", "model": "{}"}}\n',
    ".yaml": "llm:\n  provider: anthropic\n  model: {}\n",
    ".toml": '[llm]\nmodel = "{}"\n',
    ".env": "ANTHROPIC_MODEL={}\n",
    ".sh": "#!/bin/sh\nANTHROPIC_MODEL={} exec serve\n",
    ".md": '# How to call it\n\n```python\nclient.messages.create(model="{}")\n```\n',
}
_COMMENTS = {
    **dict.fromkeys((".py", ".pyi", ".yml", ".yaml", ".toml", ".sh", ".cfg", ".ini"), "# {}\n"),
    **dict.fromkeys((".js", ".ts", ".css", ".scss"), "/* {} */\n"),
    **dict.fromkeys((".md", ".html", ".xml", ".svg"), "<!-- {} -->\n"),
}


def reseed(source: Path, target: Path, number: int) -> int:
    """Copy a tree so that no text in it is the same; how many files that are."""
    count = 0
    chance = random.Random(f"{_SEED} {target.name}")
    for root, folders, names in os.walk(source):
        folders.sort()
        into = target / Path(root).relative_to(source)
        into.mkdir(parents=True, exist_ok=True)
        for name in sorted(names):
            data = Path(root, name).read_bytes()
            Path(into, name).write_bytes(data + _tail(name, data, number, chance))
            count += 1
    return count


def _tail(name: str, data: bytes, number: int, chance: random.Random) -> bytes:
    """What is added to the copy of a file: a comment or, where none can stand, space."""
    if b"\0" in data[:1024]:
        return b""
    text = _COMMENTS.get(Path(name).suffix, " " * number + "\n")
    return text.format(f"copy {number}: {chance.getrandbits(64):016x}").encode()


def plant(tree: Path, count: int) -> int:
    """Put so many files with an ID in use here and there, and some where git does not look.

    The number returned is that of the files to be found: one that is untracked counts as well,
    those that are ignored do not.
    """
    chance = random.Random(_SEED)
    folders = sorted(p for p in tree.glob("*/*/*") if p.is_dir() and ".dist-info" not in str(p))
    for number in range(count):
        _write(chance.choice(folders), number)
    _spare(tree, tree / IGNORED)
    _spare(tree, tree / UNTRACKED)
    return count + len(_FORMS)


def _write(folder: Path, number: int) -> None:
    """A file with an ID in use; what kind of file goes by the number."""
    suffix, form = list(_FORMS.items())[number % len(_FORMS)]
    text = form.format(_IDS[number % len(_IDS)])
    (folder / f"planted_{number:04}{suffix}").write_text(text, encoding="utf-8")


def _spare(tree: Path, target: Path) -> None:
    """A folder of ordinary files, with one planted file of each kind."""
    target.mkdir()
    found = sorted(tree.glob("django/django/**/*.py"))[:_SPARE]
    for number, path in enumerate(found):
        shutil.copy(path, target / f"{number:03}_{path.name}")
    for number in range(len(_FORMS)):
        _write(target, number)
