"""The deeds that are killed: each a round of work, and what must be true of it.

In:   an installation with tables.
Out:  ``prepare`` once; ``do`` a round, which is repeated after a kill as its user, its client
      or the scheduler would repeat it; ``check`` once a round was done to its end.
Cost: some tenths of a second a round.

The clock is an argument: a wait of minutes is a later moment, never a pause.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings

from huiying.base.accounts.core.models import Bureau, Officer, Unit
from huiying.base.audit.subjects import MACHINE
from huiying.base.files import store
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention, StoredFile
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, MessageState
from huiying.jobs.delivery import deliver
from huiying.jobs.stream import worker
from huiying.policy.grading.grades import Grade
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import Notice
from huiying.work.collection.posts.actions.accept_push import PushInProgress, accept_push
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast, make_cast
from tests.faults import invariants
from tests.scenarios.grading import confirm_with_second
from tests.scenarios.incidents import source_of

HOUR = timedelta(hours=1)


def cast_of() -> Cast:
    """Return the people that ``make_cast`` made in this installation."""
    bureau = Bureau.objects.get(slug="yunchuan")
    people = {
        row.username.partition("@")[0]: row for row in Officer.objects.filter(bureau=bureau)
    }
    names = {"office": "综合办公室", "reception": "来访接待科", "online": "网上信访科"}
    units = {
        key: Unit.objects.get(bureau=bureau, name=name)
        for key, name in {**names, "waterworks": "区水务局"}.items()
    }
    return Cast(bureau=bureau, **units, **people)


def open_incident(cast: Cast, number: int, now: datetime = T0) -> Incident:
    """Confirm an ordinary matter of its own that stands on the desk."""
    row = Candidate.objects.create(
        bureau=cast.bureau,
        event_id=1_000 + number,
        title=f"第 {number} 号路口的路灯不亮",
        size=3,
        groups=2,
        voices=2,
        discovered_at=now,
        last_post_at=now,
        raised_at=now,
        proposed_grade=1,
        rule_version="1",
    )
    return confirm_with_second(
        candidate=row, grade=Grade.ORDINARY, reason="按制度定级", officer=cast.lu, now=now
    )


class Deed:
    """A deed that may be killed at any moment."""

    name: ClassVar[str]

    def prepare(self, rounds: int) -> None:
        """Make ready what the rounds need."""
        make_cast("yunchuan", "云川区")

    def do(self, number: int) -> None:
        """Do a round, or what of it is not done yet."""
        raise NotImplementedError

    def check(self, number: int) -> list[str]:
        """Return what is wrong after round ``number`` came to its end."""
        raise NotImplementedError

    def always(self) -> list[str]:
        """Return what is wrong that may not be wrong even while a round is not done."""
        return invariants.always()

    def note(self) -> dict[str, Any]:
        """Return what else is worth telling."""
        return {}


class Ingest(Deed):
    """A client pushes with a key and repeats until it is answered; a worker places."""

    name = "ingest"
    pushes, items = 2, 6

    def do(self, number: int) -> None:
        source, now = source_of(cast_of()), T0 + number * HOUR
        for push in range(self.pushes):
            items = [
                {"text": text, "external_id": f"{number}-{push}-{place}"}
                for place, text in enumerate(self._texts(number, push))
            ]
            self._push(source, items, f"key-{number}-{push}", now)
        worker.forget_workers()
        while worker.turn_all(now=now):
            pass

    def _push(
        self, source: Source, items: list[dict[str, str]], key: str, now: datetime
    ) -> None:
        for minutes in (0, 6):  # a key whose holder died is free after five minutes
            try:
                accept_push(
                    source=source, items=items, key=key, now=now + timedelta(minutes=minutes)
                )
            except PushInProgress:
                continue
            return
        raise RuntimeError("the push is not taken")

    def _texts(self, number: int, push: int) -> list[str]:
        words = ("路灯不亮看不清", "下水道堵了有味", "电梯停了老人下不来", "公交车半小时没来")
        return [
            f"{words[place % 4]}，没有人来修。第{number * 100 + push * 10 + place}件。"
            for place in range(self.items)
        ]

    def check(self, number: int) -> list[str]:
        texts = [
            text
            for past in range(number + 1)
            for push in range(self.pushes)
            for text in self._texts(past, push)
        ]
        return invariants.posts(texts)

    def note(self) -> dict[str, Any]:
        return {"posts": Post.objects.count()}


class Notify(Deed):
    """An officer notifies a unit; the courier hands the message to a receiver."""

    name = "notice"

    def prepare(self, rounds: int) -> None:
        super().prepare(rounds)
        cast = cast_of()
        add_channel(
            bureau=cast.bureau,
            unit=cast.reception,
            kind="WEBHOOK",
            name="接待科",
            target=(Path(settings.DATA_DIR) / "receiver").read_text(encoding="ascii"),
            actor=MACHINE,
            now=T0,
        )
        for number in range(rounds):
            open_incident(cast, number)

    def do(self, number: int) -> None:
        cast, now = cast_of(), T0 + HOUR + timedelta(minutes=number)
        incident = Incident.objects.order_by("pk")[number]
        if not incident.notices.exists():
            notify_unit(
                incident=incident, unit=cast.reception, guidance="", officer=cast.shen, now=now
            )
        deliver._courier = None
        for later in range(6):  # each an hour after the other: leases and waits are over
            if not Message.objects.filter(state=MessageState.QUEUED).exists():
                return
            deliver.turn(now + later * HOUR)
        raise RuntimeError("messages wait for ever")

    def check(self, number: int) -> list[str]:
        got = Counter(json.loads(line) for line in _receiver_log().read_text().splitlines())
        notices = Notice.objects.filter(
            incident__in=Incident.objects.order_by("pk")[: number + 1]
        )
        about = Message.objects.filter(about_kind="notice")
        rows = {row.key: row for row in about}
        per_notice = Counter(row.about_ref for row in rows.values())
        wrong = [] if notices.count() == number + 1 else [f"{notices.count()} notices"]
        wrong += [f"{ref}: {n} messages" for ref, n in per_notice.items() if n != 1]
        wrong += [
            f"{row.number}: no message" for row in notices if row.number not in per_notice
        ]
        for key, row in rows.items():
            if row.state != MessageState.HANDED_OVER:
                wrong.append(f"{key} is {row.state}")
            if not got[key]:
                wrong.append(f"{key} is marked as handed over and never came")
            if got[key] > 1 and row.maybe_sent_at is None:
                wrong.append(f"{key} came {got[key]} times, and its row does not say so")
        return wrong + [f"{key} came, and no notice has it" for key in got.keys() - rows.keys()]

    def note(self) -> dict[str, Any]:
        got = Counter(json.loads(line) for line in _receiver_log().read_text().splitlines())
        said = Message.objects.filter(maybe_sent_at__isnull=False).count()
        return {
            "messages": len(got),
            "came_twice_under_one_key": sum(count > 1 for count in got.values()),
            "rows_that_say_maybe_sent": said,
        }


def _receiver_log() -> Path:
    path = Path(settings.DATA_DIR) / "received"
    path.touch()
    return path


class KeepFile(Deed):
    """An officer uploads a file, and once more after an error page."""

    name = "file"

    def do(self, number: int) -> None:
        bureau, incoming = cast_of().bureau, check_incoming(_letter(number))
        digest = hashlib.sha256(incoming.data).hexdigest()
        if not StoredFile.objects.filter(sha256=digest).exists():
            keep_file(
                bureau_id=bureau.pk,
                written=write_file(bureau.pk, incoming),
                retention=Retention.TEN_YEARS,
                now=T0,
            )

    def check(self, number: int) -> list[str]:
        digests = list(StoredFile.objects.values_list("sha256", flat=True))
        wanted = {
            hashlib.sha256(check_incoming(_letter(past)).data).hexdigest()
            for past in range(number + 1)
        }
        wrong = [] if wanted == set(digests) else ["files are not those that were kept"]
        return wrong + ([f"{len(digests)} rows"] if len(digests) != number + 1 else [])

    def note(self) -> dict[str, Any]:
        there = len(list(store.lying(datetime.now(UTC) + HOUR)))
        return {
            "files": StoredFile.objects.count(),
            "of_nobody": there - StoredFile.objects.count(),
        }


def _letter(number: int) -> bytes:
    return b"%PDF-1.4\n" + f"% {number}\n".encode() * 2_000 + b"%%EOF\n"


def local_midnight(days: int) -> datetime:
    """Return a midnight in 云川, so many days after that of T0."""
    midnight = T0.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=days)
