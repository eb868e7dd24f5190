"""Turn clocks, candidates, notices and requests into the rows of the duty desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.board import BoardRow
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.web.shared.clock_rows import (
    basis_words,
    clock_facts,
    ledger_parts,
    row_facts,
    rule_words,
)
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.time_words import length_words, moment_text
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.core.clocks import RESPONSE

GRADED = ("incident", "candidate")  # other matters, such as a talk, have no opinion grade


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One running clock of the countdown board."""

    id: int
    clock: ClockFacts
    parts: list[LedgerPart]
    title: str
    url: str  # "" = may not open it
    number: str
    graded: bool  # the matter has an opinion grade
    grade: int | None
    grade_proposed: bool
    rule: str
    basis: str
    clock_url: str  # "" = may not see it
    holder: str
    holder_note: str
    act: ActButton | None
    hidden: bool  # then only number, clock and holder are shown


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One thing that waits for the officer: what, how long, where."""

    kind: str
    text: str
    url: str
    clock: ClockFacts | None = None
    label: str = ""  # of the link


def board_row(
    row: BoardRow,
    officer: Officer,
    now: datetime,
    *,
    visible: bool,
    answer: ActButton | None = None,
) -> BoardLine:
    """Return one running clock as a row of the countdown board.

    Args:
        row: The clock.
        officer: Who looks.
        now: The moment.
        visible: The officer may see the matter; else only number, clock and holder are shown.
        answer: What the officer may do for the answer that this clock waits for.
    """
    held = _("%(length)s前接手") % {
        "length": length_words((now - row.held_since).total_seconds())
    }
    if row.acked_at is not None:
        held = _("%(name)s %(at)s 说正在办") % {
            "name": row.acked_by,
            "at": moment_text(row.acked_at, now),
        }
    return BoardLine(
        id=row.clock_id,
        clock=row_facts(row),
        parts=ledger_parts(row),
        title=row.subject_label if visible else "",
        url=subject_url(row.subject_kind, row.subject_ref, officer),
        number=subject_number(row.subject_kind, row.subject_ref),
        graded=row.subject_kind in GRADED,
        grade=row.subject_grade,
        grade_proposed=row.subject_proposed,
        rule=rule_words(row.name, row.amount),
        basis=basis_words(row),
        clock_url=cached_url("console:clock", row.clock_id) if visible else "",
        holder=row.holder,
        holder_note=held,
        act=_act(row, officer, answer) if visible else None,
        hidden=not visible,
    )


def _act(row: BoardRow, officer: Officer, answer: ActButton | None) -> ActButton | None:
    ref = row.subject_ref
    url = subject_url(row.subject_kind, ref, officer)
    if not url:
        return None
    if row.subject_kind == "candidate":
        return ActButton(_("去定级"), url, main=True)
    if row.kind == "notice" and may(officer, Capability.NOTIFY) and row.holder_unit_id is None:
        url = cached_url("console:notify", ref)
        return ActButton(_("通报单位…"), url, "ask", main=True)
    if row.kind == RESPONSE and answer:
        return answer
    return ActButton(_("查看"), url)


def receipt_row(notice: Notice, now: datetime) -> WaitingLine:
    """Return a notice that waits for the officer's signature."""
    clock = notice.receipt_clock or notice.notice_clock
    return WaitingLine(
        kind=_("通报 %(number)s") % {"number": notice.number},
        text=notice.incident.title,
        url=cached_url("console:notice", notice.number),
        clock=clock_facts(clock, now),
    )
