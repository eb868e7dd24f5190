"""The door: who comes in, who is kept out, and what a page may contain."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.sign_in.actions.set_password import remove_second_factor
from huiying.base.audit.subjects import MACHINE
from huiying.jobs.clock import real_now
from huiying.web.errors.handlers import server_error
from tests.factories import PASSWORD
from tests.web.clients import (
    BACKEND,
    add_second_factor,
    current_code,
    signed_in,
    stop_authenticators,
)

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
RULES = "/desk/rules/"
WRONG = "not-the-right-one"


def sign_in(client, officer, password=PASSWORD, **more):
    return client.post(LOGIN, {"login": officer.username, "password": password, **more})


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch):
    """Codes used and wrong guesses are counted in the cache of the process."""
    cache.clear()
    stop_authenticators(monkeypatch)


def confirm_password(client):
    """Switching a second factor on or off asks for the password again."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def text(response) -> str:
    return response.content.decode()


def test_a_stranger_is_led_to_the_sign_in_page(client):
    response = client.get(RULES)

    assert response.status_code == 302
    assert response.url == f"{LOGIN}?next={RULES}"


def test_the_right_password_opens_the_desk(client, yunchuan):
    response = sign_in(client, yunchuan.lu)

    assert response.status_code == 302
    assert response.url == reverse("console:desk")


def test_sign_in_returns_to_the_page_that_was_asked_for(client, yunchuan):
    assert sign_in(client, yunchuan.lu, next=RULES).url == RULES


def test_sign_in_never_leads_to_a_foreign_page(client, yunchuan):
    response = sign_in(client, yunchuan.lu, next="https://elsewhere.example/")

    assert response.url == reverse("console:desk")


def test_a_wrong_password_opens_nothing_and_keeps_the_account(client, yunchuan):
    response = sign_in(client, yunchuan.lu, password=WRONG)

    assert response.status_code == 200
    assert yunchuan.lu.username in text(response)
    assert client.get(RULES).status_code == 302


def test_the_door_names_things_as_the_screens_do_and_says_what_to_do(client, yunchuan):
    asked = text(client.get(LOGIN))
    refused = text(sign_in(client, yunchuan.lu, password=WRONG))

    assert "账号" in asked
    assert "口令" in asked
    assert "密码" not in asked + refused
    assert "忘记口令的，请管理员重设" in refused


def test_the_sign_in_page_offers_nothing_that_does_not_exist(client):
    page = text(client.get(LOGIN))

    assert "/accounts/password/reset/" not in page
    assert "/accounts/signup/" not in page
    assert 'name="remember"' not in page
    assert "忘记口令请联系管理员重设" in page


def test_a_session_does_not_outlive_the_browser(client, yunchuan):
    sign_in(client, yunchuan.lu)

    assert client.session.get_expire_at_browser_close()


def test_an_unknown_account_gets_the_same_answer_as_a_wrong_password(client, yunchuan):
    def notice(response):
        return re.findall(r"hy-note-bad.*?</div>", text(response), flags=re.DOTALL)

    known = sign_in(client, yunchuan.lu, password=WRONG)
    unknown = client.post(LOGIN, {"login": "nobody", "password": WRONG})

    assert notice(known)
    assert notice(known) == notice(unknown)


def test_an_account_that_was_switched_off_does_not_come_in(client, yunchuan):
    yunchuan.lu.is_active = False
    yunchuan.lu.save(update_fields=["is_active"])

    sign_in(client, yunchuan.lu)

    assert client.get(RULES).status_code == 302


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/set/",
        "/accounts/email/",
        "/accounts/confirm-email/",
        "/accounts/login/code/confirm/",
        "/accounts/3rdparty/",
        "/accounts/2fa/webauthn/login/",
        "/accounts/2fa/webauthn/signup/",
        "/accounts/",
    ],
)
def test_what_is_not_offered_does_not_exist(client, yunchuan, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "new", "password1": PASSWORD}).status_code == 404
    assert signed_in(yunchuan.lu).get(address).status_code == 404


def test_there_is_no_address_of_a_django_admin():
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")


def test_five_wrong_passwords_lock_the_account_and_say_so(client, yunchuan, settings):
    settings.AXES_ENABLED = True

    answers = [sign_in(client, yunchuan.lu, password=WRONG) for _ in range(5)]
    right = sign_in(client, yunchuan.lu)

    assert [answer.status_code for answer in answers[:4]] == [200] * 4
    assert answers[4].status_code == right.status_code == 429
    assert "暂不能登录" in text(right)
    assert "15 分" in text(right)
    assert client.get(RULES).status_code == 302


def test_guesses_from_addresses_that_are_none_are_counted_together(yunchuan, settings):
    settings.AXES_ENABLED = True
    said = ["unknown", "x" * 300, "", "_hidden", "unknown"]

    answers = [
        sign_in(Client(REMOTE_ADDR=address), yunchuan.lu, password=WRONG).status_code
        for address in said
    ]

    assert answers == [200] * 4 + [429]


def test_a_lock_hits_one_account_and_no_other(client, yunchuan, settings):
    settings.AXES_ENABLED = True
    for _ in range(5):
        sign_in(client, yunchuan.lu, password=WRONG)

    assert sign_in(client, yunchuan.shen).status_code == 302


def test_a_session_ends(client, yunchuan, settings):
    sign_in(client, yunchuan.lu)
    assert client.get(RULES).status_code == 200
    assert settings.SESSION_COOKIE_AGE == 12 * 3600

    Session.objects.update(expire_date=real_now() - timedelta(seconds=1))

    assert client.get(RULES).url == f"{LOGIN}?next={RULES}"


def test_a_new_password_ends_the_sessions_of_the_old_one(yunchuan):
    client = signed_in(yunchuan.lu)

    yunchuan.lu.set_password("another-long-password")
    yunchuan.lu.save(update_fields=["password"])

    assert client.get(RULES).status_code == 302


def test_a_fragment_never_shows_the_sign_in_page_inside_a_board(client):
    response = client.get(
        "/desk/board/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"},
    )

    assert response.status_code == 204
    assert response.headers["HX-Redirect"] == f"{LOGIN}?next=%2Fdesk%2F"


def test_an_administrator_without_a_second_factor_sees_only_its_set_up(client, yunchuan):
    client.force_login(yunchuan.admin, backend=BACKEND)

    assert client.get(RULES).url == reverse("mfa_index")
    assert client.get("/desk/people/").url == reverse("mfa_index")
    assert client.post("/desk/people/units/add/", {"name": "x"}).url == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200


def test_somebody_else_works_without_a_second_factor(client, yunchuan):
    client.force_login(yunchuan.lu, backend=BACKEND)

    assert client.get(RULES).status_code == 200


def test_an_administrator_sets_up_an_authenticator_and_may_work(client, yunchuan):
    sign_in(client, yunchuan.admin)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": current_code(secret)})

    assert response.url == reverse("mfa_view_recovery_codes")
    codes = client.get(response.url)
    assert len(codes.context["unused_codes"]) == 10
    assert all(code in text(codes) for code in codes.context["unused_codes"])
    assert client.get(RULES).status_code == 200


def test_who_signed_in_long_ago_proves_it_again_before_the_second_factor_changes(yunchuan):
    browser = signed_in(yunchuan.admin, minutes_ago=11)
    just_now = signed_in(yunchuan.admin, minutes_ago=9)

    assert "reauthenticate" in browser.get(reverse("mfa_deactivate_totp")).url
    assert just_now.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_the_password_alone_is_not_enough_once_there_is_a_second_factor(client, yunchuan):
    secret = add_second_factor(yunchuan.admin)

    asked = sign_in(client, yunchuan.admin)
    assert asked.url == reverse("mfa_authenticate")
    assert client.get(RULES).status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    right = client.post(reverse("mfa_authenticate"), {"code": current_code(secret)})
    assert right.url == reverse("console:desk")
    assert client.get(RULES).status_code == 200


def test_codes_cannot_be_guessed_without_end(client, yunchuan):
    add_second_factor(yunchuan.admin)
    sign_in(client, yunchuan.admin)

    pages = [
        text(client.post(reverse("mfa_authenticate"), {"code": f"{n:06d}"})) for n in range(12)
    ]

    def said(page):
        return re.findall(r"hy-err.*?</p>", page, re.DOTALL)

    assert said(pages[0]) == said(pages[9])
    assert said(pages[0]) != said(pages[10]) == said(pages[11])


def test_an_administrator_whose_factor_was_taken_away_is_led_to_set_it_up_again(yunchuan, now):
    client = signed_in(yunchuan.admin)
    assert client.get(RULES).status_code == 200

    remove_second_factor(officer=yunchuan.admin, actor=yunchuan.admin.audit_actor(), now=now)

    assert client.get(RULES).url == reverse("mfa_index")


def test_a_password_can_be_changed_by_its_owner(client, yunchuan):
    sign_in(client, yunchuan.lu)
    new = "another-long-password"

    response = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert response.status_code == 302
    client.logout()
    assert sign_in(client, yunchuan.lu, password=new).url == reverse("console:desk")


def own_pages(client, officer):
    """Every page of the door that can be looked at, with its name."""
    yield "login", client.get(LOGIN)
    sign_in(client, officer)
    confirm_password(client)
    for name in (
        "account_change_password",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "account_reauthenticate",
    ):
        yield name, client.get(reverse(name))
    add_second_factor(officer)
    for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_reauthenticate"):
        yield name, client.get(reverse(name))
    client.post(reverse("mfa_generate_recovery_codes"))
    yield "mfa_view_recovery_codes", client.get(reverse("mfa_view_recovery_codes"))
    client.logout()
    sign_in(client, officer)
    yield "mfa_authenticate", client.get(reverse("mfa_authenticate"))


def test_no_page_of_the_door_has_inline_script_or_style(client, yunchuan):
    seen = {}
    for name, response in own_pages(client, yunchuan.lu):
        assert response.status_code == 200, name
        html = text(response)
        seen[name] = html
        assert "script-src 'self';" in response.headers["Content-Security-Policy"]
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", html), name
        for script in re.findall(r"<script[^>]*>", html):
            assert "src=" in script or 'type="application/json"' in script, (name, script)
        assert 'lang="zh-Hans"' in html, name
        assert "hy-body" in html, f"{name} is not in our look"
    assert 'src="data:image/svg+xml;base64,' in seen["mfa_activate_totp"]


def test_the_door_speaks_english_too(client, yunchuan):
    response = client.get(LOGIN, headers={"Accept-Language": "en"})

    assert '<html lang="en"' in text(response)


def test_a_page_that_does_not_exist_says_so_in_our_look(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "页面不存在" in text(response)


def test_a_forbidden_page_says_who_can_help(yunchuan):
    response = signed_in(yunchuan.lu).get("/desk/people/")

    assert response.status_code == 403
    assert "请联系本局系统管理员授权" in text(response)


def test_a_form_without_its_token_changes_nothing_and_says_so(yunchuan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(yunchuan.lu, backend=BACKEND)

    response = client.post(reverse("account_logout"))

    assert response.status_code == 403
    assert "未提交" in text(response)
    assert client.get(RULES).status_code == 200


def test_the_page_of_a_failure_needs_no_database():
    response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "您刚才提交的内容没有保存" in text(response)


# The demonstration ---------------------------------------------------------------------------


@pytest.fixture
def sandbox(db, now):
    bureau = add_bureau(
        slug="demo", name="演示信访局", district="云川区", actor=MACHINE, now=now, sandbox=True
    )
    return add_officer(
        bureau=bureau,
        username="lu",
        name="陆知远",
        password=None,
        roles=frozenset({Role.DUTY_OFFICER}),
        actor=MACHINE,
        now=now,
    )


def test_outside_the_demonstration_its_door_does_not_exist(client, sandbox, yunchuan):
    assert client.get("/demo/").status_code == 404
    assert client.get("/demo/enter/lu/").status_code == 404
    assert client.post("/demo/enter/lu/").status_code == 404
    assert signed_in(yunchuan.admin).post("/demo/enter/lu/").status_code == 404
    assert client.get(RULES).status_code == 302


def test_a_form_sent_after_the_session_ended_says_so_and_leads_back_to_its_page(client):
    page = f"http://testserver{RULES}?tab=1"

    response = client.post(f"{RULES}draft/drop/", {}, headers={"Referer": page}, follow=True)

    assert response.redirect_chain[0][0] == f"{LOGIN}?next={RULES}%3Ftab%3D1"
    assert "本次操作未执行" in text(response)


def test_a_form_sent_from_elsewhere_leads_to_the_desk(client):
    page = "https://elsewhere.example/desk/"

    response = client.post(f"{RULES}draft/drop/", {}, headers={"Referer": page})

    assert response.url == f"{LOGIN}?next=/desk/"


def test_in_the_demonstration_the_sign_in_page_leads_to_the_roles(client, sandbox, settings):
    settings.DEMO = True

    response = client.get(f"{LOGIN}?next={RULES}", follow=True)

    assert response.redirect_chain[0][0].startswith("/demo/?next=")
    assert "值班员" in text(response)
    assert "陆知远" in text(response)
    assert "值班员的登记、定级、通报和现况修订以陆知远的名义" in text(response)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text(response))


def test_one_click_enters_a_role_of_the_demonstration(client, sandbox, settings):
    settings.DEMO = True

    response = client.post("/demo/enter/lu/", {"next": RULES})

    assert response.url == RULES
    assert client.get(RULES).status_code == 200


def test_a_role_is_not_entered_by_a_link_and_never_leads_elsewhere(client, sandbox, settings):
    settings.DEMO = True

    assert client.get("/demo/enter/lu/").status_code == 405
    response = client.post("/demo/enter/lu/", {"next": "//elsewhere.example/"})
    assert response.url == reverse("console:desk")


def test_the_demonstration_opens_no_officer_of_a_real_bureau(
    client, sandbox, yunchuan, settings
):
    settings.DEMO = True

    assert yunchuan.lu.username not in text(client.get("/demo/"))
    assert client.post(f"/demo/enter/{yunchuan.lu.username}/").status_code == 404
    assert client.post("/demo/enter/nobody/").status_code == 404


def test_officers_of_the_demonstration_have_no_password(sandbox):
    assert not sandbox.has_usable_password()


def test_who_signs_out_leaves_no_page_behind(yunchuan):
    officer = signed_in(yunchuan.lu)

    page, out = officer.get("/desk/posts/"), officer.post("/accounts/logout/")

    assert page["Cache-Control"] == "private, no-store"
    assert "Clear-Site-Data" not in page
    assert out["Clear-Site-Data"] == '"cache"'


# A password that somebody else set ------------------------------------------------------------


def change_password(client, wanted="three-quiet-rivers-9"):
    form = {"oldpassword": PASSWORD, "password1": wanted, "password2": wanted}
    return client.post(reverse("account_change_password"), form, follow=True)


@pytest.mark.parametrize("who", ["lu", "cheng", "water"])
def test_who_sets_his_own_password_goes_on_to_his_desk(client, yunchuan, who):
    officer = getattr(yunchuan, who)
    Officer.objects.filter(pk=officer.pk).update(must_change_password=True)
    asked = client.get(sign_in(client, officer).url)

    done = change_password(client)

    assert asked.url == reverse("account_change_password")
    assert done.redirect_chain == [(reverse("console:desk"), 302)]
    assert done.status_code == 200
    assert "oldpassword" not in text(done)
    assert "密码修改成功" in text(done)


def test_an_administrator_still_sets_up_his_second_factor_before_the_desk(client, yunchuan):
    Officer.objects.filter(pk=yunchuan.admin.pk).update(must_change_password=True)
    sign_in(client, yunchuan.admin)

    done = change_password(client)

    assert done.redirect_chain[-1] == (reverse("mfa_index"), 302)
    assert client.get(RULES).url == reverse("mfa_index")


def test_a_wrong_old_password_leads_nowhere(client, yunchuan):
    Officer.objects.filter(pk=yunchuan.lu.pk).update(must_change_password=True)
    sign_in(client, yunchuan.lu)
    form = {
        "oldpassword": WRONG,
        "password1": "x-quiet-river-9",
        "password2": "x-quiet-river-9",
    }

    refused = client.post(reverse("account_change_password"), form)

    assert refused.status_code == 200
    assert client.get(RULES).url == reverse("account_change_password")
