"""The outbox worker: send what is due, and store the result.

In:   queued messages.    Out:  HANDED_OVER, a later try, or DEAD with an alarm for a person.
Cost: a turn claims and marks; the network waits in threads and never holds a transaction.

At least once: if this process dies between a hand-over and its mark, the message goes out again
after its lease, under the same key, and its row says that it may have been sent. An answer that
comes after the message was given up still counts, unless it went out again meanwhile. A sandbox
bureau sends nothing. A slow peer takes at most two threads and nobody else's time.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import SystemRandom
from time import monotonic
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.outbox.actions.deliver import claim_due, mark_failed, mark_handed_over
from huiying.base.outbox.models import Message
from huiying.jobs import clock
from huiying.jobs.delivery.outgoing import Outcome, outgoing_message
from huiying.jobs.delivery.senders import send_safely
from huiying.work.casework.notices.actions.record_delivery import mark_notice_handed_over
from huiying.work.reports.deliveries.actions.receive_report import confirm_by_push
from huiying.work.reports.downward.actions.confirm_arrival import confirm_pushed

LEASE = timedelta(minutes=2)  # longer than any hand-over
GIVE_UP = 30.0  # real seconds after which a hand-over counts as failed
TURN = 1.0  # real seconds that one turn waits for answers
THREADS = 16
PER_CHANNEL = 2


@dataclass(slots=True)
class DeliveryWorker:
    """The messages that are on their way from this process."""

    pool: ThreadPoolExecutor
    dice: SystemRandom = field(default_factory=SystemRandom)
    flying: dict[Future[Outcome], tuple[Message, float]] = field(default_factory=dict)
    lost: dict[Future[Outcome], Message] = field(default_factory=dict)  # given up, not answered
    lock: threading.Lock = field(default_factory=threading.Lock)

    def turn(self, now: datetime, *, seconds: float = TURN) -> int:
        """Claim, send, mark what is answered within ``seconds``; return how many it marked."""
        with self.lock:
            marked = self._harvest(now)
            marked += self._launch(now)
            deadline = monotonic() + seconds
            while self.flying and (left := deadline - monotonic()) > 0:
                wait(self.flying, timeout=left, return_when=FIRST_COMPLETED)
                if answered := self._harvest(now):  # a peer that is silent holds up no other
                    marked += answered + self._launch(now)
            return marked

    def _launch(self, now: datetime) -> int:
        busy = Counter(message.channel_id for message, _since in self.flying.values())
        busy += Counter(message.channel_id for message in self.lost.values())
        free = THREADS - sum(busy.values())
        delivered = 0
        for message in claim_due(
            now=now,
            lease=LEASE * max(1.0, clock.rate()),
            limit=max(0, free),
            per_channel=PER_CHANNEL,
            busy=busy,
        ):
            if message.bureau.sandbox:
                delivered += _handed_over(message, now, accepted=False)
            elif problem := _channel_problem(message):
                mark_failed(
                    message=message,
                    error=problem,
                    now=now,
                    dice=self.dice,
                    final=True,
                )
                delivered += 1
            else:
                future = self.pool.submit(send_safely, outgoing_message(message))
                self.flying[future] = (message, monotonic())
        return delivered

    def _harvest(self, now: datetime) -> int:
        marked = self._hear_late(now)
        for future, (message, since) in list(self.flying.items()):
            if future.done():
                outcome = future.result()
            elif monotonic() - since > GIVE_UP:
                outcome = Outcome(_("对方未及时应答，可能已收到。"), maybe=True)
                self.lost[future] = message
            else:
                continue
            del self.flying[future]
            if outcome.error:
                mark_failed(
                    message=message,
                    error=outcome.error,
                    now=now,
                    dice=self.dice,
                    final=outcome.final,
                    maybe=outcome.maybe,
                )
            else:
                _handed_over(message, now, receipt=outcome.receipt)
            marked += 1
        return marked

    def _hear_late(self, now: datetime) -> int:
        """Mark what was accepted after it had been given up; a later attempt is let alone."""
        marked = 0
        for future in [future for future in self.lost if future.done()]:
            message = self.lost.pop(future)
            outcome = future.result()
            if not outcome.error:
                marked += _handed_over(message, now, receipt=outcome.receipt)
        return marked


_courier: DeliveryWorker | None = None
_making = threading.Lock()


def turn(now: datetime) -> int:
    """Do one turn of this process's courier; return how many messages were marked."""
    global _courier  # noqa: PLW0603 - one pool of threads per process
    with _making:
        if _courier is None:
            _courier = DeliveryWorker(ThreadPoolExecutor(THREADS, thread_name_prefix="courier"))
    return _courier.turn(now)


def _handed_over(
    message: Message,
    now: datetime,
    *,
    accepted: bool = True,
    receipt: Mapping[str, Any] | None = None,
) -> bool:
    """Mark a message, and the notice that it carries: a channel has it, nobody has read it.

    Args:
        receipt: Of the other installation: it proves that a report or a 督办 arrived.
    """
    done = mark_handed_over(message=message, now=now, accepted=accepted)
    if done and message.about_kind == "notice":
        mark_notice_handed_over(bureau_id=message.bureau_id, number=message.about_ref)
    if done and receipt is not None:
        confirm = confirm_by_push if message.about_kind == "report" else confirm_pushed
        confirm(message=message, receipt=receipt, now=now)
    return done


def _channel_problem(message: Message) -> str:
    """Say why nothing may go out by the message's channel; a trial needs no confirmation."""
    if not message.channel.active:
        return _("渠道已停用。")
    if message.channel.awaits_confirmation and message.about_kind != "channel":
        return _("渠道地址已修改，尚未经第二人确认。")
    return ""
