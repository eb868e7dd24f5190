"""Each panel is drawn from rows made by hand: full ones and bare ones.

``be_strict`` (tests/web/conftest.py) fails when a template names what a row does not have.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import pytest
from django.db.models import Model
from django.template import Context, Template
from django.template.loader import render_to_string

from huiying.web.console.assessment.casualties import CasualtyPanel
from huiying.web.console.assessment.content import ClaimPanel, SentenceRow
from huiying.web.console.assessment.picture import PicturePanel
from huiying.web.console.assessment.posts import PostsPanel
from huiying.web.console.assessment.spread import SpreadPanel
from huiying.web.console.assessment.trend import TrendPanel
from huiying.web.console.candidates.merge_questions import QuestionPanel, QuestionRow
from huiying.web.console.clocks.rows import HoldRow
from huiying.web.console.closing.panel import ClosingPanel
from huiying.web.console.closing.reopening import ReopeningRow
from huiying.web.console.confirmations.rows import ConfirmationPanel
from huiying.web.console.consultation.panel import ProcedurePanel
from huiying.web.console.desk.panels import Suggestion, VoidPanel
from huiying.web.console.desk.setup_checklist import Checklist
from huiying.web.console.desk.views import TriagePanel
from huiying.web.console.disclosure.rows import DisclosurePanel
from huiying.web.console.drafts.annotations import CommentRow, ReasonRow
from huiying.web.console.drafts.annotations import SentenceRow as DraftSentence
from huiying.web.console.guidance.rows import GuidancePanel
from huiying.web.console.incidents.clock_panel import ClockRow, RunningClock
from huiying.web.console.incidents.menu import MenuGroup
from huiying.web.console.incidents.panels import IncidentFields
from huiying.web.console.incidents.path import PathStep
from huiying.web.console.incidents.recusals import RecusalRow
from huiying.web.console.incidents.rows import IncidentRow, NoticeChain
from huiying.web.console.incidents.superiors import SuperiorRow
from huiying.web.console.incidents.unit_rows import UnitTable
from huiying.web.console.liaison.panel import SharePanel
from huiying.web.console.liaison.rows import LeadRow
from huiying.web.console.notices.views import NoticeLine
from huiying.web.console.outlets.rows import LineRow
from huiying.web.console.patrols.rows import PatrolPanel, PatrolRow
from huiying.web.console.press.rows import PressPanel
from huiying.web.console.references.panel import OfflinePanel
from huiying.web.console.references.rows import ContactRow, PromiseRow
from huiying.web.console.releases.effect import EffectPanel
from huiying.web.console.reviews.reviews import LessonRow
from huiying.web.console.roster.on_duty import DutyPanel
from huiying.web.console.roster.weeks import HandOverRow
from huiying.web.console.rulebook.book_rows import BasedRow
from huiying.web.console.rulebook.changes import RuleChange
from huiying.web.console.shared.component_rows import (
    CheckRow,
    GateRow,
    Hides,
    ReviewRow,
    StateLink,
    WaitingRow,
)
from huiying.web.console.shared.grade_cards import GradeCardRow
from huiying.web.console.shared.records.sentences import EventRow
from huiying.web.console.situation.panel import SituationPanel
from huiying.web.console.sources.health_strip import SourceStrip
from huiying.web.console.tasks.rows import TaskRow
from huiying.web.console.teams.rows import TeamPanel
from huiying.web.console.verification.panel import DocketPanel
from huiying.web.console.verification.rows import DocketRow
from huiying.web.portal.rows import AnswerRow
from huiying.web.shared.answers import (
    ChangeRow,
    FactRow,
    VersionRow,
)
from huiying.web.shared.drawing import ActButton, ClockFacts
from huiying.web.shared.files import FileFacts
from huiying.web.shared.post_rows import PostGroupRow, PostRow
from huiying.web.shared.tone import ToneLine
from huiying.work.responses.core.text import Cited
from tests.factories import T0

PANELS = [
    ("components/_changes.html", "changes", list[ChangeRow]),
    ("components/_checks.html", "checks", list[CheckRow]),
    ("components/_fact.html", "fact", FactRow),
    ("components/_file.html", "file", FileFacts),
    ("components/_gate.html", "gates", list[GateRow]),
    ("components/_hides.html", "hides", Hides),
    ("components/_reviews.html", "reviews", list[ReviewRow]),
    ("components/_sources.html", "sources", SourceStrip),
    ("components/_states.html", "states", list[StateLink]),
    ("components/_timeline.html", "events", list[EventRow]),
    ("components/_tone.html", "tone", list[ToneLine]),
    ("components/_versions.html", "versions", list[VersionRow]),
    ("console/approvals/_paragraph.html", "paragraph", list[Cited]),
    ("console/approvals/_sentences.html", "paragraph", list[Cited]),
    ("console/confirmations/_panel.html", "confirmations", ConfirmationPanel),
    ("console/disclosure/_panel.html", "disclosure", DisclosurePanel),
    ("console/drafts/_comments.html", "comments", list[CommentRow]),
    ("console/drafts/_reasons.html", "reasons", list[ReasonRow]),
    ("console/drafts/_sentence.html", "sentence", DraftSentence),
    ("console/incidents/_post_rows.html", "rows", list[PostGroupRow]),
    ("console/outlets/_line.html", "row", LineRow),
    ("console/patrols/_desk.html", "patrols", PatrolPanel),
    ("console/patrols/_state.html", "row", PatrolRow),
    ("console/posts/_text.html", "row", PostRow),
    ("console/releases/_effect.html", "effect", EffectPanel),
    ("console/reviews/_lesson.html", "lesson", LessonRow),
    ("console/roster/_desk.html", "duty", DutyPanel),
    ("console/roster/_note.html", "row", HandOverRow),
    ("console/rulebook/_changes.html", "changes", list[RuleChange]),
    ("console/rulebook/_standing.html", "row", BasedRow),
    ("console/desk/_list.html", "items", list[WaitingRow]),
    ("portal/_answer_row.html", "row", AnswerRow),
    ("console/press/_panel.html", "press", PressPanel),
    ("console/guidance/_panel.html", "guidance", GuidancePanel),
    ("console/incidents/_clocks.html", "clocks", list[ClockRow]),
    ("console/incidents/_chains.html", "notice_chains", list[NoticeChain]),
    ("console/incidents/_recusals.html", "recusals", list[RecusalRow]),
    ("components/_path.html", "steps", list[PathStep]),
    ("components/_grade_cards.html", "cards", list[GradeCardRow]),
    ("components/_acts.html", "acts", list[ActButton]),
    ("components/_clock.html", "clock", ClockFacts),
    # Panels of incidents and casework, by template.
    ("components/_casualties.html", "casualties", CasualtyPanel),
    ("components/_claims.html", "claims", ClaimPanel),
    ("console/incidents/_levels.html", "fields", IncidentFields),
    ("components/_ledger_table.html", "holders", list[HoldRow]),
    ("components/_question.html", "row", QuestionRow),
    ("components/_sentences.html", "sentences", list[SentenceRow]),
    ("components/_picture.html", "posts_picture", PicturePanel),
    ("components/_situation.html", "situation", SituationPanel),
    ("components/_spread.html", "spread", SpreadPanel),
    ("components/_trend.html", "trend", TrendPanel),
    ("console/closing/_panel.html", "closing", ClosingPanel),
    ("console/closing/_reopening.html", "reopenings", list[ReopeningRow]),
    ("console/consultation/_panel.html", "procedure", ProcedurePanel),
    ("console/desk/_candidates.html", "triage", TriagePanel),
    ("console/desk/_demo_suggestions.html", "tries", list[Suggestion]),
    ("console/desk/_questions.html", "questions", QuestionPanel),
    ("console/desk/_setup_checklist.html", "setup", Checklist),
    ("console/desk/_voids.html", "voids", VoidPanel),
    ("console/incidents/_menu.html", "act_menu", list[MenuGroup]),
    ("console/incidents/_running.html", "running", list[RunningClock]),
    ("console/incidents/_units.html", "units", UnitTable),
    ("console/incidents/_posts.html", "posts", PostsPanel),
    ("console/incidents/_row.html", "row", IncidentRow),
    ("console/incidents/_superiors.html", "superiors", list[SuperiorRow]),
    ("console/liaison/_lead.html", "lead", LeadRow),
    ("console/liaison/_panel.html", "shares", SharePanel),
    ("console/notices/_row.html", "line", NoticeLine),
    ("console/references/_contact.html", "one", ContactRow),
    ("console/references/_panel.html", "offline", OfflinePanel),
    ("console/references/_promise.html", "row", PromiseRow),
    ("console/tasks/_row.html", "task", TaskRow),
    ("console/teams/_panel.html", "teams", TeamPanel),
    ("console/verification/_docket.html", "row", DocketRow),
    ("console/verification/_panel.html", "dockets", DocketPanel),
]
NUMBERS_ALONE = ("components/_clock.html", "console/outlets/_line.html")
SIMPLE = {str: "字样", bool: True, int: 2, float: 60.0, datetime: T0, date: T0.date()}


def made(kind: Any, *, full: bool) -> Any:
    """Return a value of a type: everything there is, or as little as the type allows."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return made(inner[0], full=True) if full else None
    if origin is tuple and inner[-1] is not Ellipsis:
        return tuple(made(one, full=True) for one in inner)
    if origin in (list, tuple, Sequence):
        return [made(inner[0], full=True)] if full else []
    if is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{one.name: made(hints[one.name], full=full) for one in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Model):
        return kind(pk=1)  # of no database: what it refers to is not there
    empty = kind in (str, bool) and not full
    return kind() if empty else inner[0] if origin is typing.Literal else SIMPLE.get(kind)


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize(("template", "name", "kind"), PANELS, ids=[row[0] for row in PANELS])
def test_a_panel_is_drawn_from_rows_made_by_hand(template, name, kind, full):
    drawn = render_to_string(template, {"shell": {"now": T0}, name: made(kind, full=full)})

    assert not full or SIMPLE[str] in drawn or template in NUMBERS_ALONE


def test_a_template_that_names_what_a_row_lacks_fails():
    page = Template("{% if press.speakers %}x{% endif %}")

    with pytest.raises(AssertionError, match="PressPanel has no 'speakers'"):
        page.render(Context({"press": made(PressPanel, full=True)}))
