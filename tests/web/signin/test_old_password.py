"""Who signs in with a password past its time changes it first, to one that is new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from tests.factories import PASSWORD, T0
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"
RULES = "/desk/rules/"


def enter(client, officer):
    return client.post(
        "/accounts/login/", {"login": officer.username, "password": PASSWORD}, follow=True
    )


def change(client, wanted):
    form = {"oldpassword": PASSWORD, "password1": wanted, "password2": wanted}
    return client.post(CHANGE, form, follow=True)


@pytest.fixture
def old(settings, yunchuan):
    settings.PASSWORD_DAYS = 30
    before = T0 - timedelta(days=400)
    Officer.objects.filter(pk=yunchuan.lu.pk).update(password_set_at=before)


@pytest.mark.usefixtures("old")
def test_an_old_password_is_changed_before_anything_else(client, yunchuan):
    asked = enter(client, yunchuan.lu)

    assert asked.redirect_chain[-1][0] == CHANGE
    assert "当前口令使用已超过 30 天。" in page_of(asked).text
    assert client.get(RULES).url == CHANGE
    assert change(client, "three-quiet-rivers-9").redirect_chain[-1][0] == reverse(
        "console:desk"
    )
    assert client.get(RULES).status_code == 200


@pytest.mark.usefixtures("old")
def test_the_old_one_is_not_taken_again(client, yunchuan):
    enter(client, yunchuan.lu)

    refused = change(client, PASSWORD)

    assert "不得使用最近 5 个用过的口令，请另设。" in page_of(refused).text
    assert client.get(RULES).url == CHANGE


def test_without_a_maximum_age_an_old_password_stays(client, yunchuan):
    Officer.objects.filter(pk=yunchuan.lu.pk).update(password_set_at=None)

    entered = enter(client, yunchuan.lu)

    assert entered.redirect_chain[-1][0] == reverse("console:desk")
