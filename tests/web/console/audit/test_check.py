"""The page of the record says for a month what holds, and from which record on nothing does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import DayHead
from huiying.jobs.upkeep import record_check
from huiying.work.responses.core.models import Release
from tests.base.audit.chains import days_of, rewrite_chain
from tests.factories import T0
from tests.tampering import triggers_dropped
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PAGE = "console:audit-check"


@pytest.fixture
def auditor(yunchuan, time):
    time.set(T0 + timedelta(days=9))
    return signed_in(yunchuan.auditor)


def check(auditor, month="2026-11", saved=""):
    return page_of(auditor.post(reverse(PAGE), {"month": month, "saved": saved}))


def saved_of(cast):
    heads = DayHead.objects.filter(bureau_ref=cast.bureau.pk).order_by("seq")
    return "\n".join(f"{head.day:%Y年%m月%d日} {head.hash}" for head in heads)


def test_the_page_lists_the_heads_of_the_month_before_anything_is_checked(yunchuan, auditor):
    days_of(yunchuan, 9)
    page = page_of(auditor.get(reverse(PAGE)))

    assert [row.text.split()[0] for row in page.rows()] == ["2026-12-02", "2026-12-01"]
    assert "一致" not in page.panel("heads").text


def test_the_records_of_a_day_are_told_apart_from_all_up_to_then(yunchuan, auditor):
    days_of(yunchuan, 3)
    page = page_of(auditor.post(reverse(PAGE), {"month": "2026-11", "saved": ""}))
    heads = DayHead.objects.filter(bureau_ref=yunchuan.bureau.pk).order_by("-seq")[:2]

    row = page.row("2026-11-26").text.split()

    assert row[1:3] == [str(heads[0].seq - heads[1].seq), str(heads[0].seq)]
    assert "当日新增（条）" in page.panel("heads").text
    assert "与局外另存的同日校验值核对相符的" in page.text


def test_a_month_that_nobody_saved_is_consistent_and_not_anchored(yunchuan, auditor):
    days_of(yunchuan, 3)
    page = check(auditor)

    assert "前后一致，未与另存的校验值核对" in page.text
    assert len(page.rows("一致，未核对另存值")) == 3


def test_a_saved_text_anchors_the_month(yunchuan, auditor):
    heads = days_of(yunchuan, 3)
    page = check(auditor, saved=saved_of(yunchuan).splitlines()[1])

    assert f"前后一致，已与另存的校验值核对至第 {heads[1].seq} 条（2026-11-25）" in page.text
    assert len(page.rows("一致，与另存值相符")) == 2
    assert "未核对另存值" in page.row("2026-11-26").text


def test_a_chain_written_anew_is_broken_from_a_record_on(yunchuan, auditor):
    heads = days_of(yunchuan, 9)
    saved = saved_of(yunchuan)
    rewrite_chain(yunchuan, heads[-2].seq, label="另一件事", heads=True)
    december, november = check(auditor, "2026-12", saved), check(auditor, "2026-11", saved)

    assert f"自第 {heads[-3].seq + 1} 条起校验未通过" in december.text
    assert len(december.rows("不可信")) == 2
    assert "前后一致，已与另存的校验值核对" in november.text, (
        "what broke in December does not touch it"
    )


def test_altered_words_are_named_and_stand_above_the_record(yunchuan, auditor, time):
    out = desk.published(yunchuan, T0)
    with triggers_dropped():
        Release._base_manager.filter(pk=out.pk).update(content={**out.content, "body": "x"})
    words = f"回应 {out.version_number}：文本与审计记录中发布的文本不一致"

    assert words in check(auditor).text
    record_check.turn(time.now)
    assert words in page_of(auditor.get(reverse("console:audit"))).text


def test_the_desk_is_told_what_differs_in_the_language_of_its_reader(yunchuan, time):
    out = desk.published(yunchuan, T0)
    with triggers_dropped():
        Release._base_manager.filter(pk=out.pk).update(content={**out.content, "body": "x"})
    record_check.turn(time.now)
    duty = signed_in(yunchuan.lu)
    chinese = page_of(duty.get(reverse("console:desk"))).text
    english = page_of(duty.get(reverse("console:desk"), headers={"accept-language": "en"})).text

    assert "文本与审计记录中发布的文本不一致" in chinese
    assert "公开页不显示不一致的文字" in chinese
    assert reverse(PAGE) not in chinese, "the page of the record is the auditor's"
    assert english


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"month": "2026-11", "saved": "只有字"}, "未找到日期和 64 位校验值。"),
        ({"month": "昨天"}, "请按 2026-11 的样子写年和月。"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_form(yunchuan, auditor, given, words):
    page = page_of(auditor.post(reverse(PAGE), given))

    assert words in page.text
    assert "前后一致" not in page.text
