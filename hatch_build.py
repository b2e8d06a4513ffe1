"""Compile the messages of other languages when the package is built or installed as editable."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface[Any]):
    """Write a `.mo` file next to each `.po` file, and put it into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are collected; git ignores what is compiled."""
        for path in Path(self.root, "src/stdplan/locale").glob("*/LC_MESSAGES/*.po"):
            with path.open("rb") as messages, path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(messages, locale=path.parts[-3]))
        build_data["artifacts"].append("src/stdplan/locale/**/*.mo")
