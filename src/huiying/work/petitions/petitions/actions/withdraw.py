"""撤回: who sent a petition in takes it back by his code.

In:   a petition that is open.    Out:  it is settled, its period ended.
Cost: that of ``periods/actions/settle.py``.

Only the holder of the code withdraws alone; what an officer records of a withdrawal needs a
second person (``casework/references/withdrawals.py``). An officer who recorded a petition, or
issued a new code for it, has had the code in his hands: it is not withdrawn by that alone.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.settle import settle_petition


def may_withdraw_by_code(petition: Petition) -> bool:
    """Tell whether nobody but who sent it has seen the code, so that it speaks for him.

    Cost: at most one query.
    """
    if petition.received_by_id is not None or petition.diverted_at is not None:
        return False
    return not petition.steps.filter(kind=StepKind.CODE_REPLACED).exists()


@transaction.atomic
def withdraw_petition(
    *, petition: Petition, now: datetime, revision: int | None = None
) -> None:
    """Withdraw a petition.

    Raises:
        Refused: If it was answered, refused or withdrawn before, or an officer saw the code.
        Stale: If somebody acted on it since.
    """
    claim_petition(petition, revision)
    stage = PetitionStage(petition.stage)
    if not stage.is_open:
        raise Refused(_("这件事已经办完或撤回，不用再撤回。"))
    if not may_withdraw_by_code(petition):
        raise Refused(
            _(
                "工作人员代为登记、或者补发过查询码的，不能在网上撤回。要撤回的，请当面、来信或来电。"
            )
        )
    settle_petition(
        petition=petition,
        stage=PetitionStage.WITHDRAWN,
        at=now,
        reason=Reason("clocks.petition_withdrawn"),
        officer=None,
        now=now,
    )
