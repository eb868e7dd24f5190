"""申请删除: who sent a petition asks for its erasure, with the query code or in person.

In:   a petition; of a visit also how it was checked who asks.    Out:  an application.
Cost: three writes. Nothing is erased: two officers decide (``decide``).
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.petitions.erasure import ErasureWay
from huiying.policy.petitions.kinds import PetitionStage, StepKind
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.steps import add_step
from huiying.work.petitions.core.texts import checked_words
from huiying.work.petitions.erasure.models import PetitionErasure

NUMBER_KIND = "petition_erasure"
PREFIX = "SC"
MAX_IDENTITY = 200


def may_be_erased(petition: Petition) -> bool:
    """Tell whether a petition has ended: while it is open, nobody makes its periods vanish."""
    stage = PetitionStage(petition.stage)
    return petition.erased_at is None and not stage.is_open


def ask_erasure(*, petition: Petition, now: datetime) -> PetitionErasure:
    """申请删除 by who holds the query code; the caller has found the petition by it.

    Raises:
        Refused: If the petition is open still (it can be withdrawn first), or an application
            waits already.
    """
    if not may_be_erased(petition):
        raise Refused(
            _("这件事还在办理，不能删除。您可以先撤回，撤回后就能申请；也可以等办完再申请。")
        )
    return _ask(petition, ErasureWay.CODE, "", None, now)


@transaction.atomic
def record_erasure_request(
    *, petition: Petition, identity: str, officer: Officer, now: datetime
) -> PetitionErasure:
    """登记删除申请 of who came in person, and how it was checked that he may ask.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If the petition is open still, nothing is said of the check, or an
            application waits already.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    checked = checked_words(
        " ".join(identity.split()),
        MAX_IDENTITY,
        _("请填写核对申请人身份的方式，不得写姓名和证件号码。"),
    )
    if not may_be_erased(petition):
        raise Refused(_("该信访事项尚未办结，不得删除。请先办结或登记撤回。"))
    return _ask(petition, ErasureWay.IN_PERSON, checked, officer, now)


@transaction.atomic
def _ask(
    petition: Petition, way: ErasureWay, identity: str, officer: Officer | None, now: datetime
) -> PetitionErasure:
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=petition.bureau_id, kind=NUMBER_KIND, year=year)
    try:
        with transaction.atomic():
            row = PetitionErasure.objects.create(
                bureau_id=petition.bureau_id,
                petition=petition,
                number=f"{PREFIX}{number}",
                way=str(way),
                identity=identity,
                asked_at=now,
                recorded_by=officer,
            )
    except IntegrityError:
        raise Refused(_("已有删除申请待办理，无需重复申请。")) from None
    add_step(petition, StepKind.ERASURE_ASKED, now, officer)
    record(row, "petition_erasure.asked", officer, now, way=str(way))
    return row
