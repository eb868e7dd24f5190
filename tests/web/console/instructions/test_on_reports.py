"""批示 on a report: from its page, with what follows from it, as on an incident."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.supervision.models import Supervision
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.reports.core.queries import newest_version
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient, sent_report, withdraw
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
WORDS = "请水务局三天内查清原因，处置结果专报我。"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=40))


def sent(cast):
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    return water, sent_report(cast, water)


standing_rows, rows, yunchuan, water_and_report = module_rows(sent)


@pytest.fixture
def water(water_and_report):
    return water_and_report[0]


@pytest.fixture
def report(water_and_report):
    return water_and_report[1]


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


def to(name, *args):
    return reverse(f"console:{name}", args=args)


def instruct(client, yunchuan, report):
    form = {"text": WORDS, "units": [yunchuan.waterworks.pk], "supervise": "on"}
    return client.post(to("instruct-report", report.number), form)


def test_a_leader_instructs_on_a_report_from_its_page(yunchuan, leader, report, water):
    shown = page_of(leader.get(to("report", report.number)))
    assert to("instruct-report", report.number) in shown

    answer = instruct(leader, yunchuan, report)

    row = Instruction.objects.get()
    assert answer.url == to("instruction", row.number)
    assert (row.subject_kind, row.subject_ref) == ("report", report.number)
    panel = page_of(leader.get(to("report", report.number))).panel("instructions")
    assert WORDS in panel.text
    page = page_of(leader.get(answer.url))
    assert page.links(report.number) == [to("report", report.number)]
    assert newest_version(report).title in page.text
    of_incident = page_of(leader.get(to("incident", water.number) + "?tab=handling"))
    assert row.number in of_incident.panel("instructions").text


def test_the_office_opens_a_supervision_of_it_and_the_unit_answers(
    yunchuan, leader, report, water
):
    instruct(leader, yunchuan, report)
    instruction, office = Instruction.objects.get(), signed_in(yunchuan.shen)
    desk = page_of(office.get(to("desk")))
    assert to("instruction", instruction.number) in desk

    form = {"unit": yunchuan.waterworks.pk, "demand": "查清原因并反馈"}
    office.post(to("supervise", instruction.number), form)

    row, unit = Supervision.objects.get(), signed_in(yunchuan.water)
    assert (row.incident, row.subject_kind, row.matter.ref) == (water, "report", report.number)
    shown = page_of(unit.get(to("supervision", row.number)))
    assert to("report", report.number) not in shown, "a unit opens no report"
    unit.post(to("supervision-feedback", row.number), {"text": "已查清，系管网锈蚀。"})
    row.refresh_from_db()
    assert row.state == "REPORTED"


def test_who_keeps_out_of_the_incident_does_not_instruct_on_its_report(
    yunchuan, leader, report, water
):
    recuse(
        incident=water, who=yunchuan.leader, reason="亲属住在该小区",
        officer=yunchuan.cheng, now=T0,
    )  # fmt: skip
    assert to("instruct-report", report.number) not in page_of(
        leader.get(to("report", report.number))
    )
    assert instruct(leader, yunchuan, report).status_code == 403
    assert not Instruction.objects.exists()


def test_a_report_that_was_withdrawn_offers_no_further_one(yunchuan, leader, report):
    withdraw(yunchuan, report, now=T0)
    page = page_of(leader.get(to("report", report.number)))
    assert to("instruct-report", report.number) not in page


def test_a_leader_of_the_superior_instructs_on_a_report_of_a_subordinate(
    yunchuan, linxi, report
):
    subordinate_of(linxi, yunchuan.bureau.name)
    received = take(linxi, file_of(report)).row
    leader = signed_in(linxi.leader)
    page = page_of(leader.get(to("received-report", received.number)))
    assert to("instruct-received", received.number) in page

    leader.post(to("instruct-received", received.number), {"text": "请跟踪处置情况。"})

    row = Instruction.objects.get()
    assert (row.bureau, row.subject_ref) == (linxi.bureau, received.number)
    shown = page_of(leader.get(to("received-report", received.number)))
    assert "请跟踪处置情况。" in shown.panel("instructions").text
    assert yunchuan.bureau.name in page_of(leader.get(to("instruction", row.number))).text
