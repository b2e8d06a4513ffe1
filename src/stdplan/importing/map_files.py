"""The file of --map-file and --save-map: what the columns of a list mean, for next month's list.

    columns:
      标准编号: number
      备注: extra
      序号:
    set:
      sector: machinery

Rules: the file decides which field a column feeds. Where the program would choose the same field,
it reads the column as it does without the file, so a header such as 部分代替标准 keeps its meaning.
A column that feeds a field must be in at least one of the lists; others may be missing. Options of
the command line take precedence over the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stdplan.domain.text import clean_code, escape_unprintable
from stdplan.errors import BadData, UsageProblem
from stdplan.i18n import t
from stdplan.importing.header_names import fold, header_of_unnamed, occurrence_name
from stdplan.importing.readers.encodings import codec_name
from stdplan.importing.yaml_nodes import Mapping as Node
from stdplan.importing.yaml_nodes import Text

if TYPE_CHECKING:
    from stdplan.importing.headers import HeaderMapping
    from stdplan.importing.layouts import Layout

EXTRA, IGNORED = "extra", ""
COLUMNS, SET = "columns", "set"
# Keys with one value, as the options of these names.
OPTIONS = ("from", "encoding", "sheet", "table")
# Returns the mapping of a header, given the entries of --map.
MapHeader = Callable[[Mapping[str, str]], "HeaderMapping"]


def column_names(cells: Sequence[str]) -> list[str]:
    """Return the name of each column for --map: its header, `备注#2`, or `column 3`."""
    seen: Counter[str] = Counter()
    names = []
    for position, cell in enumerate(cells, 1):
        name = escape_unprintable(clean_code(cell).replace("\n", ""))
        seen[fold(name)] += 1
        if not name:
            name = header_of_unnamed(position)
        elif (occurrence := seen[fold(name)]) > 1:
            name = occurrence_name(name, occurrence)
        names.append(name)
    return names


def fields_of(mapping: HeaderMapping, width: int) -> list[str]:
    """Return what each column feeds: the name of a field, EXTRA, or IGNORED."""
    fields = [IGNORED] * width
    for index, _ in mapping.unknown:
        fields[index] = EXTRA
    for column in mapping.columns:
        fields[column.index] = column.field.name
    return fields


@dataclass(slots=True)
class MapFile:
    """A file of --map-file; the texts know their lines.

    `columns`: header to field. `defaults`: field to value, as --set. `options`: see OPTIONS.
    `found`: folded names of the columns that a list has. `places`: where the file has the values
    that it gives, by field, for messages.
    """

    name: str
    columns: dict[Text, Text] = field(default_factory=dict)
    defaults: dict[Text, Text] = field(default_factory=dict)
    options: dict[str, Text] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)

    def where(self, text: Text) -> str:
        """Return the place of a text of the file: `map.yaml:3`."""
        return f"{self.name}:{text.line}"

    def read_headers(self) -> tuple[str, ...]:
        """Return the headers of the columns that feed a field."""
        return tuple(header for header, name in self.columns.items() if name not in (EXTRA, ""))

    def fields_in(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the columns of a list that feed a field, by header, as those of --map."""
        here = set(map(fold, column_names(cells)))
        return {
            header: name
            for header, name in self.columns.items()
            if name not in (EXTRA, IGNORED) and fold(header) in here
        }

    def new_columns(self, cells: Sequence[str], mapping: Mapping[str, str]) -> list[int]:
        """Return the indexes of the columns of a list that neither the file nor --map names."""
        known = {*map(fold, self.columns), *map(fold, mapping)}
        return [
            index
            for index, (name, cell) in enumerate(zip(column_names(cells), cells, strict=True))
            if cell.strip() and fold(name) not in known
        ]

    def map(
        self, cells: Sequence[str], chosen: Mapping[str, str], layout: Layout, map_: MapHeader
    ) -> HeaderMapping:
        """Return what the columns of a list feed; `chosen` is that of --map.

        Raise BadData for a field that does not exist, and what `map_` raises.
        """
        names = column_names(cells)
        here = set(map(fold, names))
        self.found |= here
        self._check_fields(layout, here)
        own = {fold(header) for header in chosen}
        wanted = {fold(header): str(name) for header, name in self.columns.items()}
        entries = {
            name: wanted[fold(name)]
            for name in names
            if fold(name) in wanted and fold(name) not in own
        }
        mapping, mapped = self._first(chosen, entries, map_)
        while different := {
            name: entries[name]
            for name, fed in zip(names, fields_of(mapped, len(names)), strict=True)
            if entries.get(name, fed) != fed and name not in mapping
        }:
            mapping |= different
            mapped = map_(mapping)
        return mapped

    def _first(
        self, chosen: Mapping[str, str], entries: Mapping[str, str], map_: MapHeader
    ) -> tuple[dict[str, str], HeaderMapping]:
        """Return the first mapping that has no errors, and what it gives: with no entry of the
        file, with those of columns that feed no field, with all."""
        unread = {name: fed for name, fed in entries.items() if fed in (EXTRA, IGNORED)}
        for more in ({}, unread):
            try:
                return {**chosen, **more}, map_({**chosen, **more})
            except BadData:
                continue
        return {**chosen, **entries}, map_({**chosen, **entries})

    def _check_fields(self, layout: Layout, here: Collection[str]) -> None:
        """Check the entries of a list; those of other lists may have fields of another layout."""
        known = dict.fromkeys(each.name for each in layout.fields.values())
        for header, name in self.columns.items():
            # Our own lists have columns of these names, whatever the layout.
            is_known = name in known or name in (EXTRA, IGNORED, "ends_basis")
            if fold(header) in here and not is_known:
                raise BadData(
                    t(
                        '{where}: {header}: there is no field "{field}"; use one of {fields}',
                        where=self.where(name),
                        header=escape_unprintable(header),
                        field=escape_unprintable(name),
                        fields=t(", ").join(dict.fromkeys((*known, EXTRA))),
                    )
                )

    def check_found(self) -> None:
        """Raise BadData for columns that feed a field and that no list has; call this at the
        end."""
        missing = [
            t(
                '{where}: no list has the column "{header}": correct its name, or delete the line',
                where=self.where(header),
                header=escape_unprintable(header),
            )
            for header, name in self.columns.items()
            if name not in (EXTRA, IGNORED) and fold(header) not in self.found
        ]
        if missing:
            raise BadData(t("{file} does not fit the lists", file=self.name), tuple(missing))


def load_map_file(path: str, forms: Sequence[str]) -> MapFile:
    """Return the content of a file of --map-file; `forms` are the values of --from.

    Raise BadData that names file and line if it is no such file.
    """
    # Imported here: an import without such a file needs no YAML.
    from stdplan.importing.readers.text_files import display_name
    from stdplan.importing.strict_yaml import load_file

    loaded = MapFile(display_name(path))
    document = load_file(path)
    if not isinstance(document, Node):
        keys = t(", ").join((COLUMNS, SET, *OPTIONS))
        line = 1 if isinstance(document, Text) else document.line
        raise BadData(
            t("{file}:{line}: this is no mapping file; its keys are {keys}", file=loaded.name,
              line=line, keys=keys)
        )  # fmt: skip
    for key, node in document.items():
        assert isinstance(key, Text)
        if key in (COLUMNS, SET):
            pairs = dict(_texts(loaded, key, node))
            if key == COLUMNS:
                loaded.columns = pairs
            else:
                loaded.defaults = pairs
        elif key in OPTIONS:
            loaded.options[key] = _option(loaded, key, node, forms)
        else:
            keys = t(", ").join((COLUMNS, SET, *OPTIONS))
            raise _fault(loaded, key, t("there is no such key; use one of {keys}", keys=keys))
    return loaded


def _texts(loaded: MapFile, key: Text, node: object) -> Iterator[tuple[Text, Text]]:
    """Yield the pairs of a mapping of texts."""
    if node == "":  # the key alone
        return
    if not isinstance(node, Node):
        raise _fault(loaded, key, t("must be a list of lines NAME: VALUE"))
    seen: set[str] = set()
    for name, value in node.items():
        assert isinstance(name, Text)
        if not isinstance(value, Text):
            raise _fault(loaded, name, t("must have a single text as its value"))
        if (folded := fold(name) if key == COLUMNS else str(name)) in seen:
            raise _fault(loaded, name, t("appears twice"))
        seen.add(folded)
        if key == COLUMNS:
            value = Text(clean_code(value), value.line)
        elif not value.strip():
            raise _fault(loaded, name, t("has no value"))
        yield name, value


def _option(loaded: MapFile, key: Text, node: object, forms: Sequence[str]) -> Text:
    """Return the value of an option; raise BadData if it is not valid."""
    if not isinstance(node, Text) or not node.strip():
        raise _fault(loaded, key, t("must have a single text as its value"))
    if key == "from" and node not in forms:
        raise _fault(
            loaded, key, t('"{value}" is not valid; use one of {names}',
                           value=escape_unprintable(node), names=t(", ").join(forms))
        )  # fmt: skip
    if key == "table" and not (node.isascii() and node.isdecimal() and 0 < len(node) < 10):
        raise _fault(loaded, key, t('"{value}" is not a number', value=escape_unprintable(node)))
    if key == "encoding":
        try:
            codec_name(node)
        except UsageProblem as error:
            raise _fault(loaded, key, str(error).removeprefix("--encoding: ")) from None
    return node


def _fault(loaded: MapFile, name: Text, problem: str) -> BadData:
    return BadData(
        t(
            "{where}: {name}: {problem}",
            where=loaded.where(name),
            name=escape_unprintable(name),
            problem=problem,
        )
    )
