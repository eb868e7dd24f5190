"""Incidents that are solved, answered and closed, made by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer
from huiying.policy.closing.gate import Condition
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.core.hashing import hash_of_content as answer_hash
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.reviews import CheckList
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.actions.report_back import report_back
from huiying.work.casework.notices.actions.sign_or_return import sign_notice
from huiying.work.casework.notices.models import Notice
from huiying.work.closing.core.models import Waiver
from huiying.work.closing.core.waivers import waiver_content
from huiying.work.closing.gate.actions.close import close_incident
from huiying.work.closing.waivers.actions.waive import ask_waiver, decide_waiver
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Release
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.decide import approve_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0, Cast
from tests.scenario_cache import cached_scenario
from tests.scenarios.incidents import QUEUE, incident_of


def make_solved_notice(
    cast: Cast,
    incident: Incident,
    *,
    handled: str = "三号窗口加派一人，排队不超过二十分钟。",
    evidence: str = "排班表、窗口记录",
    no_file_reason: str = "排班表在科室存档。",
    now: datetime = T0,
) -> Notice:
    """Let the reception section be notified, sign, and report what it did offline."""
    notice = notify_unit(
        incident=incident, unit=cast.reception, guidance="请核实。", officer=cast.shen, now=now
    )
    report_solved(
        cast, notice, handled=handled, evidence=evidence, no_file_reason=no_file_reason, now=now
    )
    incident.refresh_from_db()
    return notice


def report_solved(
    cast: Cast,
    notice: Notice,
    *,
    handled: str = "三号窗口加派一人，排队不超过二十分钟。",
    evidence: str = "排班表、窗口记录",
    no_file_reason: str = "排班表在科室存档。",
    now: datetime = T0,
) -> None:
    """Let the reception section sign a notice and report what it did offline."""
    sign_notice(notice=notice, officer=cast.window, now=now)
    report_back(
        notice=notice,
        finding=Finding.TRUE,
        facts="窗口人手不够。",
        handled=handled,
        evidence=evidence,
        no_file_reason=no_file_reason,
        officer=cast.window,
        now=now,
    )


def make_release(cast: Cast, incident: Incident, *, now: datetime = T0) -> Release:
    """Let the section draft, the deputy approve, and the spokesperson publish an answer."""
    draft = start_draft(incident=incident, officer=cast.window, now=now, speaker=cast.reception)
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(
            title="关于来访登记排队的回应",
            claim="网上说三号窗口排队太久。",
            finding="TRUE",
            summary="情况属实，已加派人手。[F1]",
            body="经核实，情况属实。[F1]\n我们已加派人手，向等候的群众道歉。[F1]",
        ),
        officer=cast.window,
        now=now,
    )
    add_fact(
        draft=draft,
        revision=draft.revision,
        statement="三号窗口已加派一人。",
        evidence="排班表",
        officer=cast.window,
        now=now,
    )
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    draft.refresh_from_db()
    assert draft.signoff is not None
    reviewers = [cast.lu, cast.leader][: draft.signoff.needed - 1]
    for reviewer in (*reviewers, cast.cheng):
        approve_draft(
            draft=draft,
            shown_hash=answer_hash(content_of(draft)),
            ticked=list(CheckList),
            officer=reviewer,
            now=now,
        )
    draft.refresh_from_db()
    release = publish(draft=draft, officer=cast.speaker, now=now)
    incident.refresh_from_db()
    return release


def make_waiver(
    cast: Cast,
    incident: Incident,
    condition: Condition,
    *,
    by: Officer | None = None,
    now: datetime = T0,
) -> Waiver:
    """Let the office ask for a waiver, and the leader sign it."""
    row = ask_waiver(
        incident=incident,
        condition=condition,
        reason="资料不足，电话回访十户都已满意。",
        officer=cast.shen,
        now=now,
    )
    seen = hash_of_content(waiver_content(row))
    decide_waiver(
        waiver=row,
        approve=True,
        reason="",
        shown_hash=seen,
        officer=by or cast.leader,
        now=now,
    )
    row.refresh_from_db()
    return row


@cached_scenario({})
def make_closed_incident(
    cast: Cast, texts: list[str] = QUEUE, *, now: datetime = T0
) -> Incident:
    """Let an ordinary matter come in, be solved, answered in public, and closed."""
    incident = incident_of(cast, texts, now=now)
    make_solved_notice(cast, incident, now=now + timedelta(minutes=5))
    make_release(cast, incident, now=now + timedelta(minutes=6))
    close_incident(incident=incident, officer=cast.shen, now=now + timedelta(minutes=7))
    incident.refresh_from_db()
    return incident
