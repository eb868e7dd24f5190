"""Instructions as tests need them, by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.instructions.actions.confirm import decide_instruction
from huiying.work.casework.instructions.actions.give import (
    InstructionInput,
    Paper,
    enter_instruction,
    give_instruction,
)
from huiying.work.casework.instructions.content import instruction_hash
from huiying.work.casework.instructions.matters import matter_of_incident
from huiying.work.casework.instructions.models import Instruction
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast
from tests.scenarios.tasks import PICTURE

WORDS = "请水务局三天内查清原因，逐户告知，处置结果专报我。"
DAY = timedelta(days=1)


def instruct(
    cast: Cast,
    incident: Incident,
    *,
    text: str = WORDS,
    by: Officer | None = None,
    now: datetime = T0,
    replaces: Instruction | None = None,
    **more: Any,
) -> Instruction:
    """Let the leader instruct the water agency, and ask for a 督办."""
    given = {"units": (cast.waterworks,), "due": now + 3 * DAY, "supervise": True, **more}
    return give_instruction(
        matter=matter_of_incident(incident),
        given=InstructionInput(text, **given),
        officer=by or cast.leader,
        now=now,
        replaces=replaces,
    )


def enter(
    cast: Cast,
    incident: Incident,
    *,
    text: str = WORDS,
    leader: Officer | None = None,
    by: Officer | None = None,
    now: datetime = T0,
    days_ago: int = 0,
    replaces: Instruction | None = None,
    **more: Any,
) -> Instruction:
    """Let the office type in a paper of the leader, with its scan."""
    given = {"units": (cast.waterworks,), "due": now + 3 * DAY, "supervise": True, **more}
    return enter_instruction(
        matter=matter_of_incident(incident),
        paper=Paper(
            leader or cast.leader,
            (now.astimezone(LOCAL) - days_ago * DAY).date(),
            write_file(cast.bureau.pk, check_incoming(PICTURE)),
        ),
        given=InstructionInput(text, **given),
        officer=by or cast.shen,
        now=now,
        replaces=replaces,
    )


def decide(
    row: Instruction,
    officer: Officer,
    now: datetime = T0,
    *,
    yes: bool = True,
    reason: str = "",
    shown: str | None = None,
) -> Instruction:
    """Let an officer say whether it is his; return the row as it stands then."""
    decide_instruction(
        row,
        approve=yes,
        reason=reason,
        shown_hash=instruction_hash(row) if shown is None else shown,
        officer=officer,
        now=now,
    )
    return Instruction.objects.get(pk=row.pk)
