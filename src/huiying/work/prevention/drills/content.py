"""The result of a drill as it is handed over: read strictly, before anything is stored.

In:   the JSON that the installation of a drill wrote.    Out:  its rows, or a refusal.
Cost: pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.policy.prevention.drill_score import ScoreRow, row_from_data, totals
from huiying.work.prevention.drills.models import Drill

SCHEMA = 1
MOST_ROWS = 2_000


def result_rows(content: Mapping[str, Any]) -> list[ScoreRow]:
    """Return the rows of a result.

    Raises:
        ValueError: If it is malformed.
    """
    rows = content["rows"]
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise ValueError("rows")
    return [row_from_data(row) for row in rows]


def minutes_of(content: Mapping[str, Any]) -> int:
    """Return how long a drill was by its own clock, in whole minutes."""
    began, ended = (datetime.fromisoformat(content[name]) for name in ("began_at", "ended_at"))
    return round((ended - began) / timedelta(minutes=1))


def _check_overview(content: Mapping[str, Any]) -> None:
    """Raise KeyError, TypeError or ValueError where circumstances are missing or malformed."""
    numbers = [minutes_of(content)]
    numbers += [content[name] for name in ("planned_minutes", "played", "steps")]
    for matter in content["matters"]:
        numbers += [matter["conditions"], matter["held"]]
        texts = [matter["label"], matter["grade"], *matter["lacks"]]
        if not all(isinstance(text, str) for text in texts):
            raise TypeError("matters")
    if not all(type(number) is int and number >= 0 for number in numbers):
        raise ValueError("numbers")


def check_result(drill: Drill, content: Mapping[str, Any]) -> None:
    """Refuse what is no result of this drill.

    Raises:
        Refused.
    """
    try:
        _check_overview(content)
        own = (content["schema"], content["number"], content["script"])
        same = own == (SCHEMA, drill.number, drill.script_hash)
        counted = totals(result_rows(content)) == content["totals"]
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(_("演练结果无法识别，未收取。")) from error
    if not same:
        raise Refused(_("演练结果不属于本次演练，未收取。"))
    if not counted:
        raise Refused(_("演练结果的合计与明细不一致，未收取。"))
