"""The worker of clocks: notify the holders at each step of the ladder, record breaches.

In:   rungs that are due, acknowledgements that lapsed, clocks past their time.
Out:  board alarms, messages to channels, audit records; one transaction a clock.
Cost: three indexed queries a turn, about ten writes per clock that is due.

Claim and act commit together, so a turn that runs twice, or dies half-way, acts once. After an
outage the rungs that passed meanwhile fire together, as one message to everybody on them.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.clocks.actions.acknowledge import claim_lapsed
from huiying.base.clocks.actions.fire import claim_breach, claim_due_steps
from huiying.base.clocks.models import Clock, ClockAck, ClockStep
from huiying.base.clocks.queries import current_ack, due_steps, lapsed_acks, unmarked_breaches
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.alarm import end_alarms, raise_alarm
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import messaged_since
from huiying.base.rulebook.queries import book_of
from huiying.jobs.clocks.recipients import Presence, Recipients
from huiying.policy.time.ladder import Audience
from huiying.reasons.reason import Reason, reason
from huiying.reasons.rendering import render

log = logging.getLogger("huiying.jobs")

CLOCKS_A_TURN = 200  # clocks a turn
MAJOR = 3  # from this grade on nothing is held back
NEARLY = 0.8  # share of the time after which the board raises an alarm
WHOLE = 1.0
LATE_AFTER = 5  # people that a message names


@dataclass(slots=True)
class DueClock:
    """What one look at one clock found due, and whom it leads to."""

    clock: Clock
    steps: Sequence[ClockStep]
    lapsed: ClockAck | None
    breached: bool
    ack: ClockAck | None  # somebody says that it is being done

    @property
    def share(self) -> float:
        """The share of the time that has passed, by the highest rung that is due."""
        return max((float(step.share) for step in self.steps), default=WHOLE)

    @property
    def major(self) -> bool:
        """Tell whether the matter is 重大 or graver, as far as anybody says."""
        return self.clock.subject_grade is not None and self.clock.subject_grade >= MAJOR

    def is_held(self, wanted: Audience) -> bool:
        """Tell whether an acknowledgement holds this reminder back."""
        before_due = not self.breached and self.share < WHOLE
        return (
            self.ack is not None and not self.major and before_due and wanted == Audience.HOLDER
        )


def turn(now: datetime) -> int:
    """Act upon everything that is due; return how many clocks were acted upon.

    A clock that goes wrong never stops the others; it is looked at again.
    """
    due = list(due_steps(now).values_list("clock_id", flat=True)[:CLOCKS_A_TURN])
    late = list(unmarked_breaches(now).values_list("pk", flat=True)[:CLOCKS_A_TURN])
    lapsed = list(lapsed_acks(now).values_list("clock_id", flat=True)[:CLOCKS_A_TURN])
    presence = Presence(now)
    acted = 0
    for pk in dict.fromkeys([*late, *due, *lapsed]):
        try:
            acted += _look(pk, presence)
        except Exception:
            log.exception("the steps of clock %s failed; they are still due", pk)
    return acted


@transaction.atomic
def _look(pk: int, presence: Presence) -> bool:
    now = presence.now
    steps = claim_due_steps(now=now, clock_id=pk)
    clock = Clock.objects.select_related("holder_unit", "holder_officer__unit").get(pk=pk)
    breached = claim_breach(clock=clock, now=now)
    lapsed = claim_lapsed(clock=clock, now=now)
    if not steps and not breached and lapsed is None:
        return False
    look = DueClock(clock, steps, lapsed, breached, current_ack(clock, now))
    if breached:
        _say_late(clock, now)
    elif steps and look.share >= NEARLY and now <= clock.due_at:
        raise_alarm(
            bureau_id=clock.bureau_id,
            key=f"clock:{pk}:due",
            reason=headline(clock, now),
            about=_about(clock),
            now=now,
        )
    notified = _tell(look, presence)
    _record(look, messages=notified, now=now)
    return True


def headline(clock: Clock, now: datetime) -> Reason:
    """Return one line: which period, how long left or over, which matter."""
    name, time, matter = clock.name, duration(abs(clock.due_at - now)), _matter(clock)
    if now > clock.due_at:
        return reason("alarms.overdue", name=name, time=time, matter=matter)
    return reason("alarms.time_left", name=name, time=time, matter=matter)


def _matter(clock: Clock) -> str | Reason:
    """Return number and title; the number of an incident has no letter that says its kind."""
    title = clock.subject_label
    if clock.subject_kind == "candidate":  # it has no number yet
        return title
    if clock.subject_kind == "incident":
        return reason("alarms.incident", number=clock.subject_ref, title=title)
    return reason("alarms.numbered", number=clock.subject_ref, title=title)


def _say_late(clock: Clock, now: datetime) -> None:
    end_alarms(bureau_id=clock.bureau_id, key_prefix=f"clock:{clock.pk}:due", now=now)
    raise_alarm(
        bureau_id=clock.bureau_id,
        key=f"clock:{clock.pk}:late",
        reason=reason(
            "alarms.overdue_with",
            name=clock.name,
            holder=clock.holder,
            matter=clock.subject_label,
        ),
        about=_about(clock),
        now=now,
    )


def _tell(look: DueClock, presence: Presence) -> int:
    """Tell everybody on the rungs that are due; return how many messages were queued."""
    wanted = {Audience(step.tell) for step in look.steps}
    wanted.add(Audience.HOLDER)  # whoever is told above, the holder hears of it
    held = {audience for audience in wanted if look.is_held(audience)}
    found = {audience: presence.reach(look.clock, audience) for audience in wanted - held}
    now = presence.now
    notified = _send(look, found, now)
    if any(reached.to is None for reached in found.values()):
        raise_alarm(
            bureau_id=look.clock.bureau_id,
            key=f"clock:{look.clock.pk}:nobody",
            reason=reason("alarms.nobody", line=headline(look.clock, now)),
            about=_about(look.clock),
            now=now,
        )
    for step in look.steps:
        step.notified = _told_data(found.get(Audience(step.tell)), look.ack, notified)
        step.save(update_fields=["notified"])
    return notified


def _told_data(
    reached: Recipients | None, ack: ClockAck | None, messages: int
) -> dict[str, Any]:
    """Return who was told on a rung, for the clock's own page."""
    if reached is None:
        return {"held": ack.officer.name if ack else "", "messages": 0}
    return {
        "to": str(reached.to) if reached.to else "",
        "who": [person.name for person in reached.people],
        "away": [str(audience) for audience in reached.away],
        "messages": messages,
    }


def _send(look: DueClock, found: dict[Audience, Recipients], now: datetime) -> int:
    """Queue one message a channel; one for the same audience too soon is held back."""
    if not found:
        return 0
    highest = max((r.to.height for r in found.values() if r.to), default=len(Audience))
    prefix = f"remind:{highest}:"
    channels = {c.pk: c for reached in found.values() for c in reached.channels}
    quiet = timedelta(minutes=book_of(look.clock.bureau_id, now).ladder.quiet.value)
    line, body = render(headline(look.clock, now)), _body(look, found)
    word = _("【催办】%(line)s") if highest == 0 else _("【升级】%(line)s")
    notified = 0
    for channel in channels.values():
        if not (look.major or _may_speak(look.clock, channel, prefix, now - quiet)):
            continue
        stamp = f"{look.share:.2f}" if look.steps else f"{now:%Y%m%d%H%M}"
        queued = queue_message(
            bureau_id=look.clock.bureau_id,
            channel=channel,
            key=f"{prefix}{look.clock.pk}:{stamp}:{channel.pk}",
            subject=word % {"line": line},
            body=f"{line}\n{body}",
            about=_about(look.clock),
            urgent=look.major,
            now=now,
        )
        notified += queued is not None
    return notified


def _may_speak(clock: Clock, channel: Channel, prefix: str, since: datetime) -> bool:
    return not messaged_since(channel, clock.subject_ref, since, key_prefix=prefix)


def _body(look: DueClock, found: dict[Audience, Recipients]) -> str:
    """Say in whose hands it is, on what ground, who is told, and who said what."""
    clock = look.clock
    lines = [
        _("当前经办：%(holder)s。时限 %(amount)s，依据：%(basis)s（%(standing)s）。")
        % {
            "holder": clock.holder,
            "amount": clock.amount,
            "basis": clock.basis,
            "standing": clock.get_standing_display(),
        }
    ]
    for wanted, reached in sorted(found.items(), key=lambda pair: pair[0].height):
        if reached.away:
            away = _("、").join(_(audience.label) for audience in reached.away)
            lines.append(_("%(away)s不在岗。") % {"away": away})
        if reached.to is not None and (reached.to != Audience.HOLDER or reached.people):
            lines.append(
                _("告知：%(audience)s %(people)s。")
                % {"audience": _(reached.to.label), "people": _names(reached.people)}
            )
        elif reached.to is None:
            lines.append(
                _("%(audience)s及以上人员均不在岗，请值守人员接收处理。")
                % {"audience": _(wanted.label)}
            )
    acknowledged = look.ack or look.lapsed
    if acknowledged is not None:
        at = timezone.localtime(acknowledged.at)
        values = {"name": acknowledged.officer.name, "at": f"{at:%H:%M}"}
        lines.append(
            _("%(name)s %(at)s 标记办理中，目前尚未完成。") % values
            if look.lapsed is not None
            else _("%(name)s %(at)s 标记办理中。") % values
        )
    return "\n".join(lines)


def _names(people: Sequence[Officer]) -> str:
    named = _("、").join(person.name for person in people[:LATE_AFTER])
    if len(people) > LATE_AFTER:
        return _("%(names)s等 %(count)d 人") % {"names": named, "count": len(people)}
    return named


def _about(clock: Clock) -> About:
    return About(clock.subject_kind, clock.subject_ref)


def _record(look: DueClock, *, messages: int, now: datetime) -> None:
    """Write what fired: the holder by unit or public id, never by a person's name."""
    clock = look.clock
    officer = clock.holder_officer_id
    data = {
        "kind": clock.kind,
        "holder": f"officer:{officer}" if officer else clock.holder,
        "seconds_left": int((clock.due_at - now).total_seconds()),
    }
    rungs = {
        "shares": [str(step.share) for step in look.steps],
        "told": [step.notified.get("to", "") for step in look.steps],
        "messages": messages,
    }
    happened: list[tuple[str, dict[str, Any], bool]] = [
        ("clock.reminded", rungs, bool(look.steps)),
        ("clock.ack_lapsed", {"messages": messages}, look.lapsed is not None),
        ("clock.breached", {}, look.breached),
    ]
    for verb, more, did in happened:
        if did:
            record(clock, verb, None, now, **data, **more)


HOUR, TWO_DAYS = 60, 48  # minutes, hours; up to two days are told in hours


def duration(time: timedelta) -> Reason:
    """Return a length of time, in whole minutes, as a part of a sentence."""
    minutes = int(time.total_seconds() // 60)
    if minutes < HOUR:
        return reason("alarms.minutes", minutes=minutes)
    hours, minutes = divmod(minutes, HOUR)
    if hours < TWO_DAYS:
        return reason("alarms.hours", hours=hours, minutes=minutes)
    return reason("alarms.days", days=hours // 24, hours=hours % 24)
