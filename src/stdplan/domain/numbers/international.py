"""Parsers of the numbers of ITU, ISO and IEC, in the style of each issuer.

The text is cleaned (normalize.normalized). Rule: what an issuer writes is kept; what lists do to it
(a hyphen or blank before the year, a dot before the part, a missing blank) is corrected.

In numbers of the ITU the date in brackets is the edition ('ITU-T G.7041/Y.1303 (04/2011)'); ITU-R
counts revisions instead ('ITU-R BO.1130-0').
"""

import re
from typing import NamedTuple

from stdplan.domain.codes import VERSION_MARKS
from stdplan.domain.numbers.foreign import parse_foreign
from stdplan.domain.numbers.model import Number, natural_key, sort_key


def parse_international(text: str) -> Number | None:
    """Return the number of a text in the form of ITU, ISO, IEC or a foreign body, else None.

    Foreign bodies have the family `other`.

    >>> [parse_international(text).canonical for text in ("ISO9001-2008", "ASTM D638-14")]
    ['ISO 9001:2008', 'ASTM D638-14']
    """
    return parse_itu(text) or _parse_iso(text) or parse_foreign(text)


# --- ITU ---

_ITU_BODY = re.compile(
    r"(?:Recommendation |Rec\. ?)?ITU ?-? ?([TRD])(?: ?- ?| |(?=[A-Z]{1,3}\.))", re.I
)
_ITU_WORD = re.compile(r"(?:Recommendation|Recommendations|Rec\.?|建议书) ?(?=[A-Z])")
# A text in progress has a name in place of its number: P.[3/BL/1], BT.[HDTV].
_ITU_IN_PROGRESS = re.compile(
    r"(?P<series>[A-Z]{1,4}\.)\((?P<name>[^()]+)\)(?P<rest>.*)", re.A | re.S
)
_ITU_NUMBER = re.compile(
    r"[A-Z][A-Za-z0-9 ./()\[\]_+&'-]*[0-9+A-Za-z)\]]|[0-9]{1,3}\.HDB",
    re.A,  # a handbook of ITU-R
)
# (04/2011), also written (2011-04), (2011/04) and (4/2011).
_ITU_DATE = re.compile(
    r" ?\((?:(?P<month>0?[1-9]|1[0-2])[/.-])?(?P<year>(?:19|20)[0-9]{2})"
    r"(?:[/.-](?P<month_behind>0[1-9]|1[0-2]))?\)$",
    re.A,
)
_ITU_YEAR = re.compile(r"(?<=[0-9])[:-]((?:19|20)[0-9]{2})$", re.A)
_ITU_REVISION = re.compile(r"-[0-9]{1,2}$", re.A)
_ITU_AMENDMENT = re.compile(r"[ /](?:Technical )?(?:Amd|Cor|Corr|Err|Add)\.? ?[0-9]+")


def parse_itu(text: str) -> Number | None:
    """Parse a recommendation of the ITU; words such as 'Rec.' are left out.

    >>> parse_itu("ITU-T Rec. X.509 (10/2019)").canonical, parse_itu("ITU-T G.711:1988").canonical
    ('ITU-T X.509 (10/2019)', 'ITU-T G.711 (1988)')
    """
    body = _ITU_BODY.match(text)
    if not body:
        return None
    prefix = f"ITU-{body[1].upper()}"
    number = _ITU_WORD.sub("", text[body.end() :].strip(), count=1)
    series, blank, words = number.partition(" ")
    number = series.upper() + blank + words if series.islower() else number
    month, year = "", None
    if date := _ITU_DATE.search(number):
        month, year = (date["month"] or date["month_behind"] or ""), int(date["year"])
        month = month and month.zfill(2)
        number = number[: date.start()]
    elif prefix == "ITU-T" and (year_match := _ITU_YEAR.search(number)):
        year, number = int(year_match[1]), number[: year_match.start()]
    number = number.strip()
    in_progress = _ITU_IN_PROGRESS.fullmatch(number)
    if in_progress and not _ITU_REVISION.fullmatch(in_progress["rest"] or "-0"):
        return None  # a title follows
    if in_progress:
        number = f"{in_progress['series']}[{in_progress['name']}]{in_progress['rest']}"
    if (
        not _ITU_NUMBER.fullmatch(number)
        or _has_title(number)
        or not (in_progress or any(c.isdigit() for c in number))
    ):
        return None
    date_text = f" ({month}/{year})" if month else f" ({year})" if year else ""
    base = _ITU_REVISION.sub("", number) if prefix == "ITU-R" else number
    amended = _itu_amended(number)
    return Number(
        canonical=f"{prefix} {number}{date_text}",
        family="international",
        nature=None,
        prefix=prefix,
        year=year,
        base=f"{prefix} {base}",
        sort_key=sort_key(prefix, base, year, natural_key(f"{month}{number[len(base) :]}")),
        amends=f"{prefix} {amended}" if amended else None,
        edition=month or None,
    )


# Words that may come behind the number of a recommendation. Others are a title.
_ITU_WORDS = frozenset(
    ("suppl", "supplement", "amd", "amendment", "cor", "corr", "corrigendum", "add", "addendum",
     "err", "erratum", "annex", "annexes", "app", "appendix", "technical", "imp", "guide", "rev",
     "revised", "part", "vol", "volume", "fascicle", "and", "to", "series", "bis", "ter", "quater")
)  # fmt: skip


def _has_title(number: str) -> bool:
    """Return whether words of a title follow a number of the ITU."""
    words = number.split()
    behind = [any(map(str.isdigit, word)) for word in words]
    start = behind.index(True) + 1 if True in behind else len(words)
    return any(
        len(word) > 1 and word.isalpha() and word.casefold() not in _ITU_WORDS
        for word in (word.strip("().,") for word in words[start:])
    )


def _itu_amended(number: str) -> str | None:
    """Return the number that an amendment amends: 'H.262 (1995) Technical Cor. 1' → 'H.262 (1995)'.

    A supplement is a document of its own.
    """
    matches = list(_ITU_AMENDMENT.finditer(number))
    if not matches or matches[-1].end() != len(number):
        return None
    return number[: matches[-1].start()].strip()


# --- ISO, IEC and their joint documents ---

_BODY = r"(?:ISO|IEC|CISPR|IWA|IEEE|ASTM|CIE|HL7|SAE|UNDP|OECD|IDF|ULC|ECMA|CEN|ITU)"
# Stages of drafts → the code of the stage. FCD was the enquiry of JTC 1 until 2012.
_DRAFT_STAGES = {
    "PWI": "00", "NP": "10", "NWIP": "10", "AWI": "10", "WD": "20", "CD": "30",
    "CDV": "40", "DIS": "40", "FCD": "40", "FDIS": "50", "PRF": "50", "PRV": "50",
}  # fmt: skip
_STAGE = rf"(?:{'|'.join(sorted(_DRAFT_STAGES, key=len, reverse=True))})"
# Letters before the type of a document or the kind of a supplement: DTS, FDTS, PDAM, FDAmd, DCor.
_DRAFT_LETTERS = {"FPD": "40", "FP": "40", "FD": "50", "PR": "50", "PD": "30", "D": "40"}
_TYPE = r"(?:(?:FD|D|PD|FPD|FP|PR)?(?:TR|TS|PAS|ISP|GUIDE)|TTA|DATA|SRD|R|CA|OD)"
_BODIES_AND_TYPE = re.compile(
    rf"(?P<bodies>{_BODY}(?:/{_BODY})*)"
    rf"(?P<type>(?:[/ -]{_STAGE})?(?:[/ -]{_TYPE})?)[ /-]*(?=[0-9])"
)
_ISO_BODIES = frozenset(("ISO", "IEC", "CISPR", "IWA"))
_NUMBER = re.compile(
    r"(?P<number>[0-9]+[A-Za-z]?(?:[-.][A-Z]{0,3}[0-9]+[A-Za-z]{0,2})*?)"
    r"(?P<chapter>\([0-9]{2,3}\))?(?P<subpart>-?/[0-9]{1,3})?"
    r"(?:(?::|-| )(?P<year>(?:19|20)[0-9]{2})(?:-[01][0-9])?|:(?P<short_year>[0-9]{2}))?"
    r"(?=$|[/+ ])",
    re.A,
)
_SUPPLEMENT = re.compile(
    rf"(?P<separator>[/+ ])(?P<stage>(?:{_STAGE}|PD) )?"
    r"(?P<kind>[A-Za-z]+?)\.?(?P<blank> ?)(?P<number>[0-9]+)"
    r"(?:[:-](?P<year>(?:19|20)[0-9]{2})(?:-[01][0-9])?)?",
    re.A,
)
_DRAFT = re.compile(rf"{_STAGE}\b|(?:FD|D|PD|FPD|FP|PR)(?:TR|TS|PAS|ISP|GUIDE)\b")
_DRAFT_KIND = re.compile(r"(FPD|FP|FD|PD|PR|D)(?:TR|TS|PAS|ISP|GUIDE|AM|COR)", re.I)
_BALLOT = re.compile(r"\.[2-9]$")
# IEC's marks of other texts of an edition, also several: EXV-CMV.
_VERSION = rf"(?:{'|'.join(VERSION_MARKS)}|DB)"
_EDITION = re.compile(rf"[ /-](?P<marks>{_VERSION}(?:[ /-]{_VERSION})*)(?=$|[/+])", re.I)
# A stage behind the number, as in programmes of work: 'IEC 60601-1 CDV', 'ISO 9001:2025 (DIS)'.
_STAGE_BEHIND = re.compile(
    r"(?P<number>.*[0-9])(?:[ /-]+\(?|\()"
    rf"(?P<stage>{_STAGE}|(?:FP|FPD|FD|PD|D)(?:TR|TS|PAS|AM|AMD|COR))\)?",
    re.I,
)
_STAGE_IN_FRONT = re.compile(rf"(?P<stage>{_STAGE})[ /-]+(?P<number>(?:ISO|IEC|CISPR)\b.*)", re.I)
_STAGE_AFTER_TYPE = re.compile(
    rf"(?P<bodies>{_BODY}(?:/{_BODY})*)[/ -](?P<type>TR|TS|PAS|GUIDE)[/ -](?P<stage>{_STAGE})"
    r"(?=[ /-]*[0-9])",
    re.I,
)
# Each kind of supplement as ISO and as IEC write it.
_SUPPLEMENT_KINDS = {
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
_BLANKS_AROUND = re.compile(r" ?([/:+]) ?| ?(-) ?")


class _Supplement(NamedTuple):
    """A supplement or edition mark after a number, such as '/Amd 1:2020' or ' CSV'.

    `mark` is the supplement without its year in the style of the leading body, so that the forms of
    both databases have one base.
    """

    written: str
    mark: str
    year: int | None
    draft_stage: str | None = None


def _parse_iso(text: str) -> Number | None:
    flat = _with_stage_first(_BLANKS_AROUND.sub(r"\1\2", _LANGUAGE.sub("", text)))
    upper = flat.upper()
    head = _BODIES_AND_TYPE.match(upper)
    if not head or not _ISO_BODIES & set(head["bodies"].split("/")):
        return None
    bodies = head["bodies"]
    kind = head["type"].strip("/ -").replace("/", " ").replace("-", " ")
    written_kind = flat[head.start("type") : head.end("type")]
    if bodies == "ISO/IWA":
        bodies = "IWA"
    match = _NUMBER.match(flat if flat[head.end() :] else upper, head.end())
    if not match:
        return None
    number, ballot = _number_and_ballot(match, bodies, kind)
    year = None
    if match["year"]:
        year = int(match["year"])
    elif match["short_year"]:
        year = 1900 + int(match["short_year"])
    start = bodies + _written_type(bodies, kind, written_kind) + " "
    supplements = _parse_supplements(flat, match.end(), bodies)
    if supplements is None:
        return None
    marks = "".join(supplement.written for supplement in supplements)
    key = sort_key(bodies, number, year, natural_key(f"{kind}{ballot}{marks}"))
    canonical = f"{start}{number}{ballot}" + (f":{year}" if year else "")
    base, amends, draft_stage = f"{start}{number}", None, _stage_of(kind)
    for supplement in supplements:
        if supplement.written.startswith("/"):
            base, amends = f"{canonical}{supplement.mark}", canonical
            year = supplement.year
        elif supplement.year:
            year = supplement.year
        canonical += supplement.written
        draft_stage = supplement.draft_stage or draft_stage
    # IEC's database writes GUIDE for joint guides too: the same guide as ISO's.
    base = base.replace(" GUIDE ", " Guide ") if bodies.startswith("ISO") else base
    return Number(
        canonical=canonical,
        family="international",
        nature=None,
        prefix=bodies,
        year=year,
        base=base,
        sort_key=key,
        amends=amends,
        draft_stage=draft_stage,
    )


def _with_stage_first(text: str) -> str:
    """Return a number with the stage of a draft where ISO writes it.

    'ISO 9001:2025 DIS' → 'ISO DIS 9001:2025', 'ISO 9001:2015/Amd 1 CD' → 'ISO 9001:2015/CD Amd 1'.
    """
    if match := _STAGE_AFTER_TYPE.match(text):
        return f"{match['bodies']} {match['stage']} {match['type']}{text[match.end() :]}"
    match = _STAGE_IN_FRONT.fullmatch(text) or _STAGE_BEHIND.fullmatch(text)
    if not match:
        return text
    number, stage = match["number"], match["stage"].upper()
    start, slash, supplement = number.rpartition("/")
    found = _SUPPLEMENT.fullmatch(f"/{supplement}") if slash else None
    if found and found["kind"].lower() in _SUPPLEMENT_KINDS:
        if stage in _DRAFT_STAGES:
            return f"{start}/{stage} {supplement}"
        return f"{start}/{stage} {supplement.lstrip('AaMmDdCcOoRr. ')}"
    head = _BODIES_AND_TYPE.match(number.upper())
    if not head:
        return text
    kind = head["type"] if stage in _DRAFT_STAGES else ""
    return f"{head['bodies']} {stage}{kind} {number[head.end() :]}"


def _stage_of(kind: str) -> str | None:
    """Return the stage of a draft by its type or the kind of its supplement: 'DIS', 'FDTR', 'DAM'.

    None if the document is no draft.
    """
    if stage := _DRAFT_STAGES.get(kind.partition(" ")[0].upper()):
        return stage
    match = _DRAFT_KIND.match(kind)
    return _DRAFT_LETTERS[match[1].upper()] if match else None


def _number_and_ballot(match: re.Match[str], bodies: str, kind: str) -> tuple[str, str]:
    """Return the number with its part, and the ballot of a draft.

    'ISO/DIS 1234-1.2' is the second ballot: ('1234-1', '.2').
    """
    written, ballot = match["number"], ""
    if _DRAFT.match(kind) and (ballot_match := _BALLOT.search(written)):
        written, ballot = written[: ballot_match.start()], ballot_match[0]
    # Chinese lists write 'ISO/IEC 8802.11' for part 11, and chapters of the vocabulary in brackets.
    number = written.replace(".", "-")
    if chapter := match["chapter"]:
        number += f"-{chapter[1:-1]}" if number in ("60050", "50") else chapter
    return number + (match["subpart"] or ""), ballot


def _written_type(bodies: str, kind: str, written: str) -> str:
    """Return stage and type with the slash or blank before them, as the issuer writes them.

    ISO alone has a slash before the type, all others a blank; Guide has a blank with ISO too.
    """
    if not kind:
        return ""
    stage, _, last_word = kind.rpartition(" ")
    if last_word.endswith("GUIDE"):
        is_upper = "GUIDE" in written and bodies != "ISO"
        is_upper = is_upper or not bodies.startswith("ISO")
        kind = kind if is_upper else f"{stage} {last_word[:-5]}Guide".strip()
        return ("/" if bodies == "ISO" and last_word + stage != "GUIDE" else " ") + kind
    # ISO's own database also writes IEC/DIS if IEC leads a joint project.
    has_slash = bodies == "ISO" or (bodies == "IEC" and re.match(_STAGE, kind) and "/" in written)
    return ("/" if has_slash else " ") + kind


def _parse_supplements(text: str, position: int, bodies: str) -> list[_Supplement] | None:
    """Return the supplements from a position to the end, None if there is any other text."""
    supplements: list[_Supplement] = []
    while position < len(text):
        if match := _EDITION.match(text, position):
            marks = " " + re.sub("[ /]", "-", match["marks"].upper())
            supplements.append(_Supplement(marks, marks, None))
        elif match := _SUPPLEMENT.match(text, position):
            supplement = _parse_supplement(match, bodies)
            if supplement is None:
                return None
            supplements.append(supplement)
        else:
            return None
        position = match.end()
    return supplements


def _parse_supplement(match: re.Match[str], bodies: str) -> _Supplement | None:
    kind, blank, year = match["kind"], match["blank"], match["year"]
    styles = _SUPPLEMENT_KINDS.get(kind.lower())
    if styles is None:
        return None
    if kind in ("DCOR", "FDCOR") and blank:
        styles = (kind, kind)  # ISO's own style before Amd and Cor
    separator = "+" if match["separator"] == "+" else "/"
    start = separator + (match["stage"] or "").upper()
    iso_style, iec_style = styles
    iso_form = f"{start}{iso_style} {match['number']}"
    iec_form = f"{start}{iec_style}{match['number']}"
    is_iec_document = separator == "+" or not bodies.startswith(("ISO", "IWA"))
    # Both databases list joint standards: a form in upper case is IEC's and is kept.
    is_iec_form = is_iec_document or (kind == iec_style and not blank)
    form = iec_form if is_iec_form else iso_form
    return _Supplement(
        written=f"{form}:{year}" if year else form,
        mark=iec_form if is_iec_document else iso_form,
        year=int(year) if year else None,
        draft_stage=_stage_of(match["stage"] or "") or _stage_of(kind),
    )
