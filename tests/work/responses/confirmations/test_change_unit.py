"""An agency stays one while an open matter needs its word."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.confirmations.actions.change_unit import UNIT_KIND, change_unit
from tests.factories import T0
from tests.scenarios.incidents import WATER, candidate_of
from tests.work.responses import desk
from tests.work.responses.confirmations.steps import asked

pytestmark = pytest.mark.django_db
NAMING = "供水的事，区水务局已经查过。[F1]"


def change(cast, **changed):
    unit = Unit.objects.get(pk=cast.waterworks.pk)
    shown = {"name": unit.name, "kind": unit.kind, "duties": unit.duties, "active": unit.active}
    change_unit(
        unit=unit,
        is_office=False,
        actor=cast.admin.audit_actor(),
        now=T0,
        **(shown | changed),
    )


@pytest.mark.clause("8c")
@pytest.mark.parametrize(
    "changed", [{"kind": UnitKind.SECTION}, {"name": "甲"}, {"active": False}]
)
def test_an_agency_that_an_open_draft_names_stays_as_it_is(yunchuan, changed):
    draft = desk.ready(yunchuan, T0, body=NAMING)

    with pytest.raises(Refused, match="须先经区水务局确认"):
        change(yunchuan, **changed)
    unit = Unit.objects.get(pk=yunchuan.waterworks.pk)
    assert (unit.name, unit.kind, unit.active) == ("区水务局", UnitKind.AGENCY, True)

    draft.state = "DROPPED"
    draft.save(update_fields=["state"])
    change(yunchuan, **changed)


def test_so_does_one_that_was_asked(yunchuan):
    asked(yunchuan)

    with pytest.raises(Refused, match="须先经区水务局确认"):
        change(yunchuan, kind=UnitKind.SECTION)


def test_an_agency_is_no_section_while_it_is_concerned_in_an_open_incident(yunchuan):
    incident = desk.incident_of(yunchuan, lead="waterworks")

    with pytest.raises(Refused, match="涉及未办结事件"):
        change(yunchuan, kind=UnitKind.SECTION)
    change(yunchuan, name="区水务和水利局")

    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)
    change(yunchuan, kind=UnitKind.SECTION)
    record = records_of(bureau_id=yunchuan.bureau.pk).first()
    assert record.data["before"]["name"] == "区水务和水利局"
    assert (record.data["before"]["kind"], record.data["after"]["kind"]) == (
        "AGENCY",
        "SECTION",
    )
    assert record.data["after"]["is_office"] is False


def test_a_section_may_become_an_agency_which_is_then_asked(yunchuan):
    desk.incident_of(yunchuan, lead="reception")
    unit = yunchuan.reception

    change_unit(
        unit=unit,
        name=unit.name,
        kind=UnitKind.AGENCY,
        duties=unit.duties,
        active=True,
        is_office=False,
        actor=yunchuan.admin.audit_actor(),
        now=T0,
    )

    assert Unit.objects.get(pk=unit.pk).kind == UnitKind.AGENCY


def change_by_admin(cast, **changed):
    unit = Unit.objects.get(pk=cast.reception.pk)
    shown = {"name": unit.name, "kind": unit.kind, "duties": unit.duties, "active": unit.active}
    return change_unit(
        unit=unit,
        is_office=unit.is_office,
        actor=cast.admin.audit_actor(),
        by=cast.admin,
        now=T0,
        **(shown | changed),
    )


@pytest.mark.parametrize(
    "changed", [{"active": False}, {"name": "群众来访科"}, {"kind": UnitKind.AGENCY}]
)
def test_while_periods_run_in_its_hands_two_change_a_unit(yunchuan, changed):
    candidate_of(yunchuan, WATER)
    Clock.objects.update(holder_unit=yunchuan.reception)
    with pytest.raises(Refused, match="至少 8 个字"):
        change_by_admin(yunchuan, **changed, reason="x")

    asked = change_by_admin(
        yunchuan, **changed, duties="接访。", reason="机构改革，职能并入他科"
    )

    unit = Unit.objects.get(pk=yunchuan.reception.pk)
    assert (unit.name, unit.kind, unit.active) == ("来访接待科", UnitKind.SECTION, True)
    assert unit.duties == "接访。", "what silences nobody counts at once"
    shown = UNIT_KIND.content_hash(asked)
    with pytest.raises(Refused, match="起草人、送审人"):
        UNIT_KIND.approve(asked, shown_hash=shown, officer=yunchuan.admin, now=T0)
    UNIT_KIND.approve(asked, shown_hash=shown, officer=yunchuan.leader, now=T0)
    unit.refresh_from_db()
    [(name, value)] = changed.items()
    assert getattr(unit, name) == value


def test_with_no_period_in_its_hands_one_changes_it(yunchuan):
    assert change_by_admin(yunchuan, active=False) is None

    assert not Unit.objects.get(pk=yunchuan.reception.pk).active
