"""Compiles the registry into the wheel, so that no run of it has to."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRegistry(BuildHookInterface[Any]):
    """Adds `registry.bin` beside the rules; an editable install makes its own when they change."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the file and tell where it belongs."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from deprecation_lint.registry.compiling import compiled
        from deprecation_lint.registry.glance import NAME, read_rules, seal_of, sealed

        folder = str(Path(self.root, "rules"))
        rules = read_rules(folder)
        self._folder = TemporaryDirectory()
        file = Path(self._folder.name, NAME)
        file.write_bytes(sealed(compiled(folder, rules), seal_of(rules)))
        build_data["force_include"][str(file)] = f"deprecation_lint/rules/{NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what is in the wheel now."""
        if version != "editable":
            self._folder.cleanup()
