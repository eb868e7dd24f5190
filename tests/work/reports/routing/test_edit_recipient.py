"""归口: the table of recipients names bodies, ways and no number that nobody published."""

from __future__ import annotations

import pytest

from huiying.base.accounts.organisation.actions.edit_superior import (
    SuperiorFacts,
    edit_superior,
)
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
from tests.scenarios.reports import adopt, recipient_of, superior_of

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


def test_a_row_is_changed_by_who_came_first(yunchuan):
    row = recipient_of(yunchuan)
    values = RecipientInput(Way.LINK, yunchuan.waterworks, 30, basis="区委办规定")
    change = {"row": row, "values": values, "officer": yunchuan.shen, "now": T0}
    change_recipient(active=True, shown_revision=0, **change)
    with pytest.raises(Stale, match="已被他人更新"):
        change_recipient(active=True, shown_revision=0, **change)
    with pytest.raises(Refused, match="无变化"):
        change_recipient(active=True, shown_revision=1, **change)
    [one] = recipients_for(yunchuan.bureau.pk, MatterClass, grade=3)
    assert one.minutes == 30
    assert AuditRecord.objects.filter(verb="recipient.changed").count() == 1


def test_the_record_says_what_each_column_was_and_is(yunchuan):
    row = recipient_of(yunchuan, way=Way.PHONE, minutes=60)
    added = AuditRecord.objects.get(verb="recipient.added").data
    assert added["after"]["minutes_major"] == 60
    values = RecipientInput(Way.PAPER, minutes_major=30, basis="口头通知")
    change_recipient(
        row=row, values=values, active=True, shown_revision=0, officer=yunchuan.shen, now=T0
    )
    changed = AuditRecord.objects.get(verb="recipient.changed").data
    assert changed["before"] == added["after"]
    assert changed["after"] == {
        "way": "PAPER",
        "unit": None,
        "unit_id": None,
        "minutes_major": 30,
        "minutes_significant": None,
        "minutes_ordinary": None,
        "basis": "口头通知",
        "periodic": True,
        "active": True,
    }


BASIS = "区委办值班工作规定"


@pytest.mark.clause("10b")
@pytest.mark.parametrize(
    ("change", "active"),
    [
        ({}, False),
        ({"periodic": False}, True),
        ({"minutes_major": 61}, True),
        ({"minutes_major": None}, True),
        ({"way": Way.PHONE}, True),
        ({"way": Way.LINK}, True),
    ],
    ids=["out of use", "no regular ones", "longer", "no time", "weaker way", "another body"],
)
def test_what_drops_or_loosens_a_row_is_proposed_and_changes_nothing(yunchuan, change, active):
    row = recipient_of(yunchuan, way=Way.PAPER, minutes=60)
    before = recipients_for(yunchuan.bureau.pk, MatterClass, grade=3)
    values = {"way": Way.PAPER, "minutes_major": 60, "basis": BASIS} | change
    if change.get("way") == Way.LINK:
        values["unit"] = yunchuan.waterworks
    act = {
        "row": row,
        "values": RecipientInput(**values),
        "active": active,
        "officer": yunchuan.shen,
        "now": T0,
    }

    with pytest.raises(Refused, match="须写明理由"):
        change_recipient(shown_revision=0, **act)
    proposed = change_recipient(shown_revision=0, reason="机构调整。", **act)

    assert proposed is not None
    row.refresh_from_db()
    assert (row.active, row.periodic, row.minutes_major, row.way) == (True, True, 60, "PAPER")
    assert recipients_for(yunchuan.bureau.pk, MatterClass, grade=3) == before
    assert AuditRecord.objects.get(verb="recipient.change_asked").data["reason"] == "机构调整。"


def test_a_row_that_is_out_of_use_or_gains_a_time_is_changed_at_once(yunchuan):
    row = recipient_of(yunchuan, way=Way.PAPER)
    stamp = {"officer": yunchuan.shen, "now": T0}
    tighter = RecipientInput(Way.PAPER, minutes_major=20, basis=BASIS)
    assert (
        change_recipient(row=row, values=tighter, active=True, shown_revision=0, **stamp)
        is None
    )
    out = change_recipient(
        row=row, values=tighter, active=False, shown_revision=1, reason="并入他处。", **stamp
    )
    adopt(yunchuan, out)
    row.refresh_from_db()

    looser = RecipientInput(Way.PHONE)
    again = change_recipient(
        row=row, values=looser, active=True, shown_revision=row.revision, **stamp
    )

    assert again is None, "who heard of nothing hears of something again"


def test_a_second_row_of_a_body_loosens_nothing(yunchuan):
    strict = recipient_of(yunchuan, matter=MatterClass.OTHER, way=Way.PAPER, minutes=30)
    add_recipient(
        bureau=yunchuan.bureau,
        matter=MatterClass.EMERGENCY,  # it stands before the other one in the table
        superior=strict.superior,
        values=RecipientInput(Way.PHONE, minutes_major=90, basis=BASIS),
        officer=yunchuan.shen,
        now=T0,
    )

    [one] = recipients_for(yunchuan.bureau.pk, MatterClass, grade=3)

    assert (one.rule, one.way, one.minutes) == (strict.pk, Way.PAPER, 30)


def test_a_body_that_one_person_puts_out_of_use_still_hears_of_it(yunchuan):
    row = recipient_of(yunchuan, way=Way.PAPER)
    body = row.superior
    facts = SuperiorFacts(body.name, body.kind, body.matters, body.way)
    edit_superior(
        superior=body,
        facts=facts,
        active=False,
        shown_revision=body.revision,
        actor=yunchuan.admin.audit_actor(),
        now=T0,
    )

    found = recipients_for(yunchuan.bureau.pk, MatterClass, grade=3)

    assert [one.name for one in found] == ["区委网信办"]


def test_classes_follow_grade_and_emergency():
    ordinary = Incident(grade=Grade.ORDINARY)
    grave = Incident(grade=Grade.MAJOR, severity="II")
    assert classes_of(ordinary) == (MatterClass.ONLINE, MatterClass.PETITIONS)
    assert set(classes_of(grave)) - set(classes_of(ordinary)) == {
        MatterClass.EMERGENCY,
        MatterClass.OTHER,
    }
