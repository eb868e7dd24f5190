"""An officer's name, title, phone and unit change; the record holds no personal data."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from tests.factories import T0

pytestmark = pytest.mark.django_db


def edit(cast, **changed):
    officer = cast.window
    shown = {"name": officer.name, "title": "", "phone": "", "unit": officer.unit}
    edit_officer(officer=officer, actor=cast.admin.audit_actor(), now=T0, **(shown | changed))
    return Officer.objects.get(pk=officer.pk)


def changes():
    return AuditRecord.objects.filter(verb="officer.changed")


def test_what_is_entered_is_kept_without_the_space_around_it(yunchuan):
    officer = edit(yunchuan, name=" 秦以宁 ", phone="0000-8261002 ", unit=yunchuan.online)

    assert (officer.name, officer.phone) == ("秦以宁", "0000-8261002")
    assert officer.unit == yunchuan.online


def test_the_record_names_the_fields_and_the_units_and_no_other_value(yunchuan):
    edit(yunchuan, name="秦以宁", phone="0000-8261002", unit=None)

    record = changes().get()
    assert record.data == {
        "fields": ["name", "phone", "unit_id"],
        "before": {"unit": "来访接待科"},
        "after": {"unit": ""},
    }
    assert record.actor == f"officer:{yunchuan.admin.pk}"
    assert "秦以" not in f"{record.label}{record.data}"


def test_who_stays_the_same_is_not_recorded(yunchuan):
    edit(yunchuan)

    assert not changes().exists()


def test_an_empty_name_and_a_unit_of_another_bureau_are_refused(yunchuan, linxi):
    with pytest.raises(Refused, match="请填写姓名"):
        edit(yunchuan, name="  ")
    with pytest.raises(Refused, match="不属于本局"):
        edit(yunchuan, unit=linxi.office)

    officer = Officer.objects.get(pk=yunchuan.window.pk)
    assert (officer.name, officer.unit) == ("秦以安", yunchuan.reception)
    assert not changes().exists()
