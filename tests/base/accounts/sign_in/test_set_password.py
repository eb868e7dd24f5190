"""A password is set anew, and a second factor is taken away when its device is lost."""

from __future__ import annotations

import pytest
from allauth.mfa.utils import is_mfa_enabled

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.set_password import (
    new_password,
    remove_second_factor,
    set_password,
)
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from tests.factories import PASSWORD, T0
from tests.web.clients import add_second_factor

pytestmark = pytest.mark.django_db


def give(cast, password):
    set_password(officer=cast.lu, password=password, actor=cast.admin.audit_actor(), now=T0)


def test_a_new_password_replaces_the_old_one_and_is_on_no_record(yunchuan):
    password = new_password()

    give(yunchuan, password)

    officer = Officer.objects.get(pk=yunchuan.lu.pk)
    record = AuditRecord.objects.get(verb="officer.password_set")
    assert officer.check_password(password)
    assert not officer.check_password(PASSWORD)
    assert (record.actor, record.data) == (f"officer:{yunchuan.admin.pk}", {})


@pytest.mark.parametrize("weak", ["", "12345", "password", "lu@yunchuan"])
def test_a_weak_password_leaves_the_old_one(yunchuan, weak):
    with pytest.raises(Refused):
        give(yunchuan, weak)

    assert Officer.objects.get(pk=yunchuan.lu.pk).check_password(PASSWORD)
    assert not AuditRecord.objects.filter(verb="officer.password_set").exists()


def test_a_second_factor_is_removed_from_one_officer_and_recorded_once(yunchuan):
    for officer in (yunchuan.lu, yunchuan.admin):
        add_second_factor(officer)
    lost = {"officer": yunchuan.lu, "actor": yunchuan.admin.audit_actor(), "now": T0}

    assert [remove_second_factor(**lost), remove_second_factor(**lost)] == [1, 0]

    assert not is_mfa_enabled(yunchuan.lu)
    assert is_mfa_enabled(yunchuan.admin)
    assert AuditRecord.objects.get(verb="officer.second_factor_removed").data == {"removed": 1}
