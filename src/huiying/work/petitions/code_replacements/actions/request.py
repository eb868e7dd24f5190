"""补发查询码: ask for a new code for who lost his; another person signs it.

In:   a petition, how its sender was recognised.    Out:  a request; the old code goes on.
Cost: four writes.

A code is replaced in person or by the contact that was given; never by a name alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.policy.petitions.codes import CodeState, Recognition
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.code_replacements.actions.decide import KIND, replacement_hash
from huiying.work.petitions.code_replacements.concern import refuse_concerned
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.code_replacements.queries import open_replacement
from huiying.work.petitions.core.claim import claim_petition
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.texts import checked_words

NUMBER_KIND = "petition_code"
PREFIX = "BM"
MAX_IDENTITY = 200


@dataclass(frozen=True, slots=True)
class CodeRequest:
    """How an officer knows that the sender asks: the way, and what was checked."""

    way: Recognition
    identity: str


@transaction.atomic
def request_code(
    *,
    petition: Petition,
    code_request: CodeRequest,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> CodeReplacement:
    """Ask for a new code; until it is given out the old one leads to the petition.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If nothing is said of the check, no contact was left to call, a request waits
            already, the petition was erased, or he works for the unit that handles it.
        Stale: If somebody acted on it since.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    refuse_concerned(petition, officer, now)
    identity = checked_words(
        " ".join(code_request.identity.split()),
        MAX_IDENTITY,
        _("请填写核对申请人身份的方式，不得写姓名和证件号码。"),
    )
    if code_request.way == Recognition.BY_CONTACT and not petition.can_be_reached:
        raise Refused(_("提交时未留电话或住址，只能由本人当面补发查询码。"))
    claim_petition(petition, revision)
    _close_lapsed(petition, now)
    row = CodeReplacement(
        bureau_id=petition.bureau_id,
        petition=petition,
        number=f"{PREFIX}{_number(petition, now)}",
        way=str(code_request.way),
        identity=identity,
        requested_by=officer,
        requested_at=now,
    )
    row.signoff = request_approval(
        bureau_id=row.bureau_id,
        kind=KIND,
        about_ref=row.number,
        label=house_text("补发信访事项 %(number)s 的查询码") % {"number": petition.number},
        content_hash=replacement_hash(row),
        officer=officer,
        clock=None,
        now=now,
    )
    row.save()
    record(row, "petition_code.asked", officer, now, way=str(code_request.way), reason=identity)
    return row


def _number(petition: Petition, now: datetime) -> str:
    year = now.astimezone(LOCAL).year
    return take_number(bureau_id=petition.bureau_id, kind=NUMBER_KIND, year=year)


def _close_lapsed(petition: Petition, now: datetime) -> None:
    waiting = open_replacement(petition)
    if waiting is None:
        return
    if waiting.state(now) != CodeState.ENDED:
        raise Refused(_("已有补发申请 %(number)s，无需重复申请。") % {"number": waiting.number})
    waiting.closed_at = now
    waiting.save(update_fields=["closed_at"])
