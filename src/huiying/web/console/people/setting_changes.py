"""Sign a change that silences, which somebody else asked for, or return it.

In:   requests with SIGN_ROLES.    Out:  what it was and is to be; the decision.
Cost: a few queries.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import UnitKind
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.errors import Refused
from huiying.base.personnel.access import setting_change_for
from huiying.base.personnel.actions.change_superior import SUPERIOR_KIND
from huiying.base.personnel.models import SettingChange
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.web.console.people.role_requests import SignRolesForm
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.actions.stop_source import SOURCE_KIND
from huiying.work.responses.confirmations.actions.change_unit import UNIT_KIND

KINDS: Final = {kind.name: kind for kind in (UNIT_KIND, SUPERIOR_KIND, SOURCE_KIND)}
NOUNS: Final = {
    "unit": gettext_lazy("单位"),
    "superior": gettext_lazy("上级机关"),
    "source": gettext_lazy("来源"),
}
LABELS: Final = {
    "name": gettext_lazy("名称"),
    "kind": gettext_lazy("种类"),
    "active": gettext_lazy("使用中"),
    "until": gettext_lazy("恢复时间"),
}


def waits_for_second_person() -> str:
    """Say that nothing of it counts yet."""
    return _("已申请，须由另一位系统管理员或组长签署；签署前一切照旧。")


@form_page
def change(request: OfficerRequest, signoff_id: int) -> HttpResponse:
    """Show a change, and take the second signature."""
    row = setting_change_for(request.user, signoff_id)
    kind = KINDS[row.signoff.kind]
    form = SignRolesForm(
        request.POST or None,
        yes=("yes", _("同意变更")),
        no=("no", _("不同意")),
        why=_("不同意的须填写。"),
        initial={"hash": kind.content_hash(row)},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        stamp = {"officer": request.user, "now": clock.now()}
        try:
            if form.approves:
                kind.approve(row, shown_hash=form.cleaned_data["hash"], **stamp)
            else:
                kind.send_back(
                    row,
                    reason=form.cleaned_data["reason"],
                    shown_hash=form.cleaned_data["hash"],
                    **stamp,
                )
        except Refused as error:
            form.add_error(None, str(error))
            row.signoff.refresh_from_db()
            status = 409
        else:
            done = _("已同意，变更即时生效。") if form.approves else _("未同意，未作变更。")
            return redirect_done(request, done, reverse("console:desk"))
    context = _context(row, request, form)
    return render(request, "console/people/setting_change.html", context, status=status)


def _context(
    row: SettingChange, request: OfficerRequest, form: forms.Form
) -> dict[str, object]:
    pending = row.signoff.decision == Decision.PENDING
    second = is_second_person(
        request.user, row.requested_by, since=row.requested_at, now=clock.now()
    )
    return {
        "row": row,
        "noun": NOUNS[row.noun],
        "terms": [
            (LABELS[key], _words(row.before[key]), _words(value))
            for key, value in row.after.items()
            if value != row.before[key]
        ],
        "pending": pending,
        "form": form if pending and second else None,
        "action": request.get_full_path(),
    }


def _words(value: Any) -> str | Promise:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value in UnitKind.values:
        return UnitKind(value).label
    return value or _("无")
