"""What a unit answered in its own name stands beside the line that was then in force."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.casework.notices.actions.record_outside_answer import (
    OutsideAnswerInput,
    record_outside_answer,
)
from huiying.work.casework.notices.models import Agreement, OutsideAnswer
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.casework.notices.steps import LINE, confirmed, issue, notify

MINUTE = timedelta(minutes=1)
ANSWERED = OutsideAnswerInput(T0 + 5 * MINUTE, "窗口公告栏", " 正在加开窗口。 ")
NEXT = replace(LINE, agreed_line="今天已加开窗口。", change_note="窗口加开了。")


def notified(cast):
    incident = confirmed(cast)
    notify(incident, cast.reception, cast.lu, T0)
    return incident


standing_rows, rows, yunchuan, incident = module_rows(notified)


def answer(cast, incident, unit=None, **changed):
    return record_outside_answer(
        incident=incident,
        unit=unit or cast.reception,
        answered=replace(ANSWERED, **changed),
        officer=cast.window,
        now=T0 + 10 * MINUTE,
    )


@pytest.mark.clause("4(3)d")
def test_an_answer_stands_beside_the_version_of_its_moment(yunchuan, incident):
    issue(incident, yunchuan.lu, T0)
    issue(incident, yunchuan.lu, T0 + 6 * MINUTE, NEXT)

    row = answer(yunchuan, incident)
    later = answer(
        yunchuan, incident, at=T0 + 7 * MINUTE, departs=True, departs_how="还没有加开。"
    )

    assert (row.guidance.version, row.agreement, row.text) == (
        1,
        Agreement.SAME,
        "正在加开窗口。",
    )
    assert (later.guidance.version, later.agreement) == (2, Agreement.DEPARTS)
    assert later.departs_how == "还没有加开。"
    record = AuditRecord.objects.filter(verb="answer.outside").latest("seq")
    assert record.data == {
        "unit": "来访接待科",
        "place": "窗口公告栏",
        "agreement": "DEPARTS",
        "version": 2,
    }


def test_before_the_first_version_there_is_nothing_to_depart_from(yunchuan, incident):
    row = answer(yunchuan, incident, departs=True, departs_how="暂无口径。")

    assert (row.guidance, row.agreement, row.departs_how) == (None, Agreement.NO_LINE, "")


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"place": " "}, "请填写答复的渠道和内容"),
        ({"text": " "}, "请填写答复的渠道和内容"),
        ({"at": T0 + 11 * MINUTE}, "答复时间不得晚于当前时间"),
        ({"link": "javascript:alert(1)"}, "链接须以"),
        ({"departs": True}, "请填写与口径的差异"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(yunchuan, incident, wrong, why):
    with pytest.raises(Refused, match=why):
        answer(yunchuan, incident, **wrong)

    assert not OutsideAnswer.objects.exists()


def test_a_unit_that_was_not_notified_answers_nothing_here(yunchuan, incident):
    with pytest.raises(Refused, match="网上信访科未收到该事件的通报"):
        answer(yunchuan, incident, yunchuan.online)
