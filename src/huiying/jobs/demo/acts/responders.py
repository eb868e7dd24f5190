"""The acts of the roster and of what follows an answer: accounts, responders, replies, effect.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.work.responses.core.models import Answer, Release
from huiying.work.responses.core.queries import answers_of_incident
from huiying.work.responses.effect.actions.judge_groups import judge_groups
from huiying.work.responses.effect.comparison import groups_around
from huiying.work.responses.outlets.actions.manage_accounts import add_account, confirm_account
from huiying.work.responses.outlets.models import Outlet
from huiying.work.responses.outlets.queries import all_accounts, own_accounts
from huiying.work.responses.releases.actions.set_topic import set_answer_topic
from huiying.work.responses.releases.queries import last_release_of
from huiying.work.responses.responders.actions.join_roster import (
    RosterInput,
    ask_responder,
    consent,
)
from huiying.work.responses.responders.actions.record_reply import record_reply
from huiying.work.responses.responders.queries import roster_lines

AROUND = timedelta(hours=24)
_TAG = re.compile(r"#[^#]+#")
WHILE_AGO = timedelta(minutes=2)  # between posting a reply and recording it


def _answer(stage: ScenarioState, step: ActStep) -> tuple[Answer, Release]:
    """Return the newest answer of the matter with its newest version."""
    for answer in reversed(list(answers_of_incident(stage.incident(step.incident_ref)))):
        release = last_release_of(answer)
        if release is not None:
            return answer, release
    raise NotPlayed(f"{step.incident_ref}: nothing was published")


def _account(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage
    args = {**step.args, "outlet": Outlet(step.args["outlet"])}
    add_account(**args, officer=officer, now=now)


def _confirm_account(
    stage: ScenarioState, step: ActStep, officer: Officer, now: datetime
) -> None:
    del stage
    rows = all_accounts(officer.bureau_id).filter(confirmed_at__isnull=True)
    account = rows.select_related("added_by").filter(name=step.args["account"]).first()
    if account is None:
        raise NotPlayed(f"{step.args['account']}: no account waits")
    confirm_account(account=account, officer=officer, now=now)


def _ask(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    args = step.args
    line = RosterInput(
        args["name"], stage.cast.units[args["unit"]], args["role"], args["covers"]
    )
    who = stage.cast.officers[args["officer"]]
    ask_responder(who=who, line=line, officer=officer, now=now)


def _consent(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    del stage, step
    line = roster_lines(officer.bureau_id).filter(officer=officer).first()
    if line is None:
        raise NotPlayed(f"{officer.name} was not asked")
    consent(responder=line, revision=line.revision, officer=officer, now=now)


def _reply(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    _row, release = _answer(stage, step)
    account = own_accounts(officer.bureau_id, in_use=True).filter(
        platform=step.args["platform"]
    )
    record_reply(
        release=release,
        account=account.get(),
        address=step.args["address"],
        posted_at=max(release.published_at, now - WHILE_AGO),
        officer=officer,
        now=now,
    )


def _file(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    answer, _release = _answer(stage, step)
    set_answer_topic(answer=answer, topic=step.args["topic"], officer=officer, now=now)


def _judge(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Look at every group; those with ``words`` and without ``but`` repeat the claim."""
    answer, _release = _answer(stage, step)
    first = answer.releases.get(version=1)
    rows = groups_around(stage.incident(step.incident_ref), answer, first.published_at, AROUND)
    words, but = step.args["words"], step.args["but"]

    def repeats(text: str) -> bool:
        text = _TAG.sub("", text)
        return any(one in text for one in words) and not any(one in text for one in but)

    judge_groups(
        answer=answer,
        looked_at=[row.group_id for row in rows],
        repeating=[row.group_id for row in rows if repeats(f"{row.title} {row.text}")],
        officer=officer,
        now=now,
    )


RESPONDER_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "add_account": _account,
    "confirm_account": _confirm_account,
    "ask_responder": _ask,
    "consent_responder": _consent,
    "record_reply": _reply,
    "file_answer": _file,
    "judge_groups": _judge,
}
