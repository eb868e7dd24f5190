"""Signed links: who has which until when; revoke one with a reason.

In:   requests with NOTIFY.    Out:  the list of open and ended links, and the act.
Cost: two queries for the list. The address itself is never shown: only its hash is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Stale
from huiying.base.outbox.access import link_for
from huiying.base.outbox.actions.links import revoke_link
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.queries import ended_links, open_links
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, act_button, carry_out
from huiying.web.console.shared.forms import ReasonForm
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.casework.liaison.access import share_for
from huiying.work.casework.liaison.actions import share_facts
from huiying.work.casework.notices import unit_messages
from huiying.work.casework.notices.access import notice_for
from huiying.work.casework.supervision import unit_messages as supervising
from huiying.work.casework.supervision.access import supervision_for
from huiying.work.casework.verification.access import verification_request_for
from huiying.work.casework.verification.actions import ask_verification
from huiying.work.responses.confirmations.access import confirmation_for
from huiying.work.responses.reviews.actions import ask_confirmation

BACK = "console:open-links"
TO = Capability.NOTIFY
SHOWN = 200
PURPOSES: dict[str, tuple[Any, str, Callable[..., Any]]] = {
    unit_messages.PURPOSE: (gettext_lazy("签收和反馈通报"), "console:notice", notice_for),
    ask_verification.PURPOSE: (
        gettext_lazy("答复核实"),
        "console:docket",
        verification_request_for,
    ),
    supervising.PURPOSE: (gettext_lazy("督办反馈"), "console:supervision", supervision_for),
    share_facts.PURPOSE: (gettext_lazy("查看共享情况、提交线索"), "console:share", share_for),
    ask_confirmation.PURPOSE: (
        gettext_lazy("沟通确认"),
        "console:confirmation",
        confirmation_for,
    ),
}
"""Purpose of a link → its words, the page of what it is about, who may act on that."""


@require_GET
def links(request: OfficerRequest) -> HttpResponse:
    """List the links that still work, and what became of the others."""
    require(request.user, TO)
    now, bureau = clock.now(), request.user.bureau_id
    valid = open_links(bureau, now).filter(purpose__in=PURPOSES)  # practice leads nowhere
    context = {
        "open": [_row(link, now) for link in valid[:SHOWN]],
        "ended": [
            _row(link, now)
            for link in ended_links(bureau, now).filter(purpose__in=PURPOSES)[:SHOWN]
        ],
        "open_total": valid.count(),
        "shown": SHOWN,
    }
    return render(request, "console/signed_links/signed_links.html", context)


@form_page
def revoke(request: OfficerRequest, pk: int) -> HttpResponse:
    """收回链接: with a reason; the notice itself stays as it is."""
    link = link_for(request.user, pk, to=TO)
    if link.purpose not in PURPOSES:
        raise Http404
    _words, _page, obtained = PURPOSES[link.purpose]
    obtained(request.user, link.about_ref, to=TO)
    text = ActText(
        title=_("收回链接"),
        lead=_("收回后链接立即失效。"),
        safe=_("通报和时限不受影响，单位仍可登录办理，也可重新发送。"),
        submit=_("收回"),
        back=reverse(BACK),
        danger=True,
    )
    form = ReasonForm(request.POST or None)

    def perform() -> Outcome:
        reason = form.cleaned_data["reason"]
        if not revoke_link(link=link, reason=reason, officer=request.user, now=clock.now()):
            raise Stale(_("链接已使用、过期或收回，本次操作未执行。"))
        return _("链接已收回。"), reverse(BACK)

    return carry_out(request, form, text, 0, perform)


def _row(link: SignedLink, now: datetime) -> dict[str, Any]:
    works = link.used_at is None and link.revoked_at is None and link.expires_at > now
    purpose, page, _obtained = PURPOSES[link.purpose]
    return {
        "id": link.pk,
        "purpose": purpose,
        "ref": link.about_ref,
        "url": reverse(page, args=[link.about_ref]),
        "unit": link.unit.name if link.unit else "",
        "channel": link.channel.name if link.channel else "",
        "made_at": link.made_at,
        "expires_at": link.expires_at,
        "used_at": link.used_at,
        "revoked_at": link.revoked_at,
        "revoked_by": link.revoked_by.name if link.revoked_by else "",
        "revoked_why": link.revoked_why,
        "acts": [act_button(_("收回…"), "console:link-revoke", link.pk)] if works else [],
    }
