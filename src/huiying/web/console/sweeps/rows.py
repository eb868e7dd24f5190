"""Sweeps and their parts as lines: state, time, who confirmed what, who is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.work.prevention.sweeps.content import is_late
from huiying.work.prevention.sweeps.models import Sweep, SweepPart, SweepState
from huiying.work.prevention.sweeps.queries import (
    parts_waiting_for,
    sweeps_to_send,
    sweeps_waiting_for,
)

S = SweepState
TAGS = {S.OPEN: "acc", S.IN_REVIEW: "acc", S.SIGNED: "warn", S.REPORTED: "ok"}


@dataclass(frozen=True, slots=True)
class SweepRow:
    """A sweep as one line.

    Attributes:
        clock: Until the signature, then until the report.
        done, all: Units that confirmed, and all of them.
        late: Units that have not confirmed in time.
    """

    number: str
    url: str
    state: str
    state_word: str
    tag: str
    clock: ClockFacts
    opened_at: datetime
    opened_by: str
    done: int
    all: int
    late: list[str]
    next_at: datetime


def sweep_row(row: Sweep, parts: list[SweepPart], now: datetime) -> SweepRow:
    """Return a sweep as one line."""
    clock = row.report_clock if row.report_clock is not None else row.clock
    open_parts = [part for part in parts if part.confirmed_at is None]
    return SweepRow(
        number=row.number,
        url=cached_url("console:sweep", row.number),
        state=row.state,
        state_word=row.get_state_display(),
        tag=TAGS[S(row.state)],
        clock=clock_facts(clock, now),
        opened_at=row.opened_at,
        opened_by=row.opened_by.name if row.opened_by else _("系统"),
        done=len(parts) - len(open_parts),
        all=len(parts),
        late=[part.unit.name for part in open_parts if is_late(part, now)],
        next_at=row.next.due_at,
    )


@dataclass(frozen=True, slots=True)
class PartRow:
    """The part of a unit.

    Attributes:
        tag: Of its state: ok, warn, bad or "".
        url: Where its officers confirm; "" = not this reader.
    """

    unit: str
    word: str
    tag: str
    clock: ClockFacts
    note: str
    reviewed: int
    new: list[str]
    by: str
    at: datetime | None
    url: str


def part_row(part: SweepPart, officer: Officer, now: datetime) -> PartRow:
    """Return the part of a unit."""
    late = is_late(part, now)
    if part.confirmed_at is None:
        word, tag = (_("逾期未确认"), "bad") if late else (_("待确认"), "")
    else:
        word, tag = (_("无新增"), "ok") if part.nil else (_("有新增"), "ok")
        if late:
            word, tag = _("%(word)s，逾期确认") % {"word": word}, "warn"
    own = part.unit_id == officer.unit_id and may(officer, Capability.COMB_RISKS)
    waits = own and part.confirmed_at is None
    return PartRow(
        unit=part.unit.name,
        word=word,
        tag=tag,
        clock=clock_facts(part.clock, now),
        note=part.note,
        reviewed=len(part.reviewed),
        new=part.new,
        by=part.confirmed_by.name if part.confirmed_by else "",
        at=part.confirmed_at,
        url=reverse("console:sweep-part", args=[part.pk]) if waits else "",
    )


def sweep_acts(row: Sweep, officer: Officer, *, report_missing: bool) -> list[ActButton]:
    """Return what an officer can do with a sweep."""
    acts: list[ActButton] = []
    if officer.only_reads:
        return acts
    if row.state == S.OPEN and may(officer, Capability.SUPERVISE):
        acts.append(act_button(_("汇总送签…"), "console:sweep-compile", row.number, main=True))
    if report_missing and may(officer, Capability.REPORT):
        acts.append(
            act_button(
                _("拟写上报报告"), "console:sweep-report", row.number, method="post", main=True
            )
        )
    return acts


def sweeps_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what of sweeps is the officer's next: to confirm, to compile, to report."""
    return [
        WaitingList(
            parts_waiting_for(officer),
            lambda part: WaitingRow(
                clock=clock_facts(part.clock, now),
                clock_id=part.clock_id,
                kind=_("定期梳理 %(number)s") % {"number": part.sweep.number},
                text=_("复核本单位风险点并确认"),
                url=reverse("console:sweep-part", args=[part.pk]),
                label=_("确认"),
            ),
        ),
        WaitingList(
            sweeps_waiting_for(officer, now),
            lambda row: WaitingRow(
                clock=clock_facts(row.clock, now),
                clock_id=row.clock_id,
                kind=_("定期梳理 %(number)s") % {"number": row.number},
                text=_("各单位已确认或逾期，待汇总送签"),
                url=cached_url("console:sweep", row.number),
                label=_("汇总送签…"),
            ),
        ),
        WaitingList(
            sweeps_to_send(officer),
            lambda row: WaitingRow(
                clock=clock_facts(row.report_clock, now) if row.report_clock else None,
                clock_id=row.report_clock_id,
                kind=_("定期梳理 %(number)s") % {"number": row.number},
                text=_("已签发，待上报"),
                url=reverse("console:report", args=[row.report_ref])
                if row.report_ref
                else cached_url("console:sweep", row.number),
                label=_("上报"),
            ),
        ),
    ]
