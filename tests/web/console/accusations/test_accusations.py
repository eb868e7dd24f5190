"""检举控告: the list, one page, the original with a reason, the transfer and its letter."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.jobs import clock
from huiying.policy.petitions.accusations import AccusationState
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from tests.factories import T0
from tests.scenarios.petitions import (
    ACCUSING_TEXT,
    QUEUE_TEXT,
    accuse,
    ask_to_hand_back,
    diverted,
    forward,
    name_reception,
    opened,
    registered,
)
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.petitions.accusations.steps import second_handler, verbs_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]
LIST = "/desk/accusations/"


def address(name: str, row: Accusation, *more: object) -> str:
    return reverse(f"console:accusation{name}", args=[row.number, *more])


@pytest.fixture
def row(yunchuan, time):
    return accuse(yunchuan, with_file=True, now=time.now)


@pytest.fixture
def ji(yunchuan):
    return signed_in(yunchuan.ji)


def test_the_list_and_the_page_hold_not_a_word_of_it(row, ji):
    for url in (LIST, address("", row)):
        page = page_of(ji.get(url))
        assert row.number in page.text
        assert "红包" not in page.text
        assert "李晓雪" not in page.text


def test_only_who_handles_them_has_the_menu_entry(yunchuan, row, ji):
    assert LIST in ji.get("/desk/").content.decode()
    for name in ("lu", "shen", "leader", "window", "auditor"):
        page = signed_in(getattr(yunchuan, name)).get("/desk/")
        assert LIST not in page.content.decode(), name


def test_a_reason_shows_the_original_once_and_its_file_by_a_button(row, ji):
    asked = page_of(ji.get(address("-open", row)))
    assert "红包" not in asked.text
    shown = page_of(ji.post(address("-open", row), {"reason": "确定接收机关"}))
    assert ACCUSING_TEXT in shown.text
    assert "13800138000" in shown.text

    answer = ji.post(address("-file", row, row.files.get().pk))

    assert answer["Content-Disposition"].startswith("attachment")
    assert verbs_of(row)[-2:] == ["accusation.opened", "accusation.file_opened"]


def test_without_a_reason_nothing_is_shown(row, ji):
    assert "红包" not in ji.post(address("-open", row), {"reason": ""}).content.decode()
    assert verbs_of(row) == ["accusation.received"]


def test_it_is_named_transferred_and_its_letter_printed(yunchuan, row, ji):
    ji.post(address("-accused", row), {"units": [yunchuan.reception.pk], "version": 0})
    refused = ji.get(address("-letter", row))
    assert refused.status_code == 302
    ji.post(
        address("-transfer", row),
        {
            "body": "DISTRICT",
            "name": "云川区纪委监委",
            "document_number": "云信密〔2026〕1号",
            "way": "COURIER",
            "on": "2026-11-24",
            "version": 1,
        },
    )

    row.refresh_from_db()
    assert row.state == AccusationState.TRANSFERRED
    page = page_of(ji.get(address("", row)))
    assert "云川区纪委监委" in page.panel("transfer").text
    letter = ji.get(address("-letter", row), {"format": "docx"})
    assert letter.status_code == 200
    assert "红包" not in page_of(ji.get(address("-letter", row))).text


def test_what_is_overdue_is_shown_to_who_handles_it(row, ji, time):
    time.forward(days=16)
    assert "超过 15 日转送期限" in page_of(ji.get(LIST)).text


def test_the_leader_signs_by_number_and_day_alone(yunchuan, row):
    ask_to_hand_back(yunchuan, name_reception(yunchuan, row, now=T0), now=clock.now())
    leader = signed_in(yunchuan.leader)
    assert "待另一人签署" in page_of(leader.get("/desk/")).text
    page = page_of(leader.get(LIST))
    assert row.number in page.text
    assert "来访接待科" not in page.panel(f"ending-{row.number}").text
    assert leader.get(address("", row)).status_code == 403

    leader.post(address("-sign", row), {"version": row.revision})

    row.refresh_from_db()
    assert row.state == AccusationState.HANDED_BACK
    assert Petition.objects.get().text_checked_at is None


def test_an_old_page_signs_nothing(yunchuan, row):
    ask_to_hand_back(yunchuan, row, now=clock.now())
    second = signed_in(second_handler(yunchuan))
    second.post(address("-sign", row), {"version": 0})
    row.refresh_from_db()
    assert row.state == AccusationState.WAITING


def test_two_are_told_that_one_waits_for_somebody_who_may_handle_it(yunchuan, row):
    Officer.objects.filter(grants__role=Role.DISCIPLINE).update(is_active=False)
    for name in ("admin", "leader"):
        page = page_of(signed_in(getattr(yunchuan, name)).get("/desk/"))
        assert "有 1 件检举控告等待有权办理的人员。" in page.text
        assert row.number not in page.text
    for name in ("lu", "cheng", "window"):
        page = page_of(signed_in(getattr(yunchuan, name)).get("/desk/"))
        assert "检举控告" not in page.text, name


def test_a_day_in_the_future_is_refused_with_what_was_typed(yunchuan, row, ji):
    name_reception(yunchuan, row, now=clock.now())
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    answer = ji.post(
        address("-transfer", row),
        {
            "body": "CITY",
            "name": "市纪委监委",
            "document_number": "云信密〔2026〕2号",
            "way": "POST",
            "on": tomorrow,
            "version": 1,
        },
    )
    assert "转送日期须在收到之日与今天之间" in answer.content.decode()
    assert "市纪委监委" in answer.content.decode()


@pytest.fixture
def waiting(yunchuan, time):
    petition = registered(yunchuan, now=time.now)
    forward(yunchuan, petition, now=time.now)
    return diverted(yunchuan, petition, now=time.now)


def test_what_is_diverted_is_shown_with_its_passage_to_who_decides(waiting, ji):
    assert waiting.number in page_of(ji.get(LIST)).text
    page = page_of(ji.get(address("-diversion", waiting)))
    assert waiting.passage in page.panel("passage").text
    assert "三小时" in page.panel("text").text
    assert "13800138000" not in page.text
    assert waiting.petition.number not in page.text


def test_accepted_it_leads_to_the_accusation(waiting, ji):
    answer = ji.post(address("-diversion-accept", waiting))
    row = Accusation.objects.get()
    assert answer.url == address("", row)
    assert opened(row).text == QUEUE_TEXT


def test_sent_back_the_bureau_reads_why_and_the_unit_nothing_of_it(yunchuan, waiting, ji):
    ji.post(address("-diversion-return", waiting), {"reason": "属办事顺序问题，照常办理。"})
    url = reverse("console:petition", args=[waiting.petition.number])
    assert "属办事顺序问题" in page_of(signed_in(yunchuan.lu).get(url)).text
    unit = page_of(signed_in(yunchuan.window).get(url)).text
    assert "属办事顺序问题" not in unit
    assert "转办已退回" not in unit
    clock_page = page_of(
        signed_in(yunchuan.window).get(
            reverse("console:clock", args=[waiting.petition.clock_id])
        )
    ).text
    assert "检举" not in clock_page


def test_the_leader_reads_that_one_waits_too_long_and_not_which(yunchuan, waiting, time):
    leader = signed_in(yunchuan.leader)
    assert "超过一个工作日未核对" not in page_of(leader.get("/desk/")).text
    time.now += timedelta(days=4)
    leader = signed_in(yunchuan.leader)
    text = page_of(leader.get("/desk/")).text
    assert "有 1 件转办超过一个工作日未核对" in text
    assert waiting.petition.number not in text


def test_the_clock_of_what_is_diverted_is_nobodys_to_look_at(yunchuan, waiting, ji):
    for pk in (waiting.clock_id, waiting.petition.clock_id):
        url = reverse("console:clock", args=[pk])
        for who in ("lu", "window", "leader", "auditor"):
            assert signed_in(getattr(yunchuan, who)).get(url).status_code == 404, who
        assert ji.get(url).status_code == 200
