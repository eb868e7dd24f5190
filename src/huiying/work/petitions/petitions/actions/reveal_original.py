"""查看原文: show what came in as it was written, once, to somebody who says why.

In:   a petition, a reason.    Out:  the original, and a record of who saw it.
Cost: one record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen
from huiying.policy.petitions.kinds import PetitionStage
from huiying.work.petitions.core.claim import refuse_diverted
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.named_officer import names_officer
from huiying.work.petitions.core.sealed_texts import OriginalText, open_original
from huiying.work.petitions.core.texts import MAX_LINE, checked_words


def may_reveal(officer: Officer, petition: Petition, now: datetime) -> bool:
    """Tell whether an officer may see the original, if he says why.

    Who may ``REVEAL_IDENTITY``; of one that is not registered yet also who registers it. Never
    who works for the unit that it went to, or stands in for somebody who does, nor whom the
    original names.

    Cost: two queries and a decryption.
    """
    if petition.competent_id is not None and petition.competent_id in units_behind(
        officer, now
    ):
        return False
    registers = petition.stage == PetitionStage.RECEIVED and may(
        officer, Capability.HANDLE_PETITIONS
    )
    allowed = registers or may(officer, Capability.REVEAL_IDENTITY)
    return allowed and not names_officer(petition, officer)


@transaction.atomic
def reveal_original(
    *, petition: Petition, reason: str, officer: Officer, now: datetime
) -> OriginalText:
    """Show the original once; that it was shown, to whom and why is recorded.

    Raises:
        PermissionDenied: If the officer may not see it.
        Refused: If no reason is given, he works for the unit that it went to or stands in for
            somebody who does, it names him, it was erased, or the secret is another one.
    """
    why = checked_words(reason, MAX_LINE, _("请填写查看理由。"))
    refuse_diverted(petition)
    if not may_reveal(officer, petition, now):
        if names_officer(petition, officer):
            raise Refused(_("来件写到您本人，不得查看信访人信息。"))
        if may(officer, Capability.REVEAL_IDENTITY):
            raise Refused(_("承办单位人员及其代行人不得查看信访人信息。"))
        raise NotAllowed(Capability.REVEAL_IDENTITY)
    if petition.data_key is None or petition.original is None:
        raise Refused(_("原文已依法销毁。"))
    try:
        original = open_original(
            petition.bureau_id, petition.data_key, petition.original, petition.number
        )
    except CannotOpen:
        raise Refused(_("无法打开：本机密钥与登记时不同。请联系系统管理员。")) from None
    record(petition, "petition.original_revealed", officer, now, reason=why)
    return original
