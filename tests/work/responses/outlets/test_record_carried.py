"""已发, 结果不明, 没有发出: what an officer saw on a channel, with its proof."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.work.responses.outlets.actions.mark_article import mark_doubt
from huiying.work.responses.outlets.actions.record_carried import (
    CarriedInput,
    record_absent,
    record_carried,
    record_doubt,
)
from huiying.work.responses.outlets.models import (
    Agreement,
    Carried,
    PlanLine,
    PlanState,
    Posting,
    PostingState,
)
from huiying.work.responses.releases.package import package_of
from huiying.work.responses.releases.queries import last_release_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses.outlets.steps import planned, sending

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, line = module_rows(planned)
SEEN = CarriedInput(T0, "https://mp.weixin.example/s/1")


def carry(line, officer, now, seen=SEEN, revision=None):
    return record_carried(line=line, carried=seen, officer=officer, now=now, revision=revision)


def doubt(line, officer, now, why="提交后超时", revision=None):
    record_doubt(line=line, why=why, officer=officer, now=now, revision=revision)


def absent(line, officer, now, how="账号后台和手机上都没有", revision=None):
    record_absent(line=line, how=how, officer=officer, now=now, revision=revision)


@pytest.mark.clause("8e")
def test_what_a_channel_says_is_compared_with_what_was_released(yunchuan, line, now):
    release = last_release_of(line.answer)
    same = carry(line, yunchuan.shen, now, replace(SEEN, text=package_of(release).plain))
    other = carry(line, yunchuan.shen, now, replace(SEEN, text="登记要先撤帖。"))
    unread = carry(line, yunchuan.shen, now)

    assert [row.agreement for row in (same, other, unread)] == [
        Agreement.SAME,
        Agreement.DIFFERS,
        Agreement.NOT_SEEN,
    ]
    assert (same.release, same.link, same.recorded_by) == (release, SEEN.link, yunchuan.shen)
    assert line.state == PlanState.CARRIED
    record = records_of(bureau_id=line.bureau_id).first()
    assert (record.verb, record.data["version"]) == ("outlet.carried", 1)


@pytest.mark.clause("8e")
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"link": ""}, "请写网址，或附截图"),
        ({"link": "ftp://x"}, "网址须以 https"),
        ({"at": T0 + timedelta(minutes=1)}, "发出时间不得晚于当前时间"),
        ({"at": T0 - timedelta(minutes=1)}, "早于第 1 版发布"),
        ({"text": "长" * 20_001}, "最多 20000 字"),
    ],
    ids=["no proof", "no address", "to come", "before the release", "too long"],
)
def test_what_was_carried_needs_proof_and_a_moment_that_can_be(
    yunchuan, line, now, changes, why
):
    with pytest.raises(Refused, match=why):
        carry(line, yunchuan.shen, now, replace(SEEN, **changes))

    assert not Carried.objects.exists()


def test_of_two_officers_one_records_and_who_does_not_speak_for_the_bureau_none(
    yunchuan, line, now
):
    on_her_screen, seen = PlanLine.objects.get(), line.revision
    with pytest.raises(PermissionDenied):
        carry(line, yunchuan.lu, now)
    carry(line, yunchuan.shen, now, revision=seen)

    with pytest.raises(Stale):
        carry(on_her_screen, yunchuan.speaker, now, revision=seen)

    assert Carried.objects.count() == 1


def test_a_doubt_says_what_happened_and_stops_the_line(yunchuan, line, now):
    with pytest.raises(Refused, match="请填写异常情况"):
        doubt(line, yunchuan.shen, now, why=" ")
    with pytest.raises(PermissionDenied):
        doubt(line, yunchuan.lu, now)

    doubt(line, yunchuan.shen, now)

    assert (line.state, line.reason, line.doubt_at) == (
        PlanState.UNKNOWN,
        "提交后超时",
        now,
    )
    assert records_of(bureau_id=line.bureau_id).first().verb == "outlet.doubted"
    with pytest.raises(Refused, match="结果待核"):
        doubt(line, yunchuan.shen, now)


def test_who_looked_and_found_nothing_lets_it_be_sent_again(yunchuan, line, now):
    with pytest.raises(Refused, match="待发"):
        absent(line, yunchuan.shen, now)
    doubt(line, yunchuan.shen, now)
    with pytest.raises(Refused, match="请填写核实方式"):
        absent(line, yunchuan.shen, now, how=" ")

    absent(line, yunchuan.shen, now)

    assert (line.state, line.reason, line.doubt_at) == (PlanState.PLANNED, "", None)
    record = records_of(bureau_id=line.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("outlet.absent", "账号后台和手机上都没有")


def test_a_doubt_about_a_second_version_falls_back_to_the_first(yunchuan, line, now):
    carry(line, yunchuan.shen, now)
    doubt(line, yunchuan.shen, now)

    absent(line, yunchuan.shen, now)

    assert line.state == PlanState.CARRIED


def test_who_looks_settles_an_article_in_doubt_and_none_that_is_on_its_way(yunchuan, line, now):
    posting = sending(yunchuan, line)
    with pytest.raises(Refused, match="请等平台的结果"):
        carry(PlanLine.objects.get(), yunchuan.shen, now)
    mark_doubt(posting, "提交后超时", now)

    carry(PlanLine.objects.get(), yunchuan.shen, now)

    assert Posting.objects.get().state == PostingState.PUBLISHED
    assert PlanLine.objects.get().state == PlanState.CARRIED
