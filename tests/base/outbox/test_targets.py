"""Which addresses a channel may have."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from huiying.base.outbox.models import ChannelKind
from huiying.base.outbox.targets import signature, signed_by, target_problem, webhook_key


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("SMTP", "duty@yunchuan.example"),
        ("WEBHOOK", "https://hook.yunchuan.example/in?x=1"),
        ("WECOM", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0a1b2c3d"),
        ("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d"),
        ("FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d"),
        ("FEISHU", "https://chat.yunchuan.example/open-apis/bot/v2/hook/0a1b2c3d"),
        ("SMS", "https://sms.yunchuan.example/send"),
        ("APPRISE", "ntfys://push.yunchuan.example/duty?priority=high"),
    ],
)
def test_these_addresses_are_fine(kind, target):
    assert target_problem(kind, target) is None


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("SMTP", ""),
        ("SMTP", "值班室"),
        ("SMTP", "a@b.example,c@d.example"),
        ("SMTP", "a@b.example\nBcc: c@d.example"),
        ("WEBHOOK", "ftp://hook.example/"),
        ("WEBHOOK", "https://"),
        ("WEBHOOK", "https://user:secret@hook.example/"),
        ("WEBHOOK", "http://[::1"),
        ("WEBHOOK", "https://hook.example:99999/"),
        ("APPRISE", "json://127.0.0.1/"),
        ("APPRISE", "syslog://"),
        ("APPRISE", "ntfy://push.example/duty?attach=http://10.0.0.1/secret"),
        ("APPRISE", "feishu://abcdef"),
        ("APPRISE", "ntfy://" + "a" * 500),
        ("WECOM", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"),
        ("WECOM", "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d"),
        ("DINGTALK", "https://oapi.dingtalk.com/robot/send?access_token="),
        ("FEISHU", "https://open.feishu.cn/open-apis/bot/v2/hook/"),
        ("SMS", "sms://13900000000"),
    ],
)
def test_these_addresses_are_refused_with_a_sentence(kind, target):
    assert target_problem(kind, target)


@pytest.mark.django_db
def test_a_receiver_can_check_the_signature_with_the_installations_key():
    header = signature(b"{}", seconds=1790000000)

    digest = hmac.new(webhook_key().encode(), b"1790000000.{}", hashlib.sha256).hexdigest()
    assert header == f"t=1790000000,v1={digest}"


def test_every_kind_of_channel_is_known():
    assert all(target_problem(kind, "???") for kind in ChannelKind.values)


@pytest.mark.parametrize(("number", "fine"), [("13900000000", True), ("+8613900000000", True),
                                              ("值班手机", False), ("", False)])  # fmt: skip
def test_a_text_message_goes_to_a_number(number, fine):
    problem = target_problem("SMS", "https://sms.yunchuan.example/send", recipient=number)

    assert (problem is None) == fine


def test_a_gateways_signature_is_good_for_five_minutes_and_for_its_own_words():
    header = signature(b"{}", seconds=1790000000, secret="shared")

    assert signed_by(b"{}", header, secret="shared", seconds=1790000300)
    for body, secret, seconds in (
        (b"{} ", "shared", 1790000000),
        (b"{}", "other", 1790000000),
        (b"{}", "shared", 1790000301),
        (b"{}", "", 1790000000),
    ):
        assert not signed_by(body, header, secret=secret, seconds=seconds)
    assert not signed_by(b"{}", "t=1,v1=no", secret="shared", seconds=1)
