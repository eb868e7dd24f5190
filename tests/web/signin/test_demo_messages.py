"""The demonstration shows what would have gone out; a visitor signs by the link of a unit."""

from __future__ import annotations

import pytest

from huiying.base.outbox.models import Channel, ChannelKind
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
PAGE = "/demo/messages/"


@pytest.fixture
def notice(settings, yunchuan, time):
    settings.DEMO = True
    Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind=ChannelKind.SMTP,
        name="值班邮箱",
        target="duty@water.yunchuan.gov.cn",
    )
    return notify_unit(
        incident=incident_of(yunchuan, WATER),
        unit=yunchuan.waterworks,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=T0,
    )


def make_sandbox(cast):
    cast.bureau.sandbox = True
    cast.bureau.save()


def test_the_link_of_a_message_leads_to_the_page_where_the_unit_signs(client, yunchuan, notice):
    make_sandbox(yunchuan)
    page = page_of(client.get(PAGE))
    assert "区水务局 · 值班邮箱" in page.text
    [link] = [one for one in page.links() if one.startswith("/r/")]
    assert link not in page.text
    signing = page_of(client.get(link))
    assert notice.number in signing.text
    assert "签收" in signing.text


def test_without_messages_it_says_so(client, yunchuan, settings):
    settings.DEMO = True
    assert "尚未发出消息。" in page_of(client.get(PAGE)).text


def test_no_message_of_a_real_bureau_is_shown_and_outside_of_it_there_is_no_page(
    client, yunchuan, notice, settings
):
    assert "值班邮箱" not in page_of(client.get(PAGE)).text
    settings.DEMO = False
    make_sandbox(yunchuan)
    assert client.get(PAGE).status_code == 404
