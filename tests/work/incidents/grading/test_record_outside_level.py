"""预警颜色, 响应级别: recorded from a document of another body, never derived."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.queries import timeline
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.outside_levels import OutsideLadder
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.grading.actions.record_outside_level import (
    LevelDocument,
    record_outside_level,
)
from huiying.work.incidents.grading.queries import outside_levels_of
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of

pytestmark = pytest.mark.django_db

TODAY = T0.astimezone(LOCAL).date()
DOCUMENT = LevelDocument(" 云应急〔2026〕3号 ", "区应急管理局", TODAY)

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


def set_level(incident, step, officer, now, document=DOCUMENT, **more):
    record_outside_level(
        incident=incident,
        ladder=OutsideLadder.WARNING,
        step=step,
        document=document,
        officer=officer,
        now=now,
        **more,
    )


def test_a_colour_is_recorded_with_its_document_and_lifted_by_another(yunchuan, incident, now):
    grade = incident.grade
    set_level(incident, "yellow", yunchuan.lu, now)
    lifting = replace(DOCUMENT, number="云应急〔2026〕5号")
    set_level(incident, "", yunchuan.lu, now + timedelta(hours=1), lifting)

    first, last = outside_levels_of(incident)
    assert (first.ladder, first.step, first.document) == (
        "WARNING",
        "yellow",
        "云应急〔2026〕3号",
    )
    assert (first.issuer, first.issued_on, first.by) == ("区应急管理局", TODAY, yunchuan.lu)
    assert (last.step, last.document) == ("", "云应急〔2026〕5号")
    incident.refresh_from_db()
    assert incident.grade == grade
    record = timeline(bureau_id=incident.bureau_id, topic=incident.audit_topic).first()
    assert (record.verb, record.data["document"]) == ("incident.level", "云应急〔2026〕5号")


@pytest.mark.parametrize(
    ("step", "document"),
    [
        ("purple", DOCUMENT),
        ("red", replace(DOCUMENT, number=" ")),
        ("red", replace(DOCUMENT, issuer=" ")),
        ("red", replace(DOCUMENT, on=TODAY + timedelta(days=1))),
    ],
    ids=["unknown step", "no number", "no issuer", "a date to come"],
)
def test_a_level_without_its_document_is_refused(yunchuan, incident, now, step, document):
    with pytest.raises(Refused):
        set_level(incident, step, yunchuan.lu, now, document)

    assert not incident.outside_levels.exists()


def test_of_two_who_record_a_level_the_second_looks_first(yunchuan, incident, now):
    seen = incident.revision
    set_level(incident, "yellow", yunchuan.lu, now, revision=seen)

    with pytest.raises(Stale):
        set_level(incident, "red", yunchuan.shen, now, revision=seen)

    assert incident.outside_levels.get().step == "yellow"
