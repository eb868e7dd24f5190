"""核签撤回: a second person confirms that a petitioner withdrew, or returns the record.

In:   a withdrawal that waits, the hash that he saw.    Out:  the legal period ended, or not.
Cost: five writes.

The period ends with the confirmation, not with the record: one person alone ends none.
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
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.policy.petitions.kinds import PetitionStage
from huiying.reasons.reason import Reason
from huiying.work.casework.references.actions.bind_reference import claim_reference
from huiying.work.casework.references.actions.petition_period import settle_petition_of
from huiying.work.casework.references.models import Contact
from huiying.work.casework.references.withdrawals import KIND, withdrawal_hash


@transaction.atomic
def decide_withdrawal(
    row: Contact,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Confirm that the petitioner withdrew, or return the record with a reason.

    Raises:
        PermissionDenied: If the officer makes no contacts.
        Refused: If he recorded it, stands in for who did, or one hand could act with both
            accounts; if the binding was taken back, or it is returned without a reason.
        Stale: If it was decided before, or is not what he saw.
    """
    require(officer, Capability.CONTACT)
    if row.signoff is None:
        raise Refused(_("该撤回无需核签。"))
    reference = row.reference
    claim_reference(reference, None)
    WITHDRAWAL_KIND.decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        reference.settled_at = now
        reference.save(update_fields=["settled_at"])
        ended = Reason("clocks.petition_withdrawn")
        settle_petition_of(
            reference,
            stage=PetitionStage.WITHDRAWN,
            at=now,
            reason=ended,
            officer=officer,
            now=now,
        )
    verb = "reference.withdrawal_confirmed" if approve else "reference.withdrawal_returned"
    why = row.signoff.reason
    record(reference, verb, officer, now, hash=row.signoff.content_hash, reason=why)


def _makes_contacts(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.CONTACT)


WITHDRAWAL_KIND = SignoffKind[Contact](
    name=KIND,
    content_hash=withdrawal_hash,
    approve=partial(decide_withdrawal, approve=True, reason=""),
    send_back=partial(decide_withdrawal, approve=False),
    changed=gettext_lazy("登记的撤回信息已更新，本次未核签。请刷新后查看。"),
    may_decide=_makes_contacts,
)
