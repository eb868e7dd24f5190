"""Turn rows of a file into items: under a column mapping, with what is wrong in their cells.

In:   rows by column name, a ``Mapping``.    Out:  raw items with notes.
Cost: about 2 µs a row.
"""

import re
from collections.abc import Iterable
from collections.abc import Mapping as Row
from dataclasses import replace

from huiying.reasons.reason import Reason, reason
from huiying.work.collection.core.items import REACH, RawItem
from huiying.work.collection.files.mapping import Mapping

REPLACEMENT = "\ufffd"  # stands for what could not be read
PRECISE_DIGITS = 15  # of a number in a spreadsheet program
LEAST_ROUNDED = 3  # different numbers of 16 digits that must end in 0 to look rounded
_E_NOTATION = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{2}")


def raw_from_row(row: Row[str, str], mapping: Mapping) -> RawItem:
    """Return the raw item that a file's row holds under a column mapping."""
    numbers = {name: mapping.value(name, row) for name in REACH}
    return RawItem(
        title=mapping.value("title", row),
        text=mapping.value("text", row),
        external_key=mapping.value("external_id", row),
        url=mapping.value("url", row),
        published_at=mapping.value("published_at", row),
        author=mapping.value("author", row),
        channel=mapping.value("channel", row),
        community=mapping.value("community", row),
        numbers={name: text for name, text in numbers.items() if text},
        notes=_damage_of(row, mapping),
    )


def _damage_of(row: Row[str, str], mapping: Mapping) -> tuple[Reason, ...]:
    """Say how many places of the cells that are read could not be read."""
    if not any(REPLACEMENT in cell for cell in row.values()):  # nearly every row
        return ()
    names = {name for name in mapping.as_dict().values() if name}
    count = sum(row.get(name, "").count(REPLACEMENT) for name in names)
    return (reason("collection.row.bad_bytes", count=count),) if count else ()


def raws_from_rows(rows: Iterable[Row[str, str]], mapping: Mapping) -> list[RawItem]:
    """Return the raw items of rows that were read together, without numbers that lost digits.

    Spreadsheet programs keep 15 digits: two posts would pass for one. Such a row is known by
    its content instead, as one without a number is.
    """
    raws = [raw_from_row(row, mapping) for row in rows]
    sixteen = {
        key
        for raw in raws
        if len(key := raw.external_key.strip()) == PRECISE_DIGITS + 1 and key.isdecimal()
    }
    is_rounded = len(sixteen) >= LEAST_ROUNDED and all(key.endswith("0") for key in sixteen)
    return [
        _without_number(raw)
        if _lost_digits(key := raw.external_key.strip()) or (is_rounded and key in sixteen)
        else raw
        for raw in raws
    ]


def _lost_digits(key: str) -> bool:
    """Tell whether digits of a number were lost before the file was written.

    >>> _lost_digits("4.98765E+18"), _lost_digits("4987654321098760000")
    (True, True)
    """
    if _E_NOTATION.fullmatch(key):
        return True
    is_longer = len(key) > PRECISE_DIGITS + 1 and key.isdecimal()
    return is_longer and not key[PRECISE_DIGITS:].strip("0")


def _without_number(raw: RawItem) -> RawItem:
    lost = reason("collection.item.id_rounded")
    return replace(raw, external_key="", notes=(*raw.notes, lost))
