"""Recommendations of the ITU, in the union's own style.

In: folded text. Out: a `Number` or None. The rule here: the date in brackets is the edition
('ITU-T G.7041/Y.1303 (04/2011)'); ITU-R counts revisions instead ('ITU-R BO.1130-0').
"""

import re

from stdplan.domain.number_record import Number, natural, sort_key

_BODY = re.compile(
    r"(?:Recommendation |Rec\. ?)?ITU ?-? ?([TRD])(?: ?- ?| |(?=[A-Z]{1,3}\.))", re.I
)
_WORD = re.compile(r"(?:Recommendation|Recommendations|Rec\.?|建议书) ?(?=[A-Z])")
_SHAPE = re.compile(r"[A-Z][A-Za-z0-9 ./()+&'-]*[0-9+A-Za-z)]", re.A)
_DATE = re.compile(r" ?\((?:([0-9]{2})/)?((?:19|20)[0-9]{2})\)$", re.A)
_YEAR = re.compile(r"(?<=[0-9])[:-]((?:19|20)[0-9]{2})$", re.A)
_REVISION = re.compile(r"-[0-9]{1,2}$", re.A)


def read_itu(text: str) -> Number | None:
    """'ITU-T G.711:1988' → 'ITU-T G.711 (1988)'; 'ITU-T Rec. X.509 (10/2019)' loses the word."""
    body = _BODY.match(text)
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
