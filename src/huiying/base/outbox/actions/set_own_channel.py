"""An officer's own channel (mail, telephone, 企业微信), used after its code was entered.

In:   an officer, a way and an address; then the code.    Out:  his channel, sealed, verified.
Cost: a few writes, one message; no record, for it is nobody's but his.

The address lies sealed under a key of its own. A telephone is reached by the bureau's gateway,
企业微信 by the robot of the desk, which names him in its group.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roster.queries import desk_cover
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.actions.set_channel import checked_target
from huiying.base.outbox.models import Channel, ChannelKind, Message
from huiying.base.outbox.queries import (
    alarm_channels_of_desk,
    channels_of,
    channels_of_desk,
    own_channels,
)

OWN_KINDS = (ChannelKind.SMTP, ChannelKind.SMS, ChannelKind.WECOM)
CODE_VALID_FOR = timedelta(minutes=15)
MAX_TRIES = 5
MOST_CODES, WITHIN = 5, timedelta(hours=1)  # nobody guesses, or fills a stranger's telephone
_PHONE = re.compile(r"\+?[0-9]{5,20}")
_WECOM = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.-]{0,63}")


@transaction.atomic
def propose_own_channel(*, officer: Officer, kind: str, address: str, now: datetime) -> str:
    """Keep an address that is not used yet, and send a code there; return the code.

    The channel before it, verified or not, is forgotten.

    Raises:
        Refused: If it is no such address, the bureau has no gateway or robot, or five
            codes were sent within the hour; or he is on duty, and nothing else reaches him.
    """
    _refuse_on_duty(officer, now)
    wanted = _checked(kind, address)
    sent = Message.objects.filter(channel__officer=officer, about_kind="own")
    if sent.filter(queued_at__gt=now - WITHIN).count() >= MOST_CODES:
        raise Refused(_("一小时最多发 5 次验证码，请稍后再来。"))
    via = _via(officer, kind)
    sealed = seal(officer.bureau_id, wanted.encode())
    code = f"{secrets.randbelow(1_000_000):06d}"
    row, _made = Channel.objects.update_or_create(
        officer=officer,
        defaults={
            "bureau_id": officer.bureau_id,
            "kind": ChannelKind(kind),
            "name": f"本人渠道 {officer.pk}",
            "target": "",
            "via": via,
            "sealed_key": sealed.key,
            "sealed_body": sealed.body,
            "verified_at": None,
            "code_digest": "",
            "code_until": now + CODE_VALID_FOR,
            "code_tries": 0,
            "active": True,
            "last_error": "",
        },
    )
    row.code_digest = _digest(row, code)
    row.save(update_fields=["code_digest"])
    queue_message(
        bureau_id=officer.bureau_id,
        channel=row,
        key=f"own:{row.pk}:{now.isoformat()}",
        subject=house_text("验证本人的渠道"),  # the list of failed messages shows it to others
        body=house_text(
            "验证码 %(code)s，请在“我的设置”中填写，15 分钟内有效。非本人操作请忽略。"
        )
        % {"code": code},
        about=About("own", f"channel:{row.pk}"),
        urgent=True,
        now=now,
    )
    return code


def verify_own_channel(*, officer: Officer, code: str, now: datetime) -> Channel:
    """Take the code that came back: reminders go there from now on.

    A try is counted, for good, before the code is compared: many at once are many tries.

    Raises:
        Refused: If there is nothing to verify, the code is another one, it is too old,
            or it was tried too often.
    """
    row = Channel.objects.filter(officer=officer, active=True).first()
    if row is None or row.verified_at is not None or not row.code_digest:
        raise Refused(_("无待验证的渠道。"))
    this = Channel.objects.filter(pk=row.pk, code_digest=row.code_digest, active=True)
    with transaction.atomic(durable=True):
        open_still = this.filter(code_until__gte=now, code_tries__lt=MAX_TRIES)
        if not open_still.update(code_tries=F("code_tries") + 1):
            raise Refused(_("验证码已过期或试错太多次，请重新发送。"))
    if not constant_time_compare(row.code_digest, _digest(row, code.strip())):
        raise Refused(_("验证码有误。"))
    if not this.update(verified_at=now, code_digest="", code_until=None):
        raise Refused(_("无待验证的渠道。"))
    row.refresh_from_db()
    return row


@transaction.atomic
def delete_own_channel(*, officer: Officer, now: datetime) -> None:
    """Switch the own channel off and destroy the key of its address.

    Raises:
        Refused: If he is on duty, and nothing else reaches him.
    """
    _refuse_on_duty(officer, now)
    Channel.objects.filter(officer=officer).update(
        active=False,
        via=None,
        sealed_key=None,
        sealed_body=None,
        verified_at=None,
        code_digest="",
        code_until=None,
    )


def own_channel_address(channel: Channel) -> str:
    """Return the address of an officer's own channel; empty when it cannot be opened."""
    if channel.sealed_key is None or channel.sealed_body is None:
        return ""
    sealed = Sealed(bytes(channel.sealed_key), bytes(channel.sealed_body))
    try:
        return open_sealed(channel.bureau_id, sealed).decode()
    except CannotOpen:
        return ""


def _checked(kind: str, address: str) -> str:
    wanted = address.strip()
    if kind == ChannelKind.SMTP:
        return checked_target(kind, wanted)
    if kind == ChannelKind.SMS and _PHONE.fullmatch(wanted):
        return wanted
    if kind == ChannelKind.WECOM and _WECOM.fullmatch(wanted):
        return wanted
    if kind == ChannelKind.SMS:
        raise Refused(_("请填写收短信的号码，只用数字。"))
    if kind == ChannelKind.WECOM:
        raise Refused(_("请填写企业微信账号（通讯录中的“账号”，非姓名）。"))
    raise Refused(_("本人渠道只能是邮箱、短信或企业微信。"))


def _refuse_on_duty(officer: Officer, now: datetime) -> None:
    """Let nobody on duty, or next on duty, take away the only way by which he is reached."""
    own = own_channels([officer]).first()
    if own is None:
        return
    cover = desk_cover(officer.bureau_id, now)
    if officer.pk not in {shift.officer_id for shift in (*cover.now, cover.following) if shift}:
        return
    units = channels_of(officer.unit) if officer.unit else Channel.objects.none()
    if not units.exists() and not alarm_channels_of_desk(officer.bureau_id).exists():
        raise Refused(
            _("您正在值班或即将接班，本人渠道是唯一的告警渠道，不得移除或更换。请先换班。")
        )


def _via(officer: Officer, kind: str) -> Channel | None:
    """Return the desk's gateway or robot that carries messages to the officer."""
    if kind == ChannelKind.SMTP:
        return None
    found = channels_of_desk(officer.bureau_id).filter(kind=kind).first()
    if found is None:
        raise Refused(
            _("本局值班台尚无%(kind)s渠道，请先由系统管理员添加。")
            % {"kind": ChannelKind(kind).label}
        )
    return found


def _digest(row: Channel, code: str) -> str:
    signed = salted_hmac("huiying own channel", f"{row.pk}:{code}", algorithm="sha256")
    return signed.hexdigest()
