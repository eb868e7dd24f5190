"""督办 between installations as tests need it: 林溪 asks, 云川 answers, in one database."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.work.casework.superior_supervision.models import SuperiorSupervision
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.models import Supervision
from huiying.work.reports.downward.actions.answer import (
    ANSWER_KIND,
    draft_answer,
    hash_of_waiting_answer,
)
from huiying.work.reports.downward.actions.issue import draft_issue, draft_step
from huiying.work.reports.downward.actions.sign_step import ISSUED_KIND, sign_step
from huiying.work.reports.downward.actions.take_in_answer import (
    TakenAnswer,
    answer_sender,
    take_in_answer,
)
from huiying.work.reports.downward.actions.take_in_step import (
    TakenStep,
    step_sender,
    take_in_step,
)
from huiying.work.reports.downward.content import hash_of_waiting
from huiying.work.reports.downward.files import (
    ANSWER_FORMAT,
    STEP_FORMAT,
    read_answer_file,
    read_step_file,
    text_file,
)
from huiying.work.reports.downward.models import (
    IssuedStep,
    IssuedSupervision,
    StepAct,
    SuperiorAnswer,
)
from huiying.work.reports.exchange.actions.edit_superior_system import add_superior_system
from huiying.work.reports.exchange.actions.take_in import Arrival
from huiying.work.reports.exchange.models import ExchangeWay, ReceivedReport, SuperiorSystem
from tests.factories import T0, Cast
from tests.work.casework.supervision import steps as items

DEMAND = "请查清青石片区供水发黄原因，三日内反馈处置结果"
LATER = T0 + timedelta(minutes=30)
DUE = T0 + timedelta(days=3)


def superior_of(cast: Cast, name: str) -> SuperiorSystem:
    """Let the office of the subordinate register the superior."""
    return add_superior_system(bureau=cast.bureau, name=name, officer=cast.shen, now=T0)


def issue(
    above: Cast,
    report: ReceivedReport,
    *,
    demand: str = DEMAND,
    due: datetime = DUE,
    by: Officer | None = None,
    now: datetime = LATER,
) -> IssuedSupervision:
    """Let the office of the superior draft a 督办 on a report."""
    return draft_issue(report=report, demand=demand, due=due, officer=by or above.shen, now=now)


def sign(
    row: IssuedSupervision,
    by: Officer,
    *,
    yes: bool = True,
    reason: str = "",
    now: datetime = LATER,
    shown: str | None = None,
) -> None:
    """Let a leader of the superior sign the step that waits, or not."""
    shown_hash = hash_of_waiting(row) if shown is None else shown
    if yes:
        ISSUED_KIND.approve(row, shown_hash=shown_hash, officer=by, now=now)
    else:
        sign_step(row, approve=False, reason=reason, shown_hash=shown_hash, officer=by, now=now)


def issued(above: Cast, report: ReceivedReport, *, now: datetime = LATER) -> IssuedSupervision:
    """Return a 督办 that was drafted and signed."""
    row = issue(above, report, now=now)
    sign(row, above.leader, now=now)
    return row


def go_on(
    above: Cast,
    row: IssuedSupervision,
    act: StepAct,
    *,
    words: str = "请补充检测结果。",
    now: datetime = LATER,
    due: datetime | None = None,
) -> None:
    """Let the superior take a further step, drafted and signed."""
    draft_step(supervision=row, act=act, words=words, due=due, officer=above.shen, now=now)
    sign(row, above.leader, now=now)


def step_file(row: IssuedSupervision, step: int = -1, **content: Any) -> bytes:
    """Return the file of a signed step, or one with another content and a hash that fits."""
    rows = IssuedStep.objects.filter(supervision=row, signed_at__isnull=False)
    found = list(rows.order_by("step"))[step]
    return text_file(STEP_FORMAT, {**found.content, **content}).encode()


def take_step(
    below: Cast, data: bytes, *, now: datetime = LATER, by: Officer | None = None
) -> TakenStep:
    """Let the office of the subordinate take in a file."""
    found = read_step_file(data)
    officer = by or below.shen
    arrival = Arrival(ExchangeWay.FILE, officer, officer, now)
    return take_in_step(sender=step_sender(below.bureau, found), found=found, arrival=arrival)


def finished(below: Cast, row: SuperiorSupervision, *, now: datetime = LATER) -> Supervision:
    """Let the water agency feed back, and two persons close the item."""
    row.refresh_from_db()
    item = open_supervision(
        origin=Origin(superior=row),
        unit=below.waterworks,
        demand="查清原因并反馈",
        due=None,
        officer=below.shen,
        now=now,
    )
    items.answer(below, item, files=False, now=now)
    items.accept(below, item, now=now)
    items.sign(item, below.leader, now=now)
    return item


def draft(
    below: Cast,
    row: SuperiorSupervision,
    *,
    text: str = "经查系管网锈蚀，已冲洗，水质检测合格。",
    by: Officer | None = None,
    now: datetime = LATER,
) -> SuperiorAnswer:
    """Let the office of the subordinate draft the answer."""
    row.refresh_from_db()
    return draft_answer(superior=row, text=text, officer=by or below.shen, now=now)


def sign_up(row: SuperiorSupervision, by: Officer, *, now: datetime = LATER) -> None:
    """Let a leader of the subordinate sign the answer that waits."""
    ANSWER_KIND.approve(row, shown_hash=hash_of_waiting_answer(row), officer=by, now=now)
    row.refresh_from_db()


def answered(below: Cast, row: SuperiorSupervision, *, now: datetime = LATER) -> SuperiorAnswer:
    """Return an answer that went all the way in the subordinate's house."""
    finished(below, row, now=now)
    answer = draft(below, row, now=now)
    sign_up(row, below.leader, now=now)
    answer.refresh_from_db()
    return answer


def answer_file(answer: SuperiorAnswer, **content: Any) -> bytes:
    """Return the file of a signed answer, or one with another content and a hash that fits."""
    return text_file(ANSWER_FORMAT, {**answer.content, **content}).encode()


def take_answer(above: Cast, data: bytes, *, now: datetime = LATER) -> TakenAnswer:
    """Let the office of the superior take in an answer."""
    found = read_answer_file(data)
    arrival = Arrival(ExchangeWay.FILE, above.shen, above.shen, now)
    sender = answer_sender(above.bureau, found)
    return take_in_answer(sender=sender, found=found, arrival=arrival)


def tampered(data: bytes, **content: Any) -> bytes:
    """Return a file whose content was changed after it was made, its hash left as it was."""
    file = json.loads(data)
    file["content"] |= content
    return canonical_json(file).encode()


def rehashed(data: bytes, **fields: Any) -> bytes:
    """Return a file with other fields in its content and a hash that fits."""
    file = json.loads(data)
    file["content"] |= fields
    file["hash"] = hash_of_content(file["content"])
    return canonical_json(file).encode()


def channel_to(cast: Cast, name: str, target: str, secret: str = "h" * 20) -> Channel:
    """Let a channel lead to the installation of this name, through the unit of its name."""
    unit = cast.waterworks
    type(unit).objects.filter(pk=unit.pk).update(name=name)
    unit.refresh_from_db()
    return add_channel(
        bureau=cast.bureau,
        unit=unit,
        kind="HUIYING",
        name=f"{name}系统",
        target=target,
        secret=secret,
        actor=cast.admin.audit_actor(),
        now=T0,
    )
