"""网下处置 on screen: a task to a unit and back, people answered, a promise kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.files import store
from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.models import Assignment
from huiying.work.casework.promises.queries import open_promises
from huiying.work.casework.references.models import Contact, Reference
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.casework.references.withdrawals import withdrawal_hash
from huiying.work.casework.tasks.models import Commitment, Material
from huiying.work.casework.tasks.queries import open_tasks
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import QUEUE, WATER, incident_of, restart_workers
from tests.scenarios.tasks import (
    PICTURE,
    make_contact,
    make_png,
    make_reference,
    make_task_report,
    promise_of,
    take_task,
    task_of,
)
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LATER = T0 + timedelta(minutes=10)
WHO = "张小云 13800000000"


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.set(LATER)


def decided(cast):
    """A grave matter and what was approved to do about it."""
    restart_workers()
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    make_signed_minutes(cast, incident)
    return incident, make_approved_proposal(cast, incident)


standing_rows, rows, yunchuan, both = module_rows(decided)


@pytest.fixture
def major(both):
    return both[0]


@pytest.fixture
def proposal(both):
    return both[1]


@pytest.fixture
def people(yunchuan):
    """Return a client for each of the cast, by name."""
    return {
        name: signed_in(getattr(yunchuan, name))
        for name in ("lu", "shen", "cheng", "water", "window", "auditor")
    }


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.png", PICTURE, content_type="image/png")


REPORT = {"text": "三处送水点都已设好。", "words": "北门送水点照片"}


@pytest.mark.clause("7b")
def test_a_task_goes_to_a_unit_and_is_solved_with_material(yunchuan, people, proposal, major):
    shen, unit, lu = people["shen"], people["water"], people["lu"]
    shen.post(
        to("proposal-assign", proposal.number),
        {
            "to": f"unit:{yunchuan.waterworks.pk}",
            "task": "两小时内送水到小区门口",
            "due": "2026-11-24T14:00",
            "material": "送水点照片",
        },
    )
    number = Assignment.objects.get().number

    desk = page_of(unit.get(to("desk"))).panel("do").text
    unit.post(to("task-accept", number), {"version": 0})
    bare = page_of(unit.post(to("task-report", number), REPORT | {"version": 1}), 409).text
    unit.post(to("task-report", number), REPORT | {"file": photo(), "version": 1})
    page = page_of(shen.get(to("task", number))).text
    got = shen.get(to("task-file", Material.objects.get().pk))
    shen.post(to("task-return", number), {"reason": "缺南门。", "version": 2})
    back = page_of(unit.get(to("task", number))).text
    unit.post(to("task-report", number), REPORT | {"file": photo(), "version": 3})
    early = page_of(shen.post(to("task-close", number), {"text": "", "version": 4}), 409).text
    seen = {"passed": "yes", "text": "三处都看过。", "words": "现场照片", "file": photo()}
    lu.post(to("task-recheck", number), seen | {"version": 4})
    shen.post(to("task-close", number), {"text": "同意。", "version": 5})

    assert "两小时内送水" in desk
    assert "签收" in desk
    assert "交办时要求提交材料：送水点照片" in bare
    assert "北门送水点照片" in page
    assert "与登记时的校验值一致" in page
    assert got.content == make_png()
    assert got["Content-Disposition"].startswith("attachment")
    assert "缺南门。" in back
    assert "须先由另一人现场核查通过" in early
    assert not open_tasks(major).exists()
    last = page_of(shen.get(to("task", number))).text
    assert "现场核查" in last
    assert "已办结" in last
    assert (
        "已办结"
        in page_of(shen.get(to("incident", major.number) + "?tab=review"))
        .panel("procedure")
        .text
    )


def deliver_by_paper(people, row, incident):
    """Record the opinion that reached who sent a letter; another person confirms it."""
    lu, shen = people["lu"], people["shen"]
    opinion = {
        "way": "LETTER",
        "at": "2026-11-24T10:09",
        "outcome": "OPINION",
        "document": "云信意〔2026〕8号",
        "organ": "区水务局",
        "issued_on": "2026-11-24",
        "note": "挂号信 XA0000",
        "version": 2,
    }
    bare = page_of(lu.post(to("reference-contact", row.number), opinion), 409).text
    assert "须附意见书扫描件" in bare
    lu.post(to("reference-contact", row.number), opinion | {"file": photo()})
    recorded = Contact.objects.get(outcome="OPINION")
    page = page_of(lu.get(to("reference-withdrawal", row.number))).text
    assert "您登记的内容须由另一人核签" in page
    sent = {"hash": withdrawal_hash(recorded)}
    lu.post(to("withdrawal-sign", row.number), sent)
    assert row in unanswered_references(incident), "who recorded it does not confirm it"
    assert shen.get(to("reference-opinion", recorded.pk)).status_code == 200
    shen.post(to("withdrawal-sign", row.number), sent)


@pytest.mark.clause("2(3)e", "4(2)b", "7c")
def test_many_references_are_bound_contacted_and_answered(people, major):
    lu = people["lu"]
    for origin, outside in (("PETITION", "XF-88"), ("HOTLINE", "12345-031")):
        lu.post(
            to("reference-bind", major.number),
            {"origin": origin, "outside_number": outside, "label": "家中水发黄"},
        )
    first, second = Reference.objects.all()
    attempt = {"way": "PHONE", "at": "2026-11-24T10:05", "outcome": "NOT_REACHED"}
    short = page_of(
        lu.post(to("reference-contact", first.number), attempt | {"version": 0}), 409
    ).text
    lu.post(
        to("reference-contact", first.number),
        attempt | {"next_at": "2026-11-24T16:00", "version": 0},
    )
    half = page_of(lu.get(to("incident", major.number) + "?tab=handling")).panel("offline").text
    desk = page_of(lu.get(to("desk"))).panel("waiting").text
    lu.post(
        to("reference-contact", first.number),
        attempt | {"outcome": "ANSWERED", "note": "已说明恢复时间", "version": 1},
    )
    lu.post(
        to("reference-contact", second.number),
        {
            "way": "RECEPTION",
            "place": "接访大厅 2 号窗口",
            "at": "2026-11-24T10:08",
            "outcome": "ANSWERED",
            "version": 0,
        },
    )
    told = page_of(lu.get(to("incident", major.number) + "?tab=handling")).panel("offline").text
    deliver_by_paper(people, first, major)

    whole = (
        page_of(lu.get(to("incident", major.number) + "?tab=handling")).panel("offline").text
    )
    assert "请填写下次联系时间" in short
    assert "还有 1 件没答复" in told, "a phone note ends no petition"
    assert "意见书已送达（区水务局 云信意〔2026〕8号 2026-11-24）" in whole
    assert "还有 2 件没答复" in half
    assert "未联系上" in half
    assert "约定下次" in half
    assert "约定再次联系" in desk
    assert "来件都已答复" in whole
    assert "接访大厅 2 号窗口" in whole
    assert not unanswered_references(major).exists()


@pytest.mark.clause("7b")
def test_a_promise_stays_on_the_incident_until_it_is_kept_with_material(
    yunchuan, people, major
):
    lu = people["lu"]
    lu.post(
        to("promise-make", major.number),
        {
            "text": "明天中午前恢复供水。",
            "place": "公开回应第 1 版",
            "unit": yunchuan.waterworks.pk,
            "due": "2026-11-25",
        },
    )
    number = Commitment.objects.get().number
    open_one = (
        page_of(lu.get(to("incident", major.number) + "?tab=handling")).panel("offline").text
    )
    desk = page_of(lu.get(to("desk"))).text
    bare = page_of(lu.post(to("promise-keep", number), {"how": "水已恢复。"})).text
    lu.post(
        to("promise-keep", number),
        {"how": "水已恢复。", "file": photo(), "words": "检测单"},
    )

    kept = page_of(lu.get(to("incident", major.number) + "?tab=handling")).panel("offline").text
    assert "还有 1 项承诺没兑现" in open_one
    assert "公开承诺" in desk
    assert "请填写这一项" in bare
    assert "按期兑现" in kept
    assert "检测单" in kept
    assert not open_promises(major).exists()
    assert "按期兑现" in page_of(lu.get(to("promises") + "?state=kept")).text


def test_a_task_returned_three_times_stands_before_the_deputy(yunchuan, people, proposal):
    task = take_task(yunchuan, proposal)
    for _round in range(3):
        make_task_report(yunchuan, task)
        people["shen"].post(
            to("task-return", task.number), {"reason": "不行。", "version": task.revision}
        )
        task.refresh_from_db()

    desk = page_of(people["cheng"].get(to("desk"))).panel("waiting").text
    page = page_of(people["water"].get(to("task", task.number))).text
    late = page_of(
        people["water"].post(
            to("task-report", task.number), REPORT | {"version": task.revision}
        ),
        409,
    ).text
    people["cheng"].post(
        to("task-instruct", task.number),
        {
            "unit": yunchuan.reception.pk,
            "due": "2026-11-24T18:00",
            "reason": "接待科牵头。",
            "version": task.revision,
        },
    )

    assert "批示" in desk
    assert "退回 3 次，已报副组长" in page
    assert "已报副组长" in late
    assert "接待科牵头。" in page_of(people["window"].get(to("task", task.number))).text


def test_a_stale_tab_says_so_and_keeps_what_was_typed(yunchuan, people, proposal):
    task = take_task(yunchuan, proposal)
    old = task.revision
    make_task_report(yunchuan, task)
    people["shen"].post(
        to("task-return", task.number), {"reason": "再办。", "version": task.revision}
    )

    page = page_of(
        people["water"].post(to("task-report", task.number), REPORT | {"version": old}), 409
    ).text

    assert "该交办已被他人办理" in page
    assert REPORT["text"] in page


def test_who_did_the_work_is_not_offered_to_accept_it(yunchuan, people, proposal):
    task = make_task_report(yunchuan, take_task(yunchuan, proposal))

    mine = page_of(people["water"].get(to("task", task.number))).text
    office = page_of(people["shen"].get(to("task", task.number))).text

    assert "验收办结" not in mine
    assert "补充材料" in mine
    assert "现场核查…" in office
    assert "重大事项须先现场核查" in office


def test_a_unit_sees_its_own_tasks_and_no_reference(yunchuan, people, proposal, major):
    task = task_of(yunchuan, proposal)
    make_reference(yunchuan, major, identity=WHO)

    own = page_of(people["water"].get(to("tasks"))).text
    page = page_of(people["water"].get(to("incident", major.number) + "?tab=handling"))

    assert task.number in own
    assert "12345-1124-031" not in page
    assert people["water"].get(to("references")).status_code == 403
    assert people["window"].get(to("task", task.number)).status_code == 403


def test_who_a_reference_came_from_is_shown_once_to_who_says_why(yunchuan, people, major):
    row = make_reference(yunchuan, major, identity=WHO)
    page = page_of(people["shen"].get(to("incident", major.number) + "?tab=handling"))

    asked = page_of(people["shen"].get(to("reference-reveal", row.number))).text
    shown = people["shen"].post(
        to("reference-reveal", row.number), {"reason": "约下次见面时间"}
    )

    assert WHO not in page
    assert "查看人、时间和理由均记入审计记录" in asked
    assert WHO in page_of(shown).text
    assert "no-store" in shown["Cache-Control"]
    assert people["lu"].get(to("reference-reveal", row.number)).status_code == 403
    assert AuditRecord.objects.get(verb="reference.revealed").data["reason"]


def test_a_file_of_a_task_that_disappeared_is_said(yunchuan, people, proposal):
    task = make_task_report(yunchuan, take_task(yunchuan, proposal))
    material = Material.objects.get()
    store.drop(material.file.blob)

    page = page_of(people["shen"].get(to("task", task.number))).text
    opened = people["shen"].get(to("task-file", material.pk), follow=True)

    assert "文件缺失" in page
    assert "请原单位重新提交" in page_of(opened)


def test_nobody_of_another_unit_gets_a_file_of_a_task(yunchuan, people, proposal):
    make_task_report(yunchuan, take_task(yunchuan, proposal))
    pk = Material.objects.get().pk

    assert people["window"].get(to("task-file", pk)).status_code == 403
    assert people["water"].get(to("task-file", pk)).status_code == 200


def test_an_ordinary_incident_shows_none_of_it(yunchuan, people):
    ordinary = incident_of(yunchuan, QUEUE)

    page = page_of(people["shen"].get(to("incident", ordinary.number) + "?tab=handling"))

    assert 'id="offline"' not in page
    assert 'id="procedure"' not in page
    assert "关联来件…" in page  # one quiet act, for what came in elsewhere about it


def test_the_lists_say_what_their_filters_hide(yunchuan, people, proposal, major):
    task_of(yunchuan, proposal)
    answered = make_reference(yunchuan, major)
    make_contact(yunchuan, answered)
    promise_of(yunchuan, major)

    assert (
        "共 1 项，显示 0 项" in page_of(people["shen"].get(to("tasks") + "?state=CLOSED")).text
    )
    references = page_of(people["shen"].get(to("references") + "?state=settled")).text
    assert "筛选隐藏了 1 项" in references
    assert "尚未兑现" in page_of(people["shen"].get(to("promises"))).text


def test_a_task_list_takes_as_many_queries_for_many_tasks(
    yunchuan, people, proposal, django_assert_max_num_queries
):
    for _number in range(12):
        task_of(yunchuan, proposal)

    with django_assert_max_num_queries(22):
        people["shen"].get(to("tasks"))
