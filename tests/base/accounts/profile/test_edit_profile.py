"""An officer changes what is his to change; what he was given stays."""

from __future__ import annotations

from datetime import time

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.profile.actions.edit_profile import edit_profile
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.policy.time.quiet_hours import QuietHours
from tests.factories import T0

pytestmark = pytest.mark.django_db
NIGHT = QuietHours(major_only=True, start=time(22), end=time(7))


def edit(officer, **changed):
    values = {
        "name": officer.name,
        "phone": "",
        "phone_shared": False,
        "language": "",
        "keys_off": False,
    }
    edit_profile(officer=officer, now=T0, **({"quiet": QuietHours()} | values | changed))
    return Officer.objects.get(pk=officer.pk)


def changes():
    return AuditRecord.objects.filter(verb="officer.changed")


def test_name_and_phone_are_recorded_by_field_as_the_officers_own_act(yunchuan):
    officer = edit(yunchuan.lu, name="陆致远", phone="0000-8261001")

    record = changes().get()
    assert (officer.name, officer.phone) == ("陆致远", "0000-8261001")
    assert (record.actor, record.data) == (
        f"officer:{yunchuan.lu.pk}",
        {"fields": ["name", "phone"]},
    )


def test_language_keys_and_quiet_hours_are_kept_and_not_recorded(yunchuan):
    officer = edit(yunchuan.lu, language="en", keys_off=True, quiet=NIGHT)

    assert (officer.language, officer.keys_off, officer.quiet) == ("en", True, NIGHT)
    assert not changes().exists()


def test_a_title_and_a_unit_given_meanwhile_are_not_taken_back(yunchuan):
    Officer.objects.filter(pk=yunchuan.lu.pk).update(title="副主任", unit=yunchuan.online)

    officer = edit(yunchuan.lu, phone="0000-8261001")

    assert (officer.title, officer.unit) == ("副主任", yunchuan.online)


def test_without_a_name_nothing_of_it_is_kept(yunchuan):
    with pytest.raises(Refused, match="请填写姓名"):
        edit(yunchuan.lu, name=" ", phone="0000-8261001", quiet=NIGHT)

    officer = Officer.objects.get(pk=yunchuan.lu.pk)
    assert (officer.name, officer.phone, officer.quiet) == ("陆知远", "", QuietHours())
