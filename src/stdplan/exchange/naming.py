"""What a row calls its standard: the number's cell, the plan number, and the key made of them."""

import hashlib

from stdplan.domain.numbers import parse, parse_list, plan_number
from stdplan.domain.standard_record import Record, take_number
from stdplan.domain.text import fold_title
from stdplan.exchange.row import Row
from stdplan.i18n import t


def take_number_of(row: Row, record: Record) -> bool:
    """Take what the number's cell says; whether it is no number and kept as it stands.

    Before the other columns: what those say of nature and family goes before what a number tells.
    """
    text = row.text("number")
    if text is None:
        return False
    read = parse(text)
    if read is None:
        if plan := plan_number(text):
            record.values["plan_number"] = plan
            return False
        several = parse_list(text)
        if len(several) > 1 and all(map(parse, several)):
            problem = t("holds {count} numbers; a row is one standard", count=len(several))
            row.refuse(row.said["number"][0][0].header, text, problem)
            return False
    take_number(record, text, read)
    if record.values["nature"] is None:
        del record.values["nature"]  # what the number does not tell, it does not erase
    return read is None


def give_key(record: Record, row: Row, source: str) -> bool:
    """Give the record its key: number, else plan number, else application number, else made of its
    title; whether it is made."""
    record.key = record.key or str(record.values.get("plan_number") or row.text("key") or "")
    if record.key or row.faults:
        return False
    title = str(record.values.get("title") or "")
    if not title:
        problem = t("the row names no standard: no number, no plan number, no title")
        row.refuse("number", "", problem)
        return False
    parts = (source, fold_title(title), str(record.values.get("committee") or ""))
    record.key = "title:" + hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
    return True
