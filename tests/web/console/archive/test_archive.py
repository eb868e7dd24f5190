"""The archive as its readers see it: what waits, what is filed, a dossier, a deletion."""

from __future__ import annotations

import csv
import io
import zipfile

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import ReportKind
from huiying.web.console.shared.menu_counts import waiting_counts
from huiying.work.closing.archive.models import Filing, PeriodRequest
from huiying.work.closing.dossiers.models import Dossier
from huiying.work.closing.retention.models import DeletionState, PostDeletion
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.closing import make_closed_incident
from tests.scenarios.incidents import WATER, candidate_of, restart_workers
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.closing.archive.steps import (
    LATER,
    a_closed_matter,
    change_rules,
    filed,
    signed,
)
from tests.work.closing.retention.steps import LATER as MUCH_LATER
from tests.work.closing.retention.steps import old_posts, run, set_months, signed_plan

pytestmark = pytest.mark.django_db
ARCHIVE, DELETIONS = reverse("console:archive"), reverse("console:post-deletions")


@pytest.fixture(autouse=True)
def _tomorrow(time, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    restart_workers()
    time.set(LATER)


def test_a_closed_matter_waits_and_is_filed_by_the_form(yunchuan):
    incident = make_closed_incident(yunchuan)
    office = signed_in(yunchuan.shen)
    assert incident.number in page_of(office.get(ARCHIVE)).panel("waiting").text
    assert waiting_counts(yunchuan.shen)["archive"] == 1
    assert "archive" not in waiting_counts(yunchuan.lu)  # who does not file
    assert "全宗号未设定" in page_of(office.get(ARCHIVE)).text

    office.post(reverse("console:archive-fonds"), {"fonds": "x018"})
    form = reverse("console:archive-file", args=[incident.number])
    asked = page_of(office.get(form))
    assert "规则未设定该等级的保管期限" in asked.text
    done = office.post(form, {"period": "PERMANENT", "reason": ""}, follow=True)

    assert "档号 X018-2026-Y-0001" in page_of(done).text
    page = page_of(office.get(ARCHIVE))
    assert incident.number not in page.panel("waiting").text
    assert "X018-2026-Y-0001" in page.panel("filed").text
    assert "archive" not in waiting_counts(yunchuan.shen)


def test_a_double_click_files_once(yunchuan):
    incident = a_closed_matter(yunchuan)
    office = signed_in(yunchuan.shen)
    form = reverse("console:archive-file", args=[incident.number])

    for _click in range(2):
        office.post(form, {"period": "PERMANENT", "reason": ""})

    assert Filing.objects.count() == 1


def test_a_stale_tab_is_refused_with_what_was_typed(yunchuan):
    incident = a_closed_matter(yunchuan)
    office = signed_in(yunchuan.shen)
    form = reverse("console:archive-file", args=[incident.number])

    answer = office.post(
        form,
        {"period": "PERMANENT", "reason": "涉及民生", "version": incident.revision - 1},
    )

    assert "事件已更新，本次未归档" in answer.content.decode()
    assert "涉及民生" in answer.content.decode()
    assert not Filing.objects.exists()


def test_a_shorter_period_is_signed_on_its_page_by_a_leader_alone(yunchuan):
    incident = a_closed_matter(yunchuan)
    office, leader = signed_in(yunchuan.shen), signed_in(yunchuan.leader)
    form = reverse("console:archive-file", args=[incident.number])
    too_short = office.post(form, {"period": "TEN_YEARS", "reason": ""})
    assert "缩短保管期限须写明理由" in too_short.content.decode()
    office.post(form, {"period": "TEN_YEARS", "reason": "一般咨询"})
    request = PeriodRequest.objects.get()
    address = reverse("console:archive-period", args=[request.number])

    assert "签署缩短期限" not in office.get(address).content.decode()
    page = leader.get(address).content.decode()
    assert "签署缩短期限" in page
    seen = page.split('name="hash" value="')[1][:64]
    leader.post(reverse("console:archive-period-sign", args=[request.number]), {"hash": seen})

    assert Filing.objects.get().number == "X018-2026-D10-0001"


def test_the_page_of_a_closed_matter_leads_to_its_filing(yunchuan):
    incident = a_closed_matter(yunchuan)
    office = signed_in(yunchuan.shen)
    address = reverse("console:incident", args=[incident.number])
    assert "归档…" in office.get(address).content.decode()

    filing = filed(yunchuan, incident)

    assert (
        reverse("console:filing", args=[filing.number]) in office.get(address).content.decode()
    )


def test_the_list_is_narrowed_and_its_file_holds_the_same(yunchuan):
    filing = filed(yunchuan, a_closed_matter(yunchuan))
    office = signed_in(yunchuan.shen)

    for query, shown in (
        ({"q": filing.number}, True),
        ({"q": "没有这样的题名"}, False),
        ({"year": "2026", "period": "PERMANENT"}, True),
        ({"year": "2025"}, False),
        ({"period": "TEN_YEARS"}, False),
        ({"unit": str(yunchuan.reception.pk)}, True),
        ({"unit": str(yunchuan.waterworks.pk)}, False),
        ({"year": "x", "unit": "'", "period": "永久", "page": "-1"}, True),
    ):
        page = page_of(office.get(ARCHIVE, query)).panel("filed")
        assert (reverse("console:filing", args=[filing.number]) in page) == shown, query
        answer = office.get(ARCHIVE, {**query, "format": "csv"})
        lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(lines) == 1 + shown
    assert office.get(ARCHIVE, {"format": "xlsx"}).status_code == 200


def test_a_dossier_is_made_by_the_job_and_taken_once_it_is_there(yunchuan):
    filing = filed(yunchuan, a_closed_matter(yunchuan))
    office = signed_in(yunchuan.shen)
    office.post(reverse("console:dossier-make", args=[filing.number]))
    dossier = Dossier.objects.get()
    take = reverse("console:dossier-take", args=[dossier.number])
    page = reverse("console:filing", args=[filing.number])
    assert "待生成" in page_of(office.get(page)).panel("dossiers").text
    assert office.post(take).status_code == 302  # nothing to take yet

    DOSSIERS.turn(LATER)
    assert "下载卷宗" in page_of(office.get(page)).panel("dossiers").text
    assert "下载卷宗" not in signed_in(yunchuan.leader).get(page).content.decode()
    answer = office.post(take)
    body = b"".join(answer.streaming_content)

    assert "index.html" in zipfile.ZipFile(io.BytesIO(body)).namelist()
    assert int(answer["Content-Length"]) == len(body)
    assert AuditRecord.objects.filter(verb="dossier.handed_out").count() == 1


def test_a_dossier_whose_file_is_gone_is_not_handed_out(yunchuan):
    filing = filed(yunchuan, a_closed_matter(yunchuan))
    office = signed_in(yunchuan.shen)
    office.post(reverse("console:dossier-make", args=[filing.number]))
    DOSSIERS.turn(LATER)
    dossier = Dossier.objects.get()
    DOSSIERS.path_of(dossier).unlink()

    answer = office.post(reverse("console:dossier-take", args=[dossier.number]), follow=True)

    assert "不在本机或无法打开" in answer.content.decode()
    assert not AuditRecord.objects.filter(verb="dossier.handed_out").exists()


def test_a_deletion_is_shown_before_it_runs_and_signed_by_two_others(yunchuan, time):
    old_posts(yunchuan)
    time.set(MUCH_LATER)
    office, duty, leader = map(signed_in, (yunchuan.shen, yunchuan.lu, yunchuan.leader))
    assert "不删除任何帖文" in office.get(DELETIONS).content.decode()
    set_months(yunchuan)
    answer = office.post(reverse("console:post-deletion-plan"), {"version": "0"})
    assert answer.status_code == 302, page_of(answer).text
    row = PostDeletion.objects.get()
    address = reverse("console:post-deletion", args=[row.number])

    page = page_of(leader.get(address))
    assert "共 3 条" in page.text
    assert "2026-11" in page.panel("months").text
    assert "广场舞音响声音大" in page.panel("examples").text
    assert "签署删除计划" not in office.get(address).content.decode()
    for browser in (duty, leader):
        seen = browser.get(address).content.decode().split('name="hash" value="')[1][:64]
        browser.post(reverse("console:post-deletion-sign", args=[row.number]), {"hash": seen})

    row.refresh_from_db()
    assert row.state == DeletionState.RUNNING
    assert "暂停" in office.get(address).content.decode()
    assert run(MUCH_LATER) == 3
    page = page_of(office.get(address))
    assert "已完成" in page.text
    assert not page.has_panel("examples")


def test_who_stopped_a_deletion_ends_it_and_does_not_continue_it(yunchuan, time):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    time.set(MUCH_LATER)
    office = signed_in(yunchuan.shen)
    address = reverse("console:post-deletion", args=[row.number])
    office.post(reverse("console:post-deletion-stop", args=[row.number]))
    page = page_of(office.get(address))
    assert "终止…" in page.text
    assert "继续删除" not in page.text
    office.post(reverse("console:post-deletion-resume", args=[row.number]))
    assert run(MUCH_LATER) == 0

    form = reverse("console:post-deletion-end", args=[row.number])
    assert "其余帖文保留" in page_of(office.get(form)).text
    office.post(form, {"reason": "规则已改，另行拟订"})

    page = page_of(office.get(address))
    assert "已终止" in page.text
    assert "停止原因：规则已改，另行拟订" in page.text
    assert "拟订删除计划…" in page_of(office.get(DELETIONS)).text


def test_a_deletion_that_stopped_of_itself_says_why(yunchuan, time):
    old_posts(yunchuan)
    set_months(yunchuan)
    row = signed_plan(yunchuan)
    change_rules(yunchuan, MUCH_LATER, months=0)
    assert run(MUCH_LATER) == 0
    time.set(MUCH_LATER)

    page = page_of(
        signed_in(yunchuan.shen).get(reverse("console:post-deletion", args=[row.number]))
    )
    assert "停止原因：本局现行规则不删除帖文。" in page.text
    assert "继续删除" in page.text


def test_the_rules_page_says_that_the_bureau_must_set_periods_and_months(yunchuan):
    page = page_of(signed_in(yunchuan.shen).get(reverse("console:rules"))).panel("keeping")

    assert page.text.count("本局未设定") == len(Grade) + len(ReportKind)
    assert "未设定，不删除" in page.text
    assert "须由本局" in page.text


def test_pages_of_a_matter_and_a_triage_item_open_when_their_posts_are_gone(yunchuan, time):
    incident = a_closed_matter(yunchuan)
    signed(filed(yunchuan, incident, "TEN_YEARS", "一般咨询"), yunchuan.leader)
    aside = candidate_of(yunchuan, WATER)
    Candidate.objects.filter(pk=aside.pk).update(state=CandidateState.DISMISSED)
    old_posts(yunchuan)
    set_months(yunchuan)
    end = MUCH_LATER.replace(year=2037)
    signed_plan(yunchuan, end)
    assert run(end) > len(WATER)
    assert not Placement.objects.filter(event_id=aside.event_id).exists()
    time.set(end)

    office = signed_in(yunchuan.shen)
    for name, key in (
        ("incident", incident.number),
        ("candidate", aside.event_id),
        ("filing", Filing.objects.get().number),
    ):
        assert office.get(reverse(f"console:{name}", args=[key])).status_code == 200
    for name in ("posts", "figures", "archive", "candidates-decided"):
        assert office.get(reverse(f"console:{name}")).status_code == 200
