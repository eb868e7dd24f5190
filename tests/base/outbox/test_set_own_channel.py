"""An officer's own channel is used once the code that was sent there came back."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.actions.set_own_channel import (
    CODE_VALID_FOR,
    MAX_TRIES,
    MOST_CODES,
    WITHIN,
    delete_own_channel,
    own_channel_address,
    propose_own_channel,
    verify_own_channel,
)
from huiying.base.outbox.models import Channel, Message
from huiying.base.outbox.queries import own_channels
from tests.base.accounts.roster.shifts import put
from tests.factories import T0

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
MAIL = "lu@yunchuan.example"


def propose(officer, kind="SMTP", address=MAIL, now=T0):
    return propose_own_channel(officer=officer, kind=kind, address=address, now=now)


def verify(officer, code, now=T0):
    return verify_own_channel(officer=officer, code=code, now=now)


def another(code):
    return "000000" if code != "000000" else "000001"


def test_a_code_goes_to_the_address_and_nothing_else_does_before_it_comes_back(yunchuan):
    code = propose(yunchuan.lu, address=f" {MAIL} ")

    message = Message.objects.get()
    assert re.search(r"[0-9]{6}", message.body)[0] == code
    assert code not in message.subject, "the list of failed messages shows it to others"
    assert (message.channel.officer, message.urgent) == (yunchuan.lu, True)
    assert not own_channels([yunchuan.lu]).exists()

    row = verify(yunchuan.lu, f" {code} ", T0 + CODE_VALID_FOR)

    assert own_channels([yunchuan.lu]).get() == row
    assert (own_channel_address(row), row.target) == (MAIL, "")
    assert not AuditRecord.objects.filter(kind="channel").exists(), "it is nobody's but his"


def test_a_code_is_used_once_and_by_its_own_officer(yunchuan):
    code = propose(yunchuan.lu)

    with pytest.raises(Refused, match="无待验证的渠道"):
        verify(yunchuan.shen, code)
    verify(yunchuan.lu, code)
    with pytest.raises(Refused, match="无待验证的渠道"):
        verify(yunchuan.lu, code)


def test_a_newer_address_takes_the_place_of_the_one_before_and_its_code(yunchuan, monkeypatch):
    codes = iter(range(3))  # by chance two could be the same
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(codes))
    verify(yunchuan.lu, propose(yunchuan.lu))
    older = propose(yunchuan.lu, now=T0 + MINUTE)
    newer = propose(yunchuan.lu, address="home@yunchuan.example", now=T0 + 2 * MINUTE)

    assert not own_channels([yunchuan.lu]).exists()
    with pytest.raises(Refused, match="验证码有误"):
        verify(yunchuan.lu, older, T0 + 2 * MINUTE)
    row = verify(yunchuan.lu, newer, T0 + 2 * MINUTE)

    assert own_channel_address(row) == "home@yunchuan.example"
    assert Channel.objects.filter(officer=yunchuan.lu).count() == 1


def test_a_code_that_is_too_old_or_was_guessed_at_too_often_is_refused(yunchuan):
    code = propose(yunchuan.lu)
    with pytest.raises(Refused, match="已过期"):
        verify(yunchuan.lu, code, T0 + CODE_VALID_FOR + timedelta(seconds=1))

    for _attempt in range(MAX_TRIES):
        with pytest.raises(Refused, match="验证码有误"):
            verify(yunchuan.lu, another(code))
    with pytest.raises(Refused, match="试错太多次"):
        verify(yunchuan.lu, code)

    assert not own_channels([yunchuan.lu]).exists()


def test_a_few_codes_an_hour_are_sent_to_an_officer(yunchuan):
    for n in range(MOST_CODES):
        propose(yunchuan.lu, now=T0 + n * MINUTE)

    with pytest.raises(Refused, match="最多发 5 次"):
        propose(yunchuan.lu, now=T0 + 10 * MINUTE)
    propose(yunchuan.shen, now=T0 + 10 * MINUTE)
    propose(yunchuan.lu, now=T0 + WITHIN)

    assert Message.objects.filter(channel__officer=yunchuan.lu).count() == MOST_CODES + 1


@pytest.mark.parametrize(
    ("kind", "address", "why"),
    [
        ("SMS", "值班手机", "只用数字"),
        ("WECOM", "陆知远", "请填写企业微信账号（通讯录中的“账号"),
        ("WEBHOOK", "https://hook.example/", "只能是邮箱、短信或企业微信"),
        ("SMTP", "值班室", "邮箱"),
        ("SMS", "13800000001", "本局值班台尚无短信（本地网关）渠道"),
    ],
)
def test_an_address_that_cannot_be_reached_is_not_kept(yunchuan, kind, address, why):
    with pytest.raises(Refused, match=why):
        propose(yunchuan.lu, kind, address)

    assert not Channel.objects.exists()


def test_a_telephone_is_reached_by_the_gateway_of_its_own_desk(yunchuan, linxi):
    for cast in (linxi, yunchuan):
        Channel.objects.create(
            bureau=cast.bureau, kind="SMS", name="短信网关", target="https://sms.example/send"
        )

    propose(yunchuan.lu, "SMS", "13800000001")

    via = Channel.objects.get(officer=yunchuan.lu).via
    assert (via.bureau, via.name) == (yunchuan.bureau, "短信网关")


def test_who_is_on_duty_keeps_the_only_way_by_which_he_is_reached(yunchuan):
    verify(yunchuan.lu, propose(yunchuan.lu))
    put(yunchuan, yunchuan.lu, 0, 8)

    with pytest.raises(Refused, match="唯一的告警渠道"):
        delete_own_channel(officer=yunchuan.lu, now=T0 + MINUTE)
    with pytest.raises(Refused, match="唯一的告警渠道"):
        propose(yunchuan.lu, address="other@yunchuan.example", now=T0 + MINUTE)
    assert own_channels([yunchuan.lu]).exists()

    add_channel(
        bureau=yunchuan.bureau,
        unit=None,
        kind="SMTP",
        name="值班邮箱",
        target="duty@yunchuan.example",
        actor=MACHINE,
        now=T0,
    )
    delete_own_channel(officer=yunchuan.lu, now=T0 + MINUTE)
    assert not own_channels([yunchuan.lu]).exists()
