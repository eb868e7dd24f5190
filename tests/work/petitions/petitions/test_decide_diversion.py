"""Who handles accusations accepts a diversion or sends it back; nobody else does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.search.models import SearchDocument
from huiying.jobs.upkeep.record_check import check_bureau
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.petitions.accusations.models import Accusation, Diversion
from huiying.work.petitions.accusations.queries import (
    diversions_to_decide,
    waiting_without_handler,
)
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.decide_diversion import (
    accept_diversion,
    return_diversion,
)
from huiying.work.petitions.petitions.actions.divert_to_accusations import (
    divert_to_accusations,
)
from huiying.work.petitions.petitions.queries import (
    find_by_code,
    petitions_in_sight,
    visible_petitions,
)
from tests.factories import T0
from tests.scenarios.incidents import incident_of
from tests.scenarios.petitions import forward, opened, register, registered, submit
from tests.work.petitions.accusations.steps import second_handler

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
TEXT = "我叫李晓雪。窗口那位每次都先给熟人办，还让人带东西去他家。"
PASSAGE = "还让人带东西去他家"
HOUR = timedelta(hours=1)
WHY = "属对办事顺序的意见，未指向公职人员违纪。"


def diverted(cast, petition, now=T0):
    return divert_to_accusations(petition=petition, passage=PASSAGE, officer=cast.lu, now=now)


def state_of(petition):
    row = Petition.objects.filter(pk=petition.pk).values().get()
    del row["revision"]
    clock = Clock.objects.filter(pk=petition.clock_id).values().get()
    return row, clock


def test_accepted_it_is_an_accusation_with_the_same_original_and_code(yunchuan):
    receipt = submit(yunchuan, TEXT)

    row = accept_diversion(
        diversion=diverted(yunchuan, receipt.row), officer=yunchuan.ji, now=T0 + HOUR
    )

    assert opened(row).text == TEXT
    assert find_by_code(yunchuan.bureau, receipt.code) == row
    assert row.received_at == receipt.row.received_at


def test_accepted_nothing_of_it_is_left_among_petitions(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))

    accept_diversion(diversion=diverted(yunchuan, petition), officer=yunchuan.ji, now=T0 + HOUR)

    stored = Petition.objects.values().get()
    assert stored["data_key"] is None
    assert stored["original"] is None
    assert stored["title"] == stored["text"] == stored["code_digest"] == ""
    assert not SearchDocument.objects.filter(kind="petition").exists()
    assert not Clock.objects.filter(state=ClockState.RUNNING).exists()
    assert Diversion.objects.get().passage == ""
    for who in (yunchuan.shen, yunchuan.leader, yunchuan.window):
        assert not petitions_in_sight(who, T0).exists()
    assert not visible_petitions(yunchuan.window, T0).exists()


def test_the_record_names_the_second_person_and_is_still_verified(yunchuan):
    before = check_bureau(yunchuan.bureau.pk).problems
    row = diverted(yunchuan, registered(yunchuan, TEXT))
    accept_diversion(diversion=row, officer=yunchuan.ji, now=T0 + HOUR)
    done = AuditRecord.objects.get(verb="petition.diversion_accepted")
    assert done.actor == yunchuan.ji.audit_actor().ref
    assert not AuditRecord.objects.filter(verb="petition.erased").exists()
    assert check_bureau(yunchuan.bureau.pk).problems == before


def test_sent_back_all_is_as_before(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    was = state_of(petition)
    row = diverted(yunchuan, petition)

    return_diversion(diversion=row, reason=WHY, officer=yunchuan.ji, now=T0 + HOUR)

    assert state_of(petition) == was
    assert not Accusation.objects.exists()
    assert visible_petitions(yunchuan.window, T0).exists()
    assert petitions_in_sight(yunchuan.shen, T0).exists()
    assert SearchDocument.objects.filter(kind="petition").exists()
    row.clock.refresh_from_db()
    assert row.clock.state == ClockState.MET
    assert AuditRecord.objects.get(verb="petition.diversion_returned").data == {}


def test_sent_back_its_period_stands_with_the_incident_again(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    incident = incident_of(yunchuan)
    join_petition(incident=incident, petition=petition, officer=yunchuan.shen, now=T0)
    petition.refresh_from_db()
    row = diverted(yunchuan, petition)
    return_diversion(diversion=row, reason=WHY, officer=yunchuan.ji, now=T0 + HOUR)
    clock = Clock.objects.get(pk=petition.clock_id)
    assert (clock.subject_ref, clock.holder_unit) == (incident.number, yunchuan.reception)


def test_the_ledger_of_one_that_was_sent_back_does_not_say_who_had_it(yunchuan):
    petition = forward(yunchuan, registered(yunchuan, TEXT))
    row = diverted(yunchuan, petition)
    return_diversion(diversion=row, reason=WHY, officer=yunchuan.ji, now=T0 + HOUR)
    holders = [one.holder for one in Clock.objects.get(pk=petition.clock_id).holds.all()]
    assert holders[-2:] == ["转办核对", yunchuan.reception.name]
    assert not any("检举" in one for one in holders)


def test_without_a_reason_it_is_not_sent_back(yunchuan):
    row = diverted(yunchuan, submit(yunchuan, TEXT).row)
    with pytest.raises(Refused, match="理由"):
        return_diversion(diversion=row, reason=" ", officer=yunchuan.ji, now=T0)
    row.refresh_from_db()
    assert row.decided_at is None


def test_the_same_passage_is_not_diverted_again(yunchuan):
    petition = submit(yunchuan, TEXT).row
    row = diverted(yunchuan, petition)
    return_diversion(diversion=row, reason=WHY, officer=yunchuan.ji, now=T0 + HOUR)
    petition.refresh_from_db()
    with pytest.raises(Refused, match="已被退回"):
        diverted(yunchuan, petition)


@pytest.mark.parametrize("who", ["lu", "shen", "leader", "window", "admin", "auditor"])
def test_nobody_else_decides(yunchuan, who):
    row = diverted(yunchuan, submit(yunchuan, TEXT).row)
    officer = getattr(yunchuan, who)
    with pytest.raises(PermissionDenied):
        accept_diversion(diversion=row, officer=officer, now=T0)
    with pytest.raises(PermissionDenied):
        return_diversion(diversion=row, reason=WHY, officer=officer, now=T0)


def test_a_handler_who_works_for_a_unit_sees_none_and_decides_none(yunchuan):
    colleague = second_handler(yunchuan, yunchuan.reception)
    row = diverted(yunchuan, submit(yunchuan, TEXT).row)
    assert diversions_to_decide(colleague, T0) == []
    with pytest.raises(Refused, match="不属任何单位"):
        accept_diversion(diversion=row, officer=colleague, now=T0)


def test_a_handler_whom_it_names_decides_nothing(yunchuan):
    petition = submit(yunchuan, f"{TEXT}{yunchuan.ji.name}也收了。").row
    row = diverted(yunchuan, petition)
    with pytest.raises(Refused, match="与此件无关"):
        return_diversion(diversion=row, reason=WHY, officer=yunchuan.ji, now=T0)
    assert waiting_without_handler(yunchuan.bureau.pk, T0) == 1


def test_the_second_of_two_does_nothing_and_says_so(yunchuan):
    row = diverted(yunchuan, submit(yunchuan, TEXT).row)
    accept_diversion(diversion=row, officer=yunchuan.ji, now=T0)
    with pytest.raises(Stale, match="已由他人核对"):
        return_diversion(diversion=row, reason=WHY, officer=second_handler(yunchuan), now=T0)


def test_what_repeats_it_points_at_nothing_once_it_is_accepted(yunchuan):
    first = registered(yunchuan, TEXT)
    second = submit(yunchuan, TEXT).row
    register(yunchuan, second, repeat_of=first.number)
    row = diverted(yunchuan, first)
    second.refresh_from_db()
    assert second.repeat_of == first
    accept_diversion(diversion=row, officer=yunchuan.ji, now=T0)
    second.refresh_from_db()
    assert second.repeat_of is None
