"""The page of channels: what counts as delivery, secrets that never come back, numbers."""

from __future__ import annotations

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Channel, Message, SignedLink
from huiying.base.outbox.queries import channels_of
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.actions.notify import notify_unit
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.liaison import add_agency_channel
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
CHANNELS = "/desk/channels/"
KEY = "gateway-secret-0123456789"
SMS = {
    "name": "水务局值班手机",
    "kind": "SMS",
    "target": "https://sms.yunchuan.example/send?app=duty",
    "recipient": "13900001234",
    "secret": KEY,
}


@pytest.fixture(autouse=True)
def _now(time, now):
    time.set(now)


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def row_of(page, channel):
    return page.having(f'id="channel-{channel.pk}"')[0]


@pytest.mark.clause("4(3)b", "4(3)c")
@pytest.mark.parametrize(
    ("kind", "target", "proofs"),
    [
        ("SMTP", "duty@yunchuan.example", "已点击链接确认"),
        ("WEBHOOK", "https://hook.yunchuan.example/in", "已点击链接确认"),
        ("FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/x", "已点击链接确认"),
        ("SMS", "https://sms.yunchuan.example/send", "渠道回执、已点击链接确认"),
    ],
)
def test_each_channel_says_what_counts_as_delivery(admin, yunchuan, now, kind, target, proofs):
    channel = add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind=kind,
        name="甲",
        target=target,
        secret=KEY,
        recipient="13900001234" if kind == "SMS" else "",
        actor=yunchuan.admin.audit_actor(),
        now=now,
    )

    page = page_of(admin.get(CHANNELS))

    assert proofs in row_of(page, channel)
    assert "邮件服务器、群机器人、短信网关收下消息均不视为送达" in page


def test_a_gateway_is_added_with_number_and_key_and_neither_comes_back_whole(admin):
    page_of(admin.post(f"{CHANNELS}add/", SMS, follow=True))

    channel = Channel.objects.get()
    assert (channel.recipient, channel.secret) == ("13900001234", KEY)
    pages = page_of(admin.get(CHANNELS)) + page_of(admin.get(f"{CHANNELS}{channel.pk}/"))
    assert "https://sms.yunchuan.example… → …1234" in pages
    for secret in (KEY, "13900001234", "app=duty"):
        assert secret not in pages


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"secret": "short"}, "短信网关须有签名密钥，至少 16 个字符。"),
        ({"recipient": "值班手机"}, "请填写收短信的号码，只用数字。"),
        ({"recipient": ""}, "请填写收短信的号码，只用数字。"),
        ({"target": "sms://13900001234"}, "请填写以 https:// 或 http:// 开头的网址。"),
    ],
)
def test_a_gateway_that_could_not_work_is_refused_with_what_is_missing(admin, change, why):
    assert why in page_of(admin.post(f"{CHANNELS}add/", {**SMS, **change}), 409)
    assert not Channel.objects.exists()


def test_what_is_left_empty_keeps_the_stored_key_and_number(admin):
    admin.post(f"{CHANNELS}add/", SMS)
    channel = Channel.objects.get()
    form = {"name": "夜班手机", "target": "", "secret": "", "recipient": "", "active": "on"}

    admin.post(f"{CHANNELS}{channel.pk}/", form)

    channel.refresh_from_db()
    assert (channel.name, channel.recipient, channel.secret) == (
        "夜班手机",
        "13900001234",
        KEY,
    )


def test_a_new_number_alone_is_taken(admin):
    admin.post(f"{CHANNELS}add/", SMS)
    channel = Channel.objects.get()

    admin.post(
        f"{CHANNELS}{channel.pk}/",
        {"name": channel.name, "recipient": "13900005678", "active": "on"},
    )

    channel.refresh_from_db()
    assert (channel.recipient, channel.target) == ("13900005678", SMS["target"])


@pytest.mark.clause("4(3)c")
def test_an_agencys_notice_goes_to_no_mailbox_that_one_administrator_put_in(
    admin, yunchuan, time, now
):
    add_agency_channel(yunchuan)
    channel = Channel.objects.get()
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    form = {
        "name": channel.name,
        "unit": yunchuan.waterworks.pk,
        "target": "me@elsewhere.example",
        "active": "on",
    }

    page = page_of(admin.post(f"{CHANNELS}{channel.pk}/", form, follow=True))
    notice = notify_unit(
        incident=incident, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    assert "经另一位系统管理员或组长确认前" in page
    assert "待确认" in row_of(page, channel)
    assert "/confirm/" not in row_of(page, channel), "not by who changed it"
    assert not Message.objects.filter(about_kind="notice").exists()
    assert not SignedLink.objects.exists()
    assert notice.notice_clock.state == ClockState.RUNNING


def test_the_leader_sees_where_it_leads_and_confirms_it(admin, yunchuan, now):
    admin.post(
        f"{CHANNELS}add/",
        {
            "name": "水务局邮箱",
            "unit": yunchuan.waterworks.pk,
            "kind": "SMTP",
            "target": "duty@shuiwu.example",
        },
    )
    channel = Channel.objects.get()
    address = f"{CHANNELS}{channel.pk}/confirm/"
    leader = signed_in(yunchuan.leader)

    assert "待确认的消息渠道" in page_of(leader.get("/desk/group/"))
    assert "待确认的消息渠道" not in page_of(signed_in(yunchuan.lu).get("/desk/group/"))
    assert "duty@shuiwu.example" in page_of(leader.get(address))
    refused = page_of(admin.post(address, {"version": channel.revision}), 409)
    done = page_of(leader.post(address, {"version": channel.revision}, follow=True))

    assert "须由未填写、未修改过该渠道的另一位系统管理员或组长确认" in refused
    assert "已确认“水务局邮箱”" in done
    assert "待确认的消息渠道" not in done
    assert list(channels_of(yunchuan.waterworks)) == [channel]
