"""What the tests of the answer share: an incident that was notified, a draft that is ready."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.clocks.actions.start import ClockSubject, Holder, start_clock
from huiying.base.rulebook.queries import book_of, calendar_of
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Stage
from huiying.policy.release.reviews import CheckList
from huiying.policy.time.deadlines import FIRST_RESPONSE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.models import ConcernedUnit
from huiying.work.responses.core.content import content_of
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.mechanism.standing import needs_mechanism
from huiying.work.responses.releases.actions.correct import correct_release
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.decide import approve_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.scenario_cache import cached_scenario
from tests.work.responses.mechanism.steps import agree

WORDS = DraftWords(
    title="来访登记要先撤掉网上的帖子吗？",
    claim="去信访局登记，要先把网上的帖子撤了。",
    finding="PARTLY_TRUE",
    summary="不需要。一个窗口曾这样要求，做法是错误的。",
    body="来访登记不需要撤销网上的反映。\n一个窗口误解了规定，给7位群众带来不便，我们道歉。[F1]",
)
SENTENCE = "尚未公开的草稿句子"


def incident_of(cast, *, grade=1, stage=Stage.VERIFYING, lead="reception", number="2026-0001"):
    """An incident at a stage, with the 48 hours running."""
    unit = getattr(cast, lead) if lead else None
    incident = Incident.objects.create(
        bureau=cast.bureau,
        number=number,
        title="先撤帖再登记的说法",
        stage=stage,
        grade=grade,
        discovered_at=T0 - timedelta(hours=2),
        opened_at=T0 - timedelta(hours=1),
        opened_by=cast.lu,
        lead_unit=unit,
        last_post_at=T0,
    )
    if unit is not None:
        ConcernedUnit.objects.create(bureau=cast.bureau, incident=incident, unit=unit)
    book = book_of(cast.bureau.pk, T0)
    incident.response_clock = start_clock(
        bureau_id=cast.bureau.pk,
        kind="response",
        name="回应",
        rule=book.deadline(FIRST_RESPONSE),
        rule_version=str(book.version),
        starts_at=incident.discovered_at,
        calendar=calendar_of(cast.bureau.pk),
        subject=ClockSubject("incident", number, incident.title, grade),
        holder=Holder(code=Role.SPOKESPERSON),
        now=T0,
    )
    incident.save(update_fields=["response_clock"])
    return incident


def fill(draft, officer, now, **changes):
    """Write all that a draft needs, as one officer."""
    words = {**{name: getattr(WORDS, name) for name in WORDS.__slots__}, **changes}
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(**words),
        officer=officer,
        now=now,
    )
    return add_fact(
        draft=draft,
        revision=draft.revision,
        statement="3号窗口要求7位群众先撤网帖，未予登记。",
        evidence="窗口排队与登记记录",
        link="https://example.org/record?a=1&b=2",
        officer=officer,
        now=now,
    )


@cached_scenario({"now": T0})
def ready(cast, now, *, grade=1, incident=None, **changes):
    """A draft with nothing missing, written by the section officer."""
    incident = incident or incident_of(cast, grade=grade)
    draft = start_draft(incident=incident, officer=cast.window, now=now)
    fill(draft, cast.window, now, **changes)
    return draft


@cached_scenario({"now": T0})
def submitted(cast, now, **how):
    draft = ready(cast, now, **how)
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=now)
    return draft


def approve(cast, draft, now, officer=None):
    """Let everybody sign who is needed: 陆知远 and the leader first, the deputy approves.

    The district mechanism agrees to a grave text, unless it is to go out before that.
    """
    draft.refresh_from_db()
    missing = draft.signoff.needed - draft.signoff.signed
    for reviewer in [cast.lu, cast.leader][: max(0, missing - 1)]:
        sign(draft, reviewer, now)
    sign(draft, officer or cast.cheng, now)
    if needs_mechanism(draft) and not draft.procedure_absent:
        agree(cast, draft, now)
    return draft


def sign(draft, officer, now, **how):
    """Let one officer sign the review that waits, with every check-list ticked."""
    how.setdefault("ticked", list(CheckList))
    how.setdefault("shown_hash", hash_of_content(content_of(draft)))
    approve_draft(draft=draft, officer=officer, now=now, **how)
    return draft


@cached_scenario({"now": T0})
def approved(cast, now, **how):
    return approve(cast, submitted(cast, now, **how), now)


@cached_scenario({"now": T0})
def published(cast, now, **how):
    """A published first version."""
    return publish(draft=approved(cast, now, **how), officer=cast.speaker, now=now)


def corrected(cast, release, now, *, note="受影响的是7人，不是6人。", **changes):
    """The next version of an answer, through the same approval."""
    draft = correct_release(answer=release.answer, note=note, officer=cast.shen, now=now)
    words = {name: changes.get(name, getattr(draft, name)) for name in WORDS.__slots__}
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(**words),
        officer=cast.shen,
        now=now,
    )
    submit_draft(draft=draft, revision=draft.revision, officer=cast.shen, now=now)
    approve(cast, draft, now)
    return publish(draft=draft, officer=cast.speaker, now=now)
