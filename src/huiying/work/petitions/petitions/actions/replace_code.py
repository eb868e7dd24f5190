"""Replace a lost query code: in person, or by the contact that was given; never by a name.

In:   a petition, how its sender was recognised, why.    Out:  the new code, printed once.
Cost: two writes.

The old code finds nothing from then on, and whoever is inside by it is outside.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.petitions.codes import grouped
from huiying.reasons.marking import marked
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import code_proof, digest_of_code, new_code
from huiying.work.petitions.periods.running import line_of


class Recognition(StrEnum):
    """How an officer knows that it is the sender who asks."""

    IN_PERSON = "IN_PERSON"
    BY_CONTACT = "BY_CONTACT"

    @property
    def label(self) -> str:
        """The words in Chinese."""
        return _WAYS[self]


_WAYS = {
    Recognition.IN_PERSON: marked("本人当面，已核对身份证件和提交内容"),
    Recognition.BY_CONTACT: marked("按提交时留下的电话或住址回拨、回信"),
}


@transaction.atomic
def replace_code(
    *,
    petition: Petition,
    way: Recognition,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> str:
    """Return a new code in groups; it is stored nowhere.

    Raises:
        Refused: If no reason is given, no contact was left to call, or it was erased.
        Stale: If somebody acted on it since.
        PermissionDenied: If the officer does not handle petitions.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    why = line_of(reason)
    if not why:
        raise Refused(_("请填写补发查询码的理由。"))
    if way == Recognition.BY_CONTACT and not petition.can_be_reached:
        raise Refused(_("提交时未留电话或住址，只能由本人当面补发查询码。"))
    claim_petition(petition, revision)
    code = new_code()
    petition.code_digest = digest_of_code(petition.bureau_id, code)
    petition.code_proof = code_proof(petition.bureau_id, petition.code_digest, petition.number)
    petition.save(update_fields=["code_digest", "code_proof"])
    record(petition, "petition.code_replaced", officer, now, way=str(way), reason=why)
    return grouped(code)
