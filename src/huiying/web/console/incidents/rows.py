"""Incidents, their posts, notices and reports as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.clocks.models import ClockState
from huiying.base.clocks.queries import NO_CLOCKS, SubjectClocks, clocks_by_subject
from huiying.policy.procedure.stages import Stage
from huiying.web.console.incidents.notice_acts import desk_acts
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.shared.clock_rows import clock_facts, rule_words
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.proof_words import PROOFS
from huiying.web.shared.time_words import length_words
from huiying.web.shared.tone import kind_word
from huiying.work.casework.notices.models import DeliveryProof, Notice, NoticeState
from huiying.work.casework.notices.rerouting import RerouteStep, reroute_chains
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as a line of the register (``console/incidents/_row.html``).

    Attributes:
        step: What the stage waits for; "" = its name says it.
        holder: In whose hands the next clock is; "" = no clock runs.
        next_clock: The one that ends first; next_rule: its name and length.
        other_clocks: How many others run; breached: how many were late.
        kind: What most posts want; "" = no words tell.
    """

    id: int
    number: str
    title: str
    url: str
    grade: int
    stage_word: str
    step: str
    holder: str
    unit: str
    posts: int
    opened_at: datetime
    updated_at: datetime
    next_clock: ClockFacts | None
    next_rule: str
    other_clocks: int
    breached: int
    kind: str


def list_rows(
    incidents: Sequence[Incident], now: datetime, kinds: Mapping[int, str] | None = None
) -> list[IncidentRow]:
    """Return incidents as lines of the register, with their clocks: one query for all.

    Args:
        kinds: Incident → what most of its posts want.
    """
    if not incidents:
        return []
    clocks = clocks_by_subject(incidents[0].bureau_id, [row.number for row in incidents])
    return [
        _list_row(
            row, clocks.get(row.number, NO_CLOCKS), now, kind_word((kinds or {}).get(row.pk))
        )
        for row in incidents
    ]


def _list_row(
    incident: Incident, clocks: SubjectClocks, now: datetime, kind: str
) -> IncidentRow:
    following = clocks.following
    updated_at: datetime = getattr(incident, "updated_at", incident.last_post_at)
    return IncidentRow(
        id=incident.pk,
        number=incident.number,
        title=incident.title,
        url=cached_url("console:incident", incident.number),
        grade=incident.grade_in_force,
        stage_word=_(Stage(incident.stage).label),
        step=_step(Stage(incident.stage)),
        holder=following.holder if following else "",
        unit=incident.lead_unit.name if incident.lead_unit else "",
        posts=incident.size,
        opened_at=incident.opened_at,
        updated_at=updated_at,
        next_clock=clock_facts(following, now) if following else None,
        next_rule=rule_words(following.name, following.amount) if following else "",
        other_clocks=max(0, clocks.running - 1),
        breached=clocks.breached,
        kind=kind,
    )


def _step(stage: Stage) -> str:
    """Say what an incident waits for at a stage."""
    return {
        Stage.OPEN: _("待通报"),
        Stage.NOTIFIED: _("待签收"),
        Stage.VERIFYING: _("待反馈"),
        Stage.RESPONDING: _("待发布"),
        Stage.ANSWERED: _("待办结"),
    }.get(stage, "")


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice with its proofs and what the officer may do with it.

    Attributes:
        guidance: The words that were sent with it.
        new_guidance: Newer ones wait to be signed.
        notice, receipt: The clocks of its delivery and of its signature.
    """

    id: int
    number: str
    url: str
    unit: str
    delivered_how: str
    signed_how: str
    returned_why: str
    lead: bool
    state: str
    state_word: str
    sent_at: datetime
    sent_by: str
    delivered_at: datetime | None
    signed_at: datetime | None
    guidance: str
    notice: ClockFacts
    receipt: ClockFacts
    acts: list[ActButton]
    new_guidance: bool


def notice_row(notice: Notice, officer: Officer, now: datetime) -> NoticeRow:
    """Return one notice with its proofs, its clocks and what the officer may do with it."""
    own = notice.unit_id == officer.unit_id
    acts = []
    if own and notice.state != NoticeState.RETURNED:
        acts.append(act_button(_("打开"), "console:notice", notice.number, method="get"))
    acts += desk_acts(notice, officer)
    proofs = list(notice.proofs.all())
    return NoticeRow(
        id=notice.pk,
        number=notice.number,
        url=reverse("console:notice", args=[notice.number]),
        unit=notice.unit.name,
        delivered_how=proof_words(proofs[0]) if proofs else "",
        signed_how=notice.signatory,
        returned_why=notice.return_reason,
        lead=notice.lead,
        state=notice.state,
        state_word=notice.get_state_display(),
        sent_at=notice.sent_at,
        sent_by=notice.sent_by.name,
        delivered_at=notice.delivered_at,
        signed_at=notice.signed_at,
        guidance=notice.guidance,
        notice=clock_facts(notice.notice_clock, now),
        receipt=clock_facts(notice.receipt_clock, now),
        acts=acts,
        new_guidance=any(
            receipt.signed_at is None
            and receipt.clock is not None
            and receipt.clock.state == ClockState.RUNNING
            for receipt in notice.guidance_receipts.all()
        ),
    )


@dataclass(frozen=True, slots=True)
class ChainHop:
    """One holder of a notice that went from unit to unit."""

    holder: str
    length: str
    returned: str  # why, "" = not sent back
    signed: bool
    here: bool  # now


@dataclass(frozen=True, slots=True)
class NoticeChain:
    """A notice that was sent back, with all who had it."""

    state: str
    parts: list[LedgerPart]
    hops: list[ChainHop]


def chain_rows(notices: Sequence[Notice], now: datetime) -> list[NoticeChain]:
    """Return the chains of notices that were sent back: who had it how long, and why."""
    return [
        NoticeChain(
            state="done" if hops[-1].to_at else "running",
            parts=[
                LedgerPart(_holder(hop), hop.seconds(now), "past" if hop.to_at else "me")
                for hop in hops
            ],
            hops=[
                ChainHop(
                    _holder(hop),
                    length_words(hop.seconds(now)),
                    returned=hop.returned,
                    signed=hop.signed,
                    here=hop.to_at is None,
                )
                for hop in hops
            ],
        )
        for hops in reroute_chains(notices)
    ]


def _holder(hop: RerouteStep) -> str:
    if hop.unit:
        return hop.unit
    return _("发出之前") if hop.before else _("值班台")


def proof_words(proof: DeliveryProof) -> str:
    """Say how a notice was proven to have arrived, and who recorded it."""
    how = {"how": _(PROOFS[proof.kind]), "who": proof.detail}
    if proof.recorded_by and proof.detail:
        how["name"] = proof.recorded_by.name
        return _("%(how)s：%(who)s（%(name)s登记）") % how
    return _("%(how)s：%(who)s") % how if proof.detail else how["how"]
