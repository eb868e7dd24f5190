"""本人确认: the leader says whether what the office typed is his instruction.

In:   an instruction that waits, the hash of what was shown.    Out:  confirmed or disowned.
Cost: a few writes; two inserts for each channel of whom it addresses.

Nobody else does, not even who stands in for the leader: it is about what he himself wrote.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.work.casework.core.petitions import sees_petition
from huiying.work.casework.instructions.actions.give import KIND
from huiying.work.casework.instructions.addressees import message_addressees
from huiying.work.casework.instructions.content import instruction_hash
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from huiying.work.casework.instructions.queries import instruction_of_request


@transaction.atomic
def decide_instruction(
    instruction: Instruction,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Confirm, or say with a reason that it is not what the leader instructed.

    What was opened because of it goes on: an open 督办 ends by 销号 alone.

    Raises:
        PermissionDenied: If the officer may not instruct.
        Refused: If he is not the leader, or it is disowned without a reason.
        Stale: If it was decided or corrected already, or another text was shown.
    """
    require(officer, Capability.INSTRUCT)
    if officer.pk != instruction.given_by_id:
        raise Refused(_("仅%(name)s本人可确认。") % {"name": instruction.given_by.name})
    if instruction.signoff is None or instruction.standing != InstructionStanding.WAITING:
        raise Stale(_("该批示已确认或更正，本次操作未执行。请核对最新内容。"))
    INSTRUCTION_KIND.decide(
        instruction,
        instruction.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        message_addressees(instruction, now)
    verb = "instruction.confirmed" if approve else "instruction.disowned"
    record(instruction, verb, officer, now, reason=reason.strip())


def _is_the_leader(request: SignoffRequest, officer: Officer) -> bool:
    row = instruction_of_request(request)
    own = row is not None and row.given_by_id == officer.pk
    return row is not None and own and sees_petition(officer, row.petition)


INSTRUCTION_KIND = SignoffKind[Instruction](
    name=KIND,
    content_hash=instruction_hash,
    approve=partial(decide_instruction, approve=True, reason=""),
    send_back=partial(decide_instruction, approve=False),
    changed=gettext_lazy("该批示登记内容已更新，本次操作未执行。请核对最新内容后重新提交。"),
    may_decide=_is_the_leader,
)
