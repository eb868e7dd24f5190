"""督办 as tests need it, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer, Unit
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.supervision.actions.close import (
    ask_closing,
    closing_hash,
    sign_closing,
)
from huiying.work.casework.supervision.actions.feedback import give_feedback
from huiying.work.casework.supervision.actions.open import Origin, open_supervision
from huiying.work.casework.supervision.models import Supervision
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast
from tests.scenarios.tasks import upload_picture
from tests.work.casework.instructions.steps import instruct


def supervise(
    cast: Cast,
    instruction: Instruction,
    *,
    unit: Unit | None = None,
    demand: str = "查清自来水发黄原因并反馈处置结果",
    due: datetime | None = None,
    by: Officer | None = None,
    now: datetime = T0,
) -> Supervision:
    """Let the office open a 督办 of the water agency because of an instruction."""
    return open_supervision(
        origin=Origin(instruction=instruction),
        unit=unit or cast.waterworks,
        demand=demand,
        due=due,
        officer=by or cast.shen,
        now=now,
    )


def answer(
    cast: Cast,
    row: Supervision,
    *,
    by: Officer | None = None,
    now: datetime = T0,
    text: str = "原因为管网锈蚀，已冲洗，附检测单。",
    files: bool = True,
    revision: int | None = None,
) -> None:
    """Let the water agency answer, with a picture."""
    give_feedback(
        supervision=row,
        text=text,
        pieces=[upload_picture(cast)] if files else [],
        officer=by or cast.water,
        now=now,
        revision=revision,
    )


def accept(
    cast: Cast,
    row: Supervision,
    *,
    by: Officer | None = None,
    now: datetime = T0,
    revision: int | None = None,
) -> None:
    """Let the office take the answer and ask for 销号."""
    ask_closing(
        supervision=row,
        text="经核，反馈属实。",
        officer=by or cast.shen,
        now=now,
        revision=revision,
    )


def sign(
    row: Supervision,
    by: Officer,
    *,
    yes: bool = True,
    reason: str = "",
    now: datetime = T0,
    shown: str | None = None,
) -> None:
    """Let an officer sign 销号 as it stands, or not."""
    sign_closing(
        row,
        approve=yes,
        reason=reason,
        shown_hash=closing_hash(row) if shown is None else shown,
        officer=by,
        now=now,
    )


def closed_supervision(cast: Cast, incident: Incident, *, now: datetime = T0) -> Supervision:
    """Return a 督办 that went all the way."""
    row = supervise(cast, instruct(cast, incident, now=now), now=now)
    answer(cast, row, now=now)
    accept(cast, row, now=now)
    sign(row, cast.leader, now=now)
    return row
