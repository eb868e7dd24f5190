"""归口: the table of recipients names bodies, ways and no number that nobody published."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.reports import MatterClass, Way
from huiying.work.incidents.core.models import Incident
from huiying.work.reports.routing.actions.edit_recipient import (
    PUBLISHED,
    UNSET,
    RecipientInput,
    add_recipient,
    add_usual_recipients,
    change_recipient,
)
from huiying.work.reports.routing.models import RecipientRule
from huiying.work.reports.routing.queries import classes_of, recipients_for
from tests.cast_cache import cached_cast
from tests.factories import T0
from tests.scenarios.reports import recipient_of, superior_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def yunchuan():
    return cached_cast("yunchuan")


@pytest.mark.clause("10b")
def test_the_usual_rows_follow_the_published_classes_and_invent_no_number(yunchuan):
    bodies = {
        "CYBERSPACE": "ONLINE",
        "PETITIONS": "PETITIONS",
        "SECURITY": "SECURITY",
        "PUBLICITY": "PUBLICITY",
        "EMERGENCY": "EMERGENCY",
        "GOVERNMENT": "OTHER",
    }
    for kind in (*bodies, "OTHER"):
        superior_of(yunchuan, f"机关{kind}", kind)
    add_usual_recipients(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)

    rows = {row.superior.kind: row for row in RecipientRule.objects.select_related("superior")}
    assert {kind: row.matter for kind, row in rows.items()} == bodies
    named = {kind for kind, row in rows.items() if row.minutes_major is not None}
    assert named == {"GOVERNMENT", "EMERGENCY"}
    assert {rows[kind].basis for kind in named} == {PUBLISHED}
    assert {row.basis for kind, row in rows.items() if kind not in named} == {UNSET}
    assert all(row.minutes_ordinary is None for row in rows.values())
    with pytest.raises(Refused, match="没有可加入的上级机关"):
        add_usual_recipients(bureau=yunchuan.bureau, officer=yunchuan.shen, now=T0)


def test_a_row_is_added_once_with_a_way_that_exists_and_a_basis(yunchuan):
    rule = recipient_of(yunchuan)
    add = {
        "bureau": yunchuan.bureau,
        "matter": MatterClass.SECURITY,
        "superior": rule.superior,
        "officer": yunchuan.shen,
        "now": T0,
    }
    for values, why in (
        (RecipientInput(Way.LINK), "须选择对应的外单位"),
        (RecipientInput(Way.LINK, yunchuan.reception), "在用的外单位"),
        (RecipientInput(Way.PAPER, minutes_major=30), "须写明依据"),
        (RecipientInput(Way.PAPER, minutes_major=0, basis="内部规定"), "1 分钟至 31 日"),
        (
            RecipientInput(Way.PAPER, minutes_major=60, minutes_ordinary=30, basis="内部规定"),
            "不得比等级更低的更长",
        ),
    ):
        with pytest.raises(Refused, match=why):
            add_recipient(values=values, **add)
    with pytest.raises(Refused, match="请修改原有一行"):
        add_recipient(
            values=RecipientInput(Way.PAPER), **(add | {"matter": MatterClass.ONLINE})
        )
    assert RecipientRule.objects.count() == 1


def test_a_body_of_another_bureau_is_not_found(yunchuan):
    theirs = superior_of(cached_cast("linxi"))
    with pytest.raises(Refused, match="未找到"):
        add_recipient(
            bureau=yunchuan.bureau,
            matter=MatterClass.ONLINE,
            superior=theirs,
            values=RecipientInput(Way.PAPER),
            officer=yunchuan.shen,
            now=T0,
        )


def test_a_row_is_changed_by_who_came_first_and_put_out_of_use(yunchuan):
    row = recipient_of(yunchuan)
    values = RecipientInput(Way.PAPER)
    change = {"row": row, "values": values, "officer": yunchuan.shen, "now": T0}
    change_recipient(active=False, shown_revision=0, **change)
    with pytest.raises(Stale, match="已被他人更新"):
        change_recipient(active=True, shown_revision=0, **change)
    assert recipients_for(yunchuan.bureau.pk, MatterClass, grade=3) == []
    assert AuditRecord.objects.filter(verb="recipient.changed").count() == 1


def test_the_record_says_what_each_column_was_and_is(yunchuan):
    row = recipient_of(yunchuan, way=Way.PAPER, minutes=60)
    added = AuditRecord.objects.get(verb="recipient.added").data
    assert added["after"]["minutes_major"] == 60
    values = RecipientInput(Way.PHONE, minutes_major=90, basis="口头通知", periodic=False)
    change_recipient(
        row=row, values=values, active=False, shown_revision=0, officer=yunchuan.shen, now=T0
    )
    changed = AuditRecord.objects.get(verb="recipient.changed").data
    assert changed["before"] == added["after"]
    assert changed["after"] == {
        "way": "PHONE",
        "unit": None,
        "minutes_major": 90,
        "minutes_significant": None,
        "minutes_ordinary": None,
        "basis": "口头通知",
        "periodic": False,
        "active": False,
    }


def test_classes_follow_grade_and_emergency():
    ordinary = Incident(grade=Grade.ORDINARY)
    grave = Incident(grade=Grade.MAJOR, severity="II")
    assert classes_of(ordinary) == (MatterClass.ONLINE, MatterClass.PETITIONS)
    assert set(classes_of(grave)) - set(classes_of(ordinary)) == {
        MatterClass.EMERGENCY,
        MatterClass.OTHER,
    }
