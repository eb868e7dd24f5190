"""Add a message channel, change it, confirm it, send a test message.

In:   a kind, a target, the unit it reaches (none: the duty desk).    Out:  the channel.
Cost: one write and one audit record; a trial queues one message.

A notice is proven delivered by what goes out here, so a unit's channel that one officer set
carries nothing but trials until a second person confirmed it. What a command sets counts.

A target may hold a secret (a robot's key), so the record and the screens never carry it whole.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import tell_of_change
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel, ChannelKind, Message
from huiying.base.outbox.queries import alarm_channels_of_desk, masked_target, may_confirm
from huiying.base.outbox.targets import target_problem
from huiying.reasons.reason import reason

SHORTEST_SECRET = 16


@transaction.atomic
def add_channel(
    *,
    bureau: Bureau,
    unit: Unit | None,
    kind: str,
    name: str,
    target: str,
    actor: Actor,
    now: datetime,
    secret: str = "",
    recipient: str = "",
    by: Officer | None = None,
) -> Channel:
    """Add a channel.

    Args:
        by: The officer who sets it: a unit's then waits for a second person. None: a command.
        secret: The key with which a robot or a gateway checks that the message is ours.
        recipient: The number that text messages go to.

    Raises:
        Refused: On a name used before, a target of the wrong form, or a unit of
            another bureau.
    """
    _check_name(bureau.pk, name, None)
    _check_unit(bureau.pk, unit)
    _check_report_channel(kind, unit)
    channel = Channel.objects.create(
        bureau=bureau,
        unit=unit,
        kind=ChannelKind(kind),
        name=name.strip(),
        target=checked_target(kind, target, recipient.strip()),
        secret=secret.strip(),
        recipient=recipient.strip(),
        confirmed=by is None,
        set_by=[by.pk] if by else [],
    )
    _check_secret(channel)
    _record(channel, actor, "channel.added", now)
    return channel


@transaction.atomic
def edit_channel(
    *,
    channel: Channel,
    unit: Unit | None,
    name: str,
    target: str,
    active: bool,
    actor: Actor,
    now: datetime,
    secret: str = "",
    recipient: str = "",
    by: Officer | None = None,
) -> None:
    """Change a channel; what is empty of target, secret and number keeps the stored one.

    Args:
        by: As when it is added. What takes a channel from the desk, or changes where it leads,
            is told at once to the leader, the office and who is on duty.

    Raises:
        Refused: As when it is added; also if it is the last channel of the desk that counts:
            another one is added first, and confirmed by a second person.
    """
    _check_name(channel.bureau_id, name, channel.pk)
    _check_unit(channel.bureau_id, unit)
    _check_report_channel(channel.kind, unit)
    lock_row(Bureau, channel.bureau_id, referable=True)  # of two channels one stays
    before = shown_as(channel)
    moved = channel.unit_id != (unit.pk if unit else None)
    redirected = bool(moved or target.strip() or recipient.strip() or secret.strip())
    reaches_less = channel.unit_id is None and channel.active and (redirected or not active)
    if by and reaches_less:
        _refuse_last(channel)
    channel.unit, channel.name, channel.active = unit, name.strip(), active
    channel.revision += 1
    fields = ["unit", "name", "active", "revision"]
    if by and redirected:
        setters = lock_row(Channel, channel.pk).set_by  # others may have set part of it
        channel.confirmed, channel.set_by = False, sorted({*setters, by.pk})
        fields += ["confirmed", "set_by"]
    fields += _set_address(channel, target.strip(), recipient.strip(), secret.strip())
    channel.save(update_fields=fields)
    after = shown_as(channel)
    data = {"before": before, "after": after, "secret_changed": bool(secret.strip())}
    record(channel, "channel.changed", actor, now, kind=str(channel.kind), **data)
    if by and reaches_less:
        why = reason("alarms.channel_off", name=before["name"], by=by.name)
        if active:
            why = reason("alarms.channel_redirected", name=before["name"], by=by.name)
        tell_of_change(reason=why, about=trial_of(channel), by=by, now=now)


def _set_address(channel: Channel, target: str, recipient: str, secret: str) -> list[str]:
    """Set what is not empty; return the changed columns."""
    fields = []
    if target or recipient:
        channel.recipient = recipient or channel.recipient
        channel.target = checked_target(
            channel.kind, target or channel.target, channel.recipient
        )
        channel.last_error = ""
        fields += ["target", "recipient", "last_error"]
    if secret:
        channel.secret = secret
        _check_secret(channel)
        fields.append("secret")
    return fields


@transaction.atomic
def confirm_channel(
    *, channel: Channel, revision: int, officer: Officer, now: datetime
) -> None:
    """Let a unit's channel carry notices and links, and the desk's count: the second person.

    Args:
        revision: Of the channel as it was shown.

    Raises:
        PermissionDenied: If the officer may not sign for others.
        Stale: If it was changed since.
        Refused: If he set it, or one person could act with both accounts, or it does not wait.
    """
    require(officer, Capability.SIGN_ROLES)
    held = lock_row(Channel, channel.pk)
    if not held.needs_second_person:
        raise Refused(_("该渠道无需确认，或已确认。"))
    if held.revision != revision:
        raise Stale(_("该渠道已被更新，本次操作未执行。请核对最新地址后重新确认。"))
    if not may_confirm(held, officer, now):
        raise Refused(_("须由未填写、未修改过该渠道的另一位系统管理员或组长确认。"))
    setters = held.set_by
    held.confirmed, held.set_by = True, []
    held.revision += 1
    held.save(update_fields=["confirmed", "set_by", "revision"])
    record(held, "channel.confirmed", officer, now, set_by=[f"officer:{pk}" for pk in setters])


@transaction.atomic
def try_channel(*, channel: Channel, actor: Actor, now: datetime) -> Message:
    """Queue a message that says it is a trial.

    Raises:
        Refused: If the channel is switched off, or carries reports alone.
    """
    if channel.kind == ChannelKind.HUIYING:
        raise Refused(_("该渠道只推送报告和督办，不发送测试消息；首份回执即表明可用。"))
    if not channel.active:
        raise Refused(_("渠道已停用，不发送消息。请先启用，再发送测试。"))
    message = queue_message(
        bureau_id=channel.bureau_id,
        channel=channel,
        key=f"trial:{channel.pk}:{now.isoformat()}",
        subject=house_text("测试：%(name)s") % {"name": channel.name},
        body=house_text("这是测试消息，无需处理。收到即表示该渠道可用。"),
        about=trial_of(channel),
        urgent=False,
        now=now,
    )
    if message is None:
        raise Refused(_("刚发送过测试消息，请等待结果。"))
    _record(channel, actor, "channel.tried", now)
    return message


def trial_of(channel: Channel) -> About:
    """Return what a trial is about: the channel itself."""
    return About("channel", f"channel:{channel.pk}")


def checked_target(kind: str, target: str, recipient: str = "") -> str:
    """Return a target that its kind can use. Raises CannotSetChannel with what is wrong."""
    target = target.strip()
    problem = target_problem(kind, target, recipient=recipient)
    if problem is not None:
        raise Refused(problem)
    return target


def shown_as(channel: Channel) -> dict[str, str | bool]:
    """Return how the record names what a channel is: no key, no whole address or number."""
    return {
        "name": channel.name,
        "unit": channel.unit.name if channel.unit else "",
        "target": masked_target(channel),
        "active": channel.active,
    }


def _refuse_last(channel: Channel) -> None:
    """Keep one way by which the desk is reached, and that two persons know of."""
    if not channel.confirmed:
        return
    others = alarm_channels_of_desk(channel.bureau_id).exclude(pk=channel.pk)
    if not others.exists():
        raise Refused(
            _(
                "这是值班台最后一个经确认的告警渠道，不得停用、改址或改派。请先添加另一"
                "渠道，由另一位系统管理员或组长确认后再改。"
            )
        )


def _check_secret(channel: Channel) -> None:
    if channel.kind == ChannelKind.SMS and len(channel.secret) < SHORTEST_SECRET:
        raise Refused(
            _("短信网关须有签名密钥，至少 %(count)s 个字符。") % {"count": SHORTEST_SECRET}
        )

    if channel.kind == ChannelKind.HUIYING and len(channel.secret) < SHORTEST_SECRET:
        raise Refused(
            _("上下级回应系统须填写对方发放的令牌，至少 %(count)s 个字符。")
            % {"count": SHORTEST_SECRET}
        )


def _check_report_channel(kind: str, unit: Unit | None) -> None:
    if kind == ChannelKind.HUIYING and unit is None:
        raise Refused(_("上下级回应系统须对应一个外单位，即上级机关的办公室或下级单位。"))


def _check_name(bureau_id: int, name: str, keep: int | None) -> None:
    taken = Channel.objects.filter(bureau_id=bureau_id, name=name.strip())
    if keep is not None:
        taken = taken.exclude(pk=keep)
    if not name.strip() or taken.exists():
        raise Refused(_("渠道名称为空或已被使用。"))


def _check_unit(bureau_id: int, unit: Unit | None) -> None:
    if unit is not None and unit.bureau_id != bureau_id:
        raise Refused(_("该单位不属于本局。"))


def _record(channel: Channel, actor: Actor, verb: str, now: datetime) -> None:
    record(channel, verb, actor, now, kind=str(channel.kind), active=channel.active)
