"""What the district's two offices say of a grave answer of the scenario, before it goes out.

In:   an approved or submitted draft, the cast, the moment.    Out:  a review that two recorded.
Cost: two acts; nothing for a matter that needs none.
"""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.models import SuperiorKind
from huiying.base.accounts.organisation.queries import superiors_of
from huiying.jobs.demo.cast import Cast
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.mechanism.actions.countersign import decide_mechanism_review
from huiying.work.responses.mechanism.actions.record import (
    ReviewInput,
    record_mechanism_review,
)
from huiying.work.responses.mechanism.models import Opinion
from huiying.work.responses.mechanism.standing import needs_mechanism

DOCUMENT = "云办应急〔2026〕7 号"
BY_PHONE = "急件先电话审核，公文次日交换后补扫描件。"
SECOND_PERSONS = ("lu", "shen")


def mechanism_agrees(draft: Draft, cast: Cast, now: datetime) -> None:
    """Let the writer record what the office said, and the duty officer confirm it."""
    if not needs_mechanism(draft):
        return
    second = next(
        cast.officers[key]
        for key in SECOND_PERSONS
        if cast.officers[key].pk not in draft.writers
    )
    review_input = ReviewInput(
        office=superiors_of(draft.bureau_id).get(kind=SuperiorKind.GOVERNMENT),
        at=now,
        opinion=Opinion.AGREED,
        document=DOCUMENT,
        no_file_reason=BY_PHONE,
    )
    row = record_mechanism_review(
        draft=draft,
        review_input=review_input,
        shown_hash=hash_of_content(content_of(draft)),
        officer=draft.author,
        now=now,
    )
    if row.signoff is not None:
        decide_mechanism_review(
            row,
            approve=True,
            reason="",
            shown_hash=row.signoff.content_hash,
            officer=Officer.objects.get(pk=second.pk),
            now=now,
        )
