"""Requests for roles that wait: on the desk, in the check-list, and signed on one page."""

from __future__ import annotations

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.audit.models import AuditRecord
from huiying.base.personnel.models import RoleRequest
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.jobs.upkeep.setup_bureau import appoint
from tests.factories import PASSWORD
from tests.role_grants import hold
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
DESK = "/desk/"
PEOPLE = "/desk/people/"
LIST = f"{PEOPLE}roles/"
ROWS = "账号\t姓名\t角色\nzhao1\t赵一\t组长\nqian1\t钱二\t副组长\nsun1\t孙三\t新闻发言人\n"


@pytest.fixture
def second(yunchuan):
    """The second administrator."""
    return appoint(
        slug="yunchuan",
        username="second@yunchuan",
        person="韩照临",
        role=Role.ADMINISTRATOR,
        password=PASSWORD,
    )


@pytest.fixture
def asked(yunchuan, second):
    """The three requests of one sheet, which the first administrator imported."""
    Officer.objects.filter(pk=second.pk).update(must_change_password=False)
    client, address = signed_in(yunchuan.admin), f"{PEOPLE}officers/import/"
    seen = page_of(client.post(address, {"text": ROWS}))
    client.post(address, {"text": ROWS, "looked": seen.field("looked")})
    rows = list(RoleRequest.objects.order_by("pk"))
    assert len(rows) == 3
    return rows


def tick(client, rows, **more):
    """Tick these requests on the page that the client sees, and sign."""
    page = page_of(client.get(LIST))
    hashes = {f"hash-{row.signoff_id}": page.field(f"hash-{row.signoff_id}") for row in rows}
    form = {"request": [row.signoff_id for row in rows], **hashes, **more}
    return client.post(LIST, form, follow=True)


def roles_of(username):
    return own_roles_of(Officer.objects.get(username=username))


def test_the_desk_of_the_second_administrator_names_what_waits_for_him(second, asked):
    waiting = page_of(signed_in(second).get(DESK)).panel("waiting")

    assert "角色授予" in waiting.text
    assert "3 份申请待签署" in waiting.text
    assert waiting.links("审阅") == [LIST]


def test_one_request_leads_from_the_desk_to_its_own_page(second, asked):
    client = signed_in(second)
    tick(client, asked[1:])

    waiting = page_of(client.get(DESK)).panel("waiting")

    assert waiting.links("审阅") == [f"{LIST}{asked[0].signoff_id}/"]


def test_who_asked_has_nothing_to_sign_on_the_desk_or_on_the_page(yunchuan, asked):
    client = signed_in(yunchuan.admin)
    shown = page_of(signed_in(yunchuan.leader).get(LIST))

    assert not page_of(client.get(DESK)).has_panel("waiting")
    page = page_of(client.get(LIST))
    assert not page.having('name="request"')
    assert "申请人和角色所属人员不能签署" in page
    row = asked[0]
    name = f"hash-{row.signoff_id}"
    refused = client.post(
        LIST, {"request": [row.signoff_id], name: shown.field(name)}, follow=True
    )
    assert "赵一的角色未签署：须由另一位系统管理员或组长本人签署" in page_of(refused).text
    assert roles_of("zhao1") == set()


def test_all_that_are_ticked_are_signed_each_for_itself(second, asked):
    client = signed_in(second)
    page = page_of(client.get(LIST))

    done = tick(client, asked)

    assert not page.checked("request"), "nothing is ticked for who signs"
    assert all(name in page.text for name in ("赵一", "授予组长", "方知行"))
    assert "已签署 3 份，角色即时生效。" in page_of(done).text
    assert done.redirect_chain[-1][0] == DESK
    assert roles_of("zhao1") == {Role.LEADER}
    assert roles_of("sun1") == {Role.SPOKESPERSON}
    signed = {(row.signoff.decided_by_id, row.signoff.decision) for row in _fresh(asked)}
    assert signed == {(second.pk, Decision.APPROVED)}
    assert AuditRecord.objects.filter(verb="officer.roles_signed").count() == 3


def test_what_is_not_ticked_waits_on(second, asked):
    client = signed_in(second)

    left = page_of(tick(client, asked[:1]))
    nothing = page_of(client.post(LIST, {}, follow=True))

    assert left.having(f'value="{asked[1].signoff_id}"')
    assert not left.having(f'value="{asked[0].signoff_id}"')
    assert "请先勾选要签署的申请。" in nothing.text
    assert roles_of("qian1") == set()


def test_a_request_whose_officer_changed_meanwhile_is_not_signed_and_the_others_are(
    second, asked
):
    client = signed_in(second)
    page = page_of(client.get(LIST))
    hold(Officer.objects.get(username="zhao1"), Role.MEMBER)
    hashes = {f"hash-{row.signoff_id}": page.field(f"hash-{row.signoff_id}") for row in asked}

    done = client.post(
        LIST, {"request": [row.signoff_id for row in asked], **hashes}, follow=True
    )

    assert "赵一的角色未签署：申请之后此人的角色有变" in page_of(done).text
    assert "已签署 2 份" in page_of(done).text
    assert roles_of("zhao1") == {Role.MEMBER}


def test_after_one_signature_the_next_request_is_a_click_away(second, asked):
    client = signed_in(second)
    address = f"{LIST}{asked[0].signoff_id}/"
    shown = page_of(client.get(address)).field("hash")

    done = client.post(address, {"decision": "yes", "hash": shown, "reason": ""})

    assert done.url == LIST


def test_roles_that_exclude_each_other_are_signed_on_their_own_page_alone(yunchuan, second):
    Officer.objects.filter(pk=second.pk).update(must_change_password=False)
    form = {"name": "闻令仪", "roles": ["auditor", "member"], "active": "on"}
    signed_in(yunchuan.admin).post(
        f"{PEOPLE}officers/{yunchuan.auditor.pk}/", {**form, "exemption": "本局只有三人"}
    )
    row = RoleRequest.objects.get()
    client = signed_in(second)

    page = page_of(client.get(LIST))
    client.post(
        LIST, {"request": [row.signoff_id], f"hash-{row.signoff_id}": row.signoff.content_hash}
    )

    assert not page.having('name="request"')
    assert "兼任豁免" in page.text
    row.signoff.refresh_from_db()
    assert row.signoff.decision == Decision.PENDING


def test_the_check_list_leads_to_the_signatures_when_only_these_are_missing(yunchuan, asked):
    for row in (yunchuan.leader, yunchuan.cheng, yunchuan.speaker):
        row.grants.all().delete()
    page = page_of(signed_in(yunchuan.admin).get(DESK))
    [step] = [one for one in page.tags("li") if "粘贴人员和单位名单，授予角色" in one.text]

    assert "待第二人签署：组长或副组长、新闻发言人。" in step.text
    assert step.links("设置") == [LIST]

    yunchuan.window.grants.all().delete()
    yunchuan.water.grants.all().delete()
    page = page_of(signed_in(yunchuan.admin).get(DESK))
    [step] = [one for one in page.tags("li") if "粘贴人员和单位名单，授予角色" in one.text]

    assert "尚缺角色：承办人员。" in step.text
    assert step.links("设置") == [f"{PEOPLE}officers/import/"]


def _fresh(rows):
    return RoleRequest.objects.select_related("signoff").filter(pk__in=[row.pk for row in rows])


# The accounts that one administrator adds ----------------------------------------------------


def test_the_result_of_an_import_says_that_its_accounts_do_not_countersign_each_other(
    yunchuan,
):
    client, address = signed_in(yunchuan.admin), f"{PEOPLE}officers/import/"
    seen = page_of(client.post(address, {"text": ROWS}))
    form = {"text": ROWS, "looked": seen.field("looked")}
    several = page_of(client.post(address, form, follow=True))
    Officer.objects.filter(pk=yunchuan.window.pk).update(last_login=clock.now())
    client.post(f"{PEOPLE}officers/{yunchuan.window.pk}/password/")
    one = page_of(client.get(f"{PEOPLE}officers/links/"))

    assert yunchuan.window.name in one
    assert "由您添加、调整或启用的账号" not in one
    assert "经第二人签署并确认前角色不生效，彼此不得互相核签" in several


def test_a_list_of_own_officers_and_an_agencys_says_before_the_import_what_follows(yunchuan):
    client, address = signed_in(yunchuan.admin), f"{PEOPLE}officers/import/"
    head = "账号\t姓名\t单位\t角色\t单位性质"
    own = "xu\t许南乔\t综合办公室\t值班员\t"
    agency = "bai\t白一舟\t区水务局\t承办人员\t"
    new_agency = "he\t何清越\t区城管局\t承办人员\t外单位"

    def checked(*rows):
        return page_of(client.post(address, {"text": "\n".join((head, *rows))})).text

    for mixed in ((own, agency), (own, new_agency)):
        assert "由您一人添加的，经第二人确认本人已接管账号前，不得互相核签" in checked(*mixed)
    assert "由您一人添加的" not in checked(own)
    assert "由您一人添加的" not in checked(agency, new_agency)


def test_the_check_list_says_that_a_second_person_confirms_the_accounts(yunchuan):
    yunchuan.window.grants.all().delete()
    yunchuan.water.grants.all().delete()
    page = page_of(signed_in(yunchuan.admin).get(DESK))
    [step] = [one for one in page.tags("li") if "粘贴人员和单位名单，授予角色" in one.text]

    assert "确认本人已接管前，不得互相核签" in step.text
