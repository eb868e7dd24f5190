"""Where a matter stands, in the words of the public: steps with their days, what is due.

In:   a petition or an accusation.    Out:  rows of the page of who holds its code.
Cost: two small queries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.clocks.models import Clock, ClockStanding, ClockState
from huiying.policy.petitions.kinds import (
    OpinionOutcome,
    PetitionStage,
    ReplyKind,
    StepKind,
)
from huiying.policy.time.deadlines import (
    PETITION_DECISION,
    PETITION_EXTENSION,
    PETITION_RECEIPT,
    PETITION_REVIEW,
    QUESTION_REPLY,
    SUGGESTION_REPLY,
)
from huiying.policy.time.petitions import REGISTRATION, ReviewStep
from huiying.policy.time.zone import LOCAL
from huiying.web.shared.time_words import day_text
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition, PetitionStep
from huiying.work.petitions.replies.models import PetitionReply


@dataclass(frozen=True, slots=True)
class StepRow:
    """One dated step."""

    at: datetime
    words: str
    more: str


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A signed letter: what it is called, of which day, from whom, and what it says.

    Attributes:
        parts: Heading ("" = none) and text of each part that is not empty.
    """

    title: str
    number: str
    signed_at: datetime
    unit: str
    outcome: str
    parts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DueRow:
    """What is owed next: by when, on what basis, whether it is late or stands by law."""

    words: str
    basis: str
    late: bool
    paused: bool


def stage_words(petition: Petition) -> str:
    """Say in one sentence where a petition stands."""
    if petition.diverted_at is not None:
        return _("转办中：正在核对该转给哪个有权处理的机关。办理时限照常计算。")
    unit = petition.competent.name if petition.competent else ""
    stage = PetitionStage(petition.stage)
    if stage == PetitionStage.UNDER_REVIEW:
        step = _(ReviewStep(petition.review_step).label)
        return _("您申请的%(step)s正在进行。") % {"step": step}
    with_unit = {
        PetitionStage.FORWARDED: _("已经转给%(unit)s。"),
        PetitionStage.ACCEPTED: _("%(unit)s已经受理，正在办理。"),
    }
    if unit and stage in with_unit:
        return with_unit[stage] % {"unit": unit}
    return {
        PetitionStage.RECEIVED: _("我们已经收到，还没有登记。"),
        PetitionStage.REGISTERED: _("已经登记，正在确定由谁办理。"),
        PetitionStage.FORWARDED: _("已经转给有权处理的单位。"),
        PetitionStage.ACCEPTED: _("已经受理，正在办理。"),
        PetitionStage.ANSWERED: _("已经答复。"),
        PetitionStage.REFUSED: _("不予受理，理由写在告知书里。"),
        PetitionStage.WITHDRAWN: _("您已经撤回，我们不再办理。"),
        PetitionStage.ERASED: _("已经依法删除。"),
    }[stage]


def handler_words(petition: Petition, bureau: Bureau) -> str:
    """Say who handles it now; "" where nobody has to any more."""
    clock = petition.clock
    if not PetitionStage(petition.stage).is_open:
        return ""
    if petition.stage == PetitionStage.UNDER_REVIEW and clock is not None:
        return clock.holder
    if petition.diverted_at is not None or petition.competent is None:
        return bureau.name
    return petition.competent.name


def due_row(clock: Clock | None, now: datetime) -> DueRow | None:
    """Return what is owed next; None where no period runs."""
    if clock is None or clock.state != ClockState.RUNNING:
        return None
    words = _due_words().get(clock.rule_code, _("%(day)s前办理"))
    return DueRow(
        words=words % {"day": day_text(clock.due_at)},
        basis=_basis(clock),
        late=clock.paused_at is None and clock.due_at < now,
        paused=clock.paused_at is not None,
    )


def _basis(clock: Clock) -> str:
    """Name the basis; a number that no law gives is called the bureau's own."""
    if clock.standing in (ClockStanding.LAW, ClockStanding.REGULATION):
        return _(clock.basis)
    return _("这是本局自己定的时限，法律没有规定。%(basis)s") % {"basis": _(clock.basis)}


def _due_words() -> dict[str, str]:
    answered = _("%(day)s前答复您")
    return {
        REGISTRATION.code: _("%(day)s前转给有权处理的单位"),
        PETITION_RECEIPT: _("%(day)s前告诉您是否受理"),
        PETITION_DECISION: _("%(day)s前办结并答复您"),
        PETITION_EXTENSION: _("%(day)s前办结并答复您（已延长）"),
        PETITION_REVIEW: _("%(day)s前给您复查、复核意见"),
        QUESTION_REPLY: answered,
        SUGGESTION_REPLY: answered,
    }


def reply_rows(replies: Iterable[PetitionReply], bureau: Bureau) -> list[ReplyRow]:
    """Return the signed letters, the newest first."""
    rows = [_reply_row(row, bureau) for row in replies if row.signed_at is not None]
    return sorted(rows, key=lambda row: row.signed_at, reverse=True)


def _reply_row(reply: PetitionReply, bureau: Bureau) -> ReplyRow:
    parts = [
        (_("您的请求"), reply.claim),
        (_("事实和理由"), reply.facts),
        (_("处理意见") if reply.claim else "", reply.text),
        (_("法律法规依据"), reply.basis),
        (_("不同意怎么办"), reply.ways),
    ]
    assert reply.signed_at is not None  # noqa: S101 - the caller filtered
    return ReplyRow(
        title=_(ReplyKind(reply.kind).label),
        number=reply.number,
        signed_at=reply.signed_at,
        unit=reply.unit.name if reply.unit else bureau.name,
        outcome=_(OpinionOutcome(reply.outcome).label) if reply.outcome else "",
        parts=[(heading, text) for heading, text in parts if text.strip()],
    )


def step_rows(petition: Petition) -> list[StepRow]:
    """Return the steps, the newest last."""
    return [
        StepRow(row.at, _(StepKind(row.kind).label), _more(row)) for row in petition.steps.all()
    ]


def _more(step: PetitionStep) -> str:
    """Say what a step names, in one sentence; "" where it names nothing."""
    data = step.data
    if step.kind == StepKind.FORWARDED and data.get("unit"):
        return _("由%(unit)s办理") % {"unit": data["unit"]}
    if step.kind == StepKind.ACCEPTED and data.get("day"):
        return _("受理日期 %(day)s") % {"day": _day(data["day"])}
    if step.kind == StepKind.EXTENDED and data.get("days"):
        return _("延长 %(days)s 天") % {"days": data["days"]}
    if step.kind == StepKind.SUPPLEMENTED and data.get("files"):
        return _("附件 %(count)s 个") % {"count": data["files"]}
    if step.kind == StepKind.REVIEW_ASKED and data.get("step") in ReviewStep.__members__:
        return _("%(step)s，由%(body)s办理") % {
            "step": _(ReviewStep[data["step"]].label),
            "body": data.get("body", ""),
        }
    return ""


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return day_text(datetime(day.year, day.month, day.day, tzinfo=LOCAL))


def accusation_steps(accusation: Accusation) -> list[StepRow]:
    """Return all that is shown of an accusation: received, transferred, and when."""
    rows = [StepRow(accusation.received_at, _(StepKind.RECEIVED.label), "")]
    if accusation.transferred_at is not None:
        rows.append(StepRow(accusation.transferred_at, _("已转送有权处理的机关"), ""))
    return rows
