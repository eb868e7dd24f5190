"""Two persons for a role, on the screens; and a proof of identity before sensitive acts."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.personnel.actions.reset_sign_in import reset_password
from huiying.base.personnel.models import RoleRequest, SignInReset
from huiying.jobs import clock
from tests.factories import PASSWORD
from tests.new_accounts import add, ask_roles, put_in, take_over
from tests.role_grants import hold
from tests.web.clients import add_second_factor, current_code, signed_in, stop_authenticators
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PEOPLE = "/desk/people/"
ADD = f"{PEOPLE}officers/add/"
NEW = {"username": "xu@yunchuan", "name": "许南乔", "roles": ["deputy"]}
HTMX = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{PEOPLE}"}


@pytest.fixture(autouse=True)
def _still(time, monkeypatch):
    stop_authenticators(monkeypatch)


def edit_url(officer):
    return f"{PEOPLE}officers/{officer.pk}/"


def page_url():
    return f"{PEOPLE}roles/{RoleRequest.objects.get().signoff_id}/"


def decide(officer, decision, reason=""):
    client = signed_in(officer)
    shown = page_of(client.get(page_url())).field("hash")
    return client.post(
        page_url(), {"decision": decision, "reason": reason, "hash": shown}, follow=True
    )


# Two persons ---------------------------------------------------------------------------------


def test_a_role_is_asked_for_by_one_and_signed_by_another(yunchuan):
    admin = signed_in(yunchuan.admin)
    added = admin.post(ADD, {**NEW, "reason": "任职文件"}, follow=True)
    xu = Officer.objects.get(username="xu@yunchuan")

    assert "“授予副组长”须由第二人签署，签署前不生效" in page_of(added)
    assert own_roles_of(xu) == set()
    assert "授予副组长" in page_of(admin.get(PEOPLE)).panel("waiting").text
    asked = page_of(admin.get(page_url()))
    assert "申请人和角色所属人员不能签署" in asked
    assert not asked.having('name="decision"')

    desk = page_of(signed_in(yunchuan.leader).get("/desk/"))
    assert page_url() in desk
    shown = page_of(signed_in(yunchuan.leader).get(page_url())).text
    assert "许南乔" in shown
    assert "任职文件" in shown
    done = decide(yunchuan.leader, "yes")

    assert "角色即时生效" in page_of(done)
    assert own_roles_of(xu) == {Role.DEPUTY}
    assert not page_of(admin.get(PEOPLE)).has_panel("waiting")


def test_who_asked_cannot_post_the_signature(yunchuan):
    admin = signed_in(yunchuan.admin)
    admin.post(ADD, NEW)
    shown = page_of(signed_in(yunchuan.leader).get(page_url())).field("hash")

    said = admin.post(page_url(), {"decision": "yes", "hash": shown})

    assert said.status_code == 409
    assert own_roles_of(Officer.objects.get(username="xu@yunchuan")) == set()


def test_it_is_returned_with_a_reason(yunchuan):
    signed_in(yunchuan.admin).post(ADD, NEW)

    assert page_of(decide(yunchuan.leader, "no"), 409)
    assert "角色未作更改" in page_of(decide(yunchuan.leader, "no", "没有任职文件"))

    page = page_of(signed_in(yunchuan.admin).get(page_url())).text
    assert "没有任职文件" in page
    assert own_roles_of(Officer.objects.get(username="xu@yunchuan")) == set()


def test_an_exemption_stands_on_the_pages_of_people_and_of_the_leading_group(yunchuan):
    admin = signed_in(yunchuan.admin)
    form = {"name": "闻令仪", "roles": ["auditor", "member"], "active": "on"}
    refused = page_of(admin.post(edit_url(yunchuan.auditor), form), 409)
    assert "须写明兼任理由" in refused
    admin.post(edit_url(yunchuan.auditor), {**form, "exemption": "本局只有三人"})

    decide(yunchuan.leader, "yes")

    for client, page in ((admin, PEOPLE), (signed_in(yunchuan.lu), "/desk/group/")):
        panel = page_of(client.get(page)).panel("exclusive").text
        assert "豁免理由：本局只有三人（方知行申请，顾怀川签署）" in panel


def test_roles_from_before_that_exclude_each_other_are_shown_as_not_exempted(yunchuan):
    hold(yunchuan.auditor, Role.MEMBER)

    panel = page_of(signed_in(yunchuan.lu).get("/desk/group/")).panel("exclusive").text

    assert "未经豁免" in panel


def test_an_officer_with_such_roles_from_before_can_still_be_edited(yunchuan):
    hold(yunchuan.auditor, Role.MEMBER)
    form = {"name": "闻令怡", "roles": ["auditor", "member"], "active": "on"}

    assert signed_in(yunchuan.admin).post(edit_url(yunchuan.auditor), form).url == PEOPLE

    yunchuan.auditor.refresh_from_db()
    assert yunchuan.auditor.name == "闻令怡"


def test_a_sheet_gives_roles_to_nobody_at_once(yunchuan):
    client, address = signed_in(yunchuan.admin), f"{PEOPLE}officers/import/"
    rows = "账号\t姓名\t角色\nxu1\t许南乔\t组长\nhe1\t何景行\t值班员\n"
    seen = page_of(client.post(address, {"text": rows}))

    done = client.post(address, {"text": rows, "looked": seen.field("looked")}, follow=True)

    assert "2 人的角色须由第二人签署" in page_of(done)
    assert own_roles_of(Officer.objects.get(username="xu1")) == set()
    assert own_roles_of(Officer.objects.get(username="he1")) == set()


# Somebody else's password --------------------------------------------------------------------


def test_a_password_that_somebody_else_set_opens_only_the_page_that_changes_it(yunchuan):
    reset_password(
        officer=yunchuan.lu,
        password="temporary-one",
        by=yunchuan.admin,
        now=clock.now(),
        signed_by=yunchuan.leader,
    )
    browser, change = Client(), reverse("account_change_password")
    browser.post("/accounts/login/", {"login": "lu@yunchuan", "password": "temporary-one"})

    assert browser.get("/desk/").url == change
    assert browser.post("/desk/people/units/add/", {"name": "x"}).url == change
    fragment = browser.get("/desk/board/", headers=HTMX)
    assert fragment.headers["HX-Redirect"].startswith(change)
    assert "他人代设" in page_of(browser.get(change))
    browser.post(
        change,
        {
            "oldpassword": "temporary-one",
            "password1": "only-i-know-this",
            "password2": "only-i-know-this",
        },
    )

    assert browser.get("/desk/").status_code == 200
    lu = Officer.objects.get(pk=yunchuan.lu.pk)
    assert lu.check_password("only-i-know-this")
    assert not lu.must_change_password


def test_the_sessions_of_whose_password_is_set_by_another_end(yunchuan):
    browser = signed_in(yunchuan.window)
    assert browser.get("/desk/").status_code == 200

    signed_in(yunchuan.admin).post(
        f"{edit_url(yunchuan.window)}password/", {"password": "temporary-one"}
    )

    assert browser.get("/desk/").status_code == 302


def test_nobody_works_with_the_password_that_a_new_account_begins_with(yunchuan):
    signed_in(yunchuan.admin).post(ADD, {**NEW, "roles": ["member"]})

    assert Officer.objects.get(username="xu@yunchuan").must_change_password


def test_who_signs_is_reset_by_two_and_the_first_shows_his_link(yunchuan):
    admin, reset = signed_in(yunchuan.admin), f"{edit_url(yunchuan.lu)}password/"
    asked = admin.post(reset, {"reason": "口令遗忘，已当面核实"}, follow=True)
    assert "须由第二人签署后生效" in page_of(asked)
    assert own_name(yunchuan.lu) in page_of(admin.get(PEOPLE)).panel("resets").text
    assert Officer.objects.get(pk=yunchuan.lu.pk).check_password(PASSWORD)

    row = SignInReset.objects.get()
    page = reverse("console:reset-request", args=[row.signoff_id])
    leader = signed_in(yunchuan.leader)
    assert page in page_of(leader.get("/desk/"))
    shown = page_of(leader.get(page))
    assert "口令遗忘，已当面核实" in shown
    leader.post(page, {"decision": "yes", "hash": shown.field("hash")})

    assert not Officer.objects.get(pk=yunchuan.lu.pk).check_password(PASSWORD)
    links = page_of(admin.post(reset, follow=True))
    assert "/accounts/invitation/" in links
    assert "出示一次性链接" not in page_of(signed_in(yunchuan.admin).get(edit_url(yunchuan.lu)))


def test_who_has_no_role_in_effect_yet_is_told_so_and_sees_nothing(yunchuan):
    ghost = take_over(add(yunchuan, "ghost", now=clock.now()))
    ask_roles(ghost, yunchuan.admin, Role.DUTY_OFFICER, now=clock.now())

    page = page_of(signed_in(ghost).get("/desk/"), 403)

    assert "您的账号尚无生效的角色" in page


def test_a_new_account_waits_on_the_desk_of_who_confirms_it(yunchuan):
    officer = take_over(put_in(yunchuan, "xu", Role.DUTY_OFFICER, now=clock.now()))
    confirm = reverse("console:officer-confirm", args=[officer.pk])
    shen = signed_in(yunchuan.shen)

    assert confirm in page_of(shen.get("/desk/"))
    assert confirm not in page_of(signed_in(yunchuan.lu).get("/desk/"))
    assert confirm in page_of(shen.get(f"{PEOPLE}roles/")).panel("accounts")
    refused = signed_in(yunchuan.admin).post(confirm, {"version": "0"})
    assert refused.status_code == 409
    done = page_of(shen.post(confirm, {"version": "0"}, follow=True))

    assert "已确认赵一平的账号" in done
    assert not done.has_panel("accounts")
    assert confirm not in page_of(shen.get("/desk/"))


# Once more, before sensitive acts ------------------------------------------------------------


def prove(client, path):
    """Follow to the page that asks for the password, and type it."""
    asked = client.get(path)
    assert asked.url.startswith("/accounts/reauthenticate/?next=")
    return client.post(asked.url, {"password": PASSWORD, "next": path})


def test_a_sensitive_act_asks_for_the_password_when_the_last_one_is_old(yunchuan):
    fresh, old = signed_in(yunchuan.admin), signed_in(yunchuan.admin, minutes_ago=11)
    path = edit_url(yunchuan.lu)

    assert fresh.get(path).status_code == 200
    assert old.get(PEOPLE).status_code == 200
    assert prove(old, path).url == path
    assert old.get(path).status_code == 200


def test_the_second_factor_is_proof_too(yunchuan):
    secret = add_second_factor(yunchuan.admin)
    client = signed_in(yunchuan.admin, minutes_ago=11)
    path = edit_url(yunchuan.lu)

    asked = reverse("mfa_reauthenticate")
    done = client.post(asked, {"code": current_code(secret), "next": path})

    assert done.url == path
    assert client.get(path).status_code == 200


def test_a_dialog_leads_the_whole_page_to_the_proof_and_back_to_the_act(yunchuan):
    client = signed_in(yunchuan.admin, minutes_ago=11)
    path = edit_url(yunchuan.lu)

    asked = client.get(path, headers=HTMX)

    assert asked.status_code == 204
    where = asked.headers["HX-Redirect"]
    assert where.startswith("/accounts/reauthenticate/?next=")
    assert client.post(where, {"password": PASSWORD, "next": path}).url == path


def test_what_was_sent_goes_on_after_the_proof(yunchuan):
    client = signed_in(yunchuan.admin, minutes_ago=11)
    path = edit_url(yunchuan.lu)
    form = {"name": "陆致远", "roles": ["duty_officer"], "active": "on"}

    asked = client.post(path, form)
    assert own_name(yunchuan.lu) == "陆知远"
    client.post(asked.url, {"password": PASSWORD, "next": path})

    assert own_name(yunchuan.lu) == "陆致远"


def test_a_secret_that_was_sent_waits_in_no_session(yunchuan):
    client = signed_in(yunchuan.admin, minutes_ago=11)

    asked = client.post(ADD, {**NEW, "password": "typed-for-another"})

    assert asked.url.startswith("/accounts/reauthenticate/?next=")
    assert "typed-for-another" not in str(dict(client.session))
    client.post(asked.url, {"password": PASSWORD, "next": ADD})
    assert not Officer.objects.filter(username="xu@yunchuan").exists()


def own_name(officer):
    return Officer.objects.get(pk=officer.pk).name


@pytest.mark.parametrize(
    ("who", "name", "args"),
    [
        ("admin", "officer-add", "none"),
        ("admin", "officer-edit", "officer"),
        ("admin", "officer-password", "officer"),
        ("admin", "officer-second-factor", "officer"),
        ("admin", "officer-import", "none"),
        ("admin", "channel-add", "none"),
        ("admin", "channel-edit", "channel"),
        ("admin", "source-token", "source"),
        ("admin", "source-add", "kind"),
        ("shen", "agency-token-make", "unit"),
        ("shen", "reference-reveal", "reference"),
        ("speaker", "seal-ask", "release"),
        ("leader", "seal", "seal"),
    ],
)
def test_every_sensitive_act_asks_first(standing_world, db, who, name, args):
    world = standing_world()
    cast = world.cast
    found = {
        "none": list,
        "officer": lambda: [cast.lu.pk],
        "channel": lambda: [1],
        "source": lambda: [1],
        "kind": lambda: ["push"],
        "unit": lambda: [cast.waterworks.pk],
        "reference": lambda: ["R2026-0001"],
        "release": lambda: [world.release.answer.number, 1],
        "seal": lambda: [1],
    }[args]()
    address = reverse(f"console:{name}", args=found)

    for answer in (
        signed_in(getattr(cast, who), minutes_ago=11).get(address),
        signed_in(getattr(cast, who), minutes_ago=11).post(address),
    ):
        assert re.match(r"/accounts/(2fa/)?reauthenticate/", answer.url), address
