"""The registers as pages and files: what the list shows, and no more."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.core.models import Closing
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Answer, Draft
from tests.base.clocks.test_distributions import clock
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow, queries
from tests.web.page import page_of
from tests.work.closing.archive.steps import LATER, a_closed_matter, filed

LIST = reverse("console:incidents")
KINDS = ("incidents", "notices", "tasks", "supervisions", "responses")
FEW_QUERIES = 45
MANY = 1_050  # more than are read at once, and than SQLite takes in one question


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def lines(client, address=LIST, **query):
    answer = client.get(address, {"format": "csv", **query})
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def register(kind: str) -> str:
    return reverse(f"console:register-{kind}")


pytestmark = pytest.mark.django_db


@pytest.mark.any_database
def test_the_file_of_the_list_holds_what_the_filter_shows(yunchuan):
    ordinary = incident_of(yunchuan)
    water = incident_of(yunchuan, WATER)

    _heading, *rows = lines(signed_in(yunchuan.shen))
    [_heading, only] = lines(signed_in(yunchuan.shen), q=water.title[:4])

    assert {row[0] for row in rows} == {ordinary.number, water.number}
    assert only[0] == water.number


@pytest.mark.any_database
def test_the_register_of_incidents_has_the_columns_of_the_regulation(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(1), now)

    heading, *rows = lines(signed_in(yunchuan.shen), register("incidents"))
    told = [dict(zip(heading, row, strict=True)) for row in rows]
    answered = next(row for row in told if row["回应时间"])

    assert heading[:10] == [
        "编号", "事件", "发现时间", "发布时间", "平台", "链接", "摘要", "证据校验值", "类别",
        "等级",
    ]  # fmt: skip
    assert answered["定级理由"] == "按制度定级。"
    assert "来访接待科" in answered["涉事单位"]
    assert answered["通报时间"].startswith("2026-11-24")
    assert "/answers/" in answered["回应链接"]
    assert "路灯不亮" in answered["摘要"]
    assert answered["平台"] == "论坛"


@pytest.mark.any_database
def test_the_other_registers_have_a_line_for_each_notice_and_draft(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(2), now)
    client = signed_in(yunchuan.shen)

    heading, *notices = lines(client, register("notices"))
    _heading, *drafts = lines(client, register("responses"))

    assert len(notices) == Notice.objects.filter(bureau=yunchuan.bureau).count()
    assert len(drafts) == Draft.objects.filter(bureau=yunchuan.bureau).count()
    assert {"通报单位", "送达凭证", "是否超时"} <= set(heading)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_register_shows_the_lines_of_its_file(yunchuan, now, time, kind):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(1), now)
    client = signed_in(yunchuan.shen)

    page = page_of(client.get(register(kind)))
    _heading, *rows = lines(client, register(kind))

    assert [row.tags("th")[0].text.strip() for row in page.rows()] == [row[0] for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_a_register_costs_the_same_however_much_it_holds(yunchuan, now, time, kind):
    time.set(now + timedelta(hours=1))
    client = signed_in(yunchuan.shen)
    grow(yunchuan, range(1), now)
    few = [queries(client, f"{register(kind)}?{more}") for more in ("", "format=csv")]
    grow(yunchuan, range(1, 4), now)

    assert [queries(client, f"{register(kind)}?{more}") for more in ("", "format=csv")] == few
    assert max(few) < FEW_QUERIES


def test_a_file_of_more_than_a_thousand_answers_has_the_deadline_of_each(yunchuan, now):
    incidents = Incident.objects.bulk_create(
        Incident(
            bureau=yunchuan.bureau,
            number=f"2025-{number:05d}",
            title=f"第 {number} 件",
            stage="OPEN",
            grade=1,
            discovered_at=now,
            opened_at=now,
            opened_by=yunchuan.lu,
            last_post_at=now,
            response_clock=own,
        )
        for number, own in enumerate(
            Clock.objects.bulk_create(clock(yunchuan, now, now - now) for _each in range(MANY))
        )
    )
    answers = Answer.objects.bulk_create(
        Answer(
            bureau=yunchuan.bureau,
            number=f"2025-{row.pk}",
            incident=row,
            speaker=yunchuan.reception,
        )
        for row in incidents
    )
    Draft.objects.bulk_create(
        Draft(
            bureau=yunchuan.bureau,
            answer=answer,
            author=yunchuan.speaker,
            started_at=now,
            edited_at=now,
        )
        for answer in answers
    )

    heading, *rows = lines(signed_in(yunchuan.shen), register("responses"))

    assert len(rows) == MANY
    assert {row[heading.index("回应时限")] for row in rows} == {"2026-11-24 10:30"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_register_is_narrowed_by_days_and_never_by_persons(yunchuan, now, time, kind):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(1), now)
    client = signed_in(yunchuan.shen)

    assert len(lines(client, register(kind), to="2026-11-23")) == 1
    assert "本系统按事件查找" in page_of(client.get(register(kind), {"q": "13800001234"}))


def test_a_unit_takes_no_register_and_no_link_leads_to_it(yunchuan):
    client = signed_in(yunchuan.window)

    assert client.get(LIST, {"format": "csv"}).status_code == 403
    assert client.get(register("incidents")).status_code == 403
    assert "format=csv" not in client.get(LIST).content.decode()
    assert "format=csv" in signed_in(yunchuan.lu).get(LIST).content.decode()


def test_a_title_that_looks_like_a_formula_is_text(yunchuan):
    incident = incident_of(yunchuan)
    Incident.objects.filter(pk=incident.pk).update(title="=1+1")
    client = signed_in(yunchuan.shen)

    sheet = client.get(LIST, {"format": "xlsx"}).content

    assert lines(client)[1][1] == "'=1+1"
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "=1+1"


@pytest.mark.parametrize("kind", KINDS)
def test_two_bureaus_never_mix(yunchuan, linxi, now, kind):
    grow(linxi, range(1), now)

    assert len(lines(signed_in(yunchuan.shen))) == 1
    assert len(lines(signed_in(yunchuan.shen), register(kind))) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_who_takes_a_file_is_in_the_record_and_who_looks_is_not(yunchuan, now, time, kind):
    grow(yunchuan, range(2), now)
    client = signed_in(yunchuan.shen)
    taken = AuditRecord.objects.filter(verb="list.exported")

    client.get(register(kind))
    assert not taken.exists()

    client.get(register(kind), {"format": "xlsx"})
    row = taken.get()
    assert (row.ref, row.data["format"]) == (kind, "xlsx")
    assert row.data["rows"] == len(lines(client, register(kind))) - 1
    assert "导出" in page_of(signed_in(yunchuan.auditor).get(reverse("console:audit")))


def test_a_filed_incident_has_its_archive_number_and_the_effect_of_its_answer(yunchuan, time):
    time.set(LATER)
    incident = a_closed_matter(yunchuan)
    filing = filed(yunchuan, incident)
    Closing.objects.filter(incident=incident).update(
        effect={"hours": 48, "posts": 9, "repeating": 2, "asking": 1, "unseen": 0}
    )

    heading, *rows = lines(signed_in(yunchuan.shen), register("incidents"))
    [row] = [dict(zip(heading, row, strict=True)) for row in rows if row[0] == incident.number]

    assert row["档号"] == filing.number
    assert row["回应效果"] == "回应后 48 小时：帖文 9 条，重复原说法 2 条"
