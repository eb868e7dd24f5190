"""The shape of files between installations: JSON with exactly the fields that are expected.

In:   bytes, values out of them.    Out:  nothing, or a refusal that names the field.
Cost: linear in the size.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.policy.time.moments import moment_with_zone

MAX_COUNT: Final = 32_767  # of a small integer column
MAX_MOMENT: Final = 40  # characters
MAX_NUMBER, MAX_NAME, MAX_OFFICE, MAX_REASON = 20, 80, 40, 400
NUMBER: Final = re.compile(r"[A-Z]{0,3}\d{4}-\d{1,8}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # JSON may spell what no database keeps


def parse_json(data: bytes) -> Any:
    """Return the JSON of a file.

    Raises:
        Refused: If it is none, or a key stands twice in it.
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_no_constant,
            object_pairs_hook=_once_each,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(_("文件不是有效的 UTF-8 JSON，未接收。")) from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def check(right: bool, name: str) -> None:  # noqa: FBT001 - a fact, not a switch
    """Refuse a file whose field is not as it must be; "" = the whole of it."""
    if not right:
        raise _mismatch(name)


def _mismatch(name: str) -> Refused:
    return Refused(_("文件结构不符（%(name)s），未接收。") % {"name": name or "JSON"})


def check_keys(value: Any, names: set[str], name: str) -> None:
    """Refuse what has not exactly these fields."""
    check(isinstance(value, dict), name)
    odd = sorted(set(value) ^ names)
    check(not odd, ", ".join(one[:40] for one in odd[:3]))


def check_text(value: Any, name: str, most: int, *, empty: bool = False) -> None:
    """Refuse what is no text of at most so many characters."""
    fits = isinstance(value, str) and len(value) <= most and not _UNSTORABLE.search(value)
    check(fits and (empty or bool(value.strip())), name)


def check_count(value: Any, name: str, *, least: int) -> None:
    """Refuse what is no whole number from ``least`` to that of a small column."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    check(whole and least <= value <= MAX_COUNT, name)


def read_moment(value: Any, name: str) -> datetime:
    """Return a moment that has a zone, in UTC; refuse what is none."""
    check(isinstance(value, str) and len(value) <= MAX_MOMENT, name)
    found = moment_with_zone(value)
    if found is None:
        raise _mismatch(name)
    return found


def check_list(value: Any, name: str, most: int) -> None:
    """Refuse what is no list, or a longer one."""
    check(isinstance(value, list) and len(value) <= most, name)
