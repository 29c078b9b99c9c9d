"""What a file is by its path: tests, recordings, and what is not reported at all. Pure.

All tables of paths stand here. Paths are compared in lower case, with `/` between their parts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from deprecation_lint.patterns import lazy
from deprecation_lint.scanning.names import word_set

if TYPE_CHECKING:
    from deprecation_lint.roles import Role


def _suffixes(listed: str) -> tuple[str, ...]:
    return tuple(f".{suffix}" for suffix in listed.split())


_DATA = r"\.(?:json|jsonl|ndjson|ya?ml|csv|tsv|xml|log|out|sse|txt)"
_CODE = _suffixes(
    """
    py pyi js cjs mjs jsx cjsx mjsx ts cts mts tsx ctsx mtsx go rs java kt kts rb php cs swift scala
    """
)
_MIGRATIONS = ("/migrations/", "/db/migrate/", "/alembic/versions/")
_RECORDING = lazy(  # no program
    r"(?:.*/)?(?:[\w-]*vcr[\w-]*|__[a-z_]*snapshots?__|cassettes?|recordings?|recorded"
    r"(?:_\w+)?|(?:[\w.-]*[._-])?snapshots?|replays?|goldens?|httprr)/"
    rf"|(?:.*/)?(?:logs?|results?|outputs?|leaderboards?|benchmark[-_]?results?|traces?)/.*{_DATA}$"
    rf"|(?:.*/)?(?:test|eval|run|benchmark)[-_]?(?:logs?|results?|outputs?|traces?)/.*{_DATA}$"
    r"|(?:.*[/_.])?(?:results?|outputs?|leaderboard|transcripts?|responses?|conversations?)"
    rf"(?:[_.]\w+)?{_DATA}$"
    r"|.*\.(?:snap|ambr|har|httprr|log|csv|tsv|sse|approved\.txt|verified\.txt)$"
    r"|.*(?:\.(?:bak|backup|orig|old|rej|save|swp)|~)$"
    r"|(?!.*(?:request|batch|input|config)[^/]*$).*\.(?:jsonl|ndjson)$"
)
_TEST = lazy(
    r"(?:^|/)(?:[\w.-]*[-_.])?(?:tests?|testdata|testsuite|fixtures?|mocks?|e2e|testfixtures)/"
    r"|(?:^|/)__(?:tests?|mocks?|fixtures?)__/|(?:^|/)test[-_][\w.-]*/|(?:^|/)[\w.-]+[-_.]tests?[-_]\w+/"
    r"|(?:^|/)specs?/.*\.(?:rb|[jt]sx?|py|kt|scala|groovy|php|exs?)$"
    r"|(?:^|/)(?:test_[^/]*|conftest|[^/]*_tests?)\.pyi?$"
    r"|[^/]*(?:_test|_spec|\.spec|\.e2e|-test|\.stories|\.cy|_test_[a-z]+)\.\w+$"
    r"|[^/]*\.(?!(?:la|grea|con)test\.)\w*test\.\w+$"  # `.test`, and of a kind: `.clienttest`
    r"|(?:^|/)(?:vi|j|py)?tests?(?:[.-](?:setup|config))?\.\w+$"
)
_TEST_CLASS = lazy(
    r"(?:Tests?|TestCase|IT|Specs?|Mock)\.(?:java|kt|kts|cs|scala|groovy|swift)$"
    r"|(?:^|/)(?:Mock|Fake|Stub)[A-Z]\w*\.\w+$|(?:^|/)test[A-Z]\w*\.[cm]?[jt]s$"
    r"|(?:^|/)(?:jest|vitest)[.-]setup\.\w+$|(?:^|/)setupTests?\.\w+$"
)
_LISTED = lazy(r"(?:^|/)[^/]*(?:deprecated|retired|sunset)[^/]*models?[^/]*$")  # data of such
_CHANGELOG = lazy(
    r"(?:^|/)(?:change[-_]?logs?|changes|history|news|releases?|release[-_ ]?notes?|whats[-_]?new)"
    r"(?:[-_.][^/]*)?(?:\.(?:md|mdx|markdown|rst|txt|adoc|html?|json|ya?ml|xml)|(?<=[a-z]))$"
    r"|(?:^|/)(?:\.changesets?|changelogs?(?:\.d)?|release[-_]?notes|newsfragments)/[^/]+$"
)
_CHANGELOG_CODE = lazy(r"\.(?:py|js|ts|tsx|jsx|go|rs|java|kt|rb|php|cs|swift|sh|sql)$")
_LOCKS = word_set(
    """
    package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml pnpm-lock.yml bun.lock bun.lockb
    poetry.lock uv.lock pdm.lock pipfile.lock cargo.lock composer.lock gemfile.lock go.sum
    flake.lock .terraform.lock.hcl
    """
)
_OURS = lazy(r"(?:^|/)\.?deprecation-lint[\w.-]*\.(?:toml|json|ya?ml)$")
_GENERATED = _suffixes(
    """
    js.map cjs.map mjs.map css.map ts.map min.js min.cjs min.mjs min.css
    bundle.js bundle.cjs bundle.mjs
    """
)


@lru_cache(maxsize=1024)
def role_by_path(path: str) -> Role | None:
    """The role of everything in a file, where its path tells: `test`, `recording` or `table`."""
    plain = path.replace("\\", "/").lower()
    if any(folder in f"/{plain}" for folder in _MIGRATIONS):
        return "recording"
    if not plain.endswith(_CODE) and _RECORDING.match(plain):
        return "recording"
    if _TEST.search(plain) or _TEST_CLASS.search(path):
        return "test"
    return "table" if _LISTED.search(plain) and not _CHANGELOG_CODE.search(plain) else None


@lru_cache(maxsize=1024)
def unreported(path: str) -> str:
    """Why nothing in a file is to be reported, or ""."""
    plain = path.replace("\\", "/").lower()
    if _CHANGELOG.search(plain) and not _CHANGELOG_CODE.search(plain):
        return "changelog: it tells what was"
    if plain.rpartition("/")[2] in _LOCKS:
        return "lock file: written by a package manager"
    if "deprecation-lint" in plain and _OURS.search(plain):
        return "settings of deprecation-lint itself"
    return ""


def is_generated_name(path: str) -> bool:
    """Whether the name is that of a bundle or a source map, which are made from other files."""
    return path.lower().endswith(_GENERATED)


def is_minified(path: str, text: bytes) -> bool:
    """Whether a script was made smaller for browsers: long lines, and hardly a blank in them."""
    if not path.lower().endswith((".js", ".mjs", ".cjs")):
        return False
    head = text[: 256 * 1024]
    lines = head.count(b"\n") + 1
    blank = head.count(b" ") + head.count(b"\t") + lines
    return len(head) > 4096 and len(head) / lines > 200 and blank / len(head) < 0.12
