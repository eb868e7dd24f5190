"""Steps of the tests of the district mechanism: the office, its opinion, the second person."""

from __future__ import annotations

from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.subjects import MACHINE
from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.core.content import content_of
from huiying.work.responses.mechanism.actions.countersign import decide_mechanism_review
from huiying.work.responses.mechanism.actions.record import (
    ReviewInput,
    record_mechanism_review,
)
from huiying.work.responses.mechanism.models import MechanismReview, Opinion
from huiying.work.responses.mechanism.standing import mechanism_standing
from tests.factories import T0

DOCUMENT = "云委办〔2026〕12号"
BY_PHONE = "急件先电话审核，公文随后交换。"


def office(cast, name="区委、区政府办公室"):
    """The office of the district that reviews; it stands on the bureau's list."""
    found = Superior.objects.filter(bureau=cast.bureau, name=name).first()
    if found is not None:
        return found
    facts = SuperiorFacts(name, "GOVERNMENT", "重大舆情的发布请示", "公文交换", "总值班室")
    return add_superior(bureau=cast.bureau, facts=facts, actor=MACHINE, now=T0)


def hear(cast, draft, now, officer=None, shown_hash=None, **changes):
    """Let the writer record an opinion on the text as it stands."""
    usual = {
        "office": changes.pop("office", None) or office(cast),
        "at": now,
        "opinion": Opinion.AGREED,
        "document": DOCUMENT,
        "no_file_reason": BY_PHONE,
    }
    return record_mechanism_review(
        draft=draft,
        review_input=ReviewInput(**{**usual, **changes}),
        shown_hash=shown_hash or hash_of_content(content_of(draft)),
        officer=officer or cast.window,
        now=now,
    )


def second(row, officer, now, *, approve=True, reason="", shown_hash=None):
    """Let a second person confirm what was recorded, or return it."""
    row = MechanismReview.objects.get(pk=row.pk)
    decide_mechanism_review(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash or row.signoff.content_hash,
        officer=officer,
        now=now,
    )
    return row


def agree(cast, draft, now):
    """The office agrees; the writer records it and the duty officer confirms the record."""
    by = cast.window if cast.window.pk in draft.writers else cast.shen
    return second(hear(cast, draft, now, by), cast.lu, now)


def gate(draft):
    """How the gate stands for the text as it is."""
    return mechanism_standing(draft).gate
