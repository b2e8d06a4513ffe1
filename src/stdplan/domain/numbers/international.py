"""International references, and those of foreign bodies, in their issuers' own style.

In: text folded by `number_text.clean`. Out: a `Number` or None. The rule here: what an issuer
writes is kept; what lists do to it (a hyphen or blank before the year, a dot before the part, a
lost blank) is mended.

Recommendations of the ITU, in the union's own style.

In: folded text. Out: a `Number` or None. The rule here: the date in brackets is the edition
('ITU-T G.7041/Y.1303 (04/2011)'); ITU-R counts revisions instead ('ITU-R BO.1130-0').
"""

import re

from stdplan.domain.numbers.model import Number, natural, sort_key
from stdplan.domain.numbers.prefixes import FOREIGN

_ITU_BODY = re.compile(
    r"(?:Recommendation |Rec\. ?)?ITU ?-? ?([TRD])(?: ?- ?| |(?=[A-Z]{1,3}\.))", re.I
)
_WORD = re.compile(r"(?:Recommendation|Recommendations|Rec\.?|建议书) ?(?=[A-Z])")
_SHAPE = re.compile(r"[A-Z][A-Za-z0-9 ./()+&'-]*[0-9+A-Za-z)]", re.A)
_DATE = re.compile(r" ?\((?:([0-9]{2})/)?((?:19|20)[0-9]{2})\)$", re.A)
_YEAR = re.compile(r"(?<=[0-9])[:-]((?:19|20)[0-9]{2})$", re.A)
_REVISION = re.compile(r"-[0-9]{1,2}$", re.A)


def read_itu(text: str) -> Number | None:
    """'ITU-T G.711:1988' → 'ITU-T G.711 (1988)'; 'ITU-T Rec. X.509 (10/2019)' loses the word."""
    body = _ITU_BODY.match(text)
    if not body:
        return None
    prefix = f"ITU-{body[1].upper()}"
    rest = _WORD.sub("", text[body.end() :].strip(), count=1)
    series, blank, words = rest.partition(" ")
    rest = series.upper() + blank + words if series.islower() else rest
    month, year = "", None
    if date := _DATE.search(rest):
        month, year = date[1] or "", int(date[2])
        rest = rest[: date.start()]
    elif prefix == "ITU-T" and (plain := _YEAR.search(rest)):
        year, rest = int(plain[1]), rest[: plain.start()]
    rest = rest.strip()
    if not _SHAPE.fullmatch(rest) or not any(c.isdigit() for c in rest):
        return None
    dated = f" ({month}/{year})" if month else f" ({year})" if year else ""
    base = _REVISION.sub("", rest) if prefix == "ITU-R" else rest
    change = _amended(rest)
    return Number(
        f"{prefix} {rest}{dated}",
        "international",
        None,
        prefix,
        year,
        f"{prefix} {base}",
        sort_key(prefix, base, year, natural(f"{month}{rest[len(base) :]}")),
        f"{prefix} {change}" if change else None,
    )


def _amended(rest: str) -> str | None:
    """'H.262 (1995) Technical Cor. 1' → 'H.262 (1995)'. A supplement stands on its own."""
    matches = list(re.finditer(r"[ /](?:Technical )?(?:Amd|Cor|Corr|Err|Add)\.? ?[0-9]+", rest))
    if not matches or matches[-1].end() != len(rest):
        return None
    return rest[: matches[-1].start()].strip()


_BODY = r"(?:ISO|IEC|CISPR|IWA|IEEE|ASTM|CIE|HL7|SAE|UNDP|OECD|IDF|ULC|ECMA|CEN|ITU)"
_STAGE = r"(?:PWI|NWIP|NP|AWI|WD|CDV|CD|FDIS|DIS|PRF|FCD)"
_TYPE = r"(?:(?:FD|D|PD|FPD|FP|PR)?(?:TR|TS|PAS|ISP|GUIDE)|TTA|DATA|SRD|R|CA|OD)"
_LETTERS = re.compile(rf"({_BODY}(?:/{_BODY})*)((?:[/ ]{_STAGE})?(?:[/ ]{_TYPE})?)[ /-]*(?=[0-9])")
_NUMBER = re.compile(
    r"([0-9]+[A-Za-z]?(?:[-.][A-Z]{0,3}[0-9]+[A-Za-z]{0,2})*?)(\([0-9]{2,3}\))?(-?/[0-9]{1,3})?"
    r"(?:(?::|-| )((?:19|20)[0-9]{2})(?:-[01][0-9])?|:([0-9]{2}))?(?=$|[/+ ])",
    re.A,
)
_SUPPLEMENT = re.compile(
    r"([/+ ])((?:PWI|NP|AWI|WD|CD|PRF|PD) )?([A-Za-z]+?)\.?( ?)([0-9]+)"
    r"(?:[:-]((?:19|20)[0-9]{2})(?:-[01][0-9])?)?",
    re.A,
)
_DRAFT = re.compile(rf"{_STAGE}\b|(?:FD|D|PD|FPD|FP|PR)(?:TR|TS|PAS|ISP|GUIDE)\b")
_BALLOT = re.compile(r"\.[2-9]$")
_EDITION = re.compile(r" (CSV|RLV|SER|EXV|CMV|PRV|DB)(?=$|[/+])")
# Each kind of supplement as ISO and as IEC write it.
_KINDS = {
    "amd": ("Amd", "AMD"),
    "cor": ("Cor", "COR"),
    "suppl": ("Suppl", "SUPPL"),
    "add": ("Add", "ADD"),
    "ext": ("Ext", "EXT"),
    "damd": ("DAmd", "DAMD"),
    "fdamd": ("FDAmd", "FDAMD"),
    "dcor": ("DCor", "DCOR"),
    "fdcor": ("FDCor", "FDCOR"),
} | {
    kind: (kind.upper(), kind.upper())
    for kind in ("dam", "fdam", "pdam", "fpdam", "ish", "frag", "a", "c", "ac")
}
_LANGUAGE = re.compile(r" ?\((?:[EFR](?:[/,][EFR])*|[a-z]{2}(?:,[a-z]{2})*)\)$")
_AROUND = re.compile(r" ?([/:+]) ?| ?(-) ?")
_OTHER_BODY = re.compile(
    r"(?:OIML|CAC|CXS|CIE|UIC|IDF|CCITT|CCIR|IAEA|ICAO|IMO|WHO)\b[ /-]?[A-Z0-9]"
)
_YEAR_AT_END = re.compile(r"[:-]((?:19|20)[0-9]{2})$", re.A)
_FOREIGN = re.compile(
    rf"({'|'.join(sorted(map(re.escape, FOREIGN), key=len, reverse=True))})"
    r"(?:[ /-]|(?=[0-9]))[^,;]*[0-9][^,;]*"
)


def read_international(text: str) -> Number | None:
    """'ISO9001-2008' → 'ISO 9001:2008', 'ITU-R BO.1130-0', 'ASTM D638-14' (family other)."""
    return read_itu(text) or _read_iso(text) or _read_other(text)


def _read_iso(text: str) -> Number | None:
    flat = _AROUND.sub(r"\1\2", _LANGUAGE.sub("", text))
    upper = flat.upper()
    letters = _LETTERS.match(upper)
    if not letters or not {"ISO", "IEC", "CISPR", "IWA"} & set(letters[1].split("/")):
        return None
    bodies = letters[1]
    kind = letters[2].strip("/ ").replace("/", " ")
    written_kind = flat[letters.start(2) : letters.end(2)]
    if bodies == "ISO/IWA":
        bodies = "IWA"
    number = _NUMBER.match(flat if flat[letters.end() :] else upper, letters.end())
    if not number:
        return None
    part, ballot = _part(number, bodies, kind)
    year = int(number[4]) if number[4] else 1900 + int(number[5]) if number[5] else None
    head = bodies + _written_type(bodies, kind, written_kind) + " "
    main = f"{head}{part}{ballot}" + (f":{year}" if year else "")
    tail = _tail(flat, number.end(), bodies)
    if tail is None:
        return None
    key = sort_key(bodies, part, year, natural(f"{kind}{ballot}{''.join(t for t, _, _ in tail)}"))
    canonical, base, amends = main, f"{head}{part}", None
    for written, mark, supplement_year in tail:
        if written.startswith("/"):
            base, amends = f"{canonical}{mark}", canonical
            year = supplement_year
        elif supplement_year:
            year = supplement_year
        canonical += written
    # IEC's database writes GUIDE also for joint guides: the same guide as ISO's.
    base = base.replace(" GUIDE ", " Guide ") if bodies.startswith("ISO") else base
    return Number(canonical, "international", None, bodies, year, base, key, amends)


def _part(number: re.Match[str], bodies: str, kind: str) -> tuple[str, str]:
    """The number with its part, and the ballot of a draft: 'ISO/DIS 1234-1.2' is the second."""
    plain, ballot = number[1], ""
    if _DRAFT.match(kind) and (again := _BALLOT.search(plain)):
        plain, ballot = plain[: again.start()], again[0]
    # Chinese lists write 'ISO/IEC 8802.11' for part 11, and chapters of the vocabulary in brackets.
    part = plain.replace(".", "-")
    if number[2]:
        part += f"-{number[2][1:-1]}" if part in ("60050", "50") else number[2]
    return part + (number[3] or ""), ballot


def _written_type(bodies: str, kind: str, written: str) -> str:
    """ISO alone puts a slash before the type, all others a blank; Guide has none with ISO."""
    if not kind:
        return ""
    stage, _, last = kind.rpartition(" ")
    if last.endswith("GUIDE"):
        capital = "GUIDE" in written and bodies != "ISO"
        capital = capital or not bodies.startswith("ISO")
        kind = kind if capital else f"{stage} {last[:-5]}Guide".strip()
        return ("/" if bodies == "ISO" and last + stage != "GUIDE" else " ") + kind
    # ISO's own database also writes IEC/DIS where IEC leads a joint project.
    slash = bodies == "ISO" or (bodies == "IEC" and re.match(_STAGE, kind) and "/" in written)
    return ("/" if slash else " ") + kind


def _tail(text: str, position: int, bodies: str) -> list[tuple[str, str, int | None]] | None:
    """The supplements behind the year: (as written, its mark for the base, its year); None: unread.

    The mark is in the style of the leading body, so that both databases' forms have one base.
    """
    parts: list[tuple[str, str, int | None]] = []
    while position < len(text):
        if match := _EDITION.match(text, position):
            parts.append((match.group(), match.group(), None))
        elif match := _SUPPLEMENT.match(text, position):
            joint, stage, kind, blank, digits, year = match.groups()
            styles = _KINDS.get(kind.lower())
            if styles is None:
                return None
            # Both databases list joint standards: an upper-case form is IEC's and is kept.
            if kind in ("DCOR", "FDCOR") and blank:
                styles = (kind, kind)  # ISO's own style before Amd and Cor
            joint = "+" if joint == "+" else "/"
            start = joint + (stage or "").upper()
            forms = f"{start}{styles[0]} {digits}", f"{start}{styles[1]}{digits}"
            of_iec = joint == "+" or not bodies.startswith(("ISO", "IWA"))
            form = forms[of_iec or (kind == styles[1] and not blank)]
            dated = f"{form}:{year}" if year else form
            parts.append((dated, forms[of_iec], int(year) if year else None))
        else:
            return None
        position = match.end()
    return parts


def _read_other(text: str) -> Number | None:
    """Bodies whose ways of numbering are not taken apart: only a year at the end is told."""
    family = "international" if _OTHER_BODY.match(text) else "other"
    match = _FOREIGN.fullmatch(text) if family == "other" else re.match(r"[A-Z]+", text)
    if not match or not text.isascii() or not any(c.isdigit() for c in text):
        return None
    prefix = match[1] if family == "other" else match[0]
    ending = _YEAR_AT_END.search(text)
    year = int(ending[1]) if ending else None
    base = text[: ending.start()] if ending else text
    return Number(text, family, None, prefix, year, base, sort_key(prefix, base, year))
