"""Accusations as lines: number, day, state; of their content nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.policy.petitions.accusations import (
    AccusationState,
    DisciplineBody,
    EndingAct,
    EndingGround,
    TransferWay,
)
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.work.petitions.accusations.models import Accusation, Diversion

LEVELS = {AccusationState.TRANSFERRED: "ok", AccusationState.WAITING: "acc"}


@dataclass(frozen=True, slots=True)
class AccusationRow:
    """An accusation as one line.

    Attributes:
        level: How its state is coloured: ok, acc, bad or "".
        late_word: How long it is overdue; "" = it is not.
        accused_word: Who is recorded as accused, in a few words.
        waits: What is to be done next, as a word; "" = nothing.
    """

    number: str
    url: str
    channel: str
    received_at: datetime
    due_at: datetime
    state_word: str
    level: str
    late_word: str
    accused_word: str
    waits: str


@dataclass(frozen=True, slots=True)
class TransferRow:
    """To whom an accusation went."""

    body: str
    name: str
    document_number: str
    way: str
    on: date | None
    by: str


@dataclass(frozen=True, slots=True)
class EndingRow:
    """What waits for a second signature, as the leader sees it too: number, day, ground."""

    number: str
    received_on: date
    act: str
    ground: str
    kind: str
    asked_by: str
    asked_at: datetime | None
    sign_url: str
    refuse_url: str
    sign_label: str
    version: int


@dataclass(frozen=True, slots=True)
class DiversionRow:
    """A petition of which it is to be decided whether it accuses somebody.

    Attributes:
        texts: The working text, then what was added; ``passage`` stands in one of them.
        period: What period of it runs, and until when.
    """

    number: str
    url: str
    asked_by: str
    asked_at: datetime
    clock: ClockFacts
    passage: str
    kind: str
    channel: str
    received_at: datetime
    texts: tuple[str, ...]
    period: str
    period_due: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """One act of the restricted chain."""

    at: datetime
    text: str


def accusation_row(row: Accusation, now: datetime) -> AccusationRow:
    """Return an accusation as one line."""
    late = row.is_overdue(now)
    return AccusationRow(
        number=row.number,
        url=reverse("console:accusation", args=[row.number]),
        channel=_(PetitionChannel(row.channel).label),
        received_at=row.received_at,
        due_at=row.transfer_due,
        state_word=_(row.state.label),
        level="bad" if late else LEVELS.get(row.state, ""),
        late_word=_late(row, now) if late else "",
        accused_word=accused_word(row),
        waits=_waits(row),
    )


def accused_word(row: Accusation) -> str:
    """Say who is recorded as accused."""
    if row.accused_named_at is None:
        return _("未登记，各单位均不可见")
    names = [unit.name for unit in row.accused_units.all()]
    officers = row.accused_officers.count()
    if officers:
        names.append(_("人员 %(count)s 人") % {"count": officers})
    if row.accused_outside:
        names.append(_("本局以外"))
    return _("、").join(names)


def _late(row: Accusation, now: datetime) -> str:
    days = (now.astimezone(LOCAL).date() - row.transfer_due.astimezone(LOCAL).date()).days
    return _("超过 15 日转送期限 %(days)s 天") % {"days": max(days, 1)}


def _waits(row: Accusation) -> str:
    if row.state != AccusationState.WAITING:
        return ""
    if row.ending:
        return _("待签署")
    return _("登记转送") if row.accused_named_at else _("登记涉及单位")


def transfer_row(row: Accusation) -> TransferRow | None:
    """Return the transfer; None before one was made."""
    if row.transferred_at is None:
        return None
    return TransferRow(
        body=_(DisciplineBody(row.body).label),
        name=row.transferred_to,
        document_number=row.document_number,
        way=_(TransferWay(row.way).label),
        on=row.transferred_on,
        by=row.transferred_by.name if row.transferred_by else "",
    )


def ending_row(row: Accusation) -> EndingRow | None:
    """Return what waits for a second signature; None when nothing does."""
    if not row.ending or row.ending_signed_by_id:
        return None
    erases = row.ending == EndingAct.ERASE
    return EndingRow(
        number=row.number,
        received_on=row.received_at.astimezone(LOCAL).date(),
        act=_(EndingAct(row.ending).label),
        ground=_(EndingGround(row.ending_ground).label),
        kind=_(PetitionKind(row.ending_kind).label) if row.ending_kind else "",
        asked_by=row.ending_asked_by.name if row.ending_asked_by else "",
        asked_at=row.ending_asked_at,
        sign_url=reverse("console:accusation-sign", args=[row.number]),
        refuse_url=reverse("console:accusation-refuse", args=[row.number]),
        sign_label=_("同意删除 %(number)s") % {"number": row.number}
        if erases
        else _("同意 %(number)s 转为信访事项") % {"number": row.number},
        version=row.revision,
    )


def diversion_row(row: Diversion, now: datetime) -> DiversionRow:
    """Return a diversion for who decides it."""
    petition = row.petition
    added = petition.supplements.values_list("text", flat=True)
    running = petition.clock
    return DiversionRow(
        number=row.number,
        url=reverse("console:accusation-diversion", args=[row.number]),
        asked_by=row.asked_by.name,
        asked_at=row.asked_at,
        clock=clock_facts(row.clock, now),
        passage=row.passage,
        kind=_(PetitionKind(petition.kind).label),
        channel=_(PetitionChannel(petition.channel).label),
        received_at=petition.received_at,
        texts=(petition.title, petition.text, *added),
        period=_(running.name) if running is not None else "",
        period_due=running.due_at if running is not None else None,
    )


def steps_of(records: list[AuditRecord]) -> list[StepRow]:
    """Return the acts on an accusation as lines."""
    return [StepRow(record.at, record_sentence(record)) for record in records]


def accusation_acts(row: Accusation, officer: Officer) -> list[ActButton]:
    """Return what an officer who sees an accusation may do with it now."""
    del officer  # every act refuses by itself; who sees it may do all of them
    if row.state in (AccusationState.HANDED_BACK, AccusationState.ERASED):
        return []
    number, waiting = row.number, row.state == AccusationState.WAITING
    named = row.accused_named_at is not None
    found = [
        act_button(_("查看原件…"), "console:accusation-open", number, method="get"),
        act_button(_("登记涉及单位…"), "console:accusation-accused", number, main=not named),
    ]
    if waiting and named and not row.ending:
        found.append(
            act_button(_("登记转送…"), "console:accusation-transfer", number, main=named)
        )
    found.append(act_button(_("补充材料…"), "console:accusation-supplement", number))
    if not row.ending:
        if waiting:
            found.append(act_button(_("不属检举控告…"), "console:accusation-hand-back", number))
        found.append(act_button(_("依法删除…"), "console:accusation-erase", number))
    return found
