"""What a search of folders has gathered so far."""

from __future__ import annotations

from deprecation_lint.files.listings import Witness
from deprecation_lint.files.litter import is_temporary, temporaries
from deprecation_lint.files.paths import join
from deprecation_lint.files.vendored import REASON, vendored_tree
from deprecation_lint.values import Skipped

TYPE_CHECKING = False  # importing typing costs every run, and only the type checker needs it
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from deprecation_lint.files.listings import Listed

    Foretell = Callable[[str, Sequence[str]], None]
    """Takes what git tracks below a folder: what comes before each name, and the names in order."""


class Collected:
    """Files, symbolic links, and what was passed over; filled by the searches.

    `unsure` are the files of which no listing of a folder has said that they are regular.
    `litter` are temporary files of fixes, which may have been left by a run that was killed.
    `foretell` is given the paths that git tracks as soon as they are known.
    """

    def __init__(
        self,
        include_vendored: bool = False,
        witness: Witness | None = None,
        foretell: Foretell | None = None,
    ) -> None:
        self.paths: list[str] = []
        self.unsure: set[str] = set()
        self.links: list[str] = []
        self.skipped: list[Skipped] = []
        self.litter: set[str] = set()
        self.include_vendored = include_vendored
        self.witness = witness or Witness()
        self.foretell = foretell
        self._vendored: set[str] = set()

    def passes_over(self, root: str, inside: str, markers: Collection[str] = ()) -> bool:
        """Whether a path below a named folder is in a vendored tree; each tree is named once.

        `markers` are folders that hold the marker of a virtual environment.
        """
        tree = None if self.include_vendored else vendored_tree(inside, markers)
        if tree is None:
            return False
        self.vendored(join(root, tree))
        return True

    def vendored(self, path: str) -> None:
        """Name a vendored tree as passed over."""
        if path not in self._vendored:
            self._vendored.add(path)
            self.skipped.append(Skipped(path, REASON))

    def add(
        self,
        paths: Iterable[str],
        links: Iterable[str],
        skipped: Iterable[Skipped],
        litter: Iterable[str],
    ) -> None:
        """Take what another search has gathered."""
        self.paths += paths
        self.links += links
        self.skipped += skipped
        self.litter.update(litter)

    def listed(self, folder: str) -> Listed | None:
        """What is in a folder, but for temporary files; what is special is passed over.

        None for a folder that cannot be read, which is told.
        """
        try:
            listed = self.witness.list_folder(folder)
        except OSError as error:
            self.witness.rests_on_more()
            reason = f"cannot be read: {error.strerror}"
            self.skipped.append(Skipped(folder, reason, failed=True))
            return None
        files, folders, links, others = listed
        left = temporaries(files)
        if left:
            self.litter.update(join(folder, name) for name in left)
            files = tuple(name for name in files if name not in left)
        if links:
            links = tuple(name for name in links if not is_temporary(name))
        for name, reason in others:
            if not is_temporary(name):
                self.skipped.append(Skipped(join(folder, name), reason))
        return files, folders, links, others
