"""专家名单: by own consent, left when he wants; what he explained in public stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.policy.time.zone import LOCAL
from huiying.work.responses.press.actions.manage_experts import (
    ExpertInput,
    InterpretationInput,
    list_expert,
    record_interpretation,
    remove_expert,
)
from huiying.work.responses.press.models import Expert, Interpretation
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of
from tests.scenarios.press import expert_of

pytestmark = pytest.mark.django_db

standing_rows, rows, yunchuan, incident = module_rows(incident_of)
TODAY = T0.astimezone(LOCAL).date()
LISTED = ExpertInput("卢清和", "供水安全", "云川大学", TODAY, "本人书面同意")
SAID = InterpretationInput("水为什么发黄", "云川日报", T0, "管道更换后冲洗不够。")


def list_him(officer, now, **changes):
    return list_expert(listed=replace(LISTED, **changes), officer=officer, now=now)


def explain(expert, incident, officer, now, **changes):
    return record_interpretation(
        expert=expert,
        incident=incident,
        explained=replace(SAID, **changes),
        officer=officer,
        now=now,
    )


def test_an_expert_is_listed_by_his_own_consent_and_no_record_has_his_name(yunchuan, now):
    row = list_him(yunchuan.shen, now, name=" 卢清和 ")

    assert (row.name, row.consented_on, row.listed_at) == ("卢清和", TODAY, now)
    record = records_of(bureau_id=row.bureau_id).first()
    assert record.verb == "expert.listed"
    assert "卢清和" not in f"{record.label}{record.data}"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"consent": " "}, "请填写本人同意公开列名的方式"),
        ({"name": " "}, "公开使用的姓名"),
        ({"consented_on": TODAY + timedelta(days=1)}, "同意日期不得晚于今日"),
        ({"field": "长" * 81}, "最多 80 字"),
    ],
)
def test_nobody_is_listed_without_his_consent(yunchuan, now, changes, why):
    with pytest.raises(Refused, match=why):
        list_him(yunchuan.shen, now, **changes)

    assert not Expert.objects.exists()


def test_an_expert_is_listed_once_until_he_left(yunchuan, now):
    row = list_him(yunchuan.shen, now)
    with pytest.raises(Refused, match="已经在名单上"):
        list_him(yunchuan.speaker, now)

    remove_expert(expert=row, officer=yunchuan.shen, now=now)

    assert list_him(yunchuan.shen, now).pk != row.pk


def test_who_left_has_left_once(yunchuan, now):
    row = expert_of(yunchuan)

    remove_expert(expert=row, officer=yunchuan.speaker, now=now)

    assert row.left_at == now
    assert records_of(bureau_id=row.bureau_id).first().verb == "expert.left"
    with pytest.raises(Stale, match="已经退出"):
        remove_expert(expert=row, officer=yunchuan.shen, now=now)


def test_an_explanation_is_kept_as_it_was_given(yunchuan, incident, now):
    row = explain(expert_of(yunchuan), incident, yunchuan.shen, now)

    assert (row.topic, row.outlet, row.at) == ("水为什么发黄", "云川日报", now)
    assert (row.recorded_by, row.incident) == (yunchuan.shen, incident)
    assert records_of(bureau_id=row.bureau_id).first().verb == "expert.explained"


def test_an_explanation_has_a_topic_a_place_and_a_moment_that_can_be(yunchuan, incident, now):
    expert = expert_of(yunchuan)
    for changes, why in (
        ({"topic": " "}, "请写题目"),
        ({"outlet": " "}, "解读场合"),
        ({"summary": " "}, "解读内容"),
        ({"link": "x"}, "网址须以"),
        ({"at": now + timedelta(minutes=1)}, "解读时间不得晚于当前时间"),
    ):
        with pytest.raises(Refused, match=why):
            explain(expert, incident, yunchuan.shen, now, **changes)
    remove_expert(expert=expert, officer=yunchuan.shen, now=now)
    with pytest.raises(Refused, match="已经退出名单"):
        explain(expert, incident, yunchuan.shen, now)

    assert not Interpretation.objects.exists()


def test_who_does_not_speak_for_the_bureau_keeps_no_list(yunchuan, incident, now):
    expert = expert_of(yunchuan)

    with pytest.raises(PermissionDenied):
        list_him(yunchuan.lu, now, name="另一位")
    with pytest.raises(PermissionDenied):
        explain(expert, incident, yunchuan.lu, now)
    with pytest.raises(PermissionDenied):
        remove_expert(expert=expert, officer=yunchuan.lu, now=now)
