"""The page of integration: a token is asked for, signed by the leader, made, shown, ended."""

from __future__ import annotations

import re

import pytest

from huiying.base.integration.models import IntegrationToken
from tests.factories import T0
from tests.scenarios.integration import make_read_token
from tests.web.api.reading import Reader, refusal
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
PAGE = "/desk/integration/"
FORM = {
    "name": "城运中心平台",
    "purpose": "值班大屏",
    "scopes": ["incidents:read", "releases:read"],
    "ends_on": "2026-12-31",
    "networks": "192.0.2.0/24\n2001:db8::/32",
}


@pytest.fixture(autouse=True)
def _now(time):
    time.set(T0)


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def test_a_token_goes_from_asking_by_the_leader_to_reading(yunchuan, admin):
    page_of(admin.post(f"{PAGE}tokens/add/", FORM, follow=True))
    token = IntegrationToken.objects.get()
    assert "待组长签署" in page_of(admin.get(PAGE))
    early = admin.post(f"{PAGE}tokens/{token.pk}/make/", follow=True)
    assert "尚未经组长签署" in page_of(early)

    leader = signed_in(yunchuan.leader)
    assert "城运中心平台" in page_of(leader.get("/desk/group/"))
    asked = page_of(leader.get(f"{PAGE}tokens/{token.pk}/sign/"))
    assert "有效期至 2026-12-31，限定网络：192.0.2.0/24、2001:db8::/32" in asked
    leader.post(f"{PAGE}tokens/{token.pk}/sign/", {"version": "0"}, follow=True)
    shown = page_of(admin.post(f"{PAGE}tokens/{token.pk}/make/", follow=True))

    secret = re.search(r"hyi_[\w-]{43}", shown).group()
    assert Reader(secret).get("incidents").status_code == 200
    assert refusal(Reader(secret, "198.51.100.1").get("incidents")) == (403, "network_refused")
    assert "用过 1 次" in page_of(admin.get(PAGE))
    assert secret not in page_of(admin.get(PAGE))


def test_the_leader_may_refuse_with_a_reason(yunchuan, admin):
    admin.post(f"{PAGE}tokens/add/", FORM)
    token = IntegrationToken.objects.get()

    signed_in(yunchuan.leader).post(f"{PAGE}tokens/{token.pk}/refuse/", {"reason": "无必要"})

    token.refresh_from_db()
    assert (token.end_reason, token.ended_by) == ("无必要", yunchuan.leader)
    assert "已终止" in page_of(admin.get(PAGE))
    assert "城运中心平台" not in page_of(signed_in(yunchuan.leader).get("/desk/group/"))


def test_a_wrong_network_or_end_is_said_and_nothing_is_asked_for(admin):
    for change in (
        {"networks": "10.2.3.1/24"},
        {"networks": "内网"},
        {"ends_on": "2028-01-01"},
    ):
        answer = admin.post(f"{PAGE}tokens/add/", {**FORM, **change})
        assert answer.status_code in {200, 409}
    assert not IntegrationToken.objects.exists()


def test_a_token_that_was_taken_back_reads_nothing_from_then_on(yunchuan, admin):
    token, secret = make_read_token(yunchuan, ["incidents:read"], T0)
    assert Reader(secret).get("incidents").status_code == 200

    admin.post(f"{PAGE}tokens/{token.pk}/end/", {"reason": "平台停用"}, follow=True)

    assert refusal(Reader(secret).get("incidents")) == (401, "token_ended")
    assert "平台停用" in page_of(admin.get(PAGE))
