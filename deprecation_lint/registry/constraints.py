"""What a model, an API version or an SDK does not accept: `[[constraint]]` tables as values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from deprecation_lint.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from deprecation_lint.dates import When
    from deprecation_lint.registry.records import Source
    from deprecation_lint.registry.tables import Scalar

Effect = Literal["rejected", "ignored", "deprecated", "changed", "advice"]
"""The request fails; the argument does nothing; it works for now; the answer differs; no call
shows whether it matters.
"""

Test = Literal["present", "absent", "is", "not", "above", "like", "filled"]

VERSIONS: Mapping[str, str] = {
    "anthropic-api": "the header anthropic-version",
    "anthropic-python": "the Python SDK",
    "anthropic-typescript": "the TypeScript SDK",
    "anthropic-go": "the Go SDK",
    "anthropic-java": "the Java SDK",
    "anthropic-csharp": "the C# SDK",
    "anthropic-php": "the PHP SDK",
    "anthropic-ruby": "the Ruby SDK",
    "ant": "the ant command",
}
"""What has a version of which a constraint may speak, in words."""
API = "anthropic-api"  # of which a request may tell the version itself
LANGUAGES: Mapping[str, str] = {
    "anthropic-python": "python",
    "anthropic-typescript": "javascript",
    "anthropic-go": "go",
    "anthropic-java": "c",
    "anthropic-csharp": "c",
    "anthropic-php": "php",
    "anthropic-ruby": "hash",
    "ant": "shell",
}
"""The file type of the programs that use an SDK."""
LIMIT = "max_output_tokens"  # as a bound: that of the model


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of the argument at a path: `thinking.type`, `messages[-1].role`, `betas[]`.

    `values` are what the test compares with: the values that are meant, one bound, one pattern.
    """

    at: str
    test: Test
    values: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """Conditions that hold together, and the mechanical way out: drop the argument, or rename it.

    The first condition names the argument that is to blame.
    """

    conditions: tuple[Condition, ...]
    edit: Literal["drop", "rename"] | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What is not accepted, by whom and since when; violated where any of its cases holds.

    `models` are IDs of its platform, `("*",)` means all of them but `excepted`. `platforms` are
    those for which it is stated; `nowhere_else`: it does not hold on the others. `needs` are the
    versions of an API or an SDK of which one has to be in use, at least. `call` is a pattern for
    the call that it is about. `blocks`: a move is not safe even where the version in use is not
    known; without it, what only versions decide is as true of the old model.
    """

    name: str
    platform: str
    argument: str
    models: tuple[str, ...]
    excepted: tuple[str, ...]
    platforms: tuple[str, ...]
    nowhere_else: bool
    needs: tuple[tuple[str, str], ...]
    call: str
    since: When | None
    effect: Effect
    says: str
    todo: str
    cases: tuple[Case, ...]
    source: Source | None
    unconfirmed: bool = False
    blocks: bool = False

    def holds_for(self, model: str) -> bool:
        """Whether it is about a model of its platform."""
        return (self.models == ("*",) or model in self.models) and model not in self.excepted

    def condition(self, known: Container[str] = ()) -> str:
        """On which versions it depends, in words; empty where on none. Known ones are left out."""
        names = [(name, least) for name, least in self.needs if name not in known]
        told = [f"{VERSIONS.get(name, name)} {least}" for name, least in names]
        listed = " or ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
        return f"with {listed}, or newer" if told else ""
