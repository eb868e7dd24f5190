"""督办反馈: by an officer of the unit or behind its signed link; the clock runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import make_link, read_link
from huiying.work.casework.supervision.actions.feedback import feedback_by_link
from huiying.work.casework.supervision.models import Supervision, SupervisionState
from huiying.work.casework.supervision.queries import (
    supervision_entries,
    supervisions_waiting_for,
)
from huiying.work.casework.supervision.unit_messages import PURPOSE
from tests.factories import T0
from tests.scenarios.tasks import upload_picture
from tests.work.casework.instructions.steps import DAY
from tests.work.casework.supervision.steps import accept, answer, sign

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def link_of(item, unit=None):
    token = make_link(
        bureau_id=item.bureau_id, purpose=PURPOSE, about_ref=item.number,
        unit=unit or item.unit, now=T0, lifetime=7 * DAY,
    )  # fmt: skip
    return read_link(token, PURPOSE, T0)


def by_link(item, link, *, text="已冲洗管网。", name="陈一鸣", pieces=()):
    return feedback_by_link(
        link=link, supervision=item, name=name, text=text, pieces=pieces, now=T0 + HOUR
    )


def test_the_unit_answers_with_a_file_and_the_clock_runs_on(yunchuan, item):
    assert list(supervisions_waiting_for(yunchuan.water)) == [item]

    answer(yunchuan, item, now=T0 + HOUR)

    clock = Clock.objects.get(pk=item.clock_id)
    [_opened, entry] = supervision_entries(item)
    record = AuditRecord.objects.get(verb="supervision.reported")
    assert item.state == SupervisionState.REPORTED
    assert (clock.state, clock.holder_code) == (ClockState.RUNNING, "office")
    assert [row.file.sha256 for row in entry.files.all()] == record.data["hashes"]
    assert list(supervisions_waiting_for(yunchuan.shen)) == [item]
    assert not supervisions_waiting_for(yunchuan.water).exists()


def test_only_the_unit_answers_and_it_says_something(yunchuan, item):
    for officer in (yunchuan.window, yunchuan.shen, yunchuan.leader):
        with pytest.raises(Refused, match="仅区水务局"):
            answer(yunchuan, item, by=officer)
    with pytest.raises(Refused, match="请填写办理情况"):
        answer(yunchuan, item, text=" ")
    with pytest.raises(Refused, match="最多 4000 字"):
        answer(yunchuan, item, text="查" * 4001)
    item.refresh_from_db()
    assert item.state == SupervisionState.OPEN


def test_more_is_added_until_closing_is_asked_for(yunchuan, item):
    answer(yunchuan, item)
    answer(yunchuan, item, text="补充检测单。")
    accept(yunchuan, item)

    assert item.accepted.text == "补充检测单。"
    with pytest.raises(Refused, match="待销号"):
        answer(yunchuan, item, text="再补充。")


def test_a_form_of_an_older_page_changes_nothing(yunchuan, item):
    stale = item.revision
    answer(yunchuan, item)

    with pytest.raises(Stale, match="已被他人更新"):
        answer(yunchuan, item, revision=stale)


def test_whoever_holds_the_link_answers_for_its_unit_under_a_name(yunchuan, item):
    link = link_of(item)

    entry = by_link(item, link, pieces=[upload_picture(yunchuan)])
    again = by_link(item, link, pieces=[upload_picture(yunchuan)])

    assert entry == again
    assert (entry.by, entry.author) == (None, "陈一鸣（通过链接）")
    assert AuditRecord.objects.filter(verb="link.used").count() == 1
    with pytest.raises(Refused, match="请填写姓名"):
        by_link(item, link, name=" ", text="另一份")


def test_a_link_acts_for_its_own_item_and_unit_alone(yunchuan, item):
    with pytest.raises(Refused, match="链接与督办件不符"):
        by_link(item, link_of(item, yunchuan.reception))


def test_a_link_that_got_about_fills_no_disk(item):
    link = link_of(item)
    for turn in range(10):
        by_link(item, link, text=f"第 {turn} 份")

    with pytest.raises(Refused, match="最多反馈 10 次"):
        by_link(item, link, text="第十一份")


def test_a_unit_that_was_dissolved_in_between_answers_nothing(yunchuan, item):
    item.unit.active = False
    item.unit.save(update_fields=["active"])

    with pytest.raises(Refused, match="区水务局已停用"):
        answer(yunchuan, item)
    with pytest.raises(Refused, match="区水务局已停用"):
        by_link(item, link_of(item))
    assert list(supervisions_waiting_for(yunchuan.shen)) == [item]  # to be handed on


def test_a_closed_one_takes_no_answer(yunchuan, item):
    answer(yunchuan, item)
    accept(yunchuan, item)
    sign(item, yunchuan.leader)

    with pytest.raises(Refused, match="已销号"):
        answer(yunchuan, Supervision.objects.get(pk=item.pk))


def test_an_accusation_is_no_feedback(yunchuan, item):
    with pytest.raises(Refused, match="检举控告"):
        answer(yunchuan, item, text="系该所所长收受回扣所致，已另行处理。")
