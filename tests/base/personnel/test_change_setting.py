"""A change that silences waits for a second person, bound to what it changes."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.personnel.actions.change_setting import ask_change, decide_change
from huiying.base.personnel.actions.change_superior import SUPERIOR, SUPERIOR_KIND
from huiying.base.signoff.models import Decision
from tests.factories import T0

pytestmark = pytest.mark.django_db
CITY = SuperiorFacts(name="市信访局", kind="PETITIONS", matters="重大舆情", way="电话")
WHY = "机构改革后不再接收报送"


@pytest.fixture
def city(yunchuan):
    actor = yunchuan.admin.audit_actor()
    return add_superior(bureau=yunchuan.bureau, facts=CITY, actor=actor, now=T0)


def ask(cast, row, reason=WHY):
    return ask_change(
        SUPERIOR_KIND,
        SUPERIOR,
        target_id=row.pk,
        name=row.name,
        after={"active": False},
        reason=reason,
        by=cast.admin,
        now=T0,
    )


def decide(change, officer, *, approve=True, reason="", shown=None):
    decide_change(
        change,
        approve=approve,
        reason=reason,
        shown_hash=shown or SUPERIOR_KIND.content_hash(change),
        officer=officer,
        now=T0,
        setting=SUPERIOR,
        kind=lambda: SUPERIOR_KIND,
    )


def test_it_waits_and_its_record_says_what_it_was_and_is_to_be(yunchuan, city):
    change = ask(yunchuan, city)

    city.refresh_from_db()
    assert city.active
    assert change.signoff.decision == Decision.PENDING
    data = AuditRecord.objects.get(verb="setting.change_asked").data
    assert (data["before"], data["after"]) == ({"active": True}, {"active": False})
    assert data["reason"] == WHY


def test_another_person_with_the_role_for_it_decides_once(yunchuan, city):
    change = ask(yunchuan, city)
    shown = SUPERIOR_KIND.content_hash(change)

    with pytest.raises(PermissionDenied):
        decide(change, yunchuan.shen)
    with pytest.raises(Refused):
        decide(change, yunchuan.admin)
    decide(change, yunchuan.leader)

    city.refresh_from_db()
    assert not city.active
    with pytest.raises(Stale):
        decide(change, yunchuan.leader, shown=shown)
    data = AuditRecord.objects.get(verb="setting.change_signed").data
    assert data["asked_by"] == f"officer:{yunchuan.admin.pk}"


def test_a_newer_request_voids_the_one_before_it(yunchuan, city):
    first = ask(yunchuan, city)
    ask(yunchuan, city, "机构撤并，由市委社会工作部接收")

    first.signoff.refresh_from_db()
    assert first.signoff.decision == Decision.VOID
    with pytest.raises(Stale):
        decide(first, yunchuan.leader)


def test_a_return_says_why_and_changes_nothing(yunchuan, city):
    change = ask(yunchuan, city)

    with pytest.raises(Refused, match="理由"):
        decide(change, yunchuan.leader, approve=False)
    decide(change, yunchuan.leader, approve=False, reason="仍须报送")

    city.refresh_from_db()
    assert city.active
