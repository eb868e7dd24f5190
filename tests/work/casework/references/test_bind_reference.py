"""A petition or a ticket is bound to the incident that answers it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core import serializers

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.actions.delegate import DelegationTerms, delegate
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.petitions import ForwardManner
from huiying.work.casework.promises.queries import open_promises
from huiying.work.casework.references.actions.bind_reference import (
    bind_reference,
    reveal_identity,
    unbind_reference,
)
from huiying.work.casework.references.actions.petition_period import (
    forward_reference,
    start_registration_period,
)
from huiying.work.casework.references.queries import (
    unanswered_references,
)
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.petitions.periods.actions.forward import Forwarding
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.scenarios.tasks import make_contact, make_reference, promise_of

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
WHO = "张小云 13800000000"
standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def test_one_incident_answers_many_references(yunchuan, incident):
    make_reference(yunchuan, incident)
    bind_reference(
        incident=incident,
        origin=ReferenceKind.POST,
        outside_number="https://forum.example/1",
        label="贴吧长帖",
        officer=yunchuan.lu,
        now=T0,
    )

    owed = unanswered_references(incident)

    assert [row.origin for row in owed] == ["HOTLINE"]  # a post is answered in public


def test_the_same_ticket_is_bound_once(yunchuan, incident):
    make_reference(yunchuan, incident)

    with pytest.raises(Refused, match="该来件已关联本事件"):
        make_reference(yunchuan, incident)


def test_a_label_holds_no_phone_and_the_record_no_outside_number(yunchuan, incident):
    row = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number="XF-2026-88",
        label="反映水发黄，电话13800000000",
        officer=yunchuan.lu,
        now=T0,
    )

    assert "13800000000" not in row.label
    said = AuditRecord.objects.get(verb="reference.bound")
    assert "XF-2026-88" not in f"{said.data}{said.label}"


def test_who_it_came_from_is_nowhere_in_plain_text(yunchuan, incident):
    row = make_reference(yunchuan, incident, identity=WHO)

    stored = serializers.serialize("json", [row, *AuditRecord.objects.all()])
    assert WHO.split(maxsplit=1)[0] not in stored
    assert WHO.encode() not in bytes(row.identity)


def test_who_it_came_from_is_shown_with_a_recorded_reason(yunchuan, incident):
    row = make_reference(yunchuan, incident, identity=WHO)

    with pytest.raises(Refused, match="请填写查看理由"):
        reveal_identity(reference=row, reason=" ", officer=yunchuan.shen, now=LATER)
    text = reveal_identity(
        reference=row, reason="约下次见面时间", officer=yunchuan.shen, now=LATER
    )

    assert text == WHO
    said = AuditRecord.objects.get(verb="reference.revealed")
    assert said.data == {"reason": "约下次见面时间"}
    assert said.actor == f"officer:{yunchuan.shen.pk}"


def test_who_stands_in_for_somebody_of_such_a_unit_does_not_see_it_either(yunchuan, incident):
    row = make_reference(yunchuan, incident, identity=WHO)
    Officer.objects.filter(pk=yunchuan.cheng.pk).update(unit=yunchuan.reception)
    concern_unit(incident=incident, unit=yunchuan.reception, lead=False)
    absence = DelegationTerms(Role.DEPUTY, LATER, LATER + timedelta(hours=8), "出差")
    delegate(
        principal=yunchuan.cheng,
        to=yunchuan.shen,
        absence=absence,
        by=yunchuan.cheng,
        now=LATER,
    )

    with pytest.raises(Refused, match="代行人"):
        reveal_identity(
            reference=row, reason="请填写查看理由", officer=yunchuan.shen, now=LATER
        )

    after = LATER + timedelta(hours=9)
    assert (
        reveal_identity(
            reference=row, reason="请填写查看理由", officer=yunchuan.shen, now=after
        )
        == WHO
    )


def test_nobody_of_a_unit_that_the_matter_concerns_sees_who_it_came_from(yunchuan, incident):
    row = make_reference(yunchuan, incident, identity=WHO)
    concern_unit(incident=incident, unit=yunchuan.office, lead=False)

    with pytest.raises(Refused, match="涉事单位"):
        reveal_identity(
            reference=row, reason="请填写查看理由", officer=yunchuan.shen, now=LATER
        )

    assert not AuditRecord.objects.filter(verb="reference.revealed").exists()


def test_nobody_of_the_body_that_a_petition_went_to_sees_who_it_came_from(yunchuan, incident):
    row = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number="信访 42",
        label="排队太久",
        identity=WHO,
        officer=yunchuan.lu,
        now=LATER,
    )
    today = date(2026, 11, 24)
    start_registration_period(reference=row, received=today, officer=yunchuan.lu, now=LATER)
    forwarding = Forwarding(yunchuan.office, ForwardManner.TRANSFERRED, today)
    forward_reference(reference=row, forwarding=forwarding, officer=yunchuan.cheng, now=LATER)

    with pytest.raises(Refused, match="涉事单位"):
        reveal_identity(
            reference=row, reason="请填写查看理由", officer=yunchuan.shen, now=LATER
        )


@pytest.mark.parametrize("concerned", ["source", "target"])
def test_a_merge_opens_no_way_round_a_unit_that_the_matter_concerns(
    yunchuan, incident, concerned
):
    other = incident_of(yunchuan, QUEUE, grade=Grade.MAJOR)
    rows = [make_reference(yunchuan, one, identity=WHO) for one in (incident, other)]
    matter = incident if concerned == "source" else other
    concern_unit(incident=matter, unit=yunchuan.office, lead=False)

    merge_incidents(
        source=incident, target=other, reason="同一件事", officer=yunchuan.shen, now=LATER
    )

    for row in rows:
        row.refresh_from_db()
        with pytest.raises(Refused, match="涉事单位"):
            reveal_identity(
                reference=row, reason="请填写查看理由", officer=yunchuan.shen, now=LATER
            )


def test_a_binding_taken_back_names_nobody_any_more(yunchuan, incident):
    row = make_reference(yunchuan, incident, identity=WHO)
    make_contact(yunchuan, row)

    unbind_reference(reference=row, reason="绑错了", officer=yunchuan.lu, now=LATER)

    row.clock.refresh_from_db()
    assert (row.identity, row.identity_key) == (None, None)
    assert row.clock.state == ClockState.CANCELLED
    assert not unanswered_references(incident).exists()
    with pytest.raises(Refused, match="关联已取消"):
        make_contact(yunchuan, row, now=LATER)


def test_nobody_ends_the_period_of_a_hotline_call_by_taking_the_binding_back(
    yunchuan, incident
):
    row = make_reference(yunchuan, incident)
    make_contact(yunchuan, row)

    for who, when in ((yunchuan.shen, LATER), (yunchuan.lu, LATER + timedelta(days=1))):
        with pytest.raises(Refused, match="该来件期限计时中"):
            unbind_reference(reference=row, reason="绑错了", officer=who, now=when)

    row.clock.refresh_from_db()
    assert row.clock.state == ClockState.RUNNING


def test_references_and_promises_follow_a_merge(yunchuan, incident):
    reference, promise = make_reference(yunchuan, incident), promise_of(yunchuan, incident)
    other = incident_of(yunchuan, QUEUE)
    incident.refresh_from_db()

    merge_incidents(
        source=incident, target=other, reason="同一件事", officer=yunchuan.lu, now=LATER
    )

    promise.clock.refresh_from_db()
    assert list(unanswered_references(other)) == [reference]
    assert list(open_promises(other)) == [promise]
    assert promise.clock.subject_ref == other.number
