"""Form, change and dissolve a response team of an incident (Art. 3, 6).

In:   requests with FORM_TEAM.    Out:  one act each.
Cost: a few queries.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import ActText, Outcome, carry_out
from huiying.web.console.teams.assignees import assignee_choices, assignee_of
from huiying.web.console.teams.forms import DissolveForm, TeamForm
from huiying.web.shared.requests import OfficerRequest, form_page, submitted_version
from huiying.work.casework.tasks.access import team_for
from huiying.work.casework.tasks.actions.dissolve_team import dissolve_team
from huiying.work.casework.tasks.actions.form_team import change_team, form_team
from huiying.work.casework.tasks.assignees import open_tasks_of_team
from huiying.work.casework.tasks.teams import active_teams, can_head, eligible_members
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for


@form_page
def form(request: OfficerRequest, number: str) -> HttpResponse:
    """成立工作组."""
    incident = incident_for(request.user, number, to=Capability.FORM_TEAM)
    people = eligible_members(incident)
    asked = ActText(
        title=_("成立处置工作组：%(number)s") % {"number": number},
        submit=_("成立这个工作组"),
        lead=_("制度第三条、第六条：把要网下办的事交给一个组，组长签收。"),
        safe=_("谁成立、谁参加、从何时到何时，都写进记录。"),
        back=_url(incident),
    )
    fields = TeamForm(
        request.POST or None, people=people, heads=[one for one in people if can_head(one)]
    )

    def deed() -> Outcome:
        team = form_team(
            incident=incident, wanted=fields.wanted(), officer=request.user, now=clock.now()
        )
        return _("已成立“%(name)s”。") % {"name": team.name}, _url(incident)

    return carry_out(request, fields, asked, incident.revision, deed)


@form_page
def change(request: OfficerRequest, number: str) -> HttpResponse:
    """调整工作组: head, members, planned end."""
    team = team_for(request.user, number, to=Capability.FORM_TEAM)
    incident = team.incident.current
    people = eligible_members(incident)
    asked = ActText(
        title=_("调整处置工作组“%(name)s”") % {"name": team.name},
        submit=_("按此调整"),
        lead=_("换了组长，没办完的交办和时钟转到新组长手里，时限不停。"),
        back=_url(incident),
    )
    standing = team.members.filter(to_at__isnull=True)
    fields = TeamForm(
        request.POST or None,
        people=people,
        heads=[one for one in people if can_head(one)],
        initial={
            "name": team.name,
            "head": team.head_id,
            "members": list(standing.values_list("officer_id", flat=True)),
            "until": localtime(team.until_at) if team.until_at else None,
            "decision": team.decision,
        },
    )

    def deed() -> Outcome:
        change_team(
            team=team,
            wanted=fields.wanted(),
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已调整“%(name)s”。") % {"name": team.name}, _url(incident)

    return carry_out(request, fields, asked, team.revision, deed, topic=_topic(incident))


@form_page
def dissolve(request: OfficerRequest, number: str) -> HttpResponse:
    """解散工作组: its open tasks go to other hands first."""
    team = team_for(request.user, number, to=Capability.FORM_TEAM)
    incident = team.incident.current
    count = open_tasks_of_team(team).count()
    asked = ActText(
        title=_("解散处置工作组“%(name)s”") % {"name": team.name},
        submit=_("解散，移交 %(count)s 项交办") % {"count": count}
        if count
        else _("解散这个组"),
        lead=_("还有 %(count)s 项交办没有办完，时限不停，由接手的单位或组重新接办。")
        % {"count": count}
        if count
        else _("没有未办完的交办。"),
        safe=_("办过的事、签过的名都留在记录里。"),
        back=_url(incident),
        danger=True,
    )
    others = active_teams(incident).exclude(pk=team.pk)
    takers = assignee_choices(team.bureau_id, others) if count else []
    fields = DissolveForm(request.POST or None, takers=takers)

    def deed() -> Outcome:
        unit, other = assignee_of(request.user, fields.cleaned_data.get("to", ""), incident)
        dissolve_team(
            team=team,
            reason=fields.cleaned_data["reason"],
            unit=unit,
            other=other,
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
        return _("已解散“%(name)s”。") % {"name": team.name}, _url(incident)

    return carry_out(request, fields, asked, team.revision, deed, topic=_topic(incident))


def _topic(incident: Incident) -> str:
    return incident.audit_topic


def _url(incident: Incident) -> str:
    return reverse("console:incident", args=[incident.number]) + "#teams"
