"""Letters, calls and visits recorded by an officer; tickets of other systems taken in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind, PetitionStage
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import find_by_code
from tests.scenarios.petitions import ACCUSING_TEXT, QUEUE_TEXT
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
VISIT = {
    "channel": "VISIT",
    "received": "2026-11-24T09:30",
    "kind": "CLAIM",
    "title": "",
    "text": QUEUE_TEXT,
    "name": "李晓雪",
    "phone": "13800138000",
    "address": "",
    "people": "3",
}
HEAD = "工单编号\t收到时间\t诉求类型\t标题\t姓名\t联系电话\t住址\t诉求内容"
QUEUE = "GD001\t2026-11-24 09:30\t投诉\t来访登记排队\t李晓雪\t13800138000\t\t来访登记排队三小时"


@pytest.fixture(autouse=True)
def _clock(time):
    return time


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def enter(client, **fields):
    return client.post(reverse("console:petition-enter"), VISIT | fields)


def test_a_visit_is_recorded_and_the_receipt_has_the_code_once(yunchuan, lu):
    answer = enter(lu)

    assert answer.url == reverse("console:petition-receipt")
    page = page_of(lu.get(answer.url))
    petition = Petition.objects.get()
    code = next(word for word in page.panel("receipt").text.split() if word.count("-") == 2)
    assert find_by_code(yunchuan.bureau, code) == petition
    assert petition.number not in page.panel("receipt").text
    assert (petition.channel, petition.people) == (PetitionChannel.VISIT, 3)
    assert petition.received_by == yunchuan.lu


def test_the_receipt_is_gone_after_it_was_seen(yunchuan, lu, monkeypatch):
    lu.get(enter(lu).url)
    later = clock.real_now().replace(year=2099)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    assert lu.get(reverse("console:petition-receipt")).status_code == 302


def test_an_accusation_becomes_no_petition_and_its_receipt_looks_alike(yunchuan, lu):
    page = page_of(lu.get(enter(lu, kind="ACCUSATION", text=ACCUSING_TEXT).url))
    assert not Petition.objects.exists()
    assert Accusation.objects.count() == 1
    assert "检举" not in page.panel("receipt").text


def test_what_is_missing_comes_back_with_every_word(yunchuan, lu):
    answer = enter(lu, received="2026-11-25T09:30")
    page = page_of(answer, 409)
    assert "收到时间不得晚于当前时间" in page.text
    assert page.field("name") == "李晓雪"


def test_a_classified_text_leaves_nothing_on_the_page(yunchuan, lu):
    answer = enter(lu, text="机密★10年 关于某某的通报")
    page = page_of(answer, 409)
    assert "关于某某的通报" not in page
    assert not Petition.objects.exists()


@pytest.mark.parametrize("who", ["window", "leader", "speaker"])
def test_who_does_not_handle_petitions_records_none(yunchuan, who):
    assert enter(signed_in(getattr(yunchuan, who))).status_code == 403


def take_in(client, *lines, channel="HOTLINE"):
    url = reverse("console:petition-tickets", args=[channel])
    text = "\n".join([HEAD, *lines])
    page = page_of(client.post(url, {"text": text}))
    if not page.values("looked"):
        return page
    rows = {"text": page.field("text"), "looked": page.values("looked")[0]}
    return page_of(client.post(url, rows, follow=True))


def test_tickets_become_petitions_under_their_number_there(yunchuan, lu):
    take_in(lu, QUEUE)
    row = Petition.objects.get()
    assert (row.outside_number, row.channel) == ("GD001", PetitionChannel.HOTLINE)
    assert row.kind == PetitionKind.CLAIM
    assert row.stage == PetitionStage.RECEIVED
    assert "李晓雪" not in str(Petition.objects.values())


def test_a_ticket_taken_in_before_is_named_and_left(yunchuan, lu):
    take_in(lu, QUEUE)
    page = take_in(lu, QUEUE, QUEUE.replace("GD001", "GD002"))
    assert Petition.objects.count() == 2
    assert "已登记" in page.text


def test_a_ticket_that_accuses_somebody_is_no_petition(yunchuan, lu):
    accusing = QUEUE.replace("来访登记排队三小时", ACCUSING_TEXT)
    take_in(lu, accusing, QUEUE.replace("GD001", "GD003").replace("投诉", "举报"))
    assert not Petition.objects.exists()
    assert Accusation.objects.count() == 2


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (QUEUE.replace("2026-11-24 09:30", "昨天"), "时间格式有误"),
        (QUEUE.replace("2026-11-24 09:30", "0001-01-01"), "时间格式有误"),
        (QUEUE.replace("2026-11-24 09:30", "2027-01-01"), "不得晚于当前时间"),
        (QUEUE.replace("来访登记排队三小时", ""), "请写明"),
    ],
)
def test_a_bad_row_says_why_and_the_good_one_is_taken_in(yunchuan, lu, line, words):
    page = take_in(lu, line.replace("GD001", "GD009"), QUEUE)
    assert words in page.text
    assert [row.outside_number for row in Petition.objects.all()] == ["GD001"]
