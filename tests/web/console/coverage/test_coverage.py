"""监测覆盖 on the screens: how each kind is watched, gaps that somebody answers for."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.jobs.upkeep import coverage as job
from huiying.policy.monitoring.coverage import KINDS
from huiying.work.collection.coverage.models import CoverageNote
from huiying.work.collection.patrols.place_lines import PlaceDetails
from huiying.work.collection.sources.models import Health, Source, SourceKind
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.collection.patrols.planning import begin

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("5h")]


@pytest.fixture(autouse=True)
def now(time):
    time.set(T0)


def source(cast, **fields):
    wanted = {"kind": SourceKind.PAGE, "health": Health.HEALTHY, "last_ok_at": T0, **fields}
    return Source.objects.create(bureau=cast.bureau, **wanted)


def shown(officer, **asked):
    return page_of(signed_in(officer).get(reverse("console:coverage"), asked))


def test_every_kind_is_listed_with_its_basis_and_a_new_bureau_has_gaps_alone(yunchuan):
    page = shown(yunchuan.leader)

    assert all(kind.label in page.text for kind in KINDS)
    assert page.text.count("《制度》第五条原文") == 2  # websites and new media
    assert "本局认为应当" in page.row("微信公众号").text
    assert page.text.count("未覆盖") >= len(KINDS)


def test_a_kind_is_covered_failing_or_by_patrol_alone_and_each_cell_opens_its_rows(yunchuan):
    source(yunchuan, name="区政府网", channel="政府网站")
    source(yunchuan, name="微博", channel="微博", last_ok_at=T0 - timedelta(hours=9))
    begin(yunchuan, now=T0, places=[PlaceDetails("抖音同城", "https://dy.example/1", "抖音")])

    page = shown(yunchuan.lu)

    assert "已覆盖" in page.row("网站").text
    assert "仅人工巡查" in page.row("短视频").text
    assert "已覆盖，现中断或无更新" in page.row("微博").text
    assert "不正常 1" in page.row("微博").text
    kind = page_of(signed_in(yunchuan.lu).get(reverse("console:coverage-kind", args=["weibo"])))
    assert f"{reverse('console:coverage-kind', args=['weibo'])}#h-automatic" in page
    assert "应每 10 分钟采集一次" in kind.panel("automatic").text
    assert 'id="h-automatic"' in kind


def test_gaps_alone_are_asked_for(yunchuan):
    source(yunchuan, name="区政府网", channel="政府网站")

    page = shown(yunchuan.lu, gaps="1")

    assert "《制度》第五条原文" in page.text  # new media is a gap
    assert reverse("console:coverage-kind", args=["website"]) not in page
    assert reverse("console:coverage-kind", args=["weibo"]) in page


def test_a_gap_gets_an_owner_and_a_note(yunchuan):
    client = signed_in(yunchuan.shen)
    url = reverse("console:coverage-note", args=["weibo"])

    empty = client.post(url, {"standing": "OWNED", "note": "接入中"})
    assert "请选择责任人" in page_of(empty, 409).text
    client.post(url, {"standing": "OWNED", "note": "月底前接入", "owner": yunchuan.lu.pk})

    row = shown(yunchuan.shen).row("微博")
    assert "待补，已明确责任人（陆知远）：月底前接入" in row.text
    assert "未覆盖" in row.text


def test_what_need_not_be_covered_takes_another_leader_and_is_a_gap_until_then(yunchuan):
    url = reverse("console:coverage-note", args=["groups"])
    signed_in(yunchuan.shen).post(url, {"standing": "NOT_NEEDED", "note": "没有公开的群"})
    note = CoverageNote.objects.get()
    assert "未覆盖" in shown(yunchuan.shen).row("没有公开的群").text
    assert "待另一位领导同意" in shown(yunchuan.shen).row("没有公开的群").text
    sign = reverse("console:coverage-note-sign", args=[note.pk])
    assert signed_in(yunchuan.shen).post(sign).status_code == 403

    assert "不需覆盖：本地生活群" in page_of(signed_in(yunchuan.leader).get("/desk/")).text
    assert "同意不覆盖" in shown(yunchuan.leader).buttons()
    signed_in(yunchuan.leader).post(sign)

    assert "不需覆盖" in shown(yunchuan.shen).row("没有公开的群").text
    assert "未覆盖" not in shown(yunchuan.shen).row("没有公开的群").text


def test_a_source_of_no_kind_is_put_to_one(yunchuan):
    row = source(yunchuan, name="闪看·本地", channel="闪看")
    assert "闪看·本地" in shown(yunchuan.shen).panel("unassigned").text

    url = reverse("console:coverage-assign", args=[row.pk])
    signed_in(yunchuan.shen).post(url, {"kind": "video"})

    assert not shown(yunchuan.shen).has_panel("unassigned")
    assert "已覆盖" in shown(yunchuan.shen).row("短视频").text


def test_the_desk_has_one_line_only_while_a_gap_is_new(yunchuan, time):
    source(yunchuan, name="微博推送", kind=SourceKind.PUSH, channel="微博", last_new_at=T0)
    job.turn(T0)
    time.set(T0 + timedelta(days=2))
    desk = signed_in(yunchuan.shen)
    assert "h-new-gaps" not in desk.get("/desk/").content.decode()

    Source.objects.filter(name="微博推送").delete()
    job.turn(T0 + timedelta(days=2))

    page = page_of(desk.get("/desk/"))
    assert "新出现监测空白：微博。" in page.panel("new-gaps").text
    assert "h-new-gaps" not in signed_in(yunchuan.lu).get("/desk/").content.decode()
    time.set(T0 + timedelta(days=4))
    assert "h-new-gaps" not in signed_in(yunchuan.shen).get("/desk/").content.decode()


@pytest.mark.parametrize("name", ["coverage", "delays", "samples"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_table_is_taken_as_a_file_and_that_is_on_record(yunchuan, name, kind):
    office = signed_in(yunchuan.shen)
    address = reverse(f"console:{name}")
    assert f"format={kind}" in office.get(address).content.decode()

    answer = office.get(address, {"format": kind})

    assert f'{name}.{kind}"' in answer["Content-Disposition"]
    assert AuditRecord.objects.get(verb="list.exported").data["format"] == kind


def test_the_file_of_coverage_has_a_line_for_each_kind_of_channel(yunchuan):
    answer = signed_in(yunchuan.shen).get(reverse("console:coverage"), {"format": "csv"})

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(lines) == 1 + len(KINDS)
    assert {len(line) for line in lines} == {len(lines[0])}
