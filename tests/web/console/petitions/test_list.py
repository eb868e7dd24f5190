"""The list of petitions: what ends first, what narrows it, what a file of it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.petitions import lists
from tests.factories import T0
from tests.scenarios.petitions import forward, registered, submit
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.petitions.petitions.test_register_outside import register as register_outside

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
LAMPS = "北门小区路灯坏了半个月，晚上没法走路。"


@pytest.fixture(autouse=True)
def _clock(time):
    return time


def seen(officer, **asked):
    return page_of(signed_in(officer).get(reverse("console:petitions"), asked))


def numbers(page):
    return [one for one in ("XF2026-0001", "XF2026-0002", "XF2026-0003") if one in page.text]


def test_what_ends_first_stands_first(yunchuan):
    later = submit(yunchuan).row
    first = submit(yunchuan, kind=PetitionKind.QUESTION).row
    text = seen(yunchuan.shen).panel("list").text
    assert text.index(first.number) < text.index(later.number)


def test_kind_stage_and_words_narrow_it_and_it_says_what_it_hides(yunchuan):
    queue, lamps = registered(yunchuan), registered(yunchuan, LAMPS)
    submit(yunchuan, kind=PetitionKind.QUESTION)

    assert numbers(seen(yunchuan.shen, kind="QUESTION")) == ["XF2026-0003"]
    assert numbers(seen(yunchuan.shen, state="REGISTERED")) == [queue.number, lamps.number]
    page = seen(yunchuan.shen, q="路灯")
    assert numbers(page) == [lamps.number]
    assert "筛选隐藏 2 件" in page.text


def test_it_says_so_when_more_hold_the_words_than_are_looked_through(yunchuan, monkeypatch):
    registered(yunchuan, LAMPS)
    newer = registered(yunchuan, LAMPS)
    assert "只查找其中最近收到的" not in seen(yunchuan.shen, q="路灯").text

    monkeypatch.setattr("huiying.work.petitions.petitions.queries.MOST_HITS", 1)
    monkeypatch.setattr(lists, "MOST_HITS", 1)
    page = seen(yunchuan.shen, q="路灯")

    assert numbers(page) == [newer.number]
    assert "含这些词的事项较多，只查找其中最近收到的 1 件。" in page.text


def test_its_number_finds_it_here_and_the_number_of_another_system_too(yunchuan):
    own = registered(yunchuan)
    ticket = register_outside(yunchuan, number="信访 42")
    assert numbers(seen(yunchuan.shen, q=own.number.lower())) == [own.number]
    assert numbers(seen(yunchuan.shen, q="信访 42")) == [ticket.number]
    assert numbers(seen(yunchuan.shen, q="信访 4")) == []


@pytest.mark.parametrize("sort", ["left", "-left", "received", "-received"])
def test_the_pages_from_either_end_are_one_list(yunchuan, monkeypatch, sort):
    monkeypatch.setattr(lists, "PAGE", 2)
    for hour in range(7):
        submit(yunchuan, now=T0 + timedelta(hours=hour % 3))
    client = signed_in(yunchuan.shen)
    pages = [
        client.get(reverse("console:petitions"), {"state": "", "sort": sort, "page": number})
        for number in range(1, 5)
    ]
    shown = [[row.number for row in page.context["rows"]] for page in pages]
    monkeypatch.setattr(lists, "PAGE", 50)
    whole = client.get(reverse("console:petitions"), {"state": "", "sort": sort})
    assert [len(rows) for rows in shown] == [2, 2, 2, 1]
    together = [number for rows in shown for number in rows]
    assert together == [row.number for row in whole.context["rows"]]


def test_a_search_for_a_person_is_answered_with_the_reason(yunchuan):
    registered(yunchuan)
    page = seen(yunchuan.shen, q="13800138000")
    assert "不按人查找" in page.text
    assert numbers(page) == []


def test_what_is_late_is_one_filter(yunchuan, time):
    late = registered(yunchuan)
    time.set(T0 + timedelta(days=16))
    fresh = submit(yunchuan, now=T0 + timedelta(days=16)).row
    page = seen(yunchuan.shen, state="late")
    assert late.number in page.text
    assert fresh.number not in page.text


def test_a_unit_sees_only_what_was_forwarded_to_it(yunchuan):
    mine = forward(yunchuan, registered(yunchuan))
    forward(yunchuan, registered(yunchuan, LAMPS), unit=yunchuan.waterworks)
    unread = submit(yunchuan).row

    page = seen(yunchuan.window, state="")

    assert numbers(page) == [mine.number]
    assert unread.number not in page.text
    assert "共 1 件" in page.text, "it does not count those of others"


@pytest.mark.parametrize("who", ["speaker", "auditor", "admin"])
def test_who_has_nothing_to_do_with_petitions_sees_none(yunchuan, who):
    answer = signed_in(getattr(yunchuan, who)).get(reverse("console:petitions"))
    assert answer.status_code == 403


def test_the_menu_counts_what_is_to_be_registered_and_what_a_unit_handles(yunchuan):
    submit(yunchuan)
    forward(yunchuan, registered(yunchuan))
    for officer in (yunchuan.shen, yunchuan.window):
        page = seen(officer, state="")
        assert "信访事项 1" in " ".join(page.text.split()) or "信访事项1" in page.text


def test_a_register_is_a_file_with_its_record_and_no_unread_title(yunchuan):
    read, unread = registered(yunchuan, LAMPS), submit(yunchuan).row

    answer = signed_in(yunchuan.shen).get(
        reverse("console:petitions"), {"state": "", "format": "csv"}
    )

    text = answer.content.decode()
    assert read.number in text
    assert "路灯" in text
    assert unread.number in text
    assert "排队三小时" not in text
    assert "李晓雪" not in text
    assert AuditRecord.objects.get(verb="list.exported").data["rows"] == 2


def test_a_unit_takes_no_file(yunchuan):
    forward(yunchuan, registered(yunchuan))
    client = signed_in(yunchuan.window)
    assert client.get(reverse("console:petitions"), {"format": "xlsx"}).status_code == 403


def test_a_filter_is_kept(yunchuan):
    client = signed_in(yunchuan.shen)
    keep = reverse("console:filter-keep", args=["petitions"])
    client.post(keep, {"name": "咨询", "query": "kind=QUESTION&state=open"})
    assert "咨询" in page_of(client.get(reverse("console:petitions"))).text


def test_the_number_of_queries_does_not_grow_with_the_rows(
    yunchuan, django_assert_max_num_queries
):
    for _n in range(3):
        registered(yunchuan)
    client = signed_in(yunchuan.shen)
    client.get(reverse("console:petitions"))
    with django_assert_max_num_queries(30):
        client.get(reverse("console:petitions"))
