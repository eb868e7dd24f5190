"""A training is kept, with the version of the rules that came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.work.casework.liaison.actions.record_training import TrainingInput, record_training
from huiying.work.casework.liaison.models import Training
from tests.factories import T0

pytestmark = pytest.mark.django_db
HELD = TrainingInput(
    date(2026, 11, 20), "突发舆情第一小时", "区委网信办", "综合办公室", 12, "先说已经知道的。"
)


def train(cast, **changed):
    return record_training(held=replace(HELD, **changed), officer=cast.shen, now=T0)


@pytest.mark.clause("9c")
def test_a_training_is_kept_beside_what_it_changed_in_the_rules(yunchuan):
    version = adopt_default(yunchuan.bureau, T0)

    row = train(yunchuan, rules=version.version, changed="较大舆情通报改为 1 小时。")

    assert (row.topic, row.people, row.rules) == (HELD.topic, 12, version)
    assert row.recorded_by == yunchuan.shen
    record = AuditRecord.objects.get(verb="training.recorded")
    assert record.data == {"people": 12, "version": version.version}


def test_a_training_that_changed_nothing_names_no_version(yunchuan):
    assert train(yunchuan).rules is None
    assert AuditRecord.objects.get(verb="training.recorded").data["version"] == ""


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"held_on": date(2026, 11, 25)}, "培训日期不得晚于今日"),
        ({"people": 0}, "参加人数"),
        ({"rules": "7", "changed": "改"}, "未找到规则第 7 版"),
        ({"rules": "1"}, "请填写规则相应修改的内容"),
        ({"topic": " "}, "培训题目"),
        ({"given_by": "联系人张伟"}, "不得写人名"),
        ({"attended": ""}, "请填写参加科室"),
        ({"learned": ""}, "培训收获"),
    ],
)
def test_a_training_that_lacks_something_is_refused(yunchuan, wrong, why):
    adopt_default(yunchuan.bureau, T0)

    with pytest.raises(Refused, match=why):
        train(yunchuan, **wrong)

    assert not Training.objects.exists()


def test_the_rules_of_another_bureau_are_not_named(yunchuan, linxi):
    adopt_default(linxi.bureau, T0)

    with pytest.raises(Refused, match="未找到规则第 1 版"):
        train(yunchuan, rules="1", changed="改")
