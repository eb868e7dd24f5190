"""The requirements of a release on the page of its draft: reviews, and what else must hold."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import may
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.releases.reviews import review_word, standing_rows
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.component_rows import GateRow, ReviewRow
from huiying.web.shared.drawing import ActButton
from huiying.work.responses.confirmations.required import (
    RequiredConfirmation,
    missing_confirmations,
)
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.mechanism.standing import gate_lack, mechanism_standing
from huiying.work.responses.reviews.required import (
    capability_of,
    next_review,
    requested_reviews,
    required_reviews,
    review_standings,
)


def reader_words(draft: Draft) -> str:
    """Return by office who signs the review that waits."""
    review = next_review(draft)
    return _("组长或副组长") if review is None or review.approves else _("复核人")


def send_to_review(draft: Draft, officer: Officer, publish_words: str) -> ActButton:
    """Return the act that leads to the review that waits, or whom publishing waits for."""
    review = next_review(draft)
    if review is not None and may(officer, capability_of(review)):
        url = reverse("console:approval", args=[draft.signoff_id])
        return act_button(
            pgettext("act", "审定") if review.approves else _("审核"),
            url,
            method="get",
            main=True,
        )
    return ActButton(publish_words, locked=what_is_missing(draft))


def what_is_missing(draft: Draft) -> str:
    """Name each review without a signature, each unit that has not confirmed, and the gate.

    What a unit confirmed and nobody has countersigned waits for the bureau itself. What was
    signed or confirmed is not named again; "" = nothing is missing.
    """
    reviews = [review_word(row.review) for row in review_standings(draft) if not row.signed]
    if draft.state == DraftState.APPROVED:
        more = len(required_reviews(draft)) - len(requested_reviews(draft))
        reviews = [_("事件升级后要加的 %(count)s 道复核") % {"count": more}] if more > 0 else []
    waits = missing_confirmations(draft, hash_of_content(content_of(draft)))
    standing = mechanism_standing(draft)
    if not reviews and not waits and not standing.gate.lets_out:
        return gate_lack(standing)
    if not reviews:
        return unconfirmed_words(waits)
    agencies, recorded = _names(waits)
    pending = [_("%(names)s的确认") % {"names": agencies}] if agencies else []
    if recorded:
        pending.append(_("本局第二人对%(names)s确认的核签") % {"names": recorded})
    return _("还差%(what)s") % {"what": _("、").join([*reviews, *pending])}


def unconfirmed_words(waits: Sequence[RequiredConfirmation]) -> str:
    """Say which agencies have not confirmed, and whose yes nobody has countersigned."""
    agencies, recorded = _names(waits)
    words = [_("等%(names)s确认") % {"names": agencies}] if agencies else []
    if recorded:
        words.append(_("等本局第二人核签%(names)s的确认") % {"names": recorded})
    return _("；").join(words)


def _names(waits: Sequence[RequiredConfirmation]) -> tuple[str, str]:
    agencies = _("、").join(row.unit.name for row in waits if not row.is_recorded)
    return agencies, _("、").join(row.unit.name for row in waits if row.is_recorded)


def review_rows(draft: Draft, releases: Sequence[Release] = ()) -> list[ReviewRow]:
    """Return writing, each review and publishing."""
    out = next((row for row in releases if row.version == draft.version), None)
    request = draft.signoff
    submitted = draft.state != DraftState.WRITING and request is not None
    approved = draft.state in (DraftState.APPROVED, DraftState.PUBLISHED)
    returned = request.reason if request is not None and not submitted else ""
    return [
        ReviewRow(
            state="done" if submitted else "next",
            label=_("起草"),
            who=draft.author.name,
            note=returned or _("第 %(number)s 版") % {"number": draft.version},
        ),
        *standing_rows(review_standings(draft), submitted=submitted),
        ReviewRow(
            state="done"
            if draft.state == DraftState.PUBLISHED
            else "next"
            if approved
            else "locked",
            label=pgettext("step", "发布"),
            who=out.published_by.name if out else _("新闻发言人"),
            note=timezone.localtime(out.published_at).strftime("%m-%d %H:%M") if out else "",
        ),
    ]


def premises(draft: Draft, gate: GateRow | None) -> list[GateRow]:
    """Return what must hold before it goes out.

    Args:
        gate: The premise of Article 8 for a grave matter; None = it needs none.
    """
    speaker = GateRow(
        met=True,
        label=_("发声单位：%(unit)s") % {"unit": draft.answer.speaker.name},
        note=draft.answer.speaker_reason or _("谁主管、谁发声"),
    )
    return [speaker] if gate is None else [gate, speaker]
