"""Score a drill against the regulation: what was due, when it was done, what was missed.

In:   duties with their moments, the end of the drill.    Out:  rows with a verdict, and counts.
Cost: pure.

There are no points: a row has minutes and one of four verdicts, and the totals are counts. A
row names a role or a unit, never an officer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any

from huiying.reasons.marking import marked

_MINUTE = timedelta(minutes=1)


class Verdict(StrEnum):
    """How a duty ended."""

    MET = "MET"
    LATE = "LATE"
    MISSED = "MISSED"
    NOT_DUE = "NOT_DUE"

    @property
    def label(self) -> str:
        """The Chinese word."""
        return _VERDICTS[self]


_VERDICTS = {
    Verdict.MET: marked("按要求完成"),
    Verdict.LATE: marked("超时完成"),
    Verdict.MISSED: marked("未完成"),
    Verdict.NOT_DUE: marked("未到期"),
}


class Part(StrEnum):
    """To which part of the result a row belongs."""

    DEADLINE = "DEADLINE"
    GATE = "GATE"
    COVERAGE = "COVERAGE"
    INJECT = "INJECT"

    @property
    def label(self) -> str:
        """The Chinese words."""
        return _PARTS[self]


_PARTS = {
    Part.DEADLINE: marked("时限"),
    Part.GATE: marked("程序"),
    Part.COVERAGE: marked("应办事项"),
    Part.INJECT: marked("情况注入"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that the regulation or the script asks for.

    Attributes:
        clause: Of the regulation, as in its map; "" = of the script alone.
        what: In words that are marked for translation.
        matter: What it is about: number and title, or the words of an inject.
        holder: A role or a unit; "" = of nobody alone.
        since: From when on it could be done; None = there is no such moment.
        due_at: Until when; None = before the planned end of the drill.
        done_at: None = it was not done.
        asked: False: it was not asked for, e.g. what a grave matter alone needs.
    """

    part: Part
    clause: str
    what: str
    matter: str = ""
    holder: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    done_at: datetime | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """A duty with its verdict; minutes are whole, begun ones count; None = there are none."""

    part: Part
    clause: str
    what: str
    matter: str
    holder: str
    allowed: int | None
    used: int | None
    verdict: Verdict


def verdict_of(duty: Duty, ended_at: datetime, planned_end: datetime) -> Verdict:
    """Return how a duty ended; what was not done and is not due yet is no fault.

    A duty without a period of its own is due when the drill was planned to end: of one that
    was ended earlier nobody says that it was missed.
    """
    if duty.done_at is not None:
        late = duty.due_at is not None and duty.done_at > duty.due_at
        return Verdict.LATE if late else Verdict.MET
    if not duty.asked:
        return Verdict.NOT_DUE
    if duty.due_at is None:
        return Verdict.MISSED if ended_at >= planned_end else Verdict.NOT_DUE
    return Verdict.MISSED if duty.due_at < ended_at else Verdict.NOT_DUE


def score_row(duty: Duty, ended_at: datetime, planned_end: datetime) -> ScoreRow:
    """Return a duty with the minutes it was allowed and used, and its verdict."""
    allowed = used = None
    if duty.since is not None:
        if duty.due_at is not None:
            allowed = _minutes(duty.since, duty.due_at)
        if duty.asked or duty.done_at is not None:
            used = _minutes(duty.since, duty.done_at or ended_at)
    return ScoreRow(
        part=duty.part,
        clause=duty.clause,
        what=duty.what,
        matter=duty.matter,
        holder=duty.holder,
        allowed=allowed,
        used=used,
        verdict=verdict_of(duty, ended_at, planned_end),
    )


def score(duties: Iterable[Duty], ended_at: datetime, planned_end: datetime) -> list[ScoreRow]:
    """Return the rows of a result, by part, in the order in which they were given."""
    order = list(Part)
    rows = [score_row(duty, ended_at, planned_end) for duty in duties]
    return sorted(rows, key=lambda row: order.index(row.part))


def totals(rows: Iterable[ScoreRow]) -> dict[str, int]:
    """Return how many rows have each verdict."""
    counts = {str(verdict): 0 for verdict in Verdict}
    for row in rows:
        counts[row.verdict] += 1
    return counts


def row_data(row: ScoreRow) -> dict[str, Any]:
    """Return the stored form of a row."""
    return {
        "part": str(row.part),
        "clause": row.clause,
        "what": row.what,
        "matter": row.matter,
        "holder": row.holder,
        "allowed": row.allowed,
        "used": row.used,
        "verdict": str(row.verdict),
    }


def row_from_data(data: Mapping[str, Any]) -> ScoreRow:
    """Return a row of its stored form.

    Raises:
        KeyError, TypeError, ValueError: If it is none.
    """
    words = {name: data[name] for name in ("clause", "what", "matter", "holder")}
    minutes = {name: data[name] for name in ("allowed", "used")}
    if not all(isinstance(text, str) for text in words.values()):
        raise TypeError("words")
    if not all(one is None or (type(one) is int and one >= 0) for one in minutes.values()):
        raise TypeError("minutes")
    return ScoreRow(
        part=Part(data["part"]), verdict=Verdict(data["verdict"]), **words, **minutes
    )


def _minutes(since: datetime, until: datetime) -> int:
    return max(0, ceil((until - since) / _MINUTE))
