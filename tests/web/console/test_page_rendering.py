"""Whole pages of incidents and casework are drawn from rows made by hand.

``be_strict`` (tests/web/conftest.py) fails when a template names what a row does not have.
"""

from __future__ import annotations

import typing
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from huiying.web.console.assessment.casualties import CasualtyPanel
from huiying.web.console.assessment.content import ClaimPanel, SentenceRow
from huiying.web.console.assessment.copies import CopyRow, PlatformRow, VariantRow
from huiying.web.console.assessment.picture import PicturePanel
from huiying.web.console.assessment.posts import PostsPanel
from huiying.web.console.assessment.spread import SpreadPanel
from huiying.web.console.assessment.trend import TrendPanel
from huiying.web.console.board.rows import WallBoard
from huiying.web.console.breaches.ledger import COLUMNS as breach_columns  # noqa: N811
from huiying.web.console.breaches.rows import BreachEntryRow, BreachRecord, BreachRow
from huiying.web.console.candidates.alarms import AlarmMark
from huiying.web.console.candidates.merge_questions import AnsweredRow, QuestionRow, SimilarRow
from huiying.web.console.candidates.queue import QueuePlace, UndoNote
from huiying.web.console.candidates.rows import CandidateRow
from huiying.web.console.candidates.signatures import SetAsidePanel
from huiying.web.console.clocks.access import ClockSubject
from huiying.web.console.clocks.extensions import ExtensionPanel, ExtensionRow
from huiying.web.console.clocks.pauses import PauseRow
from huiying.web.console.clocks.rows import AckRow, HoldRow, StepRow
from huiying.web.console.closing.panel import ClosingPanel
from huiying.web.console.closing.reopening import ReopeningRow
from huiying.web.console.closing.views import WaiverText
from huiying.web.console.consultation.panel import ProcedurePanel
from huiying.web.console.consultation.views import (
    GuestRow,
    MeetingHead,
    ProposalText,
    SignatureRow,
)
from huiying.web.console.desk.leader import LeaderDesk
from huiying.web.console.desk.matters import MatterBoard
from huiying.web.console.desk.panels import Suggestion, VoidPanel
from huiying.web.console.desk.setup_checklist import Checklist
from huiying.web.console.desk.triage import TriagePanel
from huiying.web.console.desk.unit import UnitDesk
from huiying.web.console.guidance.rows import GuidancePanel, GuidanceUnit
from huiying.web.console.imports.files import PreviewRow
from huiying.web.console.incidents.clock_panel import ClockRow, RunningClock
from huiying.web.console.incidents.due_step import DueStep
from huiying.web.console.incidents.language_model import ProposalPanel, SourceText
from huiying.web.console.incidents.levels import ValuePanel
from huiying.web.console.incidents.list_page import COLUMNS as incident_columns  # noqa: N811
from huiying.web.console.incidents.menu import MenuGroup
from huiying.web.console.incidents.panels import (
    GradingPanel,
    IncidentFields,
    IncidentHead,
    IncidentLink,
)
from huiying.web.console.incidents.path import PathStep
from huiying.web.console.incidents.recusals import RecusalRow
from huiying.web.console.incidents.report_rows import ReportRow
from huiying.web.console.incidents.rows import IncidentRow, NoticeChain
from huiying.web.console.incidents.superiors import SuperiorRow
from huiying.web.console.incidents.tabs import TabLink
from huiying.web.console.incidents.timeline import TimelinePanel
from huiying.web.console.incidents.unit_rows import UnitTable
from huiying.web.console.liaison.agency_tokens import TokenRow
from huiying.web.console.liaison.offices import DeskLine, DeskRow
from huiying.web.console.liaison.panel import SharePanel
from huiying.web.console.liaison.rows import FollowUpRow, LeadRow, ShareRow, TalkRow
from huiying.web.console.liaison.trainings import TrainingRow
from huiying.web.console.notices.views import COLUMNS as notice_columns  # noqa: N811
from huiying.web.console.notices.views import NoticeLine
from huiying.web.console.press.rows import PressPanel
from huiying.web.console.references.panel import OfflinePanel
from huiying.web.console.references.rows import PromiseRow, ReferenceRow
from huiying.web.console.releases.effect import EffectPanel
from huiying.web.console.releases.links import IncidentAnswer
from huiying.web.console.routing.model_versions import VersionRow
from huiying.web.console.shared.component_rows import (
    Hides,
    IncidentLine,
    NoteRow,
    StateLink,
    WaitingRow,
)
from huiying.web.console.shared.grade_cards import GradeCardRow
from huiying.web.console.shared.incident_parts import Tab
from huiying.web.console.shared.list_tools import ColumnChoice, Head, ListTools
from huiying.web.console.shared.saved_filters import SavedFilters
from huiying.web.console.situation.panel import SituationPanel
from huiying.web.console.tasks.rows import EntryCard, TaskRow
from huiying.web.console.tasks.views import COLUMNS as task_columns  # noqa: N811
from huiying.web.console.teams.rows import TeamPanel
from huiying.web.console.verification.panel import DocketPanel
from huiying.web.console.verification.rows import DocketRow, FindingCard
from huiying.web.console.verification.views import COLUMNS as docket_columns  # noqa: N811
from huiying.web.console.verification.views import PublishedAnswer, ServedRow
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.guidance_rows import GuidanceVersion
from huiying.web.shared.tone import PostLabel, ToneLine
from tests.factories import T0
from tests.web.console.shared.test_panel_rendering import SIMPLE, made


def tools_of(columns) -> ListTools:
    """Return the tools of a list that shows every column it has."""
    heads = [Head(one.code, one.label, "?sort=x" if one.sorts else "", "") for one in columns]
    choices = [ColumnChoice(one.code, one.label, shown=True) for one in columns]
    return ListTools(
        saved=SavedFilters("posts", [], "q=1", ""),
        heads=heads,
        shown=frozenset(one.code for one in columns),
        choices=choices,
        hidden_fields=[("q", "x")],
        files=[("XLSX", "?format=xlsx")],
    )


LIST = {"states": list[StateLink], "hides": Hides}
READ = {
    "casualties": CasualtyPanel | None,
    "sentences": list[SentenceRow],
    "claims": ClaimPanel | None,
    "tone": list[ToneLine],
    "spread": SpreadPanel | None,
    "cards": list[GradeCardRow],
    "cards_at": T0,
    "posts": PostsPanel,
}
PAGES = {
    "console/assessment/copies.html": {
        "first": SimpleNamespace(title="字样", text="字样", source="", collected_at=T0),
        "total": 2,
        "labels": list[PostLabel],
        "variants": list[VariantRow],
        "platforms": list[PlatformRow],
        "groups": list[CopyRow],
    },
    "console/board/board.html": {"wall": WallBoard},
    "console/breaches/breach.html": {
        "row": BreachRow,
        "record": BreachRecord,
        "entries": list[BreachEntryRow],
    },
    "console/breaches/ledger.html": {
        **LIST,
        "rows": list[BreachRow],
        "tools": tools_of(breach_columns),
    },
    "console/candidates/candidate.html": {
        **READ,
        "candidate": CandidateRow,
        "near": list[SimilarRow],
        "place": QueuePlace,
        "undo": UndoNote | None,
        "set_aside": SetAsidePanel | None,
    },
    "console/candidates/decided.html": {"rows": list[CandidateRow]},
    "console/candidates/merge_questions.html": {
        "questions": list[QuestionRow],
        "answered": list[AnsweredRow],
    },
    "console/clocks/clock.html": {
        "name": str,
        "clock": ClockFacts,
        "ledger": list[LedgerPart],
        "subject": ClockSubject,
        "holders": list[HoldRow],
        "steps": list[StepRow],
        "acks": list[AckRow],
        "pauses": list[PauseRow],
        "extensions": ExtensionPanel,
        "starts_at": T0,
        "due_at": T0,
    },
    "console/clocks/extension.html": {
        "row": ExtensionRow,
        "subject": ClockSubject,
        "clock": ClockFacts,
    },
    "console/closing/waiver.html": {"row": WaiverText, "incident": IncidentLine},
    "console/consultation/consultation.html": {
        "row": MeetingHead,
        "incident": IncidentLine,
        "guests": list[GuestRow],
        "signatures": list[SignatureRow],
    },
    "console/consultation/proposal.html": {
        "row": ProposalText,
        "incident": IncidentLine,
        "tasks": list[TaskRow],
    },
    "console/desk/desk.html": {
        "setup": Checklist | None,
        "tries": list[Suggestion],
        "rest": list[AlarmMark],
        "board": MatterBoard,
        "triage": TriagePanel,
        "waiting": list[WaitingRow],
        "reopenings": list[ReopeningRow],
        "voids": VoidPanel | None,
        "trend": TrendPanel | None,
    },
    "console/desk/leader.html": {"leader": LeaderDesk},
    "console/desk/unit.html": {"unit": UnitDesk},
    "console/guidance/versions.html": {
        "incident": IncidentLine,
        "rows": list[GuidanceVersion],
        "units": list[GuidanceUnit],
    },
    "console/imports/columns.html": {
        "job": SimpleNamespace(pk=1, label="字样"),
        "rows": list[PreviewRow],
    },
    "console/incidents/grading_request.html": {
        "asked": str,
        "at": T0,
        "pk": 1,
        "incident": IncidentLine,
        "cards": list[GradeCardRow],
    },
    "console/incidents/incident.html": {
        **READ,
        "tab": Tab.ALL,
        "tabs": list[TabLink],
        "incident": IncidentHead,
        "merged_into": IncidentLink | None,
        "merged_from": list[IncidentLink],
        "due": DueStep,
        "act_menu": list[MenuGroup],
        "recusals": list[RecusalRow],
        "fields": IncidentFields,
        "steps": list[PathStep],
        "grading": GradingPanel,
        "value": ValuePanel,
        "units": UnitTable,
        "running": list[RunningClock],
        "clocks_total": 2,
        "closing": ClosingPanel | None,
        "situation": SituationPanel,
        "posts_picture": PicturePanel | None,
        "detail": True,
        "checks_made": list[ReportRow],
        "notice_chains": list[NoticeChain],
        "teams": TeamPanel | None,
        "offline": OfflinePanel,
        "dockets": DocketPanel,
        "procedure": ProcedurePanel | None,
        "superiors": list[SuperiorRow],
        "answers": list[IncidentAnswer],
        "answer_acts": list[ActButton],
        "guidance": GuidancePanel,
        "press": PressPanel,
        "shares": SharePanel | None,
        "effect": EffectPanel | None,
        "clocks": list[ClockRow],
        "timeline": TimelinePanel,
    },
    "console/incidents/incidents.html": {
        **LIST,
        "rows": list[IncidentRow],
        "tools": tools_of(incident_columns),
    },
    "console/incidents/language_model.html": {
        "title": str,
        "is_on": True,
        "sources": list[SourceText],
        "proposal": ProposalPanel | None,
    },
    "console/liaison/desk.html": {
        "desk": DeskRow,
        "talks": list[TalkRow],
        "items": list[FollowUpRow],
    },
    "console/liaison/list.html": {"rows": list[DeskLine]},
    "console/liaison/share.html": {"share": ShareRow, "leads": list[LeadRow], "ends_at": T0},
    "console/liaison/shares.html": {**LIST, "rows": list[ShareRow]},
    "console/liaison/tokens.html": {"rows": list[TokenRow]},
    "console/liaison/trainings.html": {"rows": list[TrainingRow]},
    "console/notices/list.html": {
        **LIST,
        "rows": list[NoticeLine],
        "tools": tools_of(notice_columns),
    },
    "console/references/promises.html": {**LIST, "rows": list[PromiseRow]},
    "console/references/references.html": {**LIST, "rows": list[ReferenceRow]},
    "console/routing/model_versions.html": {"rows": list[VersionRow], "may_change": True},
    "console/tasks/list.html": {**LIST, "rows": list[TaskRow], "tools": tools_of(task_columns)},
    "console/tasks/task.html": {
        "task": TaskRow,
        "note": NoteRow | None,
        "entries": list[EntryCard],
        "at": T0,
    },
    "console/verification/docket.html": {
        "docket": DocketRow,
        "findings": list[FindingCard],
        "others": list[DocketRow],
        "next": NoteRow | None,
        "serves": list[ServedRow],
        "published": list[PublishedAnswer],
        "posts": 2,
    },
    "console/verification/list.html": {
        **LIST,
        "rows": list[DocketRow],
        "tools": tools_of(docket_columns),
    },
}


def _is_type(kind: object) -> bool:
    return isinstance(kind, type) or typing.get_origin(kind) is not None


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_drawn_from_rows_made_by_hand(rf, template, full):
    request = rf.get("/")
    request.user = AnonymousUser()
    rows = {
        name: made(kind, full=full) if _is_type(kind) else kind
        for name, kind in PAGES[template].items()
    }

    drawn = render_to_string(template, rows, request)

    assert not full or SIMPLE[str] in drawn
