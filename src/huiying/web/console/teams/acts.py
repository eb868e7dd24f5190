"""Form, change and dissolve a response team of an incident (Art. 3, 6)."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.console.teams.assignees import assignee_choices, assignee_of
from huiying.web.console.teams.forms import DissolveForm, TeamForm
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.tasks.access import team_for
from huiying.work.casework.tasks.actions.dissolve_team import dissolve_team
from huiying.work.casework.tasks.actions.form_team import change_team, form_team
from huiying.work.casework.tasks.assignees import open_tasks_of_team
from huiying.work.casework.tasks.teams import active_teams, can_head, eligible_members
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for


def _people(incident: Incident) -> dict[str, object]:
    people = eligible_members(incident)
    return {"people": people, "heads": [one for one in people if can_head(one)]}


def _topic(incident: Incident) -> str:
    return incident.audit_topic


def _url(incident: Incident) -> str:
    return part_url(incident.number, "teams")


INCIDENT = Target(row=incident_for, back=_url)

TEAM = Target(
    row=team_for,
    back=lambda team: _url(team.incident.current),
    topic=lambda team: _topic(team.incident.current),
)


@Act(
    INCIDENT,
    Capability.FORM_TEAM,
    title=lambda incident: (
        _("成立处置回应工作小组：%(number)s")
        % {"number": numbered("incident", incident.number)}
    ),
    lead=_("制度第三条、第六条：把要网下办的事交给一个组，组长签收。"),
    safe=_("成立人、参加人和起止时间均记入审计记录。"),
    form=TeamForm,
    options=lambda incident, _request: _people(incident),
    submit=_("成立工作小组"),
)
def form(incident: Incident, form: TeamForm, by: By) -> Text:
    """成立工作组."""
    team = form_team(incident=incident, wanted=form.wanted(), **by.stamp)
    return _("已成立“%(name)s”。") % {"name": team.name}


@Act(
    TEAM,
    Capability.FORM_TEAM,
    title=lambda team: _("调整处置回应工作小组“%(name)s”") % {"name": team.name},
    lead=_("负责人变更的，未办结交办和时限转由新负责人经办，时限连续计算。"),
    form=TeamForm,
    options=lambda team, _request: {
        **_people(team.incident.current),
        "initial": {
            "name": team.name,
            "head": team.head_id,
            "members": list(
                team.members.filter(to_at__isnull=True).values_list("officer_id", flat=True)
            ),
            "until": localtime(team.until_at) if team.until_at else None,
            "decision": team.decision,
        },
    },
    submit=_("按此调整"),
)
def change(team: ResponseTeam, form: TeamForm, by: By) -> Text:
    """调整工作组: head, members, planned end."""
    change_team(team=team, wanted=form.wanted(), revision=by.revision, **by.stamp)
    return _("已调整“%(name)s”。") % {"name": team.name}


def _dissolve_lead(team: ResponseTeam) -> Text:
    count = open_tasks_of_team(team).count()
    if not count:
        return _("无未办结交办。")
    words = _("尚有 %(count)s 项交办未办结，时限连续计算，由承接的单位或小组重新签收。")
    return words % {"count": count}


def _dissolve_button(team: ResponseTeam) -> Text:
    count = open_tasks_of_team(team).count()
    return _("解散，移交 %(count)s 项交办") % {"count": count} if count else _("解散这个组")


def _dissolve_options(team: ResponseTeam, _request: OfficerRequest) -> dict[str, object]:
    if not open_tasks_of_team(team).exists():
        return {"takers": []}
    others = active_teams(team.incident.current).exclude(pk=team.pk)
    return {"takers": assignee_choices(team.bureau_id, others)}


@Act(
    TEAM,
    Capability.FORM_TEAM,
    title=lambda team: _("解散处置回应工作小组“%(name)s”") % {"name": team.name},
    lead=_dissolve_lead,
    safe=_("办过的事、签过的名都留在记录里。"),
    form=DissolveForm,
    options=_dissolve_options,
    submit=_dissolve_button,
    danger=True,
)
def dissolve(team: ResponseTeam, form: DissolveForm, by: By) -> Text:
    """解散工作组: its open tasks go to other hands first."""
    incident = team.incident.current
    unit, other = assignee_of(by.officer, form.cleaned_data.get("to", ""), incident)
    dissolve_team(
        team=team,
        reason=form.cleaned_data["reason"],
        unit=unit,
        other=other,
        revision=by.revision,
        **by.stamp,
    )
    return _("已解散“%(name)s”。") % {"name": team.name}
