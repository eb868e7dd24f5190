"""分办模型: versions of the routing model with their quality; train again, go back to another.

In:   requests with SEE_RULES, or MANAGE_RULES to act.    Out:  one page; a version in use.
Cost: one query; fitting takes about 1.6 s for 800 confirmations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.base.learning.actions.save_routing import use_routing
from huiying.base.learning.models import RoutingVersion
from huiying.base.learning.routing import RoutingCard, is_usable, routing_versions
from huiying.engine.routing.fit import CannotFit
from huiying.jobs import clock
from huiying.jobs.upkeep.train_routing import confirmations_of, train_routing
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.requests import OfficerRequest, parse_int

PAGE: Final = "console:rules-routing"
SHOWN: Final = 50
MOST_ON_SCREEN: Final = 1_500  # confirmations; a longer fit would keep the page waiting


@require_GET
def versions(request: OfficerRequest) -> HttpResponse:
    """Show the versions, newest first, and which one proposes units now."""
    require(request.user, Capability.SEE_RULES)
    rows = [_row(version) for version in routing_versions(request.user.bureau_id)[:SHOWN]]
    used = next((row for row in rows if row.in_use), None)
    context = {
        "rows": rows,
        "used": used,
        "confirmations": confirmations_of(request.user.bureau_id),
        "may_change": may(request.user, Capability.MANAGE_RULES),
    }
    return render(request, "console/routing/model_versions.html", context)


@require_POST
def train(request: OfficerRequest) -> HttpResponse:
    """训练: learn from what was confirmed; the new version is in use at once."""
    require(request.user, Capability.MANAGE_RULES)
    if confirmations_of(request.user.bureau_id) > MOST_ON_SCREEN:
        messages.error(
            request, _("确认数量较多，页面训练耗时较长，请在服务器上运行 huiying train。")
        )
        return redirect(PAGE)
    try:
        version = train_routing(
            bureau=request.user.bureau, actor=request.user.audit_actor(), now=clock.now()
        )
    except CannotFit:
        messages.error(request, _("须有两个以上写明职责的单位。职责在“人员与单位”中填写。"))
        return redirect(PAGE)
    sentence = _("训练完成，第 %(number)s 版已启用。") % {"number": version.number}
    return redirect_done(request, sentence, reverse(PAGE))


@require_POST
def use(request: OfficerRequest) -> HttpResponse:
    """改用: go back to a version; 0 is none."""
    require(request.user, Capability.MANAGE_RULES)
    number = parse_int(request.POST.get("number", ""))
    try:
        use_routing(
            bureau=request.user.bureau,
            number=-1 if number is None else number,
            actor=request.user.audit_actor(),
            now=clock.now(),
        )
    except Refused as error:
        messages.error(request, str(error))
        return redirect(PAGE)
    if not number:
        return redirect_done(request, _("模型已停用，仅按单位职责建议。"), reverse(PAGE))
    return redirect_done(
        request, _("现用第 %(number)s 版。") % {"number": number}, reverse(PAGE)
    )


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the model with what its card says; shares in words, "" = unknown."""

    number: int
    made_at: datetime
    made_by: str
    in_use: bool
    usable: bool
    card: RoutingCard
    macro_f1: str
    share_alone: str
    precision_alone: str


def _row(version: RoutingVersion) -> VersionRow:
    card = RoutingCard.from_data(version.card)
    return VersionRow(
        number=version.number,
        made_at=version.made_at,
        made_by=version.made_by,
        in_use=version.in_use,
        usable=is_usable(version),
        card=card,
        macro_f1=_share(card.macro_f1),
        share_alone=_share(card.share_alone),
        precision_alone=_share(card.precision_alone),
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"
