"""现况: revise one line of the situation of an incident, and see every revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text, about
from huiying.web.console.shared.component_rows import incident_line
from huiying.web.console.shared.declared_acts import Act, By, Target
from huiying.web.console.shared.last_change import LastChange, change_text
from huiying.web.console.shared.situation import situation_line_word
from huiying.web.console.situation.panel import REVISE, version_words
from huiying.web.shared.answers import ChangeRow
from huiying.web.shared.requests import OfficerRequest
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.situation.actions.revise import revise_situation
from huiying.work.incidents.situation.models import (
    MAX_TEXT,
    SituationLine,
    SituationRevision,
)
from huiying.work.incidents.situation.queries import last_revision, situation_revisions
from huiying.work.responses.core.content import lines_between


class SituationForm(forms.Form):
    """What one line says."""

    text = forms.CharField(
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一段话，最多 200 字，不写个人信息。每次修订署名留存。"),
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label


@dataclass(frozen=True, slots=True)
class LineTarget:
    """One line of an incident's situation, and what stands in it."""

    incident: Incident
    line: SituationLine
    last: SituationRevision | None

    @property
    def word(self) -> str:
        """The name of the line."""
        return situation_line_word(self.line)

    @property
    def initial(self) -> str:
        """What the form begins with; the matter of an incident is at first its title."""
        if self.last is not None:
            return self.last.text
        return self.incident.title if self.line == SituationLine.MATTER else ""


def _line_for(officer: Officer, number: str, line: str, *, to: Capability) -> LineTarget:
    incident = incident_for(officer, number, to=to)
    if line not in SituationLine.__members__:
        raise Http404
    code = SituationLine(line)
    return LineTarget(incident, code, last_revision(incident, code))


def _last_change(row: LineTarget) -> LastChange:
    """Return who was faster, and what the line says now."""

    def words() -> str:
        last = last_revision(row.incident, row.line)
        if last is None:
            return ""
        return change_text(last.at, f"{last.by.name}：{last.text}", clock.now())

    return words


@Act(
    Target(
        row=_line_for,
        back=lambda row: f"{reverse('console:incident', args=[row.incident.number])}#situation",
        about=lambda row: about(row.incident),
        version=lambda row: row.last.version if row.last else 0,
        last_change=_last_change,
    ),
    REVISE,
    title=lambda row: (
        (_("修订%(line)s") if row.last else _("填写%(line)s")) % {"line": row.word}
    ),
    form=SituationForm,
    options=lambda row, _request: {"label": row.word, "initial": {"text": row.initial}},
    submit=_("保存现况"),
)
def revise(row: LineTarget, form: SituationForm, by: By) -> Text:
    """修订现况: one line; the earlier versions stay."""
    revise_situation(
        incident=row.incident,
        line=row.line,
        text=form.cleaned_data["text"],
        shown_version=by.known_revision,
        **by.stamp,
    )
    return _("现况已保存。")


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision, with what it changed; of the first one nothing."""

    version_words: str
    text: str
    by: str
    at: datetime
    changes: list[ChangeRow]


@dataclass(frozen=True, slots=True)
class LineHistory:
    """Every revision of one line, the newest first."""

    code: str
    label: str
    rows: list[RevisionRow]


@require_GET
def revisions(request: OfficerRequest, number: str) -> HttpResponse:
    """Every revision of the three lines in full, with what it changed."""
    incident = incident_for(request.user, number, to=Capability.SEE_INCIDENTS)
    found = list(situation_revisions(incident))
    context = {
        "incident": incident_line(incident, "situation"),
        "lines": [
            _history(line, [row for row in found if row.line == line]) for line in SituationLine
        ],
    }
    return render(request, "console/situation/revisions.html", context)


def _history(line: SituationLine, found: list[SituationRevision]) -> LineHistory:
    newest_first = sorted(found, key=lambda row: -row.version)
    return LineHistory(
        code=line.lower(),
        label=situation_line_word(line),
        rows=[
            RevisionRow(
                version_words=version_words(new.version),
                text=new.text,
                by=new.by.name,
                at=new.at,
                changes=[ChangeRow("", lines_between(old.text, new.text))] if old else [],
            )
            for new, old in pairwise([*newest_first, None])
            if new is not None
        ],
    )
