"""Acts on an incident: notify, merge, split, move."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.access import unit_for
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.policy.procedure.stages import SET_ASIDE
from huiying.web.console.incidents.forms import (
    MovePostsForm,
    NotifyForm,
    PickForm,
)
from huiying.web.console.routing.proposal import is_hidden, routing_lines
from huiying.web.console.shared.acts import (
    ActText,
    about,
    redirect_done,
    show_form,
    show_refusal,
)
from huiying.web.console.shared.forms import MergeForm, post_line
from huiying.web.console.shared.last_change import explain_stale_topic
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.web.shared.time_words import sentences
from huiying.work.casework.notices.actions.notify import NoticeInput, notify_units
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.incidents.actions.move_posts import move_posts
from huiying.work.incidents.incidents.actions.split import split_posts
from huiying.work.incidents.incidents.actions.take_out import take_out_posts
from huiying.work.incidents.incidents.queries import incidents_in_sight, with_copies
from huiying.work.incidents.placements.queries import post_groups

CHOOSE_FROM = 200
TITLE, LINE = 24, 60  # characters of a post that is chosen


def notify(request: OfficerRequest, number: str) -> HttpResponse:
    """通报: to a unit, with guidance; the machine's routing is preselected with its reason."""
    incident = incident_for(request.user, number, to=Capability.NOTIFY)
    units = [(unit.pk, unit.name) for unit in units_of(incident.bureau_id)]
    text = ActText(
        title=_("通报责任单位"),
        lead=_routing_words(incident),
        safe=_("单位打开或确认后视为送达，通报时限同时停止计时。"),
        submit=_("通报所选单位"),
        about=about(incident),
        back=incident_url(number),
    )
    start = {"unit": incident.lead_unit_id, "guidance": ""}
    form = NotifyForm(request.POST or None, units=units, initial=start)

    def act() -> str:
        notices = notify_units(
            incident=incident,
            notices=[
                NoticeInput(unit_for(request.user, key, to=Capability.NOTIFY), guidance)
                for key, guidance in form.wanted()
            ],
            known_since=form.cleaned_data["known_since"],
            officer=request.user,
            now=clock.now(),
        )
        sent = [
            f"{notice.unit.name}（{numbered('notice', notice.number)}）" for notice in notices
        ]
        return _("已发起通报：%(units)s，等待送达。") % {"units": _("、").join(sent)}

    return perform(request, form, text, incident, act)


def merge(request: OfficerRequest, number: str) -> HttpResponse:
    """并案: this incident into another."""
    incident = incident_for(request.user, number, to=Capability.ARRANGE)
    text = ActText(
        title=_("并案"),
        lead=_("%(number)s 的帖文和时限均归入所选事件，两个编号均保留。")
        % {"number": numbered("incident", number)},
        submit=_("并入所选事件"),
        about=about(incident),
        back=incident_url(number),
    )
    form = MergeForm(request.POST or None, choices=other_incidents(request, incident))

    def act() -> str:
        target = incident_for(request.user, form.cleaned_data["target"], to=Capability.ARRANGE)
        merge_incidents(
            source=incident,
            target=target,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已并案。")

    return perform(request, form, text, incident, act)


def split(request: OfficerRequest, number: str) -> HttpResponse:
    """拆分: some posts become a candidate of their own."""
    incident = incident_for(request.user, number, to=Capability.ARRANGE)
    text = ActText(
        title=_("拆分"),
        lead=_("所选帖文列为新的待研判舆情，另行定级；系统不再自动并回。"),
        submit=_("拆出所选帖文"),
        about=about(incident),
        back=incident_url(number),
    )
    form = PickForm(request.POST or None, posts=_posts(incident))

    def act() -> str:
        split_posts(
            incident=incident,
            post_ids=_chosen(incident, form),
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
        )
        return _("已拆分，新的待研判舆情列于值班台。")

    return perform(request, form, text, incident, act)


def move(request: OfficerRequest, number: str) -> HttpResponse:
    """移动帖文: some posts belong to another incident, or to none."""
    incident = incident_for(request.user, number, to=Capability.ARRANGE)
    text = ActText(
        title=_("移动帖文"),
        lead=_("所选帖文移到另一事件，或不再归入任何事件；系统不再自动归回。"),
        submit=_("移动所选帖文"),
        about=about(incident),
        back=incident_url(number),
    )
    form = MovePostsForm(
        request.POST or None, posts=_posts(incident), targets=other_incidents(request, incident)
    )

    def act() -> str:
        target, how = (
            form.cleaned_data["target"],
            {
                "post_ids": _chosen(incident, form),
                "reason": form.cleaned_data["reason"],
                "officer": request.user,
                "now": clock.now(),
            },
        )
        if target == MovePostsForm.NO_INCIDENT:
            moved = take_out_posts(source=incident, **how)
            return _("已将 %(count)s 条帖文移出事件，不再归入任何事件。") % {"count": moved}
        into = incident_for(request.user, target, to=Capability.ARRANGE)
        moved = move_posts(source=incident, target=into, **how)
        return _("已将 %(count)s 条帖文移到：%(matter)s") % {
            "count": moved,
            "matter": about(into),
        }

    return perform(request, form, text, incident, act)


def perform(
    request: OfficerRequest,
    form: Form,
    text: ActText,
    incident: Incident,
    act: Callable[[], str],
) -> HttpResponse:
    """Ask, act, or say why not; what was typed is never lost."""
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, incident.revision)
    try:
        version = submitted_version(request)
        if version is not None and version != incident.revision:
            raise Stale(_("事件已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
        sentence = act()
    except Refused as error:
        incident.refresh_from_db()
        explanation = explain_stale_topic(
            error,
            bureau_id=incident.bureau_id,
            topic=incident.audit_topic,
            now=clock.now(),
        )
        return show_refusal(request, form, text, incident.revision, explanation)
    return redirect_done(request, sentence, incident_url(incident.number))


def incident_url(number: str) -> str:
    """Return the address of an incident's page."""
    return reverse("console:incident", args=[number])


def other_incidents(request: OfficerRequest, incident: Incident) -> list[tuple[str, str]]:
    """Return the other incidents that posts can go to, the newest first."""
    rows = incidents_in_sight(request.user).exclude(pk=incident.pk).exclude(stage__in=SET_ASIDE)
    return [
        (row.number, f"{row.number} {row.title}")
        for row in rows.order_by("-opened_at")[:CHOOSE_FROM]
    ]


def _posts(incident: Incident) -> list[tuple[str, str]]:
    groups = post_groups(incident.bureau_id, event_ids_of(incident), limit=CHOOSE_FROM)
    return [
        (str(group.post_id), post_line(group.copies, _words_of(group.title, group.text)))
        for group in groups
    ]


def _words_of(title: str, text: str) -> str:
    """Return a post as a line: its title, and its text too, for replies share a title."""
    if not title or text.startswith(title):
        return (text or title)[:LINE]
    return f"{title[:TITLE]} · {text[:LINE]}" if text else title[:LINE]


def _chosen(incident: Incident, form: Form) -> list[int]:
    """Return the chosen posts; a line stands for all its copies."""
    return with_copies(incident, [int(key) for key in form.cleaned_data["posts"]])


def _routing_words(incident: Incident) -> str:
    """Say which unit the machine proposes, how likely, and which words spoke for it."""
    first = incident.candidates.order_by("pk").first()
    if first is None or not first.routing:
        return _("系统无明确建议，请按职责选择。")
    lines = routing_lines(first.routing, chosen=incident.lead_unit_id is not None)
    if is_hidden(first.routing, chosen=incident.lead_unit_id is not None):
        return sentences(*lines.lines, lines.note)
    best = first.routing[0]
    if not best["sure"]:
        return _("系统无明确建议，可能为：%(names)s。") % {"names": _("；").join(lines.lines)}
    if "probability" in best:
        return _("系统建议%(line)s。") % {"line": lines.lines[0]}
    return _("系统建议%(unit)s：职责中提到“%(words)s”。") % {
        "unit": best["unit"],
        "words": "、".join(best["words"][:5]),
    }
