"""Petitions as lines, cards and facts of the screens."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.petitions.deliveries import DeliveryWay
from huiying.policy.petitions.erasure import RefusalGround
from huiying.policy.petitions.kinds import (
    AT_THE_UNIT,
    MAX_REPRESENTATIVES,
    PetitionChannel,
    PetitionKind,
    PetitionStage,
    ReplyKind,
    StepKind,
)
from huiying.policy.petitions.reply_quality import ReplyRemark
from huiying.policy.time.petitions import ForwardManner
from huiying.web.console.petitions.targets import petition_url, reply_url
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.console.shared.component_rows import NoteRow
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.drawing import ClockFacts
from huiying.work.petitions.core.models import Petition, PetitionStep
from huiying.work.petitions.periods.actions.reassign import may_be_reassigned
from huiying.work.petitions.petitions.similar import SimilarPetition
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery

S = PetitionStage
LEVELS = {
    S.RECEIVED: "warn",
    S.REGISTERED: "acc",
    S.ANSWERED: "ok",
    S.REFUSED: "ok",
    S.WITHDRAWN: "",
}


STEPS_OF_SENDER = {
    StepKind.SUPPLEMENTED: gettext_lazy("信访人补充材料"),
    StepKind.RATED: gettext_lazy("信访人作出评价"),
    StepKind.REVIEW_ASKED: gettext_lazy("信访人申请复查、复核"),
    StepKind.WITHDRAWN: gettext_lazy("信访人撤回"),
    StepKind.ERASURE_ASKED: gettext_lazy("信访人申请删除个人信息"),
}
"""What officers read where the sender of a petition reads "you" (``StepKind.label``)."""


@dataclass(frozen=True, slots=True)
class PetitionRow:
    """A petition as one line.

    Attributes:
        level: How its stage is coloured: ok, acc, warn or "".
        together: It can be answered together with others; then it can be ticked.
        unacknowledged: The unit that it was forwarded to has not acknowledged it.
        waits: What this officer may do next, as a word; "" = nothing.
    """

    number: str
    url: str
    title: str
    kind: str
    channel: str
    stage: str
    level: str
    unit: str
    received_at: datetime
    clock: ClockFacts
    together: bool
    unacknowledged: bool
    acknowledged_at: datetime | None
    waits: str


def petition_row(row: Petition, officer: Officer, now: datetime) -> PetitionRow:
    """Return a petition as one line; no query."""
    stage = PetitionStage(row.stage)
    return PetitionRow(
        number=row.number,
        url=cached_url("console:petition", row.number),
        title=row.title,
        kind=_(PetitionKind(row.kind).label),
        channel=_(PetitionChannel(row.channel).label),
        stage=_(stage.label),
        level=LEVELS.get(stage, ""),
        unit=row.competent.name if row.competent else "",
        received_at=row.received_at,
        clock=clock_facts(row.clock, now),
        together=_together(row, stage),
        unacknowledged=row.waits_for_receipt,
        acknowledged_at=row.acknowledged_at,
        waits=waits_for(row, officer),
    )


def _together(row: Petition, stage: PetitionStage) -> bool:
    legal = PetitionKind(row.kind).has_legal_periods
    return not legal and stage in (S.REGISTERED, S.FORWARDED)


def waits_for(row: Petition, officer: Officer) -> str:
    """Return what this officer may do next with a petition, as a word."""
    if may(officer, Capability.HANDLE_PETITIONS):
        legal = PetitionKind(row.kind).has_legal_periods
        return {
            S.RECEIVED: _("核对登记"),
            S.REGISTERED: _("转送、交办") if legal else _("答复"),
        }.get(PetitionStage(row.stage), "")
    mine = row.competent_id is not None and row.competent_id == officer.unit_id
    if not mine or row.stage not in AT_THE_UNIT:
        return ""
    return _("签收") if row.acknowledged_at is None else _("办理")


@dataclass(frozen=True, slots=True)
class MaskedPart:
    """How often something of one kind was masked in the working text."""

    word: str
    times: int


_MASKED = re.compile("〔([^〕]{1,8})〕")


def masked_parts(text: str) -> list[MaskedPart]:
    """Return what was masked in a working text, the most frequent first."""
    counted = Counter(_(word) for word in _MASKED.findall(text))
    return [MaskedPart(word, times) for word, times in counted.most_common()]


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """An earlier petition that may be of the same matter."""

    number: str
    url: str
    title: str
    received_at: datetime
    stage: str
    percent: int


def similar_row(found: SimilarPetition) -> SimilarRow:
    """Return an earlier petition as a line; no query."""
    row = found.petition
    return SimilarRow(
        row.number,
        petition_url(row),
        row.title,
        row.received_at,
        _(PetitionStage(row.stage).label),
        round(found.share * 100),
    )


@dataclass(frozen=True, slots=True)
class StepRow:
    """A dated step, as who sent it in reads it; detail: unit, day or body."""

    word: str
    detail: str
    at: datetime
    by: str


def step_row(step: PetitionStep) -> StepRow:
    """Return a step as a line."""
    data = step.data
    detail = data.get("unit") or data.get("body") or ""
    if step.kind == StepKind.REGISTERED and data.get("received_as"):
        was, kind = PetitionKind(data["received_as"]), PetitionKind(data["kind"])
        detail = _("提交时为%(was)s，登记为%(kind)s") % {
            "was": _(was.label),
            "kind": _(kind.label),
        }
    if step.kind == StepKind.ERASURE_REFUSED:
        detail = _(RefusalGround(data["ground"]).label)
    if data.get("days"):
        detail = _("延长 %(days)s 日") % {"days": data["days"]}
    made = StepKind(step.kind)
    word = str(STEPS_OF_SENDER.get(made) or _(made.label))
    return StepRow(word, detail, step.at, step.by.name if step.by else "")


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A letter as a line.

    Attributes:
        level: ok = signed, acc = waits for a signature, "" = a draft.
    """

    number: str
    url: str
    kind: str
    state: str
    level: str
    author: str
    at: datetime
    outcome: str


def reply_row(reply: PetitionReply) -> ReplyRow:
    """Return a letter as a line."""
    state, level = reply_state(reply)
    return ReplyRow(
        number=reply.number,
        url=reply_url(reply),
        kind=_(ReplyKind(reply.kind).label),
        state=state,
        level=level,
        author=reply.drafted_by.name,
        at=reply.signed_at or reply.drafted_at,
        outcome=_(str(reply.get_outcome_display())) if reply.outcome else "",
    )


def reply_state(reply: PetitionReply) -> tuple[str, str]:
    """Return how a letter stands as a word, and its colour."""
    if reply.signed_at is not None:
        return _("已签发"), "ok"
    if reply.superseded_at is not None:
        return _("已被新稿取代"), ""
    if reply.signoff is not None and reply.signoff.decision == "PENDING":
        return _("待签发"), "acc"
    if reply.signoff is not None and reply.signoff.decision == "RETURNED":
        return _("退回修改"), "warn"
    return _("拟稿"), ""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """How a letter arrived."""

    way: str
    proof: str
    at: datetime
    by: str


def delivery_row(row: ReplyDelivery) -> DeliveryRow:
    """Return a delivery as a line."""
    way = _(DeliveryWay(row.way).label)
    return DeliveryRow(way, row.proof, row.at, row.by.name if row.by else "")


def remark_words(remark: ReplyRemark) -> str:
    """Return a remark on a reply in the reader's language."""
    return _(remark.code.label) % {"words": remark.words}


def petition_note(row: Petition, *, bureau: bool) -> NoteRow | None:
    """Say what is unusual about a petition, and what the rule asks.

    Args:
        bureau: Whoever reads it sees the petitions of the bureau; a unit never learns that
            somebody took one for an accusation.
    """
    sent_back = row.diversions.filter(accepted=False).order_by("-decided_at").first()
    if bureau and sent_back is not None and PetitionStage(row.stage).is_open:
        return NoteRow(
            _("转办已退回，照常办理。"),
            _("退回理由：%(reason)s") % {"reason": sent_back.reason},
        )
    if row.people > MAX_REPRESENTATIVES:
        return NoteRow(
            _("%(people)s 人共同反映。") % {"people": row.people},
            _("多人走访的，应当推选代表，代表不超过 5 人（信访工作条例第二十条）。"),
            level="warn",
        )
    if row.competent is not None and may_be_reassigned(row):
        return NoteRow(
            _("%(unit)s已停用。") % {"unit": row.competent.name},
            _("时限连续计算。请改派承接其职责的单位。"),
            level="bad",
        )
    if PetitionKind(row.kind) == PetitionKind.LITIGATION and row.stage != S.REFUSED:
        return NoteRow(
            _("涉法涉诉事项。"),
            _("与信访分开，转政法机关依法处理（信访工作条例第二十八条）。"),
        )
    return None


def manner_words(row: Petition) -> str:
    """Return how it was forwarded; "" = it was not."""
    return _(ForwardManner(row.manner).label) if row.manner else ""
