"""The deadlines of an incident: those that run beside the picture, all of them in the record.

In:   board rows.    Out:  rows of ``console/incidents/_running.html`` and ``_clocks.html``.
Cost: no query.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.clocks.board import BoardRow
from huiying.web.console.shared.rulebook_words import translate_rule
from huiying.web.shared.clock_rows import (
    basis_words,
    ledger_parts,
    row_facts,
    rule_words,
    used_words,
)
from huiying.web.shared.drawing import ClockFacts, LedgerPart
from huiying.web.shared.reasons import in_language
from huiying.web.shared.time_words import moment_text


def running_first(rows: Iterable[BoardRow]) -> list[BoardRow]:
    """Return the clocks that run, the one that ends first first; a paused one comes last."""
    running = [row for row in rows if row.stopped_at is None]
    return sorted(running, key=lambda row: (row.look == "paused", row.due_at))


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A deadline that runs: what it counts, who has it, where its length comes from."""

    label: str
    url: str
    facts: ClockFacts
    parts: Sequence[LedgerPart]
    holder: str
    due_at: datetime
    basis: str


def running_clocks(rows: Iterable[BoardRow]) -> list[RunningClock]:
    """Return the running deadlines, in the order of ``running_first``."""
    return [
        RunningClock(
            label=_(row.name),
            url=reverse("console:clock", args=[row.clock_id]),
            facts=row_facts(row),
            parts=ledger_parts(row),
            holder=row.holder,
            due_at=row.due_at,
            basis=basis_words(row),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line that explains a clock."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of an incident with its own explanation."""

    id: int
    url: str
    label: str
    facts: ClockFacts
    parts: list[LedgerPart]
    lines: list[ClockLine]
    ended: bool
    folded: bool  # ended in time


def clock_rows(rows: Iterable[BoardRow], now: datetime) -> list[ClockRow]:
    """Return clocks: those that run, those that were late, then the rest, which is folded."""
    found = [clock_row(row, now) for row in rows]
    return sorted(found, key=lambda row: (row.folded, row.ended))


def clock_row(row: BoardRow, now: datetime) -> ClockRow:
    """Return one clock with its own explanation: start, end, basis, who held it."""
    lines = [
        ClockLine(_("起"), moment_text(row.starts_at, now)),
        ClockLine(_("止"), moment_text(row.due_at, now)),
        ClockLine(_("依据"), f"{translate_rule(row.basis)} · {row.standing_words}"),
        ClockLine(_("用时"), used_words(row) or _("尚未用时")),
    ]
    if row.stopped_at is not None:
        text = f"{moment_text(row.stopped_at, now)} {in_language(row.stop_reason)}".strip()
        lines.insert(2, ClockLine(_("停"), text))
    ended = row.stopped_at is not None
    return ClockRow(
        id=row.clock_id,
        url=reverse("console:clock", args=[row.clock_id]),
        label=rule_words(row.name, row.amount),
        facts=row_facts(row),
        parts=ledger_parts(row),
        lines=lines,
        ended=ended,
        folded=ended and row.breached_at is None,
    )
