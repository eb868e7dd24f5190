"""An officer leaves, moves or loses a role: what is in his hands is never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import may, with_delegated_roles
from huiying.base.accounts.roster.actions.plan_shifts import PlannedShift, add_shifts
from huiying.base.accounts.roster.models import Shift
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.start import Holder
from huiying.base.clocks.models import ClockHold
from huiying.policy.time.spans import Span
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.factories import T0
from tests.role_grants import hold
from tests.scenarios import incidents
from tests.scenarios.sample_bureau import make_sample_bureau
from tests.web.clients import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
HOUR = timedelta(hours=1)


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def text(response) -> str:
    return response.content.decode()


def change(admin, officer, *, active=True, unit="same", roles=None, to=None):
    held = sorted(officer.grants.values_list("role", flat=True))
    return admin.post(
        f"/desk/people/officers/{officer.pk}/",
        {
            "name": officer.name,
            "unit": (officer.unit_id or "") if unit == "same" else unit,
            "roles": held if roles is None else roles,
            "pass_to": to.pk if to else "",
        }
        | ({"active": "on"} if active else {}),
    )


def put(cast, officer, first, last, leader=None) -> Shift:
    wanted = PlannedShift(Span(T0 + first * HOUR, T0 + last * HOUR), officer, leader)
    return add_shifts(bureau=cast.bureau, wanted=[wanted], actor=MACHINE, now=T0)[0]


def is_active(officer) -> bool:
    return Officer.objects.get(pk=officer.pk).is_active


def test_who_holds_nothing_is_switched_off_and_his_session_ends(admin, yunchuan):
    browser = signed_in(yunchuan.lu)
    assert browser.get("/desk/").status_code == 200

    assert change(admin, yunchuan.lu, active=False).status_code == 302

    assert not is_active(yunchuan.lu)
    assert browser.get("/desk/").status_code == 302


def test_who_holds_something_is_not_switched_off_without_a_colleague(admin, yunchuan):
    put(yunchuan, yunchuan.lu, -1, 8)
    put(yunchuan, yunchuan.shen, 9, 12, yunchuan.cheng)

    refused = change(admin, yunchuan.lu, active=False)

    assert refused.status_code == 409
    assert "值班 1 班" in text(refused)
    assert is_active(yunchuan.lu)
    assert "带班 1 班" in text(change(admin, yunchuan.cheng, active=False))


def test_shifts_pass_in_the_same_act_the_running_one_from_now_on(admin, yunchuan):
    running = put(yunchuan, yunchuan.lu, -1, 8, yunchuan.cheng)
    ahead = put(yunchuan, yunchuan.lu, 24, 32)

    change(admin, yunchuan.lu, active=False, to=yunchuan.shen)

    assert not is_active(yunchuan.lu)
    kept = Shift.objects.order_by("starts_at", "ends_at")
    assert [(row.officer, row.starts_at, row.ends_at) for row in kept] == [
        (yunchuan.lu, running.starts_at, T0),
        (yunchuan.shen, T0, running.ends_at),
        (yunchuan.shen, ahead.starts_at, ahead.ends_at),
    ]
    assert AuditRecord.objects.filter(verb="officer.passed_on").get().data["things"] == 2
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_colleague_who_cannot_take_it_changes_nothing(admin, yunchuan):
    put(yunchuan, yunchuan.lu, 1, 8)

    refused = change(admin, yunchuan.lu, active=False, to=yunchuan.window)

    assert refused.status_code == 409
    assert "秦以安不具备值班条件：须可登录" in text(refused)
    assert is_active(yunchuan.lu)
    assert Shift.objects.get().officer == yunchuan.lu


def test_a_clock_in_his_hands_passes_with_its_ledger(admin, yunchuan):
    held = incidents.notice_clock(yunchuan, holder=Holder("陆知远", officer=yunchuan.lu))

    change(admin, yunchuan.lu, unit=yunchuan.reception.pk, to=yunchuan.shen)

    held.refresh_from_db()
    assert held.holder_officer == yunchuan.shen
    labels = ClockHold.objects.filter(clock=held).values_list("holder_name", flat=True)
    assert list(labels) == ["陆知远", "沈青禾"]


def test_a_draft_passes_and_its_new_author_never_approves_it(admin, yunchuan, tmp_path):
    world = make_sample_bureau(yunchuan, T0, tmp_path)

    change(admin, yunchuan.water, unit="", roles=["section_officer"], to=yunchuan.shen)
    world.draft.refresh_from_db()
    # The unit's notice still waits, and nobody else there signs: nothing has changed.
    assert world.draft.author == yunchuan.water

    hold(yunchuan.window, Role.OFFICE)
    Officer.objects.filter(pk=yunchuan.window.pk).update(unit=yunchuan.waterworks)
    change(admin, yunchuan.water, unit="", to=yunchuan.shen)

    world.draft.refresh_from_db()
    assert world.draft.author == yunchuan.shen
    assert {yunchuan.shen.pk, yunchuan.water.pk} <= set(world.draft.writers)


def test_the_last_who_signs_for_a_unit_stays_while_notices_wait_there(admin, yunchuan):
    incident = incidents.incident_of(yunchuan)
    notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请排查。",
        officer=yunchuan.lu,
        now=T0,
    )

    for changes in ({"active": False}, {"unit": ""}, {"roles": ["spokesperson"]}):
        refused = change(admin, yunchuan.water, to=yunchuan.shen, **changes)
        assert refused.status_code == 409
        assert "区水务局有 1 份通报待签收" in text(refused)
    assert is_active(yunchuan.water)


def test_a_role_that_is_taken_away_takes_its_shifts_along(admin, yunchuan):
    put(yunchuan, yunchuan.lu, 1, 8)

    assert change(admin, yunchuan.lu, roles=["spokesperson"]).status_code == 409
    change(admin, yunchuan.lu, roles=["spokesperson"], to=yunchuan.shen)

    assert Shift.objects.get().officer == yunchuan.shen


def test_delegations_end_with_the_account(admin, yunchuan):
    absence = DelegationTerms(Role.DEPUTY, T0, T0 + 8 * HOUR, "出差")
    row = delegate(
        principal=yunchuan.cheng, to=yunchuan.shen, absence=absence, by=yunchuan.cheng, now=T0
    )

    change(admin, yunchuan.cheng, active=False)

    row.refresh_from_db()
    assert row.revoked_by == yunchuan.admin
    stand_in = with_delegated_roles(Officer.objects.get(pk=yunchuan.shen.pk), T0)
    assert not may(stand_in, Capability.APPROVE)


def test_the_form_shows_own_roles_and_not_those_that_are_lent(admin, yunchuan):
    absence = DelegationTerms(Role.DEPUTY, T0, T0 + 8 * HOUR, "出差")
    delegate(
        principal=yunchuan.cheng, to=yunchuan.lu, absence=absence, by=yunchuan.cheng, now=T0
    )

    change(admin, yunchuan.lu)

    roles = set(yunchuan.lu.grants.values_list("role", flat=True))
    assert roles == {Role.DUTY_OFFICER}
