"""Play the scenario through the same acts and doors as real work.

In:   the scenario, a moment.    Out:  everything up to that moment has happened.
Cost: about half a minute for the first two and a half days on two cores, with the history.

Progress (the next step, and which posts belong to which planted matter) is kept in a file
beside the demonstration's data, so that a restart goes on where it stopped.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from huiying.base.accounts.core.queries import bureau_by_slug
from huiying.base.audit.actions.freeze_day_heads import freeze_day_heads
from huiying.jobs import clock
from huiying.jobs.clocks import due_reports, ladder, rises
from huiying.jobs.collection import deliveries
from huiying.jobs.delivery import deliver
from huiying.jobs.demo.acts.perform import perform
from huiying.jobs.demo.cast import DEMO_ACTOR, Cast, find_cast, make_cast
from huiying.jobs.demo.controls import note_end, wait_for_visitor
from huiying.jobs.demo.scenario import load_scenario
from huiying.jobs.demo.scenario_types import ActStep, PostStep, Scenario
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.jobs.stream.worker import worker_of
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.sources.actions.record_fetch import FetchOutcome, record_outcome
from huiying.work.collection.sources.listening import note_listening
from huiying.work.collection.sources.models import FETCHED, Health

log = logging.getLogger("huiying.demo")
TICK = timedelta(minutes=10)


@dataclass(slots=True)
class Player:
    """Plays the steps in their order; the moment of a step is the moment of its act."""

    scenario: Scenario
    cast: Cast
    start: datetime  # 00:00 of the first day
    step: int = 0
    posts: dict[str, list[int]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def play_until(
        self, moment: datetime, *, on_progress: Callable[[float], None] | None = None
    ) -> None:
        """Play every step up to a moment."""
        waiting: list[PostStep] = []
        steps = self.scenario.steps
        while self.step < len(steps):
            step = steps[self.step]
            at = self.start + step.offset
            if at > moment:
                break
            if waiting and at - (self.start + waiting[0].offset) > TICK:
                self._collect(waiting)
                waiting = []
            if isinstance(step, PostStep):
                waiting.append(step)
            else:
                self._collect(waiting)
                waiting = []
                self._act(step, at)
            self.step += 1
            if on_progress:
                on_progress(self.step / len(steps))
        self._collect(waiting)

    def remember(self) -> None:
        """Import the talk of the days before as history, so that what is usual is known.

        The bureau of the scenario has listened on these days, with each of its sources.
        """
        offsets = [step.published_offset or step.offset for step in self.scenario.past]
        for days in sorted({offset.days for offset in offsets}):
            at = self.start + timedelta(days=days)
            note_listening(bureau_id=self.cast.bureau.pk, now=at)
        for key, source in self.cast.sources.items():
            accept_posts(
                source=source,
                items=[self._item(step) for step in self.scenario.past if step.source == key],
                lane=Lane.BACKLOG,
                history=True,
                actor=DEMO_ACTOR,
                now=self.start,
            )
        while worker_of(self.cast.bureau.pk).turn(now=self.start):
            pass

    def _collect(self, steps: list[PostStep]) -> None:
        """Deliver posts by source at the moment of the last one, and turn the stream."""
        if not steps:
            return
        now = self.start + steps[-1].offset
        for key in dict.fromkeys(step.source for step in steps):
            mine = [step for step in steps if step.source == key]
            results = accept_posts(
                source=self.cast.sources[key],
                items=[self._item(step) for step in mine],
                lane=Lane.LIVE,
                history=False,
                actor=DEMO_ACTOR,
                now=now,
            )
            if self.cast.sources[key].kind in FETCHED:
                outcome = FetchOutcome(Health.HEALTHY)
                record_outcome(source=self.cast.sources[key], outcome=outcome, now=now)
            for step, result in zip(mine, results, strict=True):
                if step.incident and result.is_post and result.post_id is not None:
                    self.posts.setdefault(step.incident, []).append(result.post_id)
        while worker_of(self.cast.bureau.pk).turn(now=now):
            pass
        deliveries.turn(now)
        self._look(now)

    def ask_sources(self, now: datetime) -> None:
        """Ask the sources that are due, which have nothing new: their posts come by steps."""
        for key, source in self.cast.sources.items():
            if source.kind not in FETCHED:
                continue
            source.refresh_from_db()
            waits = timedelta(minutes=source.interval_minutes)
            if source.active and (
                source.last_try_at is None or now - source.last_try_at >= waits
            ):
                outcome = FetchOutcome(Health.NOT_MODIFIED)
                record_outcome(source=self.cast.sources[key], outcome=outcome, now=now)

    def _look(self, now: datetime) -> None:
        rises.turn(now)
        due_reports.turn(now)
        ladder.turn(now)
        deliver.turn(now)

    def _item(self, step: PostStep) -> RawItem:
        published = step.published_offset
        return RawItem(
            external_key=step.key,
            title=step.title,
            text=step.text,
            url=step.url,
            author=step.author,
            community=step.community,
            published_at=(self.start + published).isoformat() if published is not None else "",
        )

    def _act(self, step: ActStep, now: datetime) -> None:
        self._look(now)
        try:
            perform(step, ScenarioState(self.cast, self.posts), now)
        except NotPlayed as reason:
            # In the live part a visitor may have done it, or decided otherwise.
            self.refused.append(str(reason))
            (log.debug if step.optional else log.warning)("%s", reason)

    def save(self) -> None:
        """Keep the progress beside the data."""
        body = {"start": self.start.isoformat(), "step": self.step, "posts": self.posts}
        path = progress_file()
        part = path.with_suffix(".part")
        part.write_text(json.dumps(body), encoding="utf-8")
        part.replace(path)


def progress_file() -> Path:
    """Return where the progress is kept."""
    return Path(settings.DATA_DIR) / "demo.json"


def new_player(*, today: datetime) -> Player:
    """Set the stage: the third day of the scenario is today."""
    scenario = load_scenario()
    midnight = today.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    start = midnight - timedelta(days=scenario.live_from.days)
    player = Player(scenario, make_cast(scenario, now=start), start)
    player.remember()
    return player


def load_player() -> Player | None:
    """Return the player of a demonstration that was started before, or None."""
    path = progress_file()
    scenario = load_scenario()
    bureau = bureau_by_slug(scenario.bureau.slug)
    if bureau is None or not path.exists():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    return Player(
        scenario,
        find_cast(scenario, bureau),
        datetime.fromisoformat(data["start"]),
        data["step"],
        {ref: list(keys) for ref, keys in data["posts"].items()},
    )


def prepare(*, on_progress: Callable[[float], None] | None = None) -> Player:
    """Play up to the live part; the clock stands there until somebody enters."""
    player = new_player(today=clock.real_now())
    moment = player.start + player.scenario.live_from
    player.play_until(moment, on_progress=on_progress)
    player.ask_sources(moment)
    freeze_day_heads(moment)
    player.save()
    wait_for_visitor(moment)
    return player


_live: Player | None = None


def turn(now: datetime) -> None:
    """One look of the live part: deliver what is due, let the others act; then real speed."""
    global _live  # noqa: PLW0603 - one demonstration a process
    if _live is None:
        _live = load_player()
    if _live is None:
        return
    before = _live.step
    _live.play_until(now)
    if _live.step != before:
        _live.save()
    ended = now >= _live.start + _live.scenario.ends
    if ended:
        note_end()
    else:
        _live.ask_sources(now)
    if ended and clock.rate() > 1.0:
        clock.set_fast_clock(shown=now, rate=1.0)
