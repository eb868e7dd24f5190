"""提出等级异议: by a unit that the incident concerns, with facts; no clock changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.clocks.models import Clock
from huiying.base.errors import Classified, Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.erasure import EraseHold
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.object_to_grade import (
    ObjectionInput,
    object_to_grade,
)
from huiying.work.incidents.grading.actions.withdraw_objection import withdraw_objection
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from huiying.work.incidents.grading.objections import open_objections
from huiying.work.responses.disclosure.files import owners_of
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import upload_picture
from tests.work.incidents.grading.steps import concern, lodge

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6a")]

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


def test_an_objection_waits_and_neither_grade_nor_clock_changes(yunchuan, incident, now):
    clocks = list(Clock.objects.order_by("pk").values())

    row = lodge(incident, yunchuan.window, now + timedelta(hours=1), media="省台已播出。")

    assert list(open_objections(yunchuan.bureau.pk)) == [row]
    assert (row.grade, row.wanted) == (Grade.ORDINARY, Grade.SIGNIFICANT)
    assert (row.state, row.media) == (ObjectionState.OPEN, "省台已播出。")
    incident.refresh_from_db()
    assert incident.grade == Grade.ORDINARY
    assert list(Clock.objects.order_by("pk").values()) == clocks


def test_the_record_names_the_unit_on_the_timeline_and_not_the_facts(yunchuan, incident, now):
    lodge(incident, yunchuan.window, now)

    row = AuditRecord.objects.get(verb="objection.lodged")
    assert (row.topic, row.label) == (incident.audit_topic, yunchuan.reception.name)
    assert row.data["to"] == Grade.SIGNIFICANT
    assert "240" not in str(row.data)
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_what_identifies_a_person_is_masked(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now, content="详见电话 13812345678 的记录。")

    assert "13812345678" not in row.content


def test_a_unit_that_the_incident_does_not_concern_is_refused(yunchuan, incident, now):
    stated = ObjectionInput(wanted=Grade.MAJOR, content="三个小区停水。")

    with pytest.raises(Refused, match="仅收到通报或交办"):
        object_to_grade(
            incident=incident,
            stated=stated,
            shown_grade=incident.grade,
            officer=yunchuan.window,
            now=now,
        )


def test_one_objection_of_a_unit_is_open_at_a_time_and_another_after_it_is_withdrawn(
    yunchuan, incident, now
):
    first = lodge(incident, yunchuan.window, now)
    lodge(incident, yunchuan.water, now)  # another unit may

    with pytest.raises(Refused, match="已有一份"):
        lodge(incident, yunchuan.window, now)
    withdraw_objection(objection=first, officer=yunchuan.window, now=now)
    lodge(incident, yunchuan.window, now)

    assert open_objections(yunchuan.bureau.pk).count() == 2


def test_the_database_lets_one_of_two_through(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now)

    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("stated", "error", "why"),
    [
        ({"content": " "}, Refused, "至少一项"),
        ({"content": "字" * 401}, Refused, "最多 400 字"),
        ({"content": "机密★10年 三个小区停水"}, Classified, "密级"),
        ({"reaction": "请平台删除这些帖子"}, Refused, "删除"),
        ({"wanted": Grade.ORDINARY, "media": "无媒体报道。"}, Refused, "相同"),
        ({"wanted": Grade.CRITICAL, "media": "央媒报道。"}, Refused, "特别重大"),
    ],
)
def test_what_may_not_be_lodged_is_refused(yunchuan, incident, now, stated, error, why):
    with pytest.raises(error, match=why):
        lodge(incident, yunchuan.window, now, **stated)

    assert not GradeObjection.objects.exists()


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.MERGED])
def test_a_settled_incident_takes_none(yunchuan, incident, now, stage):
    concern(incident, yunchuan.window)
    Incident.objects.filter(pk=incident.pk).update(stage=stage)

    with pytest.raises(Refused, match="不再受理"):
        lodge(incident, yunchuan.window, now)


def test_facts_about_another_grade_than_the_one_that_stands_are_refused(
    yunchuan, incident, now
):
    Incident.objects.filter(pk=incident.pk).update(grade=Grade.MAJOR)

    with pytest.raises(Stale, match="等级已变更"):
        lodge(incident, yunchuan.window, now)


@pytest.mark.parametrize("change", [{"content": "别的话"}, {"wanted": Grade.MAJOR}])
def test_the_database_refuses_to_change_what_was_lodged(yunchuan, incident, now, change):
    row = lodge(incident, yunchuan.window, now)

    with pytest.raises(IntegrityError), transaction.atomic():
        GradeObjection.objects.filter(pk=row.pk).update(**change)


def test_the_database_refuses_to_change_or_delete_what_was_withdrawn(yunchuan, incident, now):
    row = lodge(incident, yunchuan.window, now)
    withdraw_objection(objection=row, officer=yunchuan.window, now=now)

    rows = GradeObjection.objects.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state=ObjectionState.OPEN, settled_at=None, settled_by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


def test_its_file_is_held_until_the_matter_is_closed(
    yunchuan, incident, now, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    row = lodge(
        incident,
        yunchuan.window,
        now,
        content="见照片。",
        file=upload_picture(yunchuan, "现场照片").file,
    )

    [owner] = owners_of(row.file)
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)
    [after] = owners_of(row.file)

    assert (owner.words, owner.holds) == (yunchuan.reception.name, EraseHold.OBJECTION)
    assert after.holds is None
