"""征求第三方意见: record that a third party was asked in writing, and what it answered.

In:   a withheld passage on a ground of article 15; the receipt; the view.
Out:  an enquiry with the end of its 15 working days (条例 art. 32), then the view.
Cost: two or three writes. No clock runs: nobody of the bureau is late when the period ends,
      the bureau may then decide.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_classified
from huiying.base.rulebook.queries import calendar_of
from huiying.policy.release.disclosure import Ground
from huiying.policy.release.third_party import THIRD_PARTY_GROUNDS, THIRD_PARTY_VIEW, View
from huiying.policy.time.deadlines import due_at
from huiying.work.responses.core.models import Withholding
from huiying.work.responses.disclosure.models import ThirdPartyEnquiry

MAX_DELIVERY, MAX_WORDS = 200, 400


@transaction.atomic
def ask_third_party(
    *,
    withholding: Withholding,
    received_at: datetime,
    delivery: str,
    officer: Officer,
    now: datetime,
) -> ThirdPartyEnquiry:
    """Record that the letter reached the third party; its 15 working days run from there.

    Args:
        delivery: How it was served, for instance the number of the letter; no names.

    Raises:
        PermissionDenied: If the officer does not write answers.
        Refused: If the passage is kept back on another ground, the moment lies ahead, or it
            is not said how the letter was served.
        Stale: If the third party was asked already and has not answered.
    """
    require(officer, Capability.DRAFT)
    refuse_classified(delivery)
    if Ground(withholding.ground) not in THIRD_PARTY_GROUNDS:
        raise Refused(_("只有涉及第三方商业秘密或者隐私的，才征求第三方意见。"))
    if received_at > now:
        raise Refused(_("收到时间不得晚于当前时间。"))
    delivery = masked_text(" ".join(delivery.split()))[:MAX_DELIVERY]
    if not delivery:
        raise Refused(_("请填写送达方式，如文号、送达途径；不得写姓名。"))
    answer = withholding.draft.answer
    standing = answer.third_party_enquiries.filter(passage=withholding.passage)
    if standing.filter(view="").exists():
        raise Stale(_("该处已征求意见，尚未登记答复。"))
    row = ThirdPartyEnquiry.objects.create(
        bureau_id=withholding.bureau_id,
        answer=answer,
        passage=withholding.passage,
        delivery=delivery,
        received_at=received_at,
        due_at=due_at(received_at, THIRD_PARTY_VIEW, calendar_of(withholding.bureau_id)),
        requested_by=officer,
        requested_at=now,
    )
    record(withholding.draft, "third_party.asked", officer, now, delivery=delivery)
    return row


@transaction.atomic
def record_third_party_view(
    *,
    enquiry: ThirdPartyEnquiry,
    view: View,
    at: datetime,
    words: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Record what a third party answered, also when it answers late.

    Raises:
        PermissionDenied: If the officer does not write answers.
        Refused: If the moment is before the receipt or lies ahead, or an objection has no
            reason.
        Stale: If an answer was recorded already.
    """
    require(officer, Capability.DRAFT)
    refuse_classified(words)
    if not enquiry.received_at <= at <= now:
        raise Refused(_("答复时间须在收到以后、现在以前。"))
    words = masked_text(" ".join(words.split()))[:MAX_WORDS]
    if view == View.OBJECTS and not words:
        raise Refused(_("第三方不同意的，请写明它的理由。"))
    rows = ThirdPartyEnquiry.objects.filter(pk=enquiry.pk, view="")
    if rows.update(view=view, view_at=at, words=words, recorded_by=officer) != 1:
        raise Stale(_("这次征求意见已经登记过答复。"))
    enquiry.refresh_from_db()
    draft = enquiry.answer.drafts.order_by("-version").first()
    record(draft or enquiry.answer, "third_party.answered", officer, now, view=str(view))
