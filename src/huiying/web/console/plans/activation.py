"""启动预案 on an incident: choose a plan, read exactly what will be made, activate it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.plans.forms import ActivateForm, ChooseForm
from huiying.web.console.plans.rows import preview_facts
from huiying.web.console.shared.acts import (
    ActText,
    Outcome,
    about,
    carry_out,
    redirect_refused,
    show_form,
)
from huiying.web.console.shared.incident_parts import incident_url, part_url
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.prevention.plans.access import plan_for
from huiying.work.prevention.plans.actions.activate_plan import activate_plan
from huiying.work.prevention.plans.activation import preview_activation
from huiying.work.prevention.plans.queries import plans_to_activate

USES = Capability.CONSULT


@form_page
def choose(request: OfficerRequest, incident: str) -> HttpResponse:
    """选择预案: the next page says what it will make."""
    row = incident_for(request.user, incident, to=USES)
    plans = [(one.number, f"{one.number} {one.title}") for one in plans_to_activate(row)]
    if not plans:
        words = _("没有可启动的预案：须先编制并经领导批准，且未在本事件启动。")
        return redirect_refused(request, Refused(words), incident_url(incident))
    text = ActText(
        title=_("启动处置预案"),
        lead=_("下一步列出将要创建的内容，核对后启动。"),
        submit=_("核对内容"),
        about=about(row),
        back=incident_url(incident),
    )
    form = ChooseForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        return redirect("console:incident-plan-activate", form.cleaned_data["plan"], incident)
    return show_form(request, form, text, row.revision)


@form_page
def activate(request: OfficerRequest, number: str, incident: str) -> HttpResponse:
    """核对并启动: only the listed units hear of it; nothing is published."""
    plan = plan_for(request.user, number, to=USES)
    row = incident_for(request.user, incident, to=USES)
    now = clock.now()
    shown = preview_activation(plan, row, now)
    if shown.refused or shown.version is None:
        return redirect_refused(request, Refused(shown.refused), incident_url(incident))
    stale = shown.outdated or bool(shown.gone)
    text = ActText(
        title=_("启动处置预案：%(title)s") % {"title": shown.version.content["title"]},
        lead=_warning(outdated=shown.outdated, gone=shown.gone) or _("启动后创建以下内容："),
        safe=_(
            "仅向所列单位交办、通报，不对外发布；回应稿按规定审核、审定。同一事件只能启动一次。"
        ),
        submit=_("启动预案"),
        about=about(row),
        back=incident_url(incident),
        danger=stale,
        facts=preview_facts(shown),
    )
    form = ActivateForm(
        request.POST or None, outdated=stale, initial={"shown": shown.version.version}
    )

    def perform() -> Outcome:
        activate_plan(
            plan=plan,
            incident=row,
            officer=request.user,
            now=now,
            seen_version=form.cleaned_data["shown"],
        )
        return _("预案已启动。"), part_url(incident, "prevention")

    return carry_out(request, form, text, row.revision, perform)


def _warning(*, outdated: bool, gone: tuple[str, ...]) -> str:
    found = []
    if outdated:
        found.append(_("预案已过复核日期，未经复核。"))
    if gone:
        found.append(_("%(units)s已停用。") % {"units": _("、").join(gone)})
    return "".join(found) + (_("启动后创建以下内容：") if found else "")
