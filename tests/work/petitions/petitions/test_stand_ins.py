"""Who stands in for somebody of another unit sees its petitions, for that time alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.models import Delegation
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.work.petitions.petitions.queries import visible_petitions
from tests.factories import T0
from tests.role_grants import hold
from tests.scenarios.petitions import forward, registered

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
HOUR = timedelta(hours=1)


@pytest.fixture
def seen(yunchuan):
    """程望舒 is away for two hours; tell whether 秦以安 sees a petition of his unit."""
    lender = yunchuan.cheng
    Officer.objects.filter(pk=lender.pk).update(unit=yunchuan.online)
    hold(lender, Role.MEMBER)
    Delegation.objects.create(
        bureau=yunchuan.bureau, principal=lender, delegate=yunchuan.window, role=Role.MEMBER,
        from_at=T0, until_at=T0 + 2 * HOUR, made_by=lender, made_at=T0, reason="出差",
    )  # fmt: skip
    forward(yunchuan, registered(yunchuan), unit=yunchuan.online)

    def look(let_in, now):
        officer = Officer.objects.get(pk=yunchuan.window.pk)
        if let_in is not None:
            with_delegated_roles(officer, T0 + let_in * HOUR)
        return visible_petitions(officer, T0 + now * HOUR).exists()

    return look


@pytest.mark.parametrize(
    ("let_in", "now", "sees"),
    [
        (1, 1, True),
        (3, 3, False),
        (1, 3, True),  # a page shows one moment, that at which he was let in
        (3, 1, False),
        (None, 1, True),
        (None, 3, False),
    ],
)
def test_a_stand_in_sees_them_while_he_stands_in(seen, let_in, now, sees):
    assert seen(let_in, now) is sees
