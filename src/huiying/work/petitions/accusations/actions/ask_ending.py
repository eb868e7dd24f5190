"""Ask to end an accusation otherwise than by a transfer; another person signs it.

In:   an accusation, what is asked for and a ground of the list.    Out:  a request that waits.
Cost: two writes.

One person alone could hide an accusation by calling it a petition or by erasing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.policy.petitions.accusations import (
    GROUNDS_OF,
    AccusationState,
    EndingAct,
    EndingGround,
)
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.accusations.actions.change import change_accusation, refuse_ended
from huiying.work.petitions.accusations.models import Accusation

NOTHING = {
    "ending": "",
    "ending_ground": "",
    "ending_kind": "",
    "ending_asked_by": None,
    "ending_asked_at": None,
}


@dataclass(frozen=True, slots=True)
class Ending:
    """What is asked for; ``kind`` is what it becomes when it is handed back, else None."""

    act: EndingAct
    ground: EndingGround
    kind: PetitionKind | None = None


@transaction.atomic
def ask_ending(
    *,
    accusation: Accusation,
    ending: Ending,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Ask for a second signature.

    Raises:
        Refused: If one waits already, the ground does not belong to the act, what was
            transferred is to be handed back, or it has ended.
        Stale: If somebody else changed it meanwhile.
    """
    refuse_ended(accusation)
    if accusation.ending:
        raise Refused(_("已有一项处理待另一人签署。"))
    if ending.ground not in GROUNDS_OF[ending.act]:
        raise Refused(_("所选情形不适用于该项处理。"))
    hands_back = ending.act == EndingAct.HAND_BACK
    if hands_back and accusation.state == AccusationState.TRANSFERRED:
        raise Refused(_("该检举控告已转送，不能再转为信访事项。"))
    if hands_back != (ending.kind is not None):
        raise Refused(_("请选择转为哪类信访事项。"))
    waits = accusation.state == AccusationState.WAITING
    if waits and ending.ground == EndingGround.RETENTION_OVER:
        raise Refused(_("尚未转送的检举控告不得以保管期限届满为由删除。"))
    change_accusation(
        accusation,
        revision,
        ending=str(ending.act),
        ending_ground=str(ending.ground),
        ending_kind=str(ending.kind or ""),
        ending_asked_by=officer,
        ending_asked_at=now,
    )
    record_restricted(accusation, "accusation.ending_asked", officer, now)


@transaction.atomic
def refuse_ending(
    *, accusation: Accusation, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Do not sign: it is to be transferred as before.

    Raises:
        Refused: If nothing waits for a signature.
        Stale: If somebody else changed it meanwhile.
    """
    if not accusation.ending or accusation.ending_signed_by_id:
        raise Refused(_("没有待签署的处理。"))
    change_accusation(accusation, revision, **NOTHING)
    record_restricted(accusation, "accusation.ending_refused", officer, now)
