"""People edit a report by line: a new version, a void signature, and no word is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.errors import Classified, Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import NO_DATA, ReportKind, ReportState
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.content import (
    Line,
    Source,
    keep_edits,
    lines_of,
    omitted_of,
    recipients_of,
    with_texts,
)
from huiying.work.reports.core.models import ReportVersion
from huiying.work.reports.core.queries import newest_version
from huiying.work.reports.drafting.actions.edit_report import edit_report, recompose
from huiying.work.reports.drafting.actions.sign_report import submit_report
from huiying.work.reports.templates.actions.change_template import change_template
from huiying.work.reports.templates.queries import usual_entries
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, docket_of, incident_of
from tests.scenarios.reports import draft_of, edit, linked_recipient, recipient_of, sign

LATER = T0 + timedelta(minutes=20)


def draft_and_recipient(cast):
    linked_recipient(cast)
    return draft_of(cast, incident_of(cast, WATER, grade=Grade.MAJOR), now=LATER)


standing_rows, rows, yunchuan, report = module_rows(draft_and_recipient)


def line(report, code, version=None):
    row = report.versions.get(version=version) if version else newest_version(report)
    return next(one for one in lines_of(row) if one.code == code)


def test_an_edited_line_says_so_and_keeps_its_sources(yunchuan, report):
    edit(yunchuan, report, now=LATER, place="青石片区", scope="约 300 户。")
    report.refresh_from_db()

    assert (report.version, report.revision) == (2, 1)
    assert (line(report, "place").text, line(report, "place").origin) == ("青石片区", "edited")
    assert line(report, "scope").sources == line(report, "scope", 1).sources
    assert line(report, "received").origin == "composed"
    assert line(report, "place", 1).text == NO_DATA
    assert yunchuan.shen.pk in report.writers


def test_of_two_editors_the_second_is_told_and_changes_nothing(yunchuan, report):
    title = newest_version(report).title

    def change(officer, place):
        edit_report(
            report=report,
            title=title,
            texts={"place": place},
            recipients=[one.rule for one in recipients_of(newest_version(report))],
            officer=officer,
            now=LATER,
            revision=0,
        )

    change(yunchuan.shen, "青石片区")
    with pytest.raises(Stale, match="已被他人更新"):
        change(yunchuan.lu, "望湖路")
    report.refresh_from_db()
    assert line(report, "place").text == "青石片区"
    assert ReportVersion.objects.count() == 2


def test_what_may_not_be_written_is_refused_with_the_reason(yunchuan, report):
    with pytest.raises(Refused, match="检举控告"):
        edit(yunchuan, report, place="实名举报张科长受贿")
    with pytest.raises(Refused, match="删除"):
        edit(yunchuan, report, proposals="请网信办删除上述帖文。")
    with pytest.raises(Classified):
        edit(yunchuan, report, place="机密★10年")
    with pytest.raises(Refused, match="最多 4000 字"):
        edit(yunchuan, report, place="水" * 4001)
    with pytest.raises(Refused, match="无变化"):
        edit(yunchuan, report)


def test_a_petitioner_in_a_line_is_masked(yunchuan, report):
    edit(yunchuan, report, place="青石片区，联系人电话 13812345678")
    report.refresh_from_db()
    assert "13812345678" not in line(report, "place").text


def test_an_edit_voids_the_signature(yunchuan, report):
    sign(yunchuan, report, now=LATER)
    request = report.signoff
    edit(yunchuan, report, now=LATER, place="青石片区")
    report.refresh_from_db()
    request.refresh_from_db()
    assert (report.state, report.signoff) == (ReportState.DRAFT, None)
    assert request.decision == Decision.VOID


def test_recomposing_takes_up_what_is_new_and_keeps_what_people_wrote(yunchuan, report):
    edit(yunchuan, report, now=LATER, place="青石片区", measures="已派人到场。")
    report.refresh_from_db()
    docket_of(yunchuan, report.incident, now=LATER + timedelta(minutes=5))
    now = LATER + timedelta(minutes=10)
    recompose(report=report, officer=yunchuan.shen, now=now, revision=report.revision)
    report.refresh_from_db()

    assert report.cut_off == now
    assert line(report, "place").text == "青石片区"
    assert (line(report, "measures").text, line(report, "measures").origin) == (
        "已派人到场。",
        "edited",
    )
    assert "有人往水厂倒东西" in line(report, "unverified").text


def test_recomposing_keeps_a_line_of_people_that_left_the_template(yunchuan, report):
    edit(yunchuan, report, now=LATER, unverified="是否有人就医，尚未核实。")
    change_template(
        kind=ReportKind.INITIAL,
        entries=[
            one
            for one in usual_entries(ReportKind.INITIAL)
            if one.code not in ("unverified", "loss")
        ],
        shown_edition=0,
        officer=yunchuan.shen,
        now=LATER,
    )
    report.refresh_from_db()
    recompose(report=report, officer=yunchuan.lu, now=LATER + timedelta(minutes=1))
    report.refresh_from_db()
    lines = lines_of(newest_version(report))
    assert (lines[-1].code, lines[-1].origin) == ("unverified", "edited")
    assert lines[-1].text == "是否有人就医，尚未核实。"
    assert "loss" not in [one.code for one in lines]


def test_recomposing_takes_the_new_title_unless_people_wrote_one(yunchuan, report):
    Incident.objects.filter(pk=report.incident_id).update(title="水质异常（更名）")
    report.refresh_from_db()
    recompose(report=report, officer=yunchuan.lu, now=LATER + timedelta(minutes=1))
    report.refresh_from_db()
    assert newest_version(report).title == "水质异常（更名）初报"
    edit_report(
        report=report,
        title="关于水质的报告",
        texts={},
        recipients=[one.rule for one in recipients_of(newest_version(report))],
        officer=yunchuan.shen,
        now=LATER + timedelta(minutes=2),
    )
    for minutes in (3, 4):
        report.refresh_from_db()
        recompose(report=report, officer=yunchuan.lu, now=LATER + timedelta(minutes=minutes))
    report.refresh_from_db()
    assert newest_version(report).title == "关于水质的报告"


def test_recipients_are_chosen_from_the_table_alone(yunchuan, report):
    other = recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT")
    act = {
        "report": report,
        "title": newest_version(report).title,
        "texts": {},
        "recipients": [other.pk, 999_999],
        "officer": yunchuan.shen,
        "now": LATER,
    }
    with pytest.raises(Refused, match="应报未报：区委网信办"):
        edit_report(**act)
    edit_report(**act, omission_reason="由区政府办统一上报。")
    report.refresh_from_db()
    version = newest_version(report)
    assert [one.name for one in recipients_of(version)] == ["区政府办"]
    assert [one.name for one in omitted_of(version)] == ["区委网信办"]
    assert version.omission_reason == "由区政府办统一上报。"
    with pytest.raises(Refused, match="无变化"):
        edit_report(**act, omission_reason="由区政府办统一上报。")


def test_composing_anew_keeps_who_was_left_out_and_adds_nobody(yunchuan, report):
    recipient_of(yunchuan, name="区政府办", kind="GOVERNMENT")
    version = newest_version(report)
    edit_report(
        report=report,
        title=version.title,
        texts={},
        recipients=[one["rule"] for one in version.recipients],
        officer=yunchuan.shen,
        now=LATER,
        omission_reason="由区委网信办转报。",
    )
    recipient_of(yunchuan, name="市信访局", kind="PETITIONS")

    recompose(report=report, officer=yunchuan.shen, now=LATER)

    report.refresh_from_db()
    version = newest_version(report)
    assert [one.name for one in omitted_of(version)] == ["区政府办"]
    with pytest.raises(Refused, match="应报未报：市信访局"):
        submit_report(report=report, officer=yunchuan.lu, now=LATER)


def test_the_database_refuses_to_change_or_to_delete_a_version(yunchuan, report):
    for act in (
        lambda rows: rows.update(title="另一个"),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act(ReportVersion.objects.filter(report=report))


TEXTS = st.text(st.sampled_from("水黄青石，。 \n"), max_size=12)
LINES = st.lists(
    st.builds(
        Line,
        code=st.sampled_from(["place", "scope", "loss"]),
        heading=st.just("栏"),
        text=TEXTS.map(lambda text: text or NO_DATA),
        origin=st.sampled_from(["composed", "edited"]),
        sources=st.just((Source("incident", "2026-0001", "2026-0001"),)),
    ),
    unique_by=lambda one: one.code,
    max_size=3,
)


@given(LINES, LINES, st.dictionaries(st.sampled_from(["place", "scope", "loss"]), TEXTS))
def test_no_word_of_people_is_ever_lost_by_composing_anew(fresh, before, typed):
    edited = with_texts(before, typed)
    again = keep_edits(fresh, edited)

    own = {one.code: one.text for one in edited if one.origin == "edited"}
    left = [code for code in own if code not in {one.code for one in fresh}]
    assert [one.code for one in again] == [one.code for one in fresh] + left
    assert {one.code: one.text for one in again if one.code in own} == own
    for one, composed in zip(again, fresh, strict=False):
        assert one.sources == composed.sources
        assert one.text == own.get(one.code, composed.text)
        assert (one.origin == "edited") == (one.code in own or composed.origin == "edited")
