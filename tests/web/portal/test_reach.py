"""我要反映: the lawful ways of today, as the administrator wrote them."""

from __future__ import annotations

import pytest

from huiying.work.responses.contact_details.actions.set_details import set_contact_details
from tests.web.portal.test_public_pages import STAFF_WORDS

ADDRESS = "/b/yunchuan/reach/"


def page(client, address=ADDRESS):
    return client.get(address).content.decode()


def test_before_anybody_wrote_it_leads_to_what_holds_everywhere(client, yunchuan):
    found = page(client)

    assert "tel:12345" in found
    assert "https://wsxf.gjxfj.gov.cn/" in found
    assert "110、119、120" in found
    for empty in ("写信</dt>", "当面说</dt>", "来访地址："):
        assert empty not in found
    for word in STAFF_WORDS:
        assert word not in found


def test_what_follows_is_said_with_days(client, yunchuan):
    found = page(client)

    for words in ("15 日内告诉您由谁办", "60 日内给您答复", "不同意可以请求复查"):
        assert words in found


def test_details_are_on_every_page_at_once(client, yunchuan, now):
    page(client), page(client, "/b/yunchuan/")

    set_contact_details(
        revision=0,
        officer=yunchuan.admin,
        now=now,
        address="云川区民生路 8 号",
        hours="工作日 8:30 至 17:30",
        office_line="0000-8261000",
        hotline="12345",
        icp="云ICP备00000000号",
    )

    home = page(client, "/b/yunchuan/")
    assert "来访地址：云川区民生路 8 号" in home
    assert "云ICP备00000000号" in home
    assert "beian.miit.gov.cn" in home
    assert "beian.mps.gov.cn" not in home
    found = page(client)
    assert "0000-8261000" in found
    assert "网上信访</a>" not in found, "an empty field is left out"


@pytest.mark.parametrize("address", ["/b/yunchuan/", "/b/yunchuan/answers/"])
def test_every_page_leads_there(client, yunchuan, address):
    assert f'href="{ADDRESS}"' in page(client, address)
