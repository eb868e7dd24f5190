"""Which published drafts rest on a docket."""

from __future__ import annotations

from huiying.work.casework.verification.models import Docket
from huiying.work.responses.core.models import Draft, DraftState, Fact


def published_drafts_on(docket: Docket) -> list[Draft]:
    """Return the published drafts whose facts rest on a docket, newest first."""
    rows = Fact.objects.filter(docket=docket, draft__state=DraftState.PUBLISHED)
    drafts = Draft.objects.filter(pk__in=rows.values("draft_id")).select_related("answer")
    return list(drafts.order_by("-pk"))
