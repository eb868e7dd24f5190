"""The preview of a draft as its public page.

What is kept back is already replaced by its mark, as in what would be published.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.shared.answers import (
    evidence_rows,
    form_words,
    number_words,
    placed_paragraphs,
    speaker_words,
)
from huiying.web.shared.requests import OfficerRequest
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.text import without_codes
from huiying.work.responses.drafts.access import draft_for


@require_GET
def as_read(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a draft as the public page would; nothing becomes public by it."""
    draft = draft_for(request.user, pk, to=Capability.SEE_INCIDENTS)
    content = content_of(draft)
    evidence = evidence_rows(content["facts"])
    bureau, form = draft.answer.bureau, content.get("form", "")
    context = {
        "bureau_name": bureau.name,
        "back_url": reverse("console:draft", args=[pk]),
        "answer": {
            **{
                name: content[name] for name in ("title", "claim", "finding", "note", "version")
            },
            "number": number_words(content["answer"]),
            "unit": speaker_words(bureau, content["speaker"]),
            "form": form_words(form) if form else "",
            "holding": form == AnswerForm.HOLDING,
            "finding_text": without_codes(content["summary"]),
        },
        "evidence": evidence,
        "paragraphs": placed_paragraphs(
            content["body"], {row["code"]: row["place"] for row in evidence}
        ),
        "withheld": content.get("withheld", []),
    }
    return render(request, "console/drafts/preview.html", context)
