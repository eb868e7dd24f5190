"""等级异议: a unit objects from its notice, the desk answers, the unit reads the answer."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("6a")]


@pytest.fixture(autouse=True)
def today(time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    time.set(T0)


@pytest.fixture
def incident(yunchuan):
    return incident_of(yunchuan, WATER)


@pytest.fixture
def notice(yunchuan, incident):
    return notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=T0,
    )


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def lodge(officer, incident, **changes):
    form = {
        "grade": int(Grade.SIGNIFICANT),
        "content": "三个小区停水。",
        "shown": incident.grade,
        **changes,
    }
    return signed_in(officer).post(at("objection-lodge", incident.number), form, follow=True)


@pytest.fixture
def objection(yunchuan, incident, notice):
    lodge(yunchuan.water, incident)
    return GradeObjection.objects.get()


def notice_page(officer, notice):
    return page_of(signed_in(officer).get(at("notice", notice.number)))


def test_the_notice_leads_to_the_form_which_offers_the_other_grades(yunchuan, incident, notice):
    assert notice_page(yunchuan.water, notice).links("提出等级异议…") == [
        at("objection-lodge", incident.number)
    ]

    page = page_of(signed_in(yunchuan.water).get(at("objection-lodge", incident.number)))

    assert "各项时限连续计算" in page.text
    assert page.values("grade") == [str(int(Grade.MAJOR)), str(int(Grade.SIGNIFICANT))]


def test_an_objection_with_a_file_stands_on_notice_desk_and_incident(
    yunchuan, incident, notice, time
):
    lodge(yunchuan.water, incident, file=SimpleUploadedFile("现场.png", PICTURE))
    row = GradeObjection.objects.get()
    time.forward(hours=3)

    own = notice_page(yunchuan.water, notice)
    desk = page_of(signed_in(yunchuan.lu).get(at("desk")))
    matter = page_of(signed_in(yunchuan.lu).get(at("incident", incident.number)))

    assert "待答复" in own.panel("objections").text
    assert "办理期间时限连续计算" in own.panel("objections").text
    assert own.links("提出等级异议…") == []
    assert "等级异议 · 已提出 3 小时" in desk.panel("waiting").text
    assert "区水务局提出等级异议：现为一般，建议较大。" in matter.text
    got = signed_in(yunchuan.lu).get(at("objection-file", row.pk))
    assert got["Content-Disposition"].startswith("attachment")


def test_the_form_asks_for_a_fact_and_says_that_a_file_was_not_stored(
    yunchuan, incident, notice
):
    answer = lodge(
        yunchuan.water,
        incident,
        content=" ",
        file=SimpleUploadedFile("现场.png", PICTURE),
    )

    assert "至少一项写明事实" in answer.content.decode()
    assert "文件未保存" in answer.content.decode()
    assert not GradeObjection.objects.exists()


def test_the_grade_is_upheld_and_the_unit_and_the_timeline_say_why(
    yunchuan, incident, notice, objection
):
    signer = incident.decisions.last().by
    other = next(one for one in (yunchuan.lu, yunchuan.shen) if one != signer)
    of_signer = page_of(signed_in(signer).get(at("objection", objection.pk)))
    of_other = page_of(signed_in(other).get(at("objection", objection.pk)))
    assert of_other.links("维持原等级…") == [at("objection-uphold", objection.pk)]
    assert of_signer.links("维持原等级…") == []
    assert "由定级人、签署人和提出人以外的人员答复" in of_signer.text

    form = {"reason": "三个小区均已恢复供水。", "shown": incident.grade}
    refused = signed_in(signer).post(at("objection-uphold", objection.pk), form)
    done = signed_in(other).post(at("objection-uphold", objection.pk), form)

    assert (refused.status_code, done.status_code) == (409, 302)
    unit = page_of(signed_in(yunchuan.water).get(at("objection", objection.pk)))
    assert "维持原等级" in unit.panel("answer").text
    assert "三个小区均已恢复供水。" in unit.text
    assert "维持原等级" in notice_page(yunchuan.water, notice).panel("objections").text
    matter = page_of(
        signed_in(yunchuan.water).get(at("incident", incident.number) + "?tab=history")
    )
    assert "的等级异议，维持一般：三个小区均已恢复供水。" in matter.text
    desk = page_of(signed_in(yunchuan.lu).get(at("desk")))
    assert "等级异议" not in desk.text


def test_the_form_of_a_new_grade_names_whose_objection_it_answers(
    yunchuan, incident, objection
):
    client = signed_in(yunchuan.lu)
    page = page_of(client.get(at("regrade", incident.number)))
    assert "区水务局的等级异议待答复" in page.text

    incident.refresh_from_db()
    client.post(
        at("regrade", incident.number),
        {
            "grade": int(Grade.SIGNIFICANT),
            "reason": "涉及三个小区",
            "version": incident.revision,
        },
    )

    unit = page_of(signed_in(yunchuan.water).get(at("objection", objection.pk)))
    assert "等级改为较大" in unit.text
    assert "涉及三个小区" in unit.text


def test_the_unit_takes_it_back_and_may_object_again(yunchuan, incident, notice, objection):
    client = signed_in(yunchuan.water)
    client.post(at("objection-withdraw", objection.pk))

    objection.refresh_from_db()
    assert objection.state == ObjectionState.WITHDRAWN
    assert notice_page(yunchuan.water, notice).links("提出等级异议…")


def test_another_unit_neither_sees_it_nor_takes_it_back(yunchuan, incident, objection):
    notify_unit(
        incident=incident, unit=yunchuan.reception, guidance="", officer=yunchuan.lu, now=T0
    )
    client = signed_in(yunchuan.window)

    page = page_of(client.get(at("incident", incident.number)))

    assert "提出等级异议：" not in page.text
    assert client.get(at("objection", objection.pk)).status_code == 403
    assert client.post(at("objection-withdraw", objection.pk)).status_code == 403


def test_who_sent_the_notice_back_or_whose_matter_is_closed_is_not_offered_it(
    yunchuan, incident, notice
):
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)
    assert notice_page(yunchuan.water, notice).links("提出等级异议…") == []
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.OPEN)

    notice.refresh_from_db()
    return_notice(notice=notice, reason="不属本局", officer=yunchuan.water, now=T0)

    assert notice_page(yunchuan.water, notice).links("提出等级异议…") == []
