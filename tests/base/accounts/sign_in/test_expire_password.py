"""A password past its time is changed before anything else, and that is on the record."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.expire_password import expire_password
from huiying.base.audit.models import AuditRecord
from tests.factories import T0

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(days=91)


def test_a_password_past_its_time_is_to_be_changed_and_recorded_once(yunchuan, settings):
    settings.PASSWORD_DAYS = 90

    asked = [expire_password(officer=yunchuan.lu, now=LATER) for _again in range(2)]

    assert asked == [True, False]
    assert Officer.objects.get(pk=yunchuan.lu.pk).must_change_password
    record = AuditRecord.objects.get(verb="officer.password_expired")
    assert (record.ref, record.data) == (f"officer:{yunchuan.lu.pk}", {})


def test_a_password_within_its_time_stays(yunchuan, settings):
    settings.PASSWORD_DAYS = 92

    assert not expire_password(officer=yunchuan.lu, now=LATER)

    assert not Officer.objects.get(pk=yunchuan.lu.pk).must_change_password
