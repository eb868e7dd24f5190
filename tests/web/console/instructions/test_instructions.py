"""批示 on screen: from an incident, from a paper, confirmed by its leader alone."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.files.incoming import MAX_SIZE
from huiying.base.files.models import StoredFile
from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.models import Instruction, InstructionStanding
from huiying.work.incidents.recusals.actions.recuse import recuse
from tests.base.files.samples import exif, jpeg
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.tasks import make_reference
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.instructions.steps import WORDS, decide, enter, instruct

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture(autouse=True)
def _files(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.forward(minutes=6)


standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture
def leader(yunchuan):
    return signed_in(yunchuan.leader)


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


def page(client, incident, tab="handling"):
    address = reverse("console:incident", args=[incident.number])
    return page_of(client.get(f"{address}?tab={tab}"))


def here(name, number):
    return reverse(f"console:{name}", args=[number])


def scan_of(data=None):
    return SimpleUploadedFile("批示件.jpg", data or jpeg(exif(6)), "image/jpeg")


def paper(cast, **more):
    return {
        "leader": cast.leader.pk,
        "dated": "2026-11-24",
        "text": WORDS,
        "units": [cast.waterworks.pk],
        "supervise": "on",
        "scan": scan_of(),
        **more,
    }


def test_a_leader_instructs_from_the_menu_of_an_incident(yunchuan, leader, major):
    assert here("instruct", major.number) in page(leader, major)
    form = page_of(leader.get(here("instruct", major.number)))
    assert "只增加办理事项" in form.text

    answer = leader.post(
        here("instruct", major.number),
        {"text": WORDS, "units": [yunchuan.waterworks.pk], "supervise": "on"},
    )

    row = Instruction.objects.get()
    assert answer.url == here("instruction", row.number)
    assert WORDS in page(leader, major).panel("instructions").text
    assert "批示 Z2026-0001" in page(leader, major, "history").panel("events").text


def test_who_may_not_sees_no_way_there(yunchuan, major):
    for officer in (yunchuan.lu, yunchuan.speaker):
        assert here("instruct", major.number) not in page(signed_in(officer), major)
    recuse(
        incident=major, who=yunchuan.leader, reason="亲属住在该小区",
        officer=yunchuan.cheng, now=major.opened_at,
    )  # fmt: skip
    recused = signed_in(yunchuan.leader)
    assert here("instruct", major.number) not in page(recused, major)
    assert recused.post(here("instruct", major.number), {"text": WORDS}).status_code == 403


def test_the_office_types_in_a_paper_and_the_leader_finds_it_on_his_desk(
    yunchuan, shen, leader, major
):
    shen.post(here("instruction-enter", major.number), paper(yunchuan))
    row = Instruction.objects.get()

    assert row.standing == InstructionStanding.WAITING
    assert "待本人确认" in page(shen, major).panel("instructions").text
    desk = page_of(leader.get(reverse("console:desk")))
    assert here("instruction", row.number) in desk.panel("decide")
    seen = page_of(leader.get(here("instruction", row.number)))
    answer = leader.post(
        here("instruction-confirm", row.number), {"hash": seen.field("hash")}, follow=True
    )
    assert "本人已确认" in page_of(answer).text


def test_its_scan_is_stripped_hashed_and_not_for_the_unit(yunchuan, shen, major):
    shen.post(here("instruction-enter", major.number), paper(yunchuan))
    row = Instruction.objects.get()

    opened = shen.get(here("instruction-scan", row.number))

    assert b"GPS" not in opened.content
    assert row.scan.sha256[:16] in page_of(shen.get(here("instruction", row.number))).text
    water = signed_in(yunchuan.water)
    assert water.get(here("instruction", row.number)).status_code == 403  # it waits
    decide(row, yunchuan.leader, row.entered_at)
    assert WORDS in page_of(water.get(here("instruction", row.number))).text
    assert water.get(here("instruction-scan", row.number)).status_code == 403


def test_a_scan_of_fifty_megabytes_is_refused_with_a_sentence(yunchuan, shen, major):
    big = paper(yunchuan, scan=scan_of(b"\xff\xd8\xff" + b"0" * (50 * (MAX_SIZE // 20))))

    answer = shen.post(here("instruction-enter", major.number), big)

    assert "文件超过 20 MB" in page_of(answer, answer.status_code).text
    assert answer.status_code in (200, 413, 422)
    assert not Instruction.objects.exists()
    assert not StoredFile.objects.exists()


def test_without_a_scan_nothing_is_typed_in(yunchuan, shen, major):
    form = paper(yunchuan)
    del form["scan"]

    answer = shen.post(here("instruction-enter", major.number), form)

    assert "hy-err" in page_of(answer)
    assert not Instruction.objects.exists()


def test_three_hundred_letters_stand_on_every_page_whole(yunchuan, leader, major):
    long = "请逐户核查自来水发黄原因并说明处置结果。" * 15
    leader.post(here("instruct", major.number), {"text": long})

    row = Instruction.objects.get()
    assert len(row.text) == 300
    assert long in page_of(leader.get(here("instruction", row.number))).text
    assert long in page(leader, major).panel("instructions").text


def test_a_second_click_on_confirm_says_so(yunchuan, leader, major):
    row = enter(yunchuan, major, now=major.opened_at)
    shown = page_of(leader.get(here("instruction", row.number))).field("hash")
    leader.post(here("instruction-confirm", row.number), {"hash": shown})

    again = leader.post(here("instruction-confirm", row.number), {"hash": shown}, follow=True)

    assert "已确认或更正" in page_of(again).text


def test_a_leader_says_with_a_reason_that_it_is_not_his(yunchuan, leader, shen, major):
    row = enter(yunchuan, major, now=major.opened_at)
    form = page_of(leader.get(here("instruction-disown", row.number)))
    leader.post(
        here("instruction-disown", row.number),
        {"reason": "与原件不符", "hash": form.field("hash")},
    )

    seen = page_of(shen.get(here("instruction", row.number)))
    assert "与原件不符" in seen.text
    assert "立项督办…" not in seen.buttons()
    assert "更正登记…" in seen.buttons()


def test_a_correction_leaves_the_first_row_and_leads_to_the_second(yunchuan, leader, major):
    row = instruct(yunchuan, major, now=major.opened_at)
    form = page_of(leader.get(here("instruction-correct", row.number)))
    assert form.field("text") == WORDS

    leader.post(here("instruction-correct", row.number), {"text": "改为两天内反馈。"})

    first = page_of(leader.get(here("instruction", row.number)))
    assert "已由 Z2026-0002 更正" in first.text
    assert not [one for one in first.buttons() if "更正" in one and "…" in one]


def test_only_one_button_is_filled(yunchuan, leader, shen, major):
    row = enter(yunchuan, major, now=major.opened_at)
    for client in (leader, shen):
        seen = client.get(here("instruction", row.number)).content.decode()
        assert seen.count("hy-btn-main") == 1


def test_a_submission_is_instructed_on_as_well(yunchuan, leader, major):
    reference = make_reference(yunchuan, major, now=major.opened_at)

    assert here("instruct-reference", reference.number) in page(leader, major)
    leader.post(here("instruct-reference", reference.number), {"text": "今日内联系来件人。"})

    row = Instruction.objects.get()
    assert (row.reference, row.incident) == (reference, major)
    assert row.number in page(leader, major).panel("instructions").text


def test_another_unit_sees_nothing_of_it(yunchuan, major):
    row = decide(enter(yunchuan, major, now=major.opened_at), yunchuan.leader)

    answer = signed_in(yunchuan.window).get(here("instruction", row.number))

    assert answer.status_code == 403
