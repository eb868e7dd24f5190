"""核签: a second person confirms a withdrawal or the opinion of an organ, or returns it.

In:   an ending that waits, the hash that he saw.    Out:  the legal period ended, or not.
Cost: five writes.

The period ends with the confirmation, not with the record: one person alone ends none. With an
opinion it is met at the moment that the paper proves, with a withdrawal at the confirmation.
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
from huiying.policy.procedure.offline import ContactOutcome
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
    """Confirm what ends a petition as it was recorded, or return it with a reason.

    Raises:
        PermissionDenied: If the officer makes no contacts.
        Refused: If he recorded it, stands in for who did, or one hand could act with both
            accounts; if the binding was taken back, or it is returned without a reason.
        Stale: If it was decided before, or is not what he saw.
    """
    require(officer, Capability.CONTACT)
    if row.signoff is None:
        raise Refused(_("该登记无需核签。"))
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
        _settle(row, officer, now)
    what = "opinion" if row.outcome == ContactOutcome.OPINION else "withdrawal"
    verb = f"reference.{what}_{'confirmed' if approve else 'returned'}"
    data = {"hash": row.signoff.content_hash, "reason": row.signoff.reason}
    if row.document:
        data["document"] = row.document
    record(reference, verb, officer, now, **data)


def _settle(row: Contact, officer: Officer, now: datetime) -> None:
    """End the petition: at the delivery that the paper proves, or now if it was withdrawn."""
    is_opinion = row.outcome == ContactOutcome.OPINION
    reference, at = row.reference, row.at if is_opinion else now
    reference.settled_at = at
    reference.save(update_fields=["settled_at"])
    settle_petition_of(
        reference,
        stage=PetitionStage.ANSWERED if is_opinion else PetitionStage.WITHDRAWN,
        at=at,
        reason=Reason(
            "clocks.opinion_delivered" if is_opinion else "clocks.petition_withdrawn"
        ),
        officer=officer,
        now=now,
    )


def _makes_contacts(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.CONTACT)


WITHDRAWAL_KIND = SignoffKind[Contact](
    name=KIND,
    content_hash=withdrawal_hash,
    approve=partial(decide_withdrawal, approve=True, reason=""),
    send_back=partial(decide_withdrawal, approve=False),
    changed=gettext_lazy("登记的信息已更新，本次未核签。请刷新后查看。"),
    may_decide=_makes_contacts,
)
