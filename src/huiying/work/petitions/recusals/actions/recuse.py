"""回避: recuse an officer from one petition, by own decision or the leading group's; end it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.recusals.models import PetitionRecusal


@transaction.atomic
def recuse_from_petition(
    *, petition: Petition, who: Officer, reason: str, officer: Officer, now: datetime
) -> PetitionRecusal:
    """Keep ``who`` out of a petition.

    Raises:
        PermissionDenied: If it is not himself, and the officer may not decide it.
        Refused: Without a reason; if he keeps out already, or works in another bureau.
    """
    if who.pk != officer.pk:
        require(officer, Capability.RECUSE)
    if who.bureau_id != petition.bureau_id:
        raise Refused(_("此人不属于本局。"))
    if not reason.strip():
        raise Refused(_("回避须写明理由，例如与信访人有利害关系。"))
    try:
        with transaction.atomic():
            row = PetitionRecusal.objects.create(
                bureau_id=petition.bureau_id,
                petition=petition,
                officer=who,
                reason=masked_text(reason.strip())[:400],
                by=officer,
                at=now,
            )
    except IntegrityError as error:
        raise Refused(_("%(name)s已经回避。") % {"name": who.name}) from error
    _record(row, officer, "petition.recused", now)
    return row


@transaction.atomic
def end_petition_recusal(*, recusal: PetitionRecusal, officer: Officer, now: datetime) -> None:
    """Let somebody handle the petition again; never by his own decision.

    Raises:
        PermissionDenied: If the officer may not decide it.
        Refused: If it is his own recusal or that of somebody for whom he stood meanwhile, or it
            has ended.
    """
    require(officer, Capability.RECUSE)
    behind = principals_of(officer, since=recusal.at, now=now)
    if recusal.officer_id in {officer.pk, *behind}:
        raise Refused(_("本人及所代行人员的回避不得由本人解除，须由另一位领导决定。"))
    open_ = PetitionRecusal.objects.filter(pk=recusal.pk, ended_at__isnull=True)
    if open_.update(ended_at=now, ended_by=officer) != 1:
        raise Refused(_("这份回避已经解除。"))
    _record(recusal, officer, "petition.recusal_ended", now)


def _record(row: PetitionRecusal, officer: Officer, verb: str, now: datetime) -> None:
    who = f"officer:{row.officer_id}"
    record(row.petition, verb, officer, now, officer=who, reason=row.reason)
