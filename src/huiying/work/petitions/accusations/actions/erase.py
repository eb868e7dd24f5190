"""Erase an accusation: its keys are destroyed, by the signature of a second person.

In:   an accusation for which one person asked for it.    Out:  number and days stay, no word.
Cost: a few writes, and two for each file.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record_restricted
from huiying.base.errors import Refused
from huiying.base.files.actions.erase import erase_file
from huiying.policy.petitions.accusations import EndingAct
from huiying.work.petitions.accusations.actions.change import change_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.accusations.queries import may_sign_ending


@transaction.atomic
def sign_erasure(
    *, accusation: Accusation, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Sign the erasure that another person asked for.

    Raises:
        Refused: If none waits, or the officer may not sign it.
        Stale: If somebody else changed it meanwhile.
    """
    require_to_sign(accusation, EndingAct.ERASE, officer, now)
    for row in accusation.files.select_related("file").filter(file__data_key__isnull=False):
        erase_file(
            file=row.file,
            reason=house_text("依法删除"),
            topic=accusation.audit_subject().topic,
            actor=officer.audit_actor(),
            now=now,
        )
    destroy_keys(accusation, officer, revision, erased_at=now, code_digest="")
    record_restricted(accusation, "accusation.erased", officer, now)


def require_to_sign(
    accusation: Accusation, act: EndingAct, officer: Officer, now: datetime
) -> None:
    """Refuse what does not wait for this officer's signature.

    Raises:
        Refused: If no such request waits, or he may not sign it.
    """
    if accusation.ending != act or accusation.ending_signed_by_id:
        raise Refused(_("没有待签署的处理。"))
    if not may_sign_ending(accusation, officer, now):
        raise Refused(_("须由另一名检举控告经办人或者组长签署，提出人不得签署。"))


def destroy_keys(
    accusation: Accusation, officer: Officer, revision: int | None, **values: object
) -> None:
    """Destroy what opens the texts, and note who signed it."""
    accusation.supplements.update(data_key=None, original=None)
    change_accusation(
        accusation,
        revision,
        data_key=None,
        original=None,
        ending_signed_by=officer,
        **values,
    )
