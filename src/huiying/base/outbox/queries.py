"""Read the outbox: channels, standing alarms, messages and those that need a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.queries import own_roles_of
from huiying.base.accounts.roles.separation import signs_roles
from huiying.base.outbox.about import About
from huiying.base.outbox.models import (
    BoardAlarm,
    Channel,
    ChannelKind,
    Message,
    MessageState,
    SignedLink,
)
from huiying.policy.time.zone import LOCAL


def channels_of(unit: Unit) -> QuerySet[Channel]:
    """Return the active channels of a unit whose addresses one person alone did not set.

    What carries reports to a superior's installation is none: no message goes out by it.
    """
    return _confirmed(unit).exclude(kind=ChannelKind.HUIYING).order_by("pk")


def report_channels_of(unit: Unit) -> QuerySet[Channel]:
    """Return the channels by which reports go to the installation of a superior body."""
    return _confirmed(unit).filter(kind=ChannelKind.HUIYING).order_by("pk")


def _confirmed(unit: Unit) -> QuerySet[Channel]:
    rows = Channel.objects.filter(bureau_id=unit.bureau_id, unit=unit, active=True)
    return rows.filter(confirmed=True)


def channels_of_desk(bureau_id: int) -> QuerySet[Channel]:
    """Return the active channels of the duty desk (those without a unit)."""
    rows = Channel.objects.filter(bureau_id=bureau_id, unit__isnull=True, active=True)
    return rows.filter(officer__isnull=True).order_by("pk")


def own_channels(officers: Iterable[Officer]) -> QuerySet[Channel]:
    """Return the active channels of officers themselves that were verified."""
    rows = Channel.objects.filter(officer__in=list(officers), active=True)
    return rows.filter(verified_at__isnull=False).order_by("pk")


def own_channel_of(officer: Officer) -> Channel | None:
    """Return the officer's own channel, verified or not; None when he has none."""
    return Channel.objects.filter(officer=officer, active=True).first()


def channels_to(officer: Officer, now: datetime, *, major: bool) -> list[Channel]:
    """Return where an officer is written to: his own channel, else his unit's, else the desk's.

    His own only at a time of day at which he wants to hear of such a matter.
    """
    at = timezone.localtime(now, LOCAL).time()
    own = list(own_channels([officer])) if officer.quiet.hears(at, major=major) else []
    units = list(channels_of(officer.unit)) if officer.unit and not own else []
    return own or units or list(channels_of_desk(officer.bureau_id))


def alarm_channels_of_desk(bureau_id: int) -> QuerySet[Channel]:
    """Return the desk's channels that count: active, and not set by one person alone."""
    return channels_of_desk(bureau_id).filter(confirmed=True)


def without_alarm_channel(bureau_id: int, on_duty: Collection[int]) -> bool:
    """Tell whether no message reaches whoever is on duty (one query).

    Neither a verified channel of his own, nor one of his unit or of the desk that a second
    person confirmed, or each of them failed at its last message.

    Args:
        on_duty: Keys of the officers on duty; with nobody on duty the desk's alone count.
    """
    reaches = Q(unit__isnull=True, officer__isnull=True) | Q(unit__officer__in=on_duty)
    own = Q(officer__in=on_duty, verified_at__isnull=False)
    rows = Channel.objects.filter(bureau_id=bureau_id, active=True, last_error="")
    rows = rows.exclude(kind=ChannelKind.HUIYING).exclude(via__active=False)
    return not rows.filter(own | (reaches & Q(confirmed=True))).exists()


def all_channels(bureau_id: int) -> QuerySet[Channel]:
    """Return every channel of a bureau with its unit; what is an officer's own is not shown."""
    rows = Channel.objects.filter(bureau_id=bureau_id, officer__isnull=True)
    return rows.select_related("unit").order_by("name")


def unconfirmed_channels(bureau_id: int) -> QuerySet[Channel]:
    """Return the channels of units that carry nothing until a second person confirms them."""
    return all_channels(bureau_id).filter(unit__isnull=False, confirmed=False, active=True)


def may_confirm(channel: Channel, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer may confirm where a channel of a unit or of the desk leads.

    Another administrator or the leader, by a role of his own; never who set it, nor where one
    person could act with both accounts.
    """
    if not channel.needs_second_person or officer.bureau_id != channel.bureau_id:
        return False
    if not own_roles_of(officer) & set(signs_roles()):
        return False
    return hand_of(officer, now).isdisjoint(channel.set_by)


def standing_alarms(bureau_id: int) -> QuerySet[BoardAlarm]:
    """Return the alarms that nobody has taken yet, newest first."""
    return BoardAlarm.objects.filter(
        bureau_id=bureau_id, taken_at__isnull=True, ended_at__isnull=True
    ).order_by("-raised_at", "-pk")


def undelivered(now: datetime) -> QuerySet[Message]:
    """Return the messages of every bureau that were to be handed over by now."""
    return Message.objects.filter(state=MessageState.QUEUED, next_try_at__lte=now)


def dead_letters(bureau_id: int) -> QuerySet[Message]:
    """Return the messages that could not be handed over and wait for a person."""
    return (
        Message.objects.filter(bureau_id=bureau_id, state=MessageState.DEAD)
        .select_related("channel__unit")
        .order_by("-queued_at", "-pk")
    )


def unsent_counts(bureau_id: int | None = None) -> dict[tuple[int, str], int]:
    """Return how many messages are queued or dead, by bureau and state; None: of every one."""
    rows = Message.objects.filter(state__in=[MessageState.QUEUED, MessageState.DEAD])
    if bureau_id is not None:
        rows = rows.filter(bureau_id=bureau_id)
    counted = rows.order_by().values("bureau_id", "state").annotate(n=Count("pk"))
    return {
        (bureau, state): n
        for bureau, state, n in counted.values_list("bureau_id", "state", "n")
    }


def possibly_sent_twice(bureau_id: int) -> QuerySet[Message]:
    """Return the messages that may have gone out more than once, newest first."""
    return (
        Message.objects.filter(bureau_id=bureau_id, maybe_sent_at__isnull=False)
        .exclude(state=MessageState.DEAD)
        .select_related("channel__unit")
        .order_by("-maybe_sent_at", "-pk")
    )


def open_links(bureau_id: int, now: datetime) -> QuerySet[SignedLink]:
    """Return the links that would still work, those that end first in front."""
    return (
        SignedLink.objects.filter(
            bureau_id=bureau_id,
            used_at__isnull=True,
            revoked_at__isnull=True,
            expires_at__gt=now,
        )
        .select_related("unit", "channel")
        .order_by("expires_at", "pk")
    )


def ended_links(bureau_id: int, now: datetime) -> QuerySet[SignedLink]:
    """Return the links that were used, revoked or ran out, newest first."""
    return (
        SignedLink.objects.filter(bureau_id=bureau_id)
        .filter(Q(used_at__isnull=False) | Q(revoked_at__isnull=False) | Q(expires_at__lte=now))
        .select_related("unit", "channel", "revoked_by")
        .order_by("-made_at", "-pk")
    )


def proof_row_of(link: SignedLink) -> str:
    """Return the row of the rule book for what is proven by a link: that of its channel."""
    return link.channel.proof_row if link.channel else "smtp"


def message_of_channel(channel_id: int, key: str) -> Message | None:
    """Return the message that a channel was given under a key."""
    return (
        Message.objects.filter(channel_id=channel_id, key=key)
        .select_related("channel__unit", "bureau")
        .first()
    )


def channel_by_id(pk: int) -> Channel | None:
    """Return an active channel for a receipt that its gateway brings, signed.

    A unit's whose key one person alone set is none: with the key he could sign receipts.
    """
    rows = Channel.objects.filter(Q(unit__isnull=True) | Q(confirmed=True), pk=pk, active=True)
    return rows.first()


def messages_about(bureau_id: int, about: About) -> QuerySet[Message]:
    """Return what was sent about a matter, oldest first."""
    rows = Message.objects.filter(
        bureau_id=bureau_id, about_kind=about.kind, about_ref=about.ref
    )
    return rows.select_related("channel").order_by("queued_at", "pk")


def sandbox_messages() -> QuerySet[Message]:
    """Return the messages to units of the demonstration, the newest first; none went out."""
    rows = Message.objects.filter(bureau__sandbox=True, channel__unit__isnull=False)
    return rows.select_related("channel__unit").order_by("-queued_at", "-pk")


def messaged_since(channel: Channel, ref: str, since: datetime, *, key_prefix: str) -> bool:
    """Tell whether a channel was given a message of this kind about a matter since then."""
    return Message.objects.filter(
        bureau_id=channel.bureau_id,
        channel=channel,
        about_ref=ref,
        queued_at__gt=since,
        key__startswith=key_prefix,
    ).exists()


def channel_kinds() -> list[tuple[str, str]]:
    """Return the kinds of channels as choices of a form."""
    return [(kind.value, str(kind.label)) for kind in ChannelKind]


def masked_target(channel: Channel) -> str:
    """Return enough of a target to recognise it, without its secrets.

    ``duty@example.org`` becomes ``d…@example.org``; of an address only scheme and host stay.
    """
    if channel.kind == ChannelKind.SMTP:
        local, _at, host = channel.target.rpartition("@")
        return f"{local[:1]}…@{host}"
    scheme, _mark, rest = channel.target.partition("://")
    host = rest.split("/", 1)[0].rpartition("@")[2]
    # In the address of a push service the part before the first slash may be the key itself.
    shown = "" if channel.kind == ChannelKind.APPRISE else host
    if channel.kind == ChannelKind.SMS:
        return f"{scheme}://{shown}… → …{channel.recipient[-4:]}"
    return f"{scheme}://{shown}…"


def target_to_confirm(channel: Channel) -> str:
    """Return where a channel leads, for who confirms it: mailbox or number whole, no key."""
    if channel.kind == ChannelKind.SMTP:
        return str(channel.target)
    shown = masked_target(channel)
    return f"{shown} → {channel.recipient}" if channel.kind == ChannelKind.SMS else shown


def last_trials(bureau_id: int) -> dict[int, Message]:
    """Return the newest trial message of each channel, by the channel's key."""
    trials = Message.objects.filter(bureau_id=bureau_id, about_kind="channel")
    newest = trials.values("channel_id").annotate(last=Max("pk")).values("last")
    return {row.channel_id: row for row in Message.objects.filter(pk__in=newest)}
