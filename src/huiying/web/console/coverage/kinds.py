"""监测覆盖: which kinds of channel are watched, how, and what was said of the gaps."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import officers_of
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs import clock
from huiying.policy.monitoring.coverage import BY_CODE, KINDS, ChannelKind, CoverageState, Way
from huiying.web.console.coverage.rows import (
    MANAGES,
    KindRow,
    kind_row,
    note_words,
    watch_row,
)
from huiying.web.console.coverage.sheets import sheet
from huiying.web.console.shared.acts import Text
from huiying.web.console.shared.declared_acts import Act, ButtonAct, By, Target
from huiying.web.console.shared.list_tools import file_links
from huiying.web.console.sources.emergency import emergency_note
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.coverage.access import note_for
from huiying.work.collection.coverage.actions.assign_source import assign_source
from huiying.work.collection.coverage.actions.note_gap import (
    GapDetails,
    end_note,
    note_gap,
    sign_not_needed,
)
from huiying.work.collection.coverage.models import CoverageNote, LawfulWay, Standing
from huiying.work.collection.coverage.queries import Coverage, coverage_of, notes_of
from huiying.work.collection.sources.access import source_for
from huiying.work.collection.sources.models import Source
from huiying.work.petitions.petitions.queries import last_received_at

BACK = "console:coverage"


@require_GET
def coverage(request: OfficerRequest) -> HttpResponse:
    """The kinds of channel by how they are watched; ``gaps`` narrows to what is not."""
    officer = request.user
    require(officer, Capability.SEE_SOURCES)
    found = _coverage(officer, clock.now())
    counts = Counter(row.state for row in found.kinds)
    gaps = "gaps" in request.GET
    kept = [
        row
        for row in found.kinds
        if not gaps or row.state in (CoverageState.GAP, CoverageState.FAILING)
    ]
    rows = [kind_row(row, officer) for row in kept]
    ways = [_(way.label) for way in Way]
    headings = [_("渠道类别"), _("依据"), _("状态"), *ways, _("说明")]
    if file := sheet(request, "coverage", _("监测覆盖"), headings, lambda: map(_cells, rows)):
        return file
    context = {
        "emergency": emergency_note(officer),
        "rows": rows,
        "files": file_links(request),
        "ways": ways,
        "counts": [
            (_(state.label), counts[state], state.value)
            for state in CoverageState
            if counts[state]
        ],
        "unassigned": [watch_row(one, officer, assigns=True) for one in found.unassigned],
        "gaps": gaps,
    }
    return render(request, "console/coverage/coverage.html", context)


def _cells(row: KindRow) -> list[object]:
    return [row.label, row.basis, row.state, *(cell.count for cell in row.cells), row.note]


@require_GET
def kind_page(request: OfficerRequest, kind: str) -> HttpResponse:
    """One kind: everything that watches it by way, and what was said of it."""
    officer = request.user
    require(officer, Capability.SEE_SOURCES)
    if kind not in BY_CODE:
        raise Http404
    row = _coverage(officer, clock.now()).of(kind)
    context = {
        "row": kind_row(row, officer),
        "ways": [
            (_(way.label), way.value.lower(), [watch_row(one, officer) for one in row.of(way)])
            for way in Way
        ],
        "notes": [(note, note_words(note)) for note in notes_of(officer.bureau_id, kind)],
    }
    return render(request, "console/coverage/kind.html", context)


def _coverage(officer: Officer, now: datetime) -> Coverage:
    received = {"letters": last_received_at(officer.bureau_id)}
    return coverage_of(officer.bureau_id, now, received)


class NoteForm(forms.Form):
    """What is said of a kind that nothing watches."""

    conditional = ("owner", "lawful_way")

    standing = forms.ChoiceField(
        label=gettext_lazy("情况"), choices=Standing.choices, widget=forms.RadioSelect
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("责任人"),
        required=False,
        help_text=gettext_lazy("待补的必填。"),
    )
    lawful_way = forms.ChoiceField(
        label=gettext_lazy("合法方式"),
        required=False,
        choices=[("", "—"), *LawfulWay.choices],
        help_text=gettext_lazy("无法合法采集的必填。"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("依据、下一步和完成时间。"),
    )

    def __init__(self, *args: object, officers: list[Officer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.officers = {str(row.pk): row for row in officers}
        choices = [("", "—"), *((key, row.name) for key, row in self.officers.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> GapDetails:
        """Return what was said."""
        data = self.cleaned_data
        way = data["lawful_way"]
        return GapDetails(
            standing=Standing(data["standing"]),
            note=data["note"],
            owner=self.officers.get(data["owner"]),
            lawful_way=LawfulWay(way) if way else None,
        )


def _kind(officer: Officer, kind: str, *, to: Capability) -> ChannelKind:
    require(officer, to)
    if kind not in BY_CODE:
        raise Http404
    return BY_CODE[kind]


KIND = Target(row=_kind, back=BACK, about=lambda kind: _(kind.label))
NOTE = Target(row=note_for, back=BACK)


def _may_own(officer: Officer) -> list[Officer]:
    return [row for row in officers_of(officer.bureau_id) if row.is_active]


@Act(
    KIND,
    MANAGES,
    title=gettext_lazy("说明监测空白"),
    lead=gettext_lazy("“不需覆盖”须由另一位领导同意；同意前仍列为空白。"),
    form=NoteForm,
    options=lambda _kind, request: {"officers": _may_own(request.user)},
    submit=gettext_lazy("保存说明"),
)
def note(kind: ChannelKind, form: NoteForm, by: By) -> Text:
    """Say something of a gap."""
    row = note_gap(kind=kind.code, wanted=form.wanted(), **by.stamp)
    return _("已保存，待另一位领导同意。") if row.waits else _("已保存说明。")


@ButtonAct(NOTE, Capability.APPROVE)
def sign(row: CoverageNote, by: By, _posted: QueryDict) -> Text:
    """Agree that a kind need not be watched."""
    sign_not_needed(note=row, **by.stamp)
    return _("已同意，该类记为“不需覆盖”。")


@ButtonAct(NOTE, Capability.APPROVE)
def send_back(row: CoverageNote, by: By, _posted: QueryDict) -> Text:
    """Do not agree: the kind stays a gap."""
    end_note(note=row, **by.stamp)
    return _("未同意，该类仍为监测空白。")


@ButtonAct(NOTE, MANAGES)
def end(row: CoverageNote, by: By, _posted: QueryDict) -> Text:
    """End what was said of a kind."""
    end_note(note=row, **by.stamp)
    return _("说明已撤销。")


class AssignForm(forms.Form):
    """The kind that a source counts for."""

    kind = forms.ChoiceField(label=gettext_lazy("渠道类别"))

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(kind.code, _(kind.label)) for kind in KINDS]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


SOURCE = Target(row=source_for, back=lambda _row: reverse(BACK), about=lambda row: row.name)


@Act(
    SOURCE,
    MANAGES,
    title=gettext_lazy("归入渠道类别"),
    lead=gettext_lazy("平台名称看不出类别的来源，由人工归类。"),
    form=AssignForm,
    submit=gettext_lazy("归类"),
)
def assign(source: Source, form: AssignForm, by: By) -> Text:
    """Put a source to a kind."""
    assign_source(source=source, kind=form.cleaned_data["kind"], **by.stamp)
    return _("“%(name)s”已归类。") % {"name": source.name}
