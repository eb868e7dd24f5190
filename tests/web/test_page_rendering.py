"""Whole pages, and parts of several panels, are drawn from rows made by hand.

``be_strict`` (tests/web/conftest.py) fails when a template names what a row does not have.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

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
from huiying.web.shared.drawing import ClockFacts, LedgerPart
from huiying.web.shared.files import FileFacts
from huiying.web.shared.guidance_rows import NoticeGuidance
from huiying.web.shared.notice_page import NoticeFacts
from huiying.web.shared.post_rows import PostGroupRow
from huiying.work.responses.core.text import Cited
from tests.factories import T0
from tests.web.console.shared.test_panel_rendering import SIMPLE, made

WORDS = {
    "answer": AnswerWords,
    "evidence": list[EvidenceRow],
    "paragraphs": list[list[PlacedText]],
}
VERSIONS = {**WORDS, "release": ReleaseFacts, "versions": list[VersionRow]}
RESPONDER = SimpleNamespace(
    work_name="字样", unit="", role="", covers="", consented_at=T0
)  # a model of its own

PAGES = {
    "console/drafts/preview.html": WORDS,
    "portal/_words.html": WORDS,
    "portal/answer.html": {
        **VERSIONS,
        "sealed": SealNotice | None,
        "replies": list[ReplyRow],
    },
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
    "portal/responder.html": {"said": list[AnsweredRow], "line": RESPONDER},
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


@pytest.mark.parametrize("full", [True, False], ids=["full", "bare"])
@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_drawn_from_rows_made_by_hand(rf, template, full):
    request = rf.get("/")
    request.user = AnonymousUser()
    rows = {
        name: kind if isinstance(kind, SimpleNamespace) else made(kind, full=full)
        for name, kind in PAGES[template].items()
    }

    drawn = render_to_string(template, rows, request)

    assert not full or SIMPLE[str] in drawn
