"""The preview of a draft as its public page.

What is kept back is already replaced by its mark, as in what would be published.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.shared.answers import (
    answer_words,
    evidence_rows,
    placed_paragraphs,
)
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.core.content import content_of
from huiying.work.responses.drafts.access import draft_for


@require_GET
def as_read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a draft as the public page would; nothing becomes public by it."""
    draft = draft_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    content = content_of(draft)
    evidence = evidence_rows(content["facts"])
    bureau = draft.answer.bureau
    context = {
        "bureau_name": bureau.name,
        "back_url": reverse("console:draft", args=[pk]),
        "answer": answer_words(bureau, content, content["version"]),
        "evidence": evidence,
        "paragraphs": placed_paragraphs(content["body"], evidence),
        "withheld": content.get("withheld", []),
    }
    return render(request, "console/drafts/preview.html", context)
