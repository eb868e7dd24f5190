"""A response team, as the tests of tasks form it."""

from __future__ import annotations

from huiying.work.casework.core.models import TeamMember
from huiying.work.casework.tasks.actions.form_team import TeamInput, form_team
from tests.factories import T0


def wanted(cast, **more) -> TeamInput:
    said = {"name": "供水处置组", "head": cast.water, "members": [cast.window]}
    return TeamInput(**{**said, "decision": "会商纪要：当天恢复供水。", **more})


def formed(cast, incident, **more):
    return form_team(incident=incident, wanted=wanted(cast, **more), officer=cast.cheng, now=T0)


def members(team) -> set[str]:
    return set(TeamMember.objects.filter(team=team, to_at=None).values_list("officer__name"))
