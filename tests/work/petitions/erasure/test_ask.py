"""Asking for erasure: with the code or in person; nothing goes by asking."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.petitions.kinds import StepKind
from huiying.work.petitions.erasure.actions.ask import record_erasure_request
from huiying.work.petitions.erasure.queries import erasures_to_handle, newest_erasure
from tests.factories import T0
from tests.scenarios.petitions import accepted, settled, submit
from tests.work.petitions.erasure.steps import asked, by_code, settled_with_all

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def test_who_has_the_code_asks_and_nothing_is_erased_by_it(yunchuan):
    petition, code = settled_with_all(yunchuan)

    row = by_code(yunchuan, code)

    petition.refresh_from_db()
    assert petition.erased_at is None
    assert petition.data_key is not None
    assert list(erasures_to_handle(yunchuan.shen)) == [row]
    assert newest_erasure(petition) == row
    assert petition.steps.filter(kind=StepKind.ERASURE_ASKED).count() == 1


def test_what_is_open_is_not_erased_whoever_asks(yunchuan):
    receipt = submit(yunchuan)
    with pytest.raises(Refused, match="还在办理"):
        by_code(yunchuan, receipt.code)
    with pytest.raises(Refused, match="尚未办结"):
        asked(yunchuan, accepted(yunchuan))


def test_one_application_waits_at_a_time(yunchuan):
    petition, code = settled_with_all(yunchuan)
    asked(yunchuan, petition)
    with pytest.raises(Refused, match="已有删除申请"):
        by_code(yunchuan, code)


def test_how_the_person_was_checked_is_recorded_without_naming_him(yunchuan):
    petition = settled(yunchuan)
    with pytest.raises(Refused, match="核对申请人身份"):
        record_erasure_request(petition=petition, identity=" ", officer=yunchuan.shen, now=T0)

    row = record_erasure_request(
        petition=petition,
        identity="核对证件原件，电话13800138000",
        officer=yunchuan.shen,
        now=T0,
    )

    assert "13800138000" not in row.identity
    assert AuditRecord.objects.filter(verb="petition_erasure.asked").count() == 1


def test_a_unit_records_no_application(yunchuan):
    with pytest.raises(PermissionDenied):
        record_erasure_request(
            petition=settled(yunchuan), identity="已核对", officer=yunchuan.window, now=T0
        )
