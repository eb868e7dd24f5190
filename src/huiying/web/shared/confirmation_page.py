"""The text that an agency is asked to confirm, and the form of its answer.

In:   a confirmation, the moment; what an agency types.
Out:  the context of the page, which shows nothing of the matter behind the text; clean values.
Cost: no query.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from huiying.web.shared.answers import paragraph_rows, released_facts
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.responses.confirmations.actions.answer import (
    MOST_POST,
    MOST_WORDS,
    AgencyAnswer,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.text import without_codes


class ConfirmationForm(forms.Form):
    """The answer of an agency: no name, the post that answers."""

    conditional = ("words",)

    answer = forms.ChoiceField(
        label=_("贵单位的答复"),
        choices=[("yes", _("确认：文字准确一致")), ("no", _("有异议"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("意见"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("有异议的必填：具体语句和修改意见。不得写姓名和电话。"),
    )
    post = forms.CharField(
        label=_("答复的岗位"), max_length=MOST_POST, help_text=_("如：办公室值班。不写姓名。")
    )

    def agency_answer(self) -> AgencyAnswer:
        """Return what was answered."""
        data = self.cleaned_data
        return AgencyAnswer(data["answer"] == "yes", data["post"], data["words"])


@dataclass(frozen=True, slots=True)
class ConfirmationFacts:
    """A confirmation without the matter behind it."""

    number: str
    unit: str
    bureau: str
    hash: str
    state: str
    state_word: str
    words: str
    answered_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConfirmationText:
    """The words that an agency is asked to confirm."""

    title: str
    claim: str
    summary: str
    finding: str
    speaker: str
    note: str


def confirmation_page(row: Confirmation, now: datetime) -> dict[str, object]:
    """Return the text that an agency is asked about, and nothing of the matter behind it."""
    content = row.content
    return {
        "confirmation": ConfirmationFacts(
            number=row.number,
            unit=row.unit.name,
            bureau=row.bureau.name,
            hash=row.content_hash,
            state=row.state,
            state_word=str(ConfirmationState(row.state).label),
            words=row.words,
            answered_by=row.answered_by,
            answered_at=row.answered_at,
        ),
        "text": ConfirmationText(
            title=content.get("title", ""),
            claim=content.get("claim", ""),
            summary=without_codes(content.get("summary", "")),
            finding=content.get("finding", ""),
            speaker=content.get("speaker", ""),
            note=content.get("note", ""),
        ),
        "paragraphs": paragraph_rows(content.get("body", "")),
        "facts": released_facts(content),
        "clock": clock_facts(row.clock, now) if row.clock else None,
    }
