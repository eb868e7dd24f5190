"""发布: publish approved words as a version that nobody can change."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import hand_of
from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.stages import Move, Stage, moves_open
from huiying.policy.release.answer_forms import AnswerForm
from huiying.reasons.reason import Reason
from huiying.work.incidents.core.clocks import RESPONSE
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.actions.advance_stage import advance_stage
from huiying.work.responses.checks.contradictions import unmarked_contradictions
from huiying.work.responses.checks.findings import blocking_findings
from huiying.work.responses.confirmations.required import missing_confirmations
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.edition import bump_public_edition
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.facts.released import index_facts
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.mechanism.standing import require_mechanism
from huiying.work.responses.releases.actions.ratify_procedure import begin_ratification
from huiying.work.responses.releases.queries import (
    has_earlier_holding_statement,
    last_release_of,
)
from huiying.work.responses.releases.search import index_release
from huiying.work.responses.releases.withholding_clocks import begin_withholding_reviews
from huiying.work.responses.reviews.required import required_reviews

DRAFTABLE = (Stage.NOTIFIED, Stage.VERIFYING, Stage.HANDLING)


@transaction.atomic
def publish(
    *, draft: Draft, officer: Officer, now: datetime, revision: int | None = None
) -> Release:
    """Publish an approved draft as the next version of its answer.

    Args:
        revision: The draft's revision that the officer saw; None = as it was loaded.

    Raises:
        PermissionDenied: If the officer may not publish.
        Stale: If somebody changed the draft since ``revision``.
        Refused: If it is not approved, its words are not those that were approved, a
            finding that it uses is no longer in force, another answer says otherwise, the
            mechanism did not agree to it, its incident was set aside, or one person could
            act with the officer's account and with one that approved it.
    """
    require(officer, Capability.PUBLISH)
    claim_draft(
        draft,
        revision=draft.revision if revision is None else revision,
        states=(DraftState.APPROVED,),
        state=DraftState.PUBLISHED,
    )
    request = draft.signoff
    content = content_of(draft)
    digest = hash_of_content(content)
    if (
        request is None
        or request.decision != Decision.APPROVED
        or request.decided_by is None
        or request.content_hash != digest
    ):
        raise Refused(_("审定已作废：当前文本与审定文本不一致。未发布，请重新送审。"))
    _signed_by_enough_others(draft, request, officer, now)
    _confirmed(draft, digest)
    review = require_mechanism(draft)
    lock_row(Bureau, draft.bureau_id, referable=True)  # two that contradict each other
    if wrong := [*blocking_findings(draft, now), *unmarked_contradictions(draft)]:
        raise Refused(" ".join([*wrong, _("未发布。")]))
    last = last_release_of(draft.answer)
    if draft.version != (last.version if last else 0) + 1:
        raise Refused(_("已有更新版本，未发布。"))
    release = Release(
        bureau_id=draft.bureau_id,
        answer=draft.answer,
        version=draft.version,
        published_at=now,
        published_by=officer,
        approved_by=request.decided_by,
        approved_as=draft.approved_as,
        content=content,
        content_hash=digest,
        note=content["note"],
    )
    release.save()
    incident = draft.answer.incident.current
    answers = AnswerForm(draft.form).answers if draft.form else True
    _move(incident, officer, first=last is None, answers=answers, now=now)
    _stop_response_clocks(incident, release, answers=answers, now=now)
    index_release(release)
    index_facts(release)
    begin_withholding_reviews(release, now)
    begin_ratification(draft, review, officer, now)
    bump_public_edition(release.bureau_id)
    record(
        draft,
        "answer.published" if last is None else "answer.corrected",
        officer,
        now,
        version=release.version,
        hash=digest,
        approved_as=release.approved_as,
        **_reviewed(review),
    )
    return release


def _signed_by_enough_others(
    draft: Draft, request: SignoffRequest, officer: Officer, now: datetime
) -> None:
    """Refuse too few signatures, and who could act with the account of one who signed."""
    if request.needed < len(required_reviews(draft)):
        raise Refused(_("审定后事件等级上调，须增加审核人员。未发布，请重新送审。"))
    signed = set(request.signatures.values_list("officer_id", flat=True)) - {officer.pk}
    if signed & hand_of(officer, now):
        raise Refused(
            _(
                "您与审定人的账号由对方或同一人添加、调整、启用（尚未经第二人确认），或近七日内"
                "重设过。未发布，请由另一位新闻发言人发布。"
            )
        )


def _reviewed(review: MechanismReview | None) -> dict[str, str]:
    """Return what binds the mechanism's review to the publication in the record."""
    if review is None or review.signoff is None:
        return {"procedure": ""}
    return {"procedure": review.document, "mechanism": review.signoff.content_hash}


def _confirmed(draft: Draft, digest: str) -> None:
    """Refuse words that another agency has not confirmed, nor a leader decided upon."""
    missing = missing_confirmations(draft, digest)
    if agencies := [row.unit.name for row in missing if not row.is_recorded]:
        raise Refused(
            _("文稿尚未经%(names)s确认，也无领导不经确认的决定（制度第八条）。未发布。")
            % {"names": _("、").join(agencies)}
        )
    if missing:
        names = _("、").join(row.unit.name for row in missing)
        raise Refused(
            _("%(names)s的确认已登记，尚未经本局第二人核签（制度第八条）。未发布。")
            % {"names": names}
        )


def _move(
    incident: Incident, officer: Officer, *, first: bool, answers: bool, now: datetime
) -> None:
    """Move the incident on; a correction is possible at any stage, also long after closing.

    A holding statement names the matter: the incident goes on waiting for its answer.
    """
    actor = officer.audit_actor()
    incident.refresh_from_db(fields=["stage"])
    if Stage(incident.stage) in DRAFTABLE:
        advance_stage(incident=incident, move=Move.DRAFT, actor=actor, now=now)
    move = Move.PUBLISH if answers else Move.HOLD
    if move in moves_open(Stage(incident.stage)):
        advance_stage(incident=incident, move=move, actor=actor, now=now)
    elif first and Stage(incident.stage) not in (Stage.ANSWERED, Stage.CLOSED):
        raise Refused(_("事件已排除，或尚未通报责任单位，未发布。"))


def _stop_response_clocks(
    incident: Incident, release: Release, *, answers: bool, now: datetime
) -> None:
    """Stop the 48 hours of the incident and of every incident that was merged into it.

    A holding statement counts once: a second one stops no clock that began since.
    """
    if not answers and has_earlier_holding_statement(incident, release):
        return
    reason = Reason("clocks.published") if answers else Reason("clocks.holding_statement")
    for clock in running_clocks(incident.bureau_id).filter(
        kind=RESPONSE, subject_ref=incident.number
    ):
        stop_clock(clock=clock, at=now, reason=reason, now=now)
