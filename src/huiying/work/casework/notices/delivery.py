"""What counts as delivery, and what follows from it.

In:   a notice and a proof.    Out:  DELIVERED, a stopped notice clock, a running receipt clock.
Cost: a few writes; a second proof is kept and changes nothing.

Acceptance by a relay, a robot or a webhook is never a proof (design §6).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.actions.start import Holder, start_clock
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Move, Stage
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.time.deadlines import receipt_rule
from huiying.reasons.marking import marked
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import clock_subject
from huiying.work.casework.notices.models import DeliveryProof, Notice, NoticeState, ProofKind
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.clocks import NOTICE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.rise_models import GradeRise, RiseState
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage

STOP_REASONS = {
    ProofKind.SHOWN_IN_APP: Reason("clocks.shown_in_app"),
    ProofKind.LINK_CONFIRMED: Reason("clocks.link_confirmed"),
    ProofKind.CHANNEL_RECEIPT: Reason("clocks.channel_receipt"),
    ProofKind.PHONE: Reason("clocks.delivered_by_phone"),
    ProofKind.PAPER: Reason("clocks.delivered_on_paper"),
}
UNDELIVERED = (NoticeState.QUEUED, NoticeState.HANDED_OVER)
CONSOLE_CHANNEL = "console"
RELATED = ("incident", "unit", "notice_clock")


def record_proof(
    *,
    notice: Notice,
    kind: ProofKind,
    channel: str,
    actor: Actor,
    officer: Officer | None,
    detail: str,
    at: datetime,
    now: datetime,
) -> bool:
    """Keep a proof; the first one that counts makes the notice delivered.

    Args:
        channel: The rule book's name of the channel; it says which proof counts.
        at: When the unit was reached (a phone call may be recorded later than it was made).

    Returns:
        True if this proof delivered the notice.
    """
    book = book_of(notice.bureau_id, now)
    DeliveryProof.objects.create(
        bureau_id=notice.bureau_id,
        notice=notice,
        kind=kind,
        at=at,
        recorded_by=officer,
        detail=detail[:200],
    )
    if not book.stops_clock(channel, kind):
        return False
    delivered = Notice.objects.filter(pk=notice.pk, state__in=UNDELIVERED).update(
        state=NoticeState.DELIVERED, delivered_at=at
    )
    if not delivered:
        return False
    notice.refresh_from_db(from_queryset=Notice.objects.select_related(*RELATED))
    if notice.notice_clock is not None:
        stop_clock(clock=notice.notice_clock, at=at, reason=STOP_REASONS[kind], now=now)
    merged = merged_notice_clocks([notice.incident.current])
    for clock in (*_merged_met_by(notice, merged), *_replaced_met_by(notice, merged)):
        stop_clock(clock=clock, at=at, reason=STOP_REASONS[kind], now=now)
    _start_receipt(notice, book, at, now)
    record(notice, "notice.delivered", actor, now, proof=str(kind), unit=notice.unit.name)
    return True


def merged_notice_clocks(incidents: Sequence[Incident]) -> list[Clock]:
    """Return the running notice clocks that merges brought and no notice has.

    Args:
        incidents: Of one bureau; not empty.
    """
    merged = Incident.objects.filter(merged_into__isnull=False, notice_clock__isnull=False)
    candidates = Candidate.objects.filter(incident__in=incidents, notice_clock__isnull=False)
    notices = Notice.objects.filter(incident__in=incidents, notice_clock__isnull=False)
    rows = running_clocks(incidents[0].bureau_id).filter(
        Q(pk__in=merged.values("notice_clock")) | Q(pk__in=candidates.values("notice_clock")),
        kind=NOTICE,
        subject_ref__in=[incident.number for incident in incidents],
    )
    own = [one.notice_clock_id for one in incidents if one.notice_clock_id is not None]
    rows = rows.exclude(pk__in=own).exclude(pk__in=notices.values("notice_clock"))
    return list(rows.exclude(pk__in=_rise_clocks(incidents)))


def _rise_clocks(incidents: Sequence[Incident]) -> QuerySet[Any]:
    """Return the clocks that no notice meets before a person has raised or kept."""
    rows = GradeRise.objects.filter(
        incident__in=incidents, state=RiseState.WAITING, clock__isnull=False
    )
    return rows.values("clock")


def _merged_met_by(notice: Notice, merged: Sequence[Clock]) -> list[Clock]:
    """Return the clocks of merged matters that this notice speaks of too.

    It was sent after the merge, to a unit that is in charge of the one or the other: what a
    unit was told before, or one that has nothing to do with it, says nothing about it.
    """
    incident = notice.incident.current
    met = []
    for clock in merged:
        candidate = Candidate.objects.filter(incident=incident, notice_clock=clock).first()
        source = Incident.objects.filter(notice_clock=clock).exclude(pk=incident.pk).first()
        since = candidate.decided_at if candidate else source and source.merged_at
        unit = candidate.proposed_unit_id if candidate else source and source.lead_unit_id
        in_charge = {unit, incident.lead_unit_id} - {None}
        if (since or clock.starts_at) <= notice.sent_at and (
            not in_charge or notice.unit_id in in_charge
        ):
            met.append(clock)
    return met


def _replaced_met_by(notice: Notice, merged: Sequence[Clock]) -> list[Clock]:
    """Return the earlier notice clocks of a matter that was regraded before it was notified.

    The notice that meets the clock of the new grade meets them too: nothing else would.
    """
    incident = notice.incident.current
    if notice.notice_clock_id is None or notice.notice_clock_id != incident.notice_clock_id:
        return []
    rows = running_clocks(incident.bureau_id).filter(
        kind=NOTICE, subject_ref=incident.number, starts_at__lte=notice.sent_at
    )
    used = Notice.objects.filter(incident=incident, notice_clock__isnull=False)
    rows = rows.exclude(pk__in=[*(clock.pk for clock in merged), notice.notice_clock_id])
    rows = rows.exclude(pk__in=used.values("notice_clock"))
    return list(rows.exclude(pk__in=_rise_clocks([incident])))


def _start_receipt(notice: Notice, book: RuleBook, at: datetime, now: datetime) -> None:
    notice.receipt_clock = start_clock(
        bureau_id=notice.bureau_id,
        kind="receipt",
        name=marked("签收"),
        rule=receipt_rule(book, Grade(notice.incident.current.grade_in_force)),
        rule_version=str(book.version),
        starts_at=at,
        calendar=calendar_of(notice.bureau_id),
        subject=clock_subject(notice.incident.current),
        holder=Holder(notice.unit.name, unit=notice.unit),
        now=now,
    )
    notice.save(update_fields=["receipt_clock"])


def advance_incident_of(notice: Notice, move: Move, actor: Actor, now: datetime) -> None:
    """Move the stage of the incident that a notice belongs to.

    It may stand behind the notice (the incident it was merged into was never notified; the
    leading unit sent its own notice back), or be past the point to which a return leads.
    """
    incident = notice.incident.current
    incident.refresh_from_db(fields=["stage"])
    if incident.stage == Stage.OPEN:
        advance_stage(incident=incident, move=Move.NOTIFY, actor=actor, now=now)
    if move != Move.RETURN or incident.stage in (Stage.NOTIFIED, Stage.VERIFYING):
        advance_stage(incident=incident, move=move, actor=actor, now=now)
