"""How a lost code is replaced, in the tests: 沈青禾 asks, 陆知远 signs, 沈青禾 gives it out."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.models import Delegation
from huiying.policy.petitions.codes import Recognition
from huiying.work.petitions.code_replacements.actions.decide import CODE_KIND
from huiying.work.petitions.code_replacements.actions.issue import issue_code
from huiying.work.petitions.code_replacements.actions.request import CodeRequest, request_code
from huiying.work.petitions.code_replacements.models import CodeReplacement
from huiying.work.petitions.core.models import Petition
from tests.factories import T0, Cast

DAY = timedelta(days=1)
CHECKED = "已核对证件原件和提交内容"


def requested(
    cast: Cast, petition: Petition, *, way=Recognition.IN_PERSON, identity=CHECKED, **more
) -> CodeReplacement:
    """Let 沈青禾 ask for it."""
    given = {"officer": cast.shen, "now": T0} | more
    return request_code(petition=petition, code_request=CodeRequest(way, identity), **given)


def approve(cast: Cast, row: CodeReplacement, *, officer=None, now=T0) -> bool:
    """Let 陆知远 sign what he sees."""
    return CODE_KIND.approve(
        row, shown_hash=CODE_KIND.content_hash(row), officer=officer or cast.lu, now=now
    )


def send_back(cast: Cast, row: CodeReplacement, *, reason="内容对不上。", now=T0) -> None:
    """Let 陆知远 return it."""
    shown = CODE_KIND.content_hash(row)
    CODE_KIND.send_back(row, reason=reason, shown_hash=shown, officer=cast.lu, now=now)


def given_out(cast: Cast, row: CodeReplacement, *, officer=None, now=T0) -> str:
    """Let 沈青禾 give the code out."""
    return issue_code(replacement=row, officer=officer or cast.shen, now=now)


def new_code_of(cast: Cast, petition: Petition, *, now=T0) -> str:
    """Go the whole way; the petition in memory is as it was."""
    row = requested(cast, Petition.objects.get(pk=petition.pk), now=now)
    approve(cast, row, now=now)
    return given_out(cast, row, now=now)


def stand_in_for_the_window(cast: Cast, *officers: Officer) -> None:
    """Let them act for 钱之夏 of the handling unit, the day before and the day after ``T0``."""
    for officer in officers:
        Delegation.objects.create(
            bureau=cast.bureau,
            principal=cast.window,
            delegate=officer,
            role="section_officer",
            from_at=T0 - DAY,
            until_at=T0 + DAY,
            made_by=cast.window,
            made_at=T0 - DAY,
        )
