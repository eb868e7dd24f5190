"""The roles of the demonstration: enter one with one click, with suggestions for each.

Outside the demonstration these addresses do not exist (404). There is no default password: the
officers of the demonstration have none. This door opens for officers of a sandbox bureau alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.organisation.queries import demo_officers
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.outbox.models import Message
from huiying.base.outbox.queries import sandbox_messages
from huiying.jobs import clock
from huiying.jobs.demo import controls
from huiying.jobs.demo.scenario_types import FOLLOWED_CODE
from huiying.jobs.drills.folder import ask_to_end
from huiying.jobs.drills.player import drill_ends_at
from huiying.policy.petitions.codes import grouped
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import find_by_code

P = ParamSpec("P")
RESET_SECONDS = 60  # that setting the stage may take
SHOWN = 50  # messages
_LINK = re.compile(r"(?:https?://[^\s/]+)?/[ru]/\S+")  # as the addresses of web/links
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
BACKEND = "django.contrib.auth.backends.ModelBackend"

ROLE_TASKS = {
    Role.DUTY_OFFICER: gettext_noop(
        "查看值班台，登记或排除待研判舆情，定级，在时限内通报责任单位。"
    ),
    Role.OFFICE: gettext_noop("组织核实和会商，升降级，起草回应，管理来源。"),
    Role.LEADER: gettext_noop("定级，审定回应。不得审定本人起草的稿件。"),
    Role.DEPUTY: gettext_noop("定级，审定回应。不得审定本人起草的稿件。"),
    Role.MEMBER: gettext_noop("查看事件和帖文，参加会商。"),
    Role.SECTION_OFFICER: gettext_noop("签收或退回通报，核实情况，反馈处置结果，起草回应。"),
    Role.SPOKESPERSON: gettext_noop("起草回应，发布审定的版本，更正已发布的回应。"),
    Role.AUDITOR: gettext_noop("查阅全部审计记录，核对审计链。不可作任何更改。"),
    Role.DISCIPLINE: gettext_noop("办理检举控告：登记涉及单位，按级别转送纪检监察机关。"),
    Role.ADMINISTRATOR: gettext_noop("管理单位、人员、来源和消息渠道。不可查看帖文和事件。"),
}
ORDER = list(ROLE_TASKS)


def demo_only(view: View[P]) -> View[P]:
    """Answer 404 outside the demonstration, before anything else is looked at."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return cast("View[P]", guarded)


@login_not_required
@demo_only
@require_GET
@never_cache
def roles(request: HttpRequest) -> HttpResponse:
    """List the fictional officers by role, with what each does."""
    by_role: dict[Role, list[Any]] = {role: [] for role in ORDER}
    for officer in demo_officers():
        for role in sorted(roles_of(officer)):
            by_role[role].append(officer)
    groups = [
        {"role": role.label, "does": _(ROLE_TASKS[role]), "officers": by_role[role]}
        for role in ORDER
        if by_role[role]
    ]
    rate = clock.rate()
    context = {
        "groups": groups,
        "next": request.GET.get("next", ""),
        "followed": followed_petition(),
        "waiting": controls.is_waiting(),
        "paces": [
            {"rate": int(one), "label": pace_word(one), "current": one == rate}
            for one in controls.rates()
        ],
        "ends_at": drill_ends_at(Path(settings.DATA_DIR)) if settings.DRILL else None,
    }
    return render(request, "demo/roles.html", context)


@dataclass(frozen=True, slots=True)
class FollowedPetition:
    """A petition whose query code the demonstration shows, as its sender has it."""

    title: str
    code: str  # in groups, as it is printed
    url: str  # where the code is typed


def followed_petition() -> FollowedPetition | None:
    """Return the petition that a visitor can follow; None while the stage is being set."""
    officer = demo_officers().first()
    row = find_by_code(officer.bureau, FOLLOWED_CODE) if officer else None
    if officer is None or not isinstance(row, Petition):
        return None
    url = reverse("portal:status", args=[officer.bureau.slug])
    return FollowedPetition(row.title, grouped(FOLLOWED_CODE), url)


def pace_word(rate: float) -> str:
    """Say how fast the demonstration's time goes."""
    if rate == controls.PAUSED:
        return _("暂停")
    if rate == 1.0:
        return _("和真实时间一样快")
    return _("%(rate)s 倍快") % {"rate": int(rate)}


@dataclass(frozen=True, slots=True)
class DemoMessage:
    """A message as its receiver would have it; ``link``: the signed link in it, "" = none."""

    subject: str
    receiver: str
    body: str
    link: str
    at: datetime


def demo_message(row: Message) -> DemoMessage:
    """Return a message for the page; the link is taken out of the text."""
    unit = row.channel.unit
    found = _LINK.search(row.body)
    return DemoMessage(
        subject=row.subject,
        receiver=f"{unit.name} · {row.channel.name}" if unit else row.channel.name,
        body=_LINK.sub("", row.body).rstrip("：: \n"),
        link=urlsplit(found[0]).path if found else "",
        at=row.queued_at,
    )


@login_not_required
@demo_only
@require_GET
@never_cache
def messages(request: HttpRequest) -> HttpResponse:
    """Show what would have gone out, with its signed links: nothing leaves the machine."""
    rows = [demo_message(row) for row in sandbox_messages()[:SHOWN]]
    return render(request, "demo/messages.html", {"rows": rows, "shown": SHOWN})


@login_not_required
@demo_only
@require_POST
@never_cache
def pace(request: HttpRequest) -> HttpResponse:
    """Pause the demonstration, or let it go on faster or slower."""
    chosen = request.POST.get("rate", "")
    rate = next((one for one in controls.rates() if str(int(one)) == chosen), None)
    if rate is None:
        return HttpResponseBadRequest()
    controls.set_pace(rate)
    return redirect("demo:roles")


@login_not_required
@demo_only
@require_POST
@never_cache
def reset(request: HttpRequest) -> HttpResponse:
    """Start the demonstration anew; the page comes back by itself when the stage is set."""
    controls.ask_for_reset()
    response = render(request, "demo/resetting.html")
    response["Refresh"] = f"{RESET_SECONDS}; url={reverse('demo:roles')}"
    return response


@login_not_required
@demo_only
@require_POST
@never_cache
def end(request: HttpRequest) -> HttpResponse:
    """End a drill before its time; there is none to end in the demonstration."""
    if not settings.DRILL:
        raise Http404
    ask_to_end(Path(settings.DATA_DIR))
    return render(request, "demo/ended.html")


@login_not_required
@demo_only
@require_POST
@never_cache
def enter(request: HttpRequest, username: str) -> HttpResponse:
    """Sign in as a fictional officer of a sandbox bureau."""
    officer = get_object_or_404(demo_officers(), username=username)
    login(request, officer, backend=BACKEND)
    controls.begin()
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if wanted and safe else reverse(settings.LOGIN_REDIRECT_URL))
