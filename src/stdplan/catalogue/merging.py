"""What of a record gives way to what the catalogue knows already."""

import json

# The place of a link that only the other side has told: behind those the record itself lists.
LAST = 9999


def yield_to_known(held: dict[str, object], values: dict[str, object]) -> None:
    """Take out of `values` what must not overwrite what is known better."""
    if values.get("withdrawn_inferred") and held["withdrawn"] is not None:
        # A stand-in day never replaces a day, not even an earlier stand-in.
        del values["withdrawn"], values["withdrawn_inferred"]
    if held.get("source"):
        # Where a record was first met.
        values.pop("source", None)
    if "number" in values and held["number"] in (None, values["number"]):
        # What the number does not tell, another list may have told.
        if values.get("nature", "") is None:
            del values["nature"]
        if values.get("family") == "other" and held["family"]:
            del values["family"]
    if held.get("note") and "note" in values:
        parts = [*str(held["note"]).split("; "), *str(values["note"]).split("; ")]
        values["note"] = "; ".join(dict.fromkeys(parts))
    if held.get("extra") and "extra" in values:
        merged = {**json.loads(str(held["extra"])), **json.loads(str(values["extra"]))}
        values["extra"] = stored(merged)


def gaps(held: dict[str, object], values: dict[str, object]) -> dict[str, object]:
    """Of `values`, what the row does not hold yet; notes and other columns side by side."""
    new = {name: value for name, value in values.items() if held[name] is None or name == "note"}
    if "withdrawn" in new:
        new["withdrawn_inferred"] = values.get("withdrawn_inferred", False)
    if held["extra"] and isinstance(extra := values.get("extra"), dict):
        new["extra"] = {**extra, **json.loads(str(held["extra"]))}
    return new


def stored(value: object) -> object:
    """A value as its column holds it: several values as JSON, none as NULL."""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False) if value else None
    return value
