"""Sign a change that silences, which somebody else asked for, or return it.

In:   requests with SIGN_ROLES.    Out:  what it was and is to be; the decision.
Cost: a few queries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import UnitKind
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.personnel.access import setting_change_for
from huiying.base.personnel.actions.change_superior import SUPERIOR_KIND
from huiying.base.personnel.models import SettingChange
from huiying.jobs import clock
from huiying.policy.time.zone import LOCAL
from huiying.web.console.people.signature_page import signature_page
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.actions.stop_source import SOURCE_KIND
from huiying.work.responses.confirmations.actions.change_unit import UNIT_KIND

KINDS: Final = {kind.name: kind for kind in (UNIT_KIND, SUPERIOR_KIND, SOURCE_KIND)}
TITLES: Final = {
    "unit": gettext_lazy("变更单位：%(name)s"),
    "superior": gettext_lazy("停用上级机关：%(name)s"),
    "source": gettext_lazy("停用来源：%(name)s"),
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
    row, now = setting_change_for(request.user, signoff_id), clock.now()
    kind = KINDS[row.signoff.kind]

    def decide(*, approve: bool, reason: str, shown_hash: str) -> None:
        stamp = {"shown_hash": shown_hash, "officer": request.user, "now": now}
        if approve:
            kind.approve(row, **stamp)
        else:
            kind.send_back(row, reason=reason, **stamp)

    return signature_page(
        request,
        row,
        "console/people/setting_change.html",
        shown_hash=kind.content_hash(row),
        agree=_("同意变更"),
        decide=decide,
        may_sign=lambda: is_second_person(
            request.user, row.requested_by, since=row.requested_at, now=now
        ),
        done=(_("已同意，变更即时生效。"), _("未同意，未作变更。")),
        back=lambda: reverse("console:desk"),
        context=lambda: {"title": TITLES[row.noun] % {"name": row.name}, "terms": _terms(row)},
    )


def _terms(row: SettingChange) -> list[tuple[Promise, str | Promise, str | Promise]]:
    """Return what changes: its name, what it was, what it is to be."""
    return [
        (LABELS[key], _words(key, row.before[key]), _words(key, value))
        for key, value in row.after.items()
        if value != row.before[key]
    ]


def _words(key: str, value: Any) -> str | Promise:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if key == "kind":
        return UnitKind(value).label
    if key == "until" and value:
        return f"{localtime(datetime.fromisoformat(value), LOCAL):%m-%d %H:%M}"
    return value or _("无")
