"""Play the script of a drill: posts become known, injects happen, each at its minute.

In:   the seed in the data folder, the moment.    Out:  everything up to it has happened.
Cost: an act a step; a look at the stream, the clocks and the messages after each.

An inject that cannot happen yet (no notice to send back, no incident to instruct on) waits for
its moment until the drill ends. Progress is kept in a file, so that a restart goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import with_delegated_roles
from huiying.base.errors import Refused
from huiying.base.outbox.actions.set_channel import edit_channel
from huiying.base.outbox.models import Channel
from huiying.jobs import clock
from huiying.jobs.clocks import due_reports, ladder
from huiying.jobs.delivery import deliver
from huiying.jobs.drills.folder import PROGRESS, SEED, note_seen, read_json, write_json
from huiying.jobs.drills.shadow import (
    BY_HAND,
    DRILL_ACTOR,
    Shadow,
    find_shadow,
    is_set_up,
    make_shadow,
)
from huiying.jobs.stream.worker import worker_of
from huiying.policy.prevention.drill_script import Step, StepKind
from huiying.work.casework.instructions.actions.give import InstructionInput, give_instruction
from huiying.work.casework.instructions.matters import matter_of_incident
from huiying.work.casework.notices.actions.sign_or_return import return_notice
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.incidents.core.models import Incident, IncidentEvent
from huiying.work.incidents.placements.models import Placement

log = logging.getLogger("huiying.drills")
INSTRUCTED_HOURS = 2
RETURNABLE = (NoticeState.QUEUED, NoticeState.HANDED_OVER, NoticeState.DELIVERED)


@dataclass(slots=True)
class Played:
    """What became of a step.

    Attributes:
        at: When it happened; None = it has not.
        refs: Keys of the posts, or the number of the notice or the instruction.
        until: When the channels work again.
    """

    at: datetime | None = None
    refs: list[Any] = field(default_factory=list)
    until: datetime | None = None


@dataclass(slots=True)
class DrillPlayer:
    """Plays the steps of a script in their order."""

    shadow: Shadow
    number: str
    began: datetime
    played: list[Played]

    @property
    def steps(self) -> list[tuple[Step, Played]]:
        """The steps with what became of each."""
        return list(zip(self.shadow.script.steps, self.played, strict=True))

    @property
    def ends_at(self) -> datetime:
        """When the drill ends by itself."""
        return self.began + timedelta(minutes=self.shadow.script.minutes)

    def play_until(self, now: datetime) -> bool:
        """Let happen what is due; tell whether anything did."""
        happened = False
        for number, (step, state) in enumerate(self.steps):
            due = self.began + timedelta(minutes=step.minute)
            over = due + timedelta(minutes=step.count)
            if state.at is None and due <= now:
                happened |= self._perform(number, now)
            elif step.kind == StepKind.OUTAGE and state.until is None and over <= now:
                self._switch_channels(now, active=True)
                state.until = now
                happened = True
        return happened

    def look(self, now: datetime) -> None:
        """Turn the stream, the clocks and the messages once."""
        while worker_of(self.shadow.bureau.pk).turn(now=now):
            pass
        due_reports.turn(now)
        ladder.turn(now)
        deliver.turn(now)

    def main_incident(self) -> Incident | None:
        """Return the incident of the first post, what it was merged into included."""
        return self.incident_of(self.posts_of(StepKind.POST))

    def posts_of(self, *kinds: StepKind) -> list[int]:
        """Return the keys of the posts of some kinds of steps."""
        return [key for step, state in self.steps if step.kind in kinds for key in state.refs]

    def incident_of(self, posts: list[int]) -> Incident | None:
        """Return the incident that holds the first of some posts that any holds."""
        if not posts:
            return None
        placed = Placement.objects.filter(
            bureau_id=self.shadow.bureau.pk, post_id__in=posts
        ).order_by("post_id")
        for event in dict.fromkeys(placed.values_list("event_id", flat=True)):
            rows = IncidentEvent.objects.filter(bureau=self.shadow.bureau, event_id=event)
            if found := rows.select_related("incident").first():
                return found.incident.current
        return None

    def save(self, folder: Path) -> None:
        """Keep the progress beside the data."""
        body = {
            "began": self.began.isoformat(),
            "played": [
                {"at": _text(one.at), "refs": one.refs, "until": _text(one.until)}
                for one in self.played
            ],
        }
        write_json(folder / PROGRESS, body)

    def _perform(self, number: int, now: datetime) -> bool:
        step, state = self.steps[number]
        try:
            if step.kind.is_post:
                refs: list[Any] | None = self._posts(number, now)
            else:
                refs = _ACTS[step.kind](self, step, now)
        except Refused as error:
            log.info("%s at minute %d waits: %s", step.kind, step.minute, error)
            return False
        if refs is None:
            return False
        state.at, state.refs = now, refs
        return True

    def _posts(self, number: int, now: datetime) -> list[Any]:
        """Let posts become known; the first of a matter is entered by hand: it is seen."""
        step = self.shadow.script.steps[number]
        first = number == 0 or step.kind == StepKind.SECOND
        items = [
            RawItem(
                external_key=f"{self.number}-{number}-{copy}",
                text=step.words,
                author=f"演练{number}-{copy}",
                published_at=(now - timedelta(minutes=1)).isoformat(),
            )
            for copy in range(step.count)
        ]
        found: list[Any] = []
        places = [BY_HAND, step.place] if first else [step.place]
        parts = [items[:1], items[1:]] if first else [items]
        for place, part in zip(places, parts, strict=True):
            if not part:
                continue
            results = accept_posts(
                source=self.shadow.sources[place],
                items=part,
                lane=Lane.LIVE,
                history=False,
                actor=DRILL_ACTOR,
                now=now,
                noticed_at=now if place == BY_HAND else None,
            )
            found += [one.post_id for one in results if one.is_post and one.post_id]
        self.look(now)
        return found

    def _return(self, step: Step, now: datetime) -> list[Any] | None:
        """Let a unit send its newest notice back, once there is one that it did not sign."""
        officer = self.shadow.of_unit(step.place)
        rows = Notice.objects.filter(
            bureau=self.shadow.bureau, unit__name=step.place, state__in=RETURNABLE
        )
        notice = rows.select_related("incident", "unit").order_by("-sent_at", "-pk").first()
        if officer is None or notice is None:
            return None
        return_notice(notice=notice, reason=step.words, officer=_acting(officer, now), now=now)
        return [notice.number]

    def _instruct(self, step: Step, now: datetime) -> list[Any] | None:
        """Let the leader instruct on the incident, once there is one: a 督办 is asked for."""
        incident = self.main_incident()
        if incident is None:
            return None
        unit = incident.lead_unit or self.shadow.units[self.shadow.script.units[0]]
        given = InstructionInput(
            text=step.words,
            units=(unit,),
            due=now + timedelta(hours=INSTRUCTED_HOURS),
            supervise=True,
        )
        leader = _acting(self.shadow.officers["leader"], now)
        matter = matter_of_incident(incident)
        return [give_instruction(matter=matter, given=given, officer=leader, now=now).number]

    def _outage(self, step: Step, now: datetime) -> list[Any] | None:
        del step
        self._switch_channels(now, active=False)
        return []

    def _switch_channels(self, now: datetime, *, active: bool) -> None:
        for channel in Channel.objects.filter(bureau=self.shadow.bureau).select_related("unit"):
            edit_channel(
                channel=channel,
                unit=channel.unit,
                name=channel.name,
                target="",
                active=active,
                actor=DRILL_ACTOR,
                now=now,
            )


_ACTS: dict[StepKind, Callable[[DrillPlayer, Step, datetime], list[Any] | None]] = {
    StepKind.RETURN: DrillPlayer._return,
    StepKind.INSTRUCTION: DrillPlayer._instruct,
    StepKind.OUTAGE: DrillPlayer._outage,
}


def new_player(folder: Path, now: datetime) -> DrillPlayer:
    """Set the bureau of a drill up and begin at this moment."""
    seed = read_json(folder / SEED)
    shadow = make_shadow(seed, now)
    player = DrillPlayer(shadow, seed["number"], now, [Played() for _ in shadow.script.steps])
    player.save(folder)
    return player


def load_player(folder: Path) -> DrillPlayer | None:
    """Return the player of a drill that was begun before; None = it was not."""
    progress, seed = read_json(folder / PROGRESS), read_json(folder / SEED)
    if progress is None or seed is None or not is_set_up():
        return None
    played = [
        Played(_moment(one["at"]), list(one["refs"]), _moment(one["until"]))
        for one in progress["played"]
    ]
    began = datetime.fromisoformat(progress["began"])
    return DrillPlayer(find_shadow(seed), seed["number"], began, played)


def drill_ends_at(folder: Path) -> datetime | None:
    """Return when a drill ends by itself; None before it was set up."""
    progress, seed = read_json(folder / PROGRESS), read_json(folder / SEED)
    if progress is None or seed is None:
        return None
    minutes = timedelta(minutes=int(seed["script"]["minutes"]))
    return datetime.fromisoformat(progress["began"]) + minutes


_live: DrillPlayer | None = None


def turn(now: datetime) -> None:
    """One look of the workers: let happen what is due; nothing while the clock stands."""
    global _live  # noqa: PLW0603 - one drill a process
    folder = Path(settings.DATA_DIR)
    if _live is None:
        _live = load_player(folder)
    if _live is None or clock.rate() == 0:
        return
    note_seen(folder, now)
    if now < _live.ends_at and _live.play_until(now):
        _live.save(folder)


def _acting(officer: Officer, now: datetime) -> Officer:
    return with_delegated_roles(Officer.objects.get(pk=officer.pk), now)


def _text(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
