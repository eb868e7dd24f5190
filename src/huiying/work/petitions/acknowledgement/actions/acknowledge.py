"""签收: the unit that a petition was forwarded to acknowledges it, signed in or by its link.

In:   a petition at the unit, who acts for the unit.    Out:  who acknowledged it, and when.
Cost: one conditional UPDATE, one or two audit records.

It ends no period and begins none: the law counts from the day of the transfer (art. 23).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.signatory import Signatory, officer_signatory, signatory_behind
from huiying.policy.petitions.kinds import AT_THE_UNIT
from huiying.work.petitions.core.claim import claim_in_stage
from huiying.work.petitions.core.models import Petition


def may_acknowledge(officer: Officer, petition: Petition) -> bool:
    """Tell whether an officer acknowledges a petition now: it waits, at his unit."""
    own = petition.competent_id is not None and petition.competent_id == officer.unit_id
    return own and petition.waits_for_receipt and may(officer, Capability.SIGN)


@transaction.atomic
def acknowledge_petition(
    *, petition: Petition, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """签收, by an officer of the unit.

    Raises:
        PermissionDenied: If the officer signs for nothing.
        Refused: If he is not of the unit, or it was acknowledged before.
        Stale: If somebody acted on the petition since.
    """
    require(officer, Capability.SIGN)
    unit = petition.competent
    if unit is None or officer.unit_id != unit.pk:
        raise Refused(_("仅承办单位人员可签收。"))
    _acknowledge(petition, officer_signatory(officer), now, revision)


@transaction.atomic
def acknowledge_by_link(
    *,
    link: SignedLink,
    petition: Petition,
    name: str,
    now: datetime,
    revision: int | None = None,
) -> None:
    """签收 behind the signed link, under the name that was typed.

    Raises:
        Refused: If the link is not of this petition and unit, no name was typed, or it was
            acknowledged before.
        Stale: If somebody acted on the petition since.
    """
    expected = (petition.bureau_id, petition.number, petition.competent_id)
    if (link.bureau_id, link.about_ref, link.unit_id) != expected:
        raise Refused(_("链接与信访事项不符，本次操作未执行。"))
    _acknowledge(petition, signatory_behind(petition.number, name), now, revision)
    record(link, "link.used", link, now)


def _acknowledge(
    petition: Petition, by: Signatory, now: datetime, revision: int | None
) -> None:
    if petition.acknowledged_at is not None:
        raise Refused(_("该信访事项已签收，无需重复。"))
    claim_in_stage(
        petition,
        AT_THE_UNIT,
        revision,
        acknowledged_at=now,
        acknowledged_by=by.officer,
        acknowledged_label=by.label,
    )
    unit = petition.competent.name if petition.competent else ""
    record(petition, "petition.acknowledged", by, now, unit=unit)
