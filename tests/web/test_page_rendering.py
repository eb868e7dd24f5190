"""Whole pages, and parts of several panels, are drawn from rows made by hand.

``be_strict`` (tests/web/conftest.py) fails when a template names what a row does not have.
"""

from __future__ import annotations

import typing
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from huiying.base.files.models import StoredFile
from huiying.web.console.approvals.views import SubmittedAnswer
from huiying.web.console.audit.check import HeadRow
from huiying.web.console.audit.rows import RecordRow
from huiying.web.console.channels.accounts import AccountRow as AccountKey
from huiying.web.console.channels.views import ChannelRow
from huiying.web.console.confirmations.rows import ConfirmationPanel, Mark
from huiying.web.console.disclosure.files import ErasureRow, OwnerRow
from huiying.web.console.disclosure.rows import DisclosurePanel
from huiying.web.console.disclosure.views import RegisterRow
from huiying.web.console.drafts.annotations import (
    CommentRow,
    ContradictionRow,
    ParagraphRow,
    QuestionRow,
    ReasonRow,
    SentenceRow,
)
from huiying.web.console.drafts.autosave import DraftVersionRow
from huiying.web.console.drafts.list_rows import DraftRow
from huiying.web.console.drafts.rows import DraftFactRow, DraftFacts
from huiying.web.console.drafts.unit_reports import ReportRow
from huiying.web.console.drafts.views import COLUMNS as DRAFT_COLUMNS
from huiying.web.console.leading_group.permission_check import Ground
from huiying.web.console.leading_group.views import DelegationRow, Seat
from huiying.web.console.outlets.articles import ArticlePanel
from huiying.web.console.outlets.rows import CarriedRow, LineRow
from huiying.web.console.outlets.views import AnswerHead
from huiying.web.console.patrols.rows import PatrolDay, PatrolTotal
from huiying.web.console.people.invitations import InvitationRow
from huiying.web.console.people.views import UnitRow
from huiying.web.console.press.experts import ExpertRow, InterpretationRow
from huiying.web.console.press.rows import ConferenceRow, EnquiryRow
from huiying.web.console.press.rows import QuestionRow as AskedRow
from huiying.web.console.profile.channel import OwnChannel
from huiying.web.console.releases.reviews import CheckListRow
from huiying.web.console.responders.accounts import AccountRow
from huiying.web.console.responders.views import ReplyRow as OfficeReply
from huiying.web.console.responders.views import ResponderRow as OfficeResponder
from huiying.web.console.reviews.reviews import CaseRow, LessonRow, Milestone
from huiying.web.console.roster.weeks import HandOverRow, RosterDay
from huiying.web.console.rulebook.book_rows import BookPage
from huiying.web.console.rulebook.calendar import DaySpan, MonthTable
from huiying.web.console.rulebook.draft import DraftPage
from huiying.web.console.rulebook.trial import TrialResult
from huiying.web.console.rulebook.versions import VersionRow as RuleBookVersion
from huiying.web.console.search.found import FoundPart
from huiying.web.console.shared.component_rows import (
    CheckRow,
    GateRow,
    Hides,
    NoteRow,
    ReviewRow,
    StateLink,
)
from huiying.web.console.shared.list_tools import Head, ListTools
from huiying.web.console.shared.saved_filters import SavedFilter, SavedFilters
from huiying.web.console.shared.sheet_import import CheckedRow
from huiying.web.console.sources.health_strip import SourceStrip
from huiying.web.console.sources.rows import SourceRow
from huiying.web.links.dockets import ClaimToVerify
from huiying.web.links.shares import ClaimLink
from huiying.web.portal.figures import Bar, DutyRow, KeyFigure
from huiying.web.portal.responders import AnsweredRow, ResponderRow
from huiying.web.portal.rows import AnswerRow, ReleaseFacts, ReplyRow, SealNotice, TopicRow
from huiying.web.shared.answers import (
    AnswerWords,
    ChangeRow,
    EvidenceRow,
    FactRow,
    PlacedText,
    VersionRow,
)
from huiying.web.shared.confirmation_page import ConfirmationFacts, ConfirmationText
from huiying.web.shared.drawing import ActButton, ClockFacts, LedgerPart
from huiying.web.shared.files import FileFacts
from huiying.web.shared.guidance_rows import NoticeGuidance
from huiying.web.shared.notice_page import NoticeFacts
from huiying.web.shared.post_rows import PostGroupRow
from huiying.work.closing.reviews.models import AfterReview
from huiying.work.responses.core.text import Cited
from tests.factories import T0
from tests.web.console.shared.test_panel_rendering import SIMPLE, made

WORDS = {
    "answer": AnswerWords,
    "evidence": list[EvidenceRow],
    "paragraphs": list[list[PlacedText]],
}
VERSIONS = {**WORDS, "release": ReleaseFacts, "versions": list[VersionRow]}
INCIDENT = SimpleNamespace(number="2026-0001", title="字样", grade=2)
RESPONDER = SimpleNamespace(work_name="字样", consented_at=T0)
DRAFT_TOOLS = ListTools(
    saved=SavedFilters("responses", [], "", ""),
    heads=[Head("title", "标题", "", "")],
    shown=frozenset(one.code for one in DRAFT_COLUMNS),
    choices=[],
    hidden_fields=[],
    files=(),
)
SAVED = SavedFilters("posts", [SavedFilter("字样", "/", current=True)], "q=1", "字样")

PAGES = {
    "console/approvals/approve.html": {
        "answer": SubmittedAnswer,
        "marks": list[Mark],
        "first": list[list[Cited]],
        "rest": list[list[Cited]],
        "facts": list[FactRow],
        "diff_title": str,
        "changes": list[ChangeRow],
        "lists": list[CheckListRow],
        "reasons": list[ReasonRow],
        "comments": list[CommentRow],
        "reviews": list[ReviewRow],
        "other_acts": list[ActButton],
    },
    "console/audit/audit.html": {
        "rows": list[RecordRow],
        "alarms": list[NoteRow],
        "narrowed": True,
    },
    "console/audit/check.html": {"heads": list[HeadRow], "verdict": str},
    "console/channels/channels.html": {"rows": list[ChannelRow], "accounts": list[AccountKey]},
    "console/disclosure/file.html": {
        "file": FileFacts,
        "row": StoredFile,
        "owners": list[OwnerRow],
        "erasures": list[ErasureRow],
    },
    "console/disclosure/register.html": {"rows": list[RegisterRow]},
    "console/drafts/draft.html": {
        "draft": DraftFacts,
        "incident": INCIDENT,
        "facts": list[DraftFactRow],
        "contradictions": list[ContradictionRow],
        "reports": list[ReportRow],
        "questions": list[QuestionRow],
        "missing": NoteRow | None,
        "summary_sentences": list[SentenceRow],
        "paragraphs": list[ParagraphRow],
        "checks": list[CheckRow],
        "conflict": list[ChangeRow],
        "reviews": list[ReviewRow],
        "premises": list[GateRow],
        "confirmations": ConfirmationPanel,
        "disclosure": DisclosurePanel,
        "comments": list[CommentRow],
        "reasons": list[ReasonRow],
        "versions": list[VersionRow],
    },
    "console/drafts/drafts.html": {
        "rows": list[DraftRow],
        "states": list[StateLink],
        "tools": DRAFT_TOOLS,
    },
    "console/drafts/versions.html": {"rows": list[DraftVersionRow], "changes": list[ChangeRow]},
    "console/leading_group/leading_group.html": {
        "seats": list[Seat],
        "delegations": list[DelegationRow],
    },
    "console/leading_group/permission_check.html": {"lines": list[Ground]},
    "console/outlets/line.html": {
        "answer": AnswerHead,
        "line": LineRow,
        "carried": list[CarriedRow],
        "changes": list[ChangeRow],
        "article": ArticlePanel | None,
    },
    "console/outlets/plan.html": {"answer": AnswerHead, "rows": list[LineRow]},
    "console/patrols/patrols.html": {"by_day": list[PatrolDay], "total": PatrolTotal},
    "console/people/invitations.html": {"rows": list[InvitationRow]},
    "console/people/people.html": {"units": list[UnitRow], "words": str},
    "console/press/conference.html": {"row": ConferenceRow, "questions": list[AskedRow]},
    "console/press/enquiries.html": {"rows": list[EnquiryRow]},
    "console/press/enquiry.html": {"row": EnquiryRow},
    "console/press/experts.html": {
        "experts": list[ExpertRow],
        "interpretations": list[InterpretationRow],
    },
    "console/press/list.html": {"rows": list[ConferenceRow]},
    "console/profile/profile.html": {"own": OwnChannel | None},
    "console/responders/accounts.html": {"own": list[AccountRow], "media": list[AccountRow]},
    "console/responders/roster.html": {
        "lines": list[OfficeResponder],
        "replies": list[OfficeReply],
    },
    "console/reviews/cases.html": {"rows": list[CaseRow], "hides": Hides},
    "console/reviews/review.html": {
        "row": AfterReview,
        "milestones": list[Milestone],
        "lessons": list[LessonRow],
    },
    "console/reviews/risks.html": {"rows": list[LessonRow], "states": list[StateLink]},
    "console/roster/roster.html": {
        "days": list[RosterDay],
        "notes": list[HandOverRow],
        "week": SimpleNamespace(starts_at=T0),
        "last_day": T0,
        "planned": True,
        "keeps": True,
    },
    "console/rulebook/calendar.html": {
        "months": list[MonthTable],
        "rows": list[DaySpan],
        "year": 2026,
        "state": "known",
    },
    "console/rulebook/draft.html": {"draft": DraftPage},
    "console/rulebook/readiness.html": {"checks": list[CheckRow], "tonight": list[CheckRow]},
    "console/rulebook/rulebook.html": {"book": BookPage, "in_force": True, "may_change": True},
    "console/rulebook/trial.html": {"draft": DraftPage, "trial": TrialResult},
    "console/rulebook/versions.html": {"rows": list[RuleBookVersion], "may_change": True},
    "console/search/search.html": {
        "words": str,
        "parts": list[FoundPart],
    },
    "console/shared/sheet_import.html": {"rows": list[CheckedRow]},
    "console/sources/sources.html": {
        "strip": SourceStrip,
        "rows": list[SourceRow],
        "hides": Hides,
    },
    "links/docket.html": {"docket": ClaimToVerify, "clock": ClockFacts},
    "links/share.html": {"claims": list[ClaimLink], "title": str},
    "console/drafts/preview.html": WORDS,
    "portal/_words.html": WORDS,
    "portal/answer.html": {
        **VERSIONS,
        "sealed": SealNotice | None,
        "replies": list[ReplyRow],
    },
    "portal/answers.html": {"answers": list[AnswerRow], "topics": list[TopicRow]},
    "portal/changes.html": {**VERSIONS, "changes": list[ChangeRow]},
    "portal/home.html": {
        "answers": list[AnswerRow],
        "topics": list[TopicRow],
        "figures": list[KeyFigure],
    },
    "portal/open.html": {
        "figures": list[KeyFigure],
        "bands": list[Bar],
        "duties": list[DutyRow],
    },
    "portal/responder.html": {"answers": list[AnsweredRow], "line": RESPONDER},
    "portal/responders.html": {"lines": list[ResponderRow]},
    "shared/confirmation.html": {
        "confirmation": ConfirmationFacts,
        "text": ConfirmationText,
        "paragraphs": list[list[Cited]],
        "facts": list[FactRow],
        "clock": ClockFacts | None,
        "file": FileFacts | None,
    },
    "shared/notice.html": {
        "notice": NoticeFacts,
        "guidance": NoticeGuidance | None,
        "clock": ClockFacts,
        "ledger": list[LedgerPart],
        "posts": list[PostGroupRow],
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
