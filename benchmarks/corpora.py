"""Trees to measure on, built from package wheels by name, and kept as long as their folder.

A corpus is ready when its file of facts lies beside it, which is written last.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from planting import IGNORED, UNTRACKED, plant, reseed

if TYPE_CHECKING:
    from collections.abc import Iterator

DENSE = ("litellm",)
MIXED = (
    *("litellm", "langchain-core", "langchain-community", "openai", "anthropic"),
    *("pydantic-ai-slim", "django"),
)
SPARSE = (
    *("ansible", "django", "kubernetes", "botocore", "moto", "plotly", "sympy", "twisted"),
    *("homeassistant", "google-api-python-client"),
)
_RECIPE = 1  # counted up when a corpus comes to be built in another way: kept ones are built anew
_GIT = (
    *("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost", "-c", "gc.auto=0"),
    *("-c", "core.autocrlf=false", "-c", "core.hooksPath=", "-c", "core.excludesFile="),
    *("-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main", "-c", "core.safecrlf=false"),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a corpus is made. With `least_files`, packages are copied until there are so many."""

    name: str
    packages: tuple[str, ...]
    least_files: int = 0
    git: bool = False


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe("dense", DENSE),
        Recipe("mixed", MIXED),
        Recipe("large", SPARSE, least_files=100_000, git=True),
    )
}


@dataclass(frozen=True, slots=True)
class Corpus:
    """A tree on the disk: how large it is, and how many planted files have to be found in it."""

    name: str
    place: str
    files: int
    size: int
    planted: int
    wheels: tuple[str, ...]
    recipe: int = _RECIPE

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.place)

    def packages(self) -> str:
        """What it is made of: each wheel's name and version."""
        return ", ".join(" ".join(wheel.split("-")[:2]) for wheel in self.wheels)

    def described(self) -> str:
        """One line for people."""
        return f"{self.name}: {self.files:,} files, {self.size / 1e6:,.0f} MB"


def corpus(name: str, work: Path) -> Corpus:
    """The corpus of a name: the one that lies there already, or a new one."""
    recipe = RECIPES[name]
    place, facts = work / name, work / f"{name}.json"
    if facts.exists():
        known = json.loads(facts.read_text(encoding="utf-8"))
        if known["recipe"] == _RECIPE:
            return Corpus(**{**known, "place": str(place), "wheels": tuple(known["wheels"])})
    shutil.rmtree(place, ignore_errors=True)
    print(f"building the corpus {name} ...", file=sys.stderr, flush=True)
    built = _build(recipe, place, work / "wheels")
    facts.write_text(json.dumps(asdict(built), indent=2) + "\n", encoding="utf-8")
    return built


def every_file(folder: Path) -> Iterator[str]:
    """The regular files of a tree, without those of git."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(set(folders) - {".git"})
        yield from (os.path.join(root, name) for name in sorted(files))  # noqa: PTH118 - many


def _build(recipe: Recipe, place: Path, wheels: Path) -> Corpus:
    used = {name: _wheel(name, wheels) for name in recipe.packages}
    for name, wheel in used.items():
        _unpack(wheel, place / name)
    count = sum(1 for _ in every_file(place))
    for number, name in _copies(recipe):
        if count >= recipe.least_files:
            break
        count += reseed(place / name, place / f"{name}-{number}", number)
    planted = 0
    if recipe.git:
        planted = plant(place, count // 1000)
        _commit(place)
    paths = list(every_file(place))
    size = sum(Path(path).stat().st_size for path in paths)
    versions = tuple(wheel.name for wheel in used.values())
    return Corpus(recipe.name, str(place), len(paths), size, planted, versions)


def _copies(recipe: Recipe) -> Iterator[tuple[int, str]]:
    """The packages again and again, numbered; without end where copies are wanted at all."""
    for number in range(2, 100 if recipe.least_files else 2):
        for name in recipe.packages:
            yield number, name


def _wheel(name: str, wheels: Path) -> Path:
    """The wheel of a package: the one that was fetched before, or the newest."""
    folder = wheels / name
    if not list(folder.glob("*.whl")):
        pip("download", "--no-deps", "--only-binary", ":all:", "--dest", str(folder), name)
    return min(folder.glob("*.whl"))


def pip(*words: str) -> None:
    """Run pip quietly."""
    command = [sys.executable, "-m", "pip", *words, "--quiet", "--disable-pip-version-check"]
    subprocess.run(command, check=True)


def _unpack(wheel: Path, target: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)


def _commit(place: Path) -> None:
    """Make a git work tree of a folder, with one commit of all but what stays untracked."""
    (place / ".gitignore").write_text(f"/{IGNORED}/\n", encoding="utf-8")
    for words in (
        ("init", "--quiet"),
        ("add", "--all", "--", ".", f":(exclude){UNTRACKED}"),
        ("commit", "--quiet", "--message", "A tree to measure on"),
    ):
        subprocess.run((*_GIT, *words), cwd=place, check=True)
