"""The one-time link: password and second factor on one page, then the desk."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.accounts.sign_in.invitations import invitation_of
from huiying.base.audit.models import AuditRecord
from huiying.base.personnel.actions.set_roles import set_roles
from tests.factories import T0
from tests.web.clients import add_second_factor, current_code, stop_authenticators
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
OWN = "only-i-know-this-9"
CHOSEN = {"password": OWN, "again": OWN}


@pytest.fixture(autouse=True)
def _as_installed(settings, monkeypatch):
    settings.SECOND_FACTOR = "SIGNERS"
    stop_authenticators(monkeypatch)


@pytest.fixture
def invited(yunchuan):
    """Add an officer whose password nobody knows; return him and his link."""

    def add(*roles):
        officer = add_officer(
            bureau=yunchuan.bureau,
            username="xu",
            name="许南乔",
            password=new_password(),
            roles=frozenset(roles),
            temporary=True,
            actor=yunchuan.admin.audit_actor(),
            now=T0,
        )
        return officer, reverse("invitation", args=invitation_of(officer))

    return add


def secret_on(page) -> str:
    return page.context["factor"].secret


def test_who_signs_sets_password_and_second_factor_with_one_form(invited):
    officer, link = invited(Role.DUTY_OFFICER)
    door = Client()
    code = current_code(secret_on(door.get(link)))

    answer = door.post(link, {**CHOSEN, "code": code})

    assert answer.url == reverse("mfa_view_recovery_codes")
    codes = page_of(door.get(answer.url))
    assert reverse("console:desk") in codes
    assert is_mfa_enabled(officer)
    assert door.get("/desk/").status_code == 200
    officer.refresh_from_db()
    assert not officer.must_change_password
    recorded = AuditRecord.objects.filter(verb="officer.password_set")
    assert [row.actor_label for row in recorded] == ["许南乔"]


def test_a_role_that_waits_for_its_signature_asks_for_the_second_factor_too(invited, yunchuan):
    officer, link = invited(Role.SECTION_OFFICER)
    assert Client().get(link).context["factor"] is None

    set_roles(
        officer=officer,
        roles=frozenset({Role.SECTION_OFFICER, Role.DEPUTY}),
        active=True,
        by=yunchuan.admin,
        now=T0,
    )

    assert Client().get(link).context["factor"] is not None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({**CHOSEN, "code": "000000"}, "hy-err"),
        ({**CHOSEN, "code": ""}, "请填写这一项。"),
        ({"password": OWN, "again": "another-one-9", "code": "right"}, "两次输入不一致。"),
        ({"password": "short", "again": "short", "code": "right"}, "口令至少 12 个字符"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(invited, typed, said):
    officer, link = invited(Role.DUTY_OFFICER)
    door = Client()
    if typed["code"] == "right":
        typed = typed | {"code": current_code(secret_on(door.get(link)))}
    else:
        door.get(link)
    before = Officer.objects.get(pk=officer.pk).password

    page = door.post(link, typed)

    assert said in page_of(page)
    assert Officer.objects.get(pk=officer.pk).password == before
    assert not Authenticator.objects.filter(user=officer).exists()
    assert "login" in door.get("/desk/").url
    assert Client().get(link).status_code == 200, "the link still holds"


def test_a_refused_password_leaves_the_secret_that_the_phone_has(invited):
    officer, link = invited(Role.DUTY_OFFICER)
    door = Client()
    page = door.get(link)
    secret = secret_on(page)
    assert "口令至少 12 个字符。" in page_of(page), "the rules are said before"

    refused = door.post(link, {"password": "ab", "again": "ab", "code": current_code(secret)})
    assert secret_on(refused) == secret

    answer = door.post(link, {**CHOSEN, "code": current_code(secret)})
    assert answer.url == reverse("mfa_view_recovery_codes")
    assert is_mfa_enabled(officer)


def test_who_prefers_a_security_key_is_led_there_and_to_no_other_page(invited):
    officer, link = invited(Role.DUTY_OFFICER)
    door = Client()
    door.get(link)

    door.post(link, {**CHOSEN, "later": "1"})

    assert not is_mfa_enabled(officer)
    assert door.get("/desk/").url == reverse("mfa_index")


def test_who_has_a_second_factor_shows_it_after_the_new_password(invited):
    officer, link = invited(Role.DUTY_OFFICER)
    secret = add_second_factor(officer)
    door = Client()
    assert door.get(link).context["factor"] is None

    asked = door.post(link, CHOSEN)

    assert asked.url == reverse("mfa_authenticate")
    assert "login" in door.get("/desk/").url, "the link alone signs nobody in"
    door.post(asked.url, {"code": current_code(secret)})
    assert door.get("/desk/").status_code == 200


def test_a_link_that_is_opened_where_another_is_signed_in_says_so_and_replaces_him(
    invited, yunchuan
):
    officer, link = invited(Role.DUTY_OFFICER)
    door = Client()
    door.force_login(yunchuan.window)
    page = door.get(link)
    assert f"本浏览器现由{yunchuan.window.name}登录" in page_of(page)

    door.post(link, {**CHOSEN, "code": current_code(secret_on(page))})

    assert door.get("/desk/").wsgi_request.user == officer
    assert is_mfa_enabled(officer)
    assert not is_mfa_enabled(yunchuan.window)
