"""A promise stays open until it is kept, with material."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.promises.actions.promise import keep_promise, make_promise
from huiying.work.casework.promises.queries import open_promises, promises_due
from huiying.work.casework.tasks.models import Commitment
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import promise_of, upload_picture

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def promise(cast, incident, **changed):
    said = {"text": "三天内全部清洗。", "place": "公开回应第 1 版", "unit": cast.waterworks}
    said |= {"due": date(2026, 11, 27)} | changed
    return make_promise(incident=incident, officer=cast.lu, now=T0, **said)


def test_a_promise_runs_to_the_end_of_its_day_in_the_hands_of_its_unit(yunchuan, incident):
    row = promise(yunchuan, incident, text="打 13812345678 的住户三天内清洗。")

    assert (row.clock.due_at, row.clock.holder_unit) == (row.due_at, yunchuan.waterworks)
    assert f"{row.due_at:%m-%d %H:%M}" == "11-27 15:59", "midnight in 云川"
    assert "13812345678" not in row.text
    assert incident.concerned.filter(unit=yunchuan.waterworks).exists()
    record = AuditRecord.objects.get(verb="commitment.made")
    assert (record.topic, record.data) == (incident.audit_topic, {"due": "2026-11-27"})


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": " "}, "请写明承诺的原话和公开的出处"),
        ({"place": " "}, "公开的出处"),
        ({"due": date(2026, 11, 23)}, "期限须在现在之后"),
        ({"due": date(2027, 11, 30)}, "一年"),
        ({"unit": "linxi"}, "未找到该单位"),
        ({"text": "请平台删除该帖。"}, "不是不让人说话"),
    ],
)
def test_a_promise_without_words_place_unit_or_day_is_refused(
    yunchuan, linxi, incident, wrong, why
):
    if "unit" in wrong:
        wrong = {"unit": linxi.waterworks}

    with pytest.raises(Refused, match=why):
        promise(yunchuan, incident, **wrong)

    assert not Commitment.objects.exists()


def test_a_promise_is_recorded_on_the_incident_that_stays(yunchuan, incident):
    incident.stage = Stage.MERGED

    with pytest.raises(Refused, match="请记在并入的事件上"):
        promise(yunchuan, incident)


def test_a_promise_stays_open_until_it_is_kept(yunchuan, incident):
    row = promise_of(yunchuan, incident)

    assert list(open_promises(incident)) == [row]
    in_time = keep_promise(
        commitment=row,
        how="三栋高层水箱都已清洗。",
        pieces=[upload_picture(yunchuan, "清洗记录")],
        officer=yunchuan.lu,
        now=LATER,
    )

    row.clock.refresh_from_db()
    assert in_time
    assert not row.late
    assert row.clock.state == ClockState.MET
    assert not open_promises(incident).exists()


def test_a_promise_kept_late_says_so_for_ever(yunchuan, incident):
    row = promise_of(yunchuan, incident)
    late = row.due_at + timedelta(hours=1)
    assert list(promises_due(yunchuan.lu, late)) == [row]

    in_time = keep_promise(
        commitment=row,
        how="晚了一天。",
        pieces=[upload_picture(yunchuan, "清洗记录")],
        officer=yunchuan.lu,
        now=late,
    )

    row.clock.refresh_from_db()
    assert not in_time
    assert row.late
    assert row.clock.breached_at == row.due_at
    assert AuditRecord.objects.get(verb="commitment.kept").data["late"]


def test_keeping_a_promise_needs_material_and_happens_once(yunchuan, incident):
    row = promise_of(yunchuan, incident)

    with pytest.raises(Refused, match="须有材料"):
        keep_promise(commitment=row, how="办好了。", pieces=[], officer=yunchuan.lu, now=LATER)
    for _click in range(2):
        kept = [upload_picture(yunchuan, "清洗记录")]
        try:
            keep_promise(
                commitment=row, how="办好了。", pieces=kept, officer=yunchuan.lu, now=LATER
            )
        except Refused as error:
            assert "已登记兑现" in str(error)  # noqa: PT017
    assert row.materials.count() == 1
