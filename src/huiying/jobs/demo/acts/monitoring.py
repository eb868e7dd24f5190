"""The acts of monitoring in the scenario: a watch topic, a gap with its owner, a sample.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import ScenarioState
from huiying.work.collection.coverage.actions.assign_source import assign_source
from huiying.work.collection.coverage.actions.note_gap import GapDetails, note_gap
from huiying.work.collection.coverage.models import Standing
from huiying.work.collection.posts.queries import posts_with_source
from huiying.work.collection.samples.actions.add_links import add_links, read_links
from huiying.work.collection.topics.actions.add_topic import TopicDetails, add_topic


def _add_topic(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    unit = stage.cast.units[args["unit"]]
    wanted = TopicDetails(args["name"], args["expression"], args["purpose"], unit)
    add_topic(wanted=wanted, officer=officer, now=now)


def _note_gap(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    owner = stage.cast.officers[step.args["owner"]]
    wanted = GapDetails(Standing.OWNED, step.args["note"], owner=owner)
    note_gap(kind=step.args["kind"], wanted=wanted, officer=officer, now=now)


def _assign_source(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    source = stage.cast.sources[step.args["source"]]
    assign_source(source=source, kind=step.args["kind"], officer=officer, now=now)


def _add_sample(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Enter links of the scenario, and the addresses of some posts that came in."""
    posts = posts_with_source(stage.posts.get(step.incident_ref, []))
    known = [post.url for post in posts.values() if post.url][: step.args["known"]]
    links = read_links("\n".join([*dict.fromkeys(known), *step.args["links"]]))
    add_links(links=links, found_at=now, officer=officer, now=now)


MONITORING_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "add_topic": _add_topic,
    "note_gap": _note_gap,
    "assign_source": _assign_source,
    "add_sample": _add_sample,
}
