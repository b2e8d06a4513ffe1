"""Compile the messages of other languages and the layouts of lists when the package is built or
installed as editable."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileData(BuildHookInterface[Any]):
    """Write a `.mo` file next to each `.po` file and the compiled form of layouts.yaml next to it,
    and put them into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files of the wheel are collected; git ignores what is compiled."""
        for path in Path(self.root, "src/stdplan/locale").glob("*/LC_MESSAGES/*.po"):
            with path.open("rb") as messages, path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(messages, locale=path.parts[-3]))
        sys.path.insert(0, str(Path(self.root, "src")))
        try:
            from stdplan.importing import strict_yaml, yaml_nodes
        finally:
            del sys.path[0]
        layouts = Path(self.root, "src/stdplan/importing/layouts.yaml")
        yaml_nodes.compile_document(layouts, strict_yaml.load_file(str(layouts)))
        build_data["artifacts"] += ["src/stdplan/locale/**/*.mo", "src/stdplan/**/*.compiled.json"]
