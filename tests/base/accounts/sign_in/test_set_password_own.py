"""A password of one's own ends what a password of somebody else's asks for."""

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.actions.set_password import keep_own_password
from huiying.base.audit.models import AuditRecord
from tests.factories import T0

pytestmark = pytest.mark.django_db


def test_who_changed_his_own_password_need_not_change_it_again(yunchuan):
    yunchuan.lu.must_change_password = True
    yunchuan.lu.set_password("only-i-know-this")

    keep_own_password(officer=yunchuan.lu, now=T0)

    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    assert not lu.must_change_password
    assert lu.check_password("only-i-know-this")
    written = AuditRecord.objects.get(verb="officer.password_set")
    assert written.actor == f"officer:{lu.pk}"
