"""处置工作组 and 上级机关 on the screens: formed, given a task, dissolved."""

from __future__ import annotations

import html

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.tasks.actions.dissolve_team import end_teams
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
GROUP = "/desk/group/"


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def text(response) -> str:
    return html.unescape(response.content.decode())


def team_form(cast, **more):
    people = {"head": cast.water.pk, "members": [cast.window.pk]}
    return {"name": "供水处置组", "decision": "会商纪要：当天恢复供水。", **people, **more}


@pytest.mark.clause("6g")
def test_a_team_is_formed_takes_a_task_and_is_dissolved_by_its_pages(yunchuan):
    major = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    make_signed_minutes(yunchuan, major)
    proposal = make_approved_proposal(yunchuan, major)
    shen, water = signed_in(yunchuan.shen), signed_in(yunchuan.water)
    page = to("incident", major.number) + "?tab=handling"

    shen.post(to("team-form", major.number), team_form(yunchuan))
    team = ResponseTeam.objects.get()
    shen.post(
        to("proposal-assign", proposal.number),
        {"to": f"team:{team.number}", "task": "送水到楼下", "due": "2026-11-24T18:00"},
    )
    task = Assignment.objects.get()
    shown, organisation = text(shen.get(page)), text(shen.get(GROUP))
    refused = signed_in(yunchuan.window).post(to("task-accept", task.number))
    water.post(to("task-accept", task.number))
    task_page = text(water.get(to("task", task.number)))
    unasked = shen.post(to("team-dissolve", team.number), {"reason": "办完了"})
    shen.post(
        to("team-dissolve", team.number),
        {"reason": "改由接待科办", "to": f"unit:{yunchuan.reception.pk}", "version": 0},
    )

    task.refresh_from_db()
    assert "小组负责人 温若川（区水务局）" in shown
    assert "供水处置组" in organisation
    assert refused.status_code == 302
    assert "小组负责人 温若川" in task_page
    assert unasked.status_code == 200
    assert "未办结交办的承接单位" in text(unasked)
    assert (task.unit, task.state) == (yunchuan.reception, "ASSIGNED")
    assert "沈青禾解散：改由接待科办" in text(shen.get(page))


def test_why_a_team_ended_with_its_matter_is_english_on_an_english_page(yunchuan):
    incident = incident_of(yunchuan, WATER)
    shen = signed_in(yunchuan.shen)
    shen.post(to("team-form", incident.number), team_form(yunchuan))
    end_teams(incident=incident, officer=yunchuan.shen, now=T0)
    shen.cookies["django_language"] = "en"

    page = text(shen.get(to("incident", incident.number) + "?tab=handling"))
    assert "Dissolved by 沈青禾: incident closed" in page


def test_a_stale_change_tells_who_was_faster_and_keeps_what_was_typed(yunchuan):
    major = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    shen, cheng = signed_in(yunchuan.shen), signed_in(yunchuan.cheng)
    shen.post(to("team-form", major.number), team_form(yunchuan))
    change = to("team-change", ResponseTeam.objects.get().number)
    cheng.post(change, team_form(yunchuan, members=[], version=0))

    late = shen.post(change, team_form(yunchuan, decision="我写了很久的依据", version=0))

    assert late.status_code == 409
    assert "程望舒调整处置回应工作小组“供水处置组”，1 人" in text(late)
    assert "我写了很久的依据" in text(late)


def test_superiors_stand_on_the_organisation_page(yunchuan):
    admin, lu = signed_in(yunchuan.admin), signed_in(yunchuan.lu)
    facts = {
        "name": "区委网信办",
        "kind": "CYBERSPACE",
        "matters": "网络舆情",
        "way": "政务内网",
        "office": "值班室",
        "phone": "000-0000",
    }

    admin.post(f"{GROUP}superiors/add/", facts)
    again = admin.post(f"{GROUP}superiors/add/", facts)
    shown = text(lu.get(GROUP))
    refused = lu.post(f"{GROUP}superiors/add/", facts)

    assert again.status_code == 409
    assert "区委网信办" in shown
    assert "政务内网" in shown
    assert refused.status_code == 403
