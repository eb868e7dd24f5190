"""各版: versions of the rule book, comparison of two, withdrawal of one not yet in force.

In:   requests with SEE_RULES, or MANAGE_RULES to withdraw.    Out:  pages; a withdrawn version.
Cost: one query, and one a book that is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.subjects import MACHINE
from huiying.base.rulebook.access import version_for
from huiying.base.rulebook.actions.adopt import withdraw_version
from huiying.base.rulebook.models import RuleVersion
from huiying.base.rulebook.queries import book_of, version_book, versions_of, waiting_version
from huiying.jobs import clock
from huiying.web.console.rulebook.changes import RuleChange, change_rows
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest


@require_GET
def versions(request: OfficerRequest) -> HttpResponse:
    """List the versions, newest first, and what differs between two of them."""
    require(request.user, Capability.SEE_RULES)
    now = clock.now()
    bureau_id = request.user.bureau_id
    rows = list(versions_of(bureau_id))
    standing = str(book_of(bureau_id, now).version)
    waiting = waiting_version(bureau_id, now)
    numbers = [row.version for row in rows]
    old, new = _chosen(request, numbers)
    context = {
        "rows": [_row(row, standing, now) for row in rows],
        "numbers": numbers,
        "old": old,
        "new": new,
        "changes": _between(bureau_id, old, new),
        "waiting": waiting,
        "may_change": may(request.user, Capability.MANAGE_RULES),
    }
    return render(request, "console/rulebook/versions.html", context)


def _chosen(request: OfficerRequest, numbers: list[str]) -> tuple[str, str]:
    """Return the two versions to compare: as asked, else the newest with the one before."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if old in numbers and new in numbers:
        return old, new
    return (numbers[1], numbers[0]) if len(numbers) > 1 else ("", "")


def _between(bureau_id: int, old: str, new: str) -> list[RuleChange]:
    before, after = version_book(bureau_id, old), version_book(bureau_id, new)
    return change_rows(before, after) if before and after else []


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the rule book; state: standing, waiting, withdrawn or former."""

    id: int
    version: str
    effective_from: datetime
    adopted_at: datetime
    adopted_by: str
    reason: str
    state: str


def _row(row: RuleVersion, standing: str, now: datetime) -> VersionRow:
    state = "former"
    if row.withdrawn_at is not None:
        state = "withdrawn"
    elif row.effective_from > now:
        state = "waiting"
    elif row.version == standing:
        state = "standing"
    return VersionRow(
        id=row.pk,
        version=row.version,
        effective_from=row.effective_from,
        adopted_at=row.adopted_at,
        adopted_by=_("系统") if row.adopted_by == MACHINE.label else row.adopted_by,
        reason=row.note,
        state=state,
    )


VERSION = Target(row=version_for, back="console:rules-versions", version=lambda row: row.pk)


@Act(
    VERSION,
    Capability.MANAGE_RULES,
    title=lambda row: gettext_lazy("撤回第 %(n)s 版") % {"n": row.version},
    lead=gettext_lazy("这一版不再施行，仍列在各版里，注明已撤回。"),
    safe=gettext_lazy("现行规则不变。"),
    form=ReasonForm,
    submit=lambda row: gettext_lazy("撤回第 %(n)s 版") % {"n": row.version},
    danger=True,
)
def withdraw(row: RuleVersion, form: ReasonForm, by: By) -> Text:
    """撤回: a version that has not taken effect yet, with the reason."""
    number = {"n": row.version}
    withdraw_version(
        version=row,
        officer=by.officer,
        reason=form.cleaned_data["reason"],
        now=by.now,
    )
    return _("第 %(n)s 版已撤回。") % number
