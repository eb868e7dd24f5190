"""Which addresses a channel may have."""

from __future__ import annotations

import hashlib
import hmac

import pytest

from huiying.base.outbox.models import ChannelKind
from huiying.base.outbox.targets import problem_with, signature, webhook_key


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("SMTP", "duty@yunchuan.example"),
        ("WEBHOOK", "https://hook.yunchuan.example/in?x=1"),
        ("APPRISE", "wecombot://0a1b2c3d-key"),
        ("APPRISE", "feishu://abcdef"),
        ("APPRISE", "ntfys://push.yunchuan.example/duty?priority=high"),
    ],
)
def test_these_addresses_are_fine(kind, target):
    assert problem_with(kind, target) is None


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
        ("APPRISE", "feishu://abc?template=/etc/passwd"),
        ("APPRISE", "feishu://" + "a" * 500),
    ],
)
def test_these_addresses_are_refused_with_a_sentence(kind, target):
    assert problem_with(kind, target)


def test_a_receiver_can_check_the_signature_with_the_installations_key():
    header = signature(b"{}", seconds=1790000000)

    digest = hmac.new(webhook_key().encode(), b"1790000000.{}", hashlib.sha256).hexdigest()
    assert header == f"t=1790000000,v1={digest}"


def test_every_kind_of_channel_is_known():
    assert all(problem_with(kind, "???") for kind in ChannelKind.values)
