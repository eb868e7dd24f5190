"""The form of a draft's words, as the page and the saving script send it."""

from __future__ import annotations

from typing import Any

from huiying.web.console.drafts.forms import WordsForm
from huiying.web.shared.answers import ChangeRow, part_words
from huiying.work.responses.core.content import lines_between
from huiying.work.responses.core.models import Draft

WORDS = ("title", "claim", "finding", "summary", "body", "correction_note")
COMPARED = {"title": "title", "claim": "claim", "summary": "summary", "body": "body"}


def text_form(draft: Draft, data: Any = None, **how: Any) -> WordsForm:
    """Return the form of a draft's words; one field is there only when asked for."""
    return WordsForm(data, version=draft.version, **how)


def stored_form(draft: Draft) -> WordsForm:
    """Return the form with what is stored."""
    return text_form(draft, initial={name: getattr(draft, name) for name in WORDS})


def typed_text(form: WordsForm, draft: Draft) -> dict[str, str]:
    """Return the words of a valid form; what it does not ask for stays as it is."""
    return {name: form.cleaned_data.get(name, getattr(draft, name)) for name in WORDS}


def comparison_rows(draft: Draft, typed: dict[str, str]) -> list[ChangeRow]:
    """Return what was typed against what is stored."""
    return [
        ChangeRow(part_words(part), lines_between(getattr(draft, name), typed[name]))
        for name, part in COMPARED.items()
        if getattr(draft, name) != typed[name].strip()
    ]
