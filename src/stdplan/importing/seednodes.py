"""A seed file's nodes, read strictly: or refused with file and line."""

import re
from pathlib import Path

from stdplan.domain.text import escape_unprintable, refuse_control
from stdplan.errors import BadData
from stdplan.i18n import t
from stdplan.importing.strict_yaml import Items, Mapping, Node, Text, load

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NAMES = ("name_zh", "name_en")
UNITS = ("unit_zh", "unit_en")
TITLES = ("title_zh", "title_en")


class File:
    """A seed file: its root, and readers of nodes that name file and line when they refuse."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self.root = load(self.name)

    def fault(self, node: Node, problem: str) -> BadData:
        """An error at a node."""
        return BadData(f"{self.name}:{node.line}: {problem}")

    def mapping(
        self, node: Node, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Node]:
        """A mapping with these keys and no others."""
        if not isinstance(node, Mapping):
            raise self.fault(node, t("should be a mapping with {keys}", keys=", ".join(required)))
        for key in node:
            if key not in required and key not in optional:
                raise self.fault(key, t('unknown key "{key}"', key=escape_unprintable(key)))
        for name in required:
            if name not in node:
                raise self.fault(node, t('the key "{key}" is missing', key=name))
        return dict(node)

    def items(self, node: Node, name: str) -> Items:
        """A list."""
        if not isinstance(node, Items):
            raise self.fault(node, t("{key}: should be a list", key=name))
        return node

    def text(self, node: Node, name: str) -> str:
        """A text that says something."""
        if not isinstance(node, Text) or not node.strip():
            raise self.fault(node, t("{key}: should be a text", key=name))
        if bad := refuse_control(node):
            raise self.fault(node, t("{key}: holds the character {letter}", key=name, letter=bad))
        return str(node).strip()

    def texts(self, node: Node, name: str) -> list[str]:
        """A list of texts, each once."""
        made: list[str] = []
        for item in self.items(node, name):
            made.append(self.once(item, self.text(item, name), made, name))
        return made

    def whole(self, node: Node, name: str, lowest: int = 1, highest: int = 2999) -> int:
        """A whole number within limits."""
        text = self.text(node, name)
        if not re.fullmatch("[0-9]{1,4}", text) or not lowest <= int(text) <= highest:
            sentence = '{key}: "{value}" is not a whole number from {lowest} to {highest}'
            limits = {"lowest": lowest, "highest": highest}
            raise self.fault(node, t(sentence, key=name, value=escape_unprintable(text), **limits))
        return int(text)

    def form(self, node: Node, name: str, pattern: re.Pattern[str]) -> str:
        """A text of a given form (a code, a prefix)."""
        text = self.text(node, name)
        if not pattern.fullmatch(text):
            raise self.fault(
                node, t('{key}: "{value}" is no {key}', key=name, value=escape_unprintable(text))
            )
        return text

    def flag(self, node: Node, name: str) -> bool:
        """true or false."""
        text = self.text(node, name)
        if text not in ("true", "false"):
            raise self.fault(
                node,
                t(
                    '{key}: "{value}" is neither true nor false',
                    key=name,
                    value=escape_unprintable(text),
                ),
            )
        return text == "true"

    def once(self, node: Node, value: str, seen: "set[str] | list[str]", name: str) -> str:
        """A value that was not there before."""
        if value in seen:
            raise self.fault(node, t('{key}: "{value}" stands twice', key=name, value=value))
        return value
