"""What officers do with petitions in the scenario: register, join, forward, sign, answer.

In:   an act step, the cast, the moment.    Out:  the act done by the product's own action.
Cost: one act each; one a petition where an officer registers what came in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.jobs.demo.scenario_types import ActStep
from huiying.jobs.demo.state import NotPlayed, ScenarioState
from huiying.policy.petitions.kinds import OpinionOutcome, PetitionKind, ReplyKind
from huiying.policy.time.petitions import ForwardManner
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.petitions.periods.actions.forward import Forwarding, forward_petition
from huiying.work.petitions.petitions.actions.register import (
    CheckedPetition,
    register_petition,
)
from huiying.work.petitions.petitions.queries import petitions_to_register
from huiying.work.petitions.replies.actions.answer_many import (
    ALIKE_KIND,
    ManyAnswered,
    answer_many,
)
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, sign_reply
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.queries import draft_of
from huiying.work.responses.core.queries import answers_of_incident
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.releases.queries import last_release_of

MOST_AT_ONCE = 40  # that one officer reads in one act: the demonstration must begin soon
WORDS = ("claim", "facts", "text", "basis", "ways")


def _register(_stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Register what came in, the oldest first; some as another kind than it was taken for."""
    kinds = {title: kind for kind, titles in step.args["as"].items() for title in titles}
    rows = petitions_to_register(officer).select_related("clock")
    for petition in rows[:MOST_AT_ONCE]:
        kind = PetitionKind(kinds.pop(petition.title, petition.kind))
        register_petition(
            petition=petition,
            checked=CheckedPetition(petition.title, petition.text, kind),
            officer=officer,
            now=now,
        )
    if kinds:
        raise NotPlayed(f"{step.incident_ref}: not among what waits: {', '.join(kinds)}")


def _join(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    join_petition(
        incident=stage.incident(step.args["into"]),
        petition=stage.petition(step.args["title"]),
        officer=officer,
        now=now,
    )


def _forward(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Transfer a petition; assign it where the scenario says in how many days."""
    today, days = now.astimezone(LOCAL).date(), step.args.get("days")
    forward_petition(
        petition=stage.petition(step.args["title"]),
        forwarding=Forwarding(
            stage.cast.units[step.args["unit"]],
            ForwardManner.ASSIGNED if days else ForwardManner.TRANSFERRED,
            today,
            result_due=today + timedelta(days=days) if days else None,
        ),
        officer=officer,
        now=now,
    )


def _draft(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    words = {name: step.args.get(name, "") for name in WORDS}
    outcome = step.args.get("outcome")
    draft = ReplyDraft(
        ReplyKind(step.args["kind"]),
        outcome=OpinionOutcome(outcome) if outcome else None,
        **words,
    )
    petition = stage.petition(step.args["title"])
    draft_reply(petition=petition, draft=draft, officer=officer, now=now)


def _letter(stage: ScenarioState, step: ActStep) -> PetitionReply:
    reply = draft_of(stage.petition(step.args["title"]))
    if reply is None:
        raise NotPlayed(f"{step.incident_ref}: no letter waits")
    return reply


def _sign(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Sign a letter; one that decides goes to a leader."""
    reply = _letter(stage, step)
    sign_reply(reply=reply, shown_hash=reply_hash(reply), officer=officer, now=now)


def _approve(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    reply = _letter(stage, step)
    REPLY_KIND.approve(reply, shown_hash=reply_hash(reply), officer=officer, now=now)


def _answer(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Answer what asks the same together: with the public answer, or with words of its own."""
    about = step.args.get("about")
    done = answer_many(
        petitions=[stage.petition(title) for title in step.args["titles"]],
        text=_public_answer(stage, about) if about else step.args["text"],
        basis=step.args["basis"],
        officer=officer,
        now=now,
    )
    if done.left:
        raise NotPlayed(f"{step.incident_ref}: {done.left}")


def _sign_answers(stage: ScenarioState, step: ActStep, officer: Officer, now: datetime) -> None:
    """Sign together the answers that another officer drafted in the same words."""
    petition = stage.petition(step.args["title"])
    reply = draft_of(petition)
    if reply is None:
        raise NotPlayed(f"{step.incident_ref}: no answer waits")
    done = ALIKE_KIND.approve(reply, shown_hash=reply_hash(reply), officer=officer, now=now)
    if isinstance(done, ManyAnswered) and done.left:
        raise NotPlayed(f"{step.incident_ref}: {done.left}")


def _public_answer(stage: ScenarioState, ref: str) -> str:
    """Return what was published of a matter, as a letter says it."""
    answer = answers_of_incident(stage.incident(ref)).last()
    release = last_release_of(answer) if answer is not None else None
    if answer is None or release is None:
        raise NotPlayed(f"{ref}: nothing was published")
    content = release.content
    return (
        "您反映的问题收悉，已与同类问题一并办理，并公开回应：\n"
        f"{content['title']}\n{without_codes(content['summary'])}\n"
        f"全文见本局网站公开回应 {answer.number}，"
        f"发布时间：{release.published_at.astimezone(LOCAL):%Y-%m-%d}。"
    )


PETITION_ACTS: dict[str, Callable[[ScenarioState, ActStep, Officer, datetime], None]] = {
    "register_petitions": _register,
    "join_petition": _join,
    "forward_petition": _forward,
    "draft_letter": _draft,
    "draft_review": _draft,
    "sign_letter": _sign,
    "approve_letter": _approve,
    "answer_petitions": _answer,
    "sign_answers": _sign_answers,
}
