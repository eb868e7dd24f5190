"""30 分钟通报自检: whether sources, roster and channels can meet Article 4(3).

In:   requests with SEE_RULES.    Out:  one page; each point leads to where it is put right.
Cost: six small queries; one and two an officer for those on duty tonight.

The same page says which releases those on duty can sign between them (审定 by grade).
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.jobs import clock
from huiying.jobs.upkeep.readiness import Place, Point
from huiying.jobs.upkeep.readiness import readiness as points_of
from huiying.policy.grading.grades import Grade
from huiying.web.console.shared.component_rows import CheckRow
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.reviews.queries import reviewers_on_duty

PLACES: Final[dict[Place, tuple[str, Capability]]] = {
    "sources": ("console:sources", Capability.MANAGE_SOURCES),
    "people": ("console:people", Capability.MANAGE_PEOPLE),
    "roster": ("console:roster", Capability.MANAGE_ROSTER),
    "channels": ("console:channels", Capability.MANAGE_CHANNELS),
}


@require_GET
def readiness(request: OfficerRequest) -> HttpResponse:
    """Show every link of the chain from a post to the notice."""
    require(request.user, Capability.SEE_RULES)
    now = clock.now()
    points = list(points_of(request.user.bureau_id, now))
    context = {
        "checks": [_check(request, point) for point in points],
        "bad": sum(not point.fine for point in points),
        **tonight_signers(request.user.bureau_id, now),
    }
    return render(request, "console/rulebook/readiness.html", context)


def _check(request: OfficerRequest, point: Point) -> CheckRow:
    address, capability = PLACES[point.place]
    leads = not point.fine and may(request.user, capability)
    return CheckRow(
        state="passed" if point.fine else "warned",
        text=point.sentence,
        url=reverse(address) if leads else "",
        url_label=_("修改") if leads else "",
    )


def tonight_signers(bureau_id: int, now: datetime) -> dict[str, object]:
    """Return what the readiness page shows of tonight: the officers, a check a grade."""
    found = reviewers_on_duty(bureau_id, now)
    names = _("、").join(reader.name for reader in found.readers)
    return {
        "tonight_who": _("今晚在岗：%(names)s。") % {"names": names}
        if names
        else _("今晚无人在岗，无法审签。"),
        "tonight": [_row(*row) for row in found.rows],
        "tonight_bad": sum(have < needed for _grade, have, needed in found.rows),
    }


def _row(grade: Grade, have: int, needed: int) -> CheckRow:
    values = {"have": have, "needed": needed}
    can = {
        Grade.ORDINARY: _("一般舆情回应可审签：起草人以外需 %(needed)s 人。"),
        Grade.SIGNIFICANT: _("较大舆情回应可审签：起草人以外需 %(needed)s 人。"),
        Grade.MAJOR: _("重大舆情回应可审签：起草人以外需 %(needed)s 人。"),
    }
    cannot = {
        Grade.ORDINARY: _("一般舆情回应无法审签：需 %(needed)s 人，现有 %(have)s 人。"),
        Grade.SIGNIFICANT: _("较大舆情回应无法审签：需 %(needed)s 人，现有 %(have)s 人。"),
        Grade.MAJOR: _(
            "重大舆情和含不予公开内容的回应无法审签：需 %(needed)s 人，现有 %(have)s 人。"
        ),
    }
    fine = have >= needed
    return CheckRow(
        state="passed" if fine else "warned",
        text=(can if fine else cannot)[grade] % values,
        hint="" if fine else _("请增排一名可审核或审定的人员，或约定可联系人员。"),
    )
