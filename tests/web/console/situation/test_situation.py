"""现况 on screen: three signed lines, their revisions, and the two strongest quotations."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.recusals.actions.recuse import recuse
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import SituationLine
from tests.module_rows import module_rows
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HX = {"HX-Request": "true"}

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture(autouse=True)
def _workers():
    restart_workers()


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def page(client, incident):
    return page_of(client.get(reverse("console:incident", args=[incident.number])))


def form_of(incident, line=SituationLine.MATTER):
    return reverse("console:situation-revise", args=[incident.number, line])


def write(cast, incident, text, version, now, line=SituationLine.MATTER):
    return revise_situation(
        incident=incident,
        line=line,
        text=text,
        shown_version=version,
        officer=cast.lu,
        now=now,
    )


def test_an_unwritten_situation_offers_to_fill_it_in_from_the_title(lu, incident):
    panel = page(lu, incident).panel("situation")
    form = page_of(lu.get(form_of(incident)))

    assert "尚未填写" in panel.text
    assert form_of(incident) in panel
    assert "修订记录" not in panel.text
    assert incident.title in form.tags("textarea")[0]


def test_a_saved_line_is_signed_timed_and_numbered(lu, incident):
    address = form_of(incident)
    for version, text in enumerate(["自来水发黄。", "自来水发黄，正在排放。"]):
        lu.post(address, {"text": text, "version": version})

    said = page(lu, incident).panel("situation").text

    assert "自来水发黄，正在排放。" in said
    assert "陆知远" in said
    assert "第 1 次修订" in said
    assert said.count("尚未填写") == 2


def test_a_late_form_keeps_the_words_and_shows_what_stands_now(lu, incident, yunchuan, now):
    write(yunchuan, incident, "自来水发黄。", 0, now)

    late = lu.post(form_of(incident), {"text": "自来水发黑。", "version": 0})

    said = page_of(late, 409)
    assert "已被他人更新" in said.text
    assert "陆知远：自来水发黄。" in said.text
    assert "自来水发黑。" in said.tags("textarea")[0]
    assert 'name="version" value="1"' in said


def test_the_revisions_are_listed_with_what_each_changed(lu, incident, yunchuan, now):
    write(yunchuan, incident, "自来水发黄。", 0, now)
    write(yunchuan, incident, "自来水发黄，正在排放。", 1, now)
    write(yunchuan, incident, "约 240 户。", 0, now, line=SituationLine.SCOPE)

    listed = page_of(lu.get(reverse("console:situation", args=[incident.number])))

    matter = listed.panel("matter")
    assert matter.text.index("第 1 次修订") < matter.text.index("首次填写")
    assert "正在排放" in matter.tags("ins")[0]
    assert "约 240 户。" in listed.panel("scope").text


def test_a_revision_stands_in_the_timeline_of_the_incident(lu, incident, yunchuan, now):
    write(yunchuan, incident, "自来水发黄。", 0, now)
    write(yunchuan, incident, "自来水发黄，正在排放。", 1, now)

    events = (
        page_of(lu.get(f"{reverse('console:incident', args=[incident.number])}?tab=history"))
        .panel("events")
        .text
    )

    assert "陆知远填写现况“事由”：自来水发黄。" in events
    assert "陆知远第 1 次修订现况“事由”：自来水发黄，正在排放。" in events


def test_who_may_not_write_or_is_recused_sees_no_button(lu, incident, yunchuan, now):
    write(yunchuan, incident, "自来水发黄。", 0, now)
    assert form_of(incident) in page(lu, incident).panel("situation")

    recuse(
        incident=incident,
        who=yunchuan.lu,
        reason="家属住在该小区。",
        officer=yunchuan.lu,
        now=now,
    )

    for officer in (yunchuan.lu, yunchuan.cheng):
        client = signed_in(officer)
        panel = page(client, incident).panel("situation")
        assert "自来水发黄。" in panel.text
        assert form_of(incident) not in panel
        assert client.get(form_of(incident)).status_code == 403


def test_a_line_that_there_is_not_is_not_found(lu, incident):
    assert lu.get(form_of(incident, "BLAME")).status_code == 404


def test_a_merged_incident_keeps_its_own_lines(lu, incident, yunchuan, now):
    other = incident_of(yunchuan, QUEUE)
    write(yunchuan, other, "登记排队。", 0, now)
    merge_incidents(
        source=other, target=incident, reason="同一件事。", officer=yunchuan.lu, now=now
    )

    assert "登记排队。" not in page(lu, incident).panel("situation").text
    assert "登记排队。" in page(lu, other).panel("situation").text


def test_the_strongest_quotations_tell_copies_platforms_and_first_moment(
    lu, yunchuan, incident, now
):
    submit_posts(yunchuan, WATER[1], now=now, channel="微博")
    run_stream(yunchuan, now=now)

    quotes = page(lu, incident).panel("situation").tags("blockquote")

    assert 1 <= len(quotes) <= 2
    assert "×2 “青石家园的自来水今早又发黄了" in quotes[0].text
    assert "微博、论坛 · 11-24 10:00 首次采集" in quotes[0].text


def test_who_sees_no_posts_reads_no_quotation(yunchuan, incident, now):
    unit = signed_in(yunchuan.auditor)

    assert page(unit, incident).panel("situation").tags("blockquote") == []


def test_the_panel_costs_one_query_and_none_while_nothing_is_written(
    lu, incident, yunchuan, now
):
    address = reverse("console:incident", args=[incident.number])
    lu.get(address)
    unwritten = bulk_rows.queries(lu, address)
    for line in SituationLine:
        write(yunchuan, incident, "自来水发黄。", 0, now, line=line)

    assert bulk_rows.queries(lu, address) <= unwritten + 1
