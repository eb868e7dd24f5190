"""Two tabs: whoever is late is told by whom and when it was changed, and loses no word."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from tests.factories import T0
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
LONG = "我写了很久的一段话，不能丢。"


@pytest.fixture
def world(standing_world, db, time):
    time.set(T0 + timedelta(minutes=7))
    return standing_world()


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def late(response) -> str:
    assert response.status_code == 409
    page = html.unescape(response.content.decode())
    assert LONG in page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_a_notice_that_somebody_signed_for_meanwhile(world):
    cast, number = world.cast, world.notice.number
    seen = world.notice.revision
    signed_in(cast.water).post(to("notice-sign", number), {"version": seen})

    page = late(
        signed_in(cast.water).post(
            to("notice-return", number), {"reason": LONG, "version": seen}
        )
    )

    assert "最近更新" in page


def test_a_docket_that_was_answered_meanwhile(world):
    cast, docket = world.cast, world.asked
    seen = docket.revision
    answer = {
        "finding": "TRUE",
        "facts": "确有其事",
        "words": "检修工单",
        "expires": "2026-12-24",
    }
    water = signed_in(cast.water)
    first = water.post(to("docket-answer", docket.number), {**answer, "version": seen})
    again = {**answer, "facts": LONG, "version": seen}

    assert first.status_code == 302, first.content.decode()
    page = late(water.post(to("docket-answer", docket.number), again))

    assert "最近更新" in page


def test_a_draft_whose_words_were_saved_meanwhile(world):
    draft = world.draft
    seen, water = draft.revision, signed_in(world.cast.water)
    words = {"title": draft.title, "body": "新的正文。", "unknowns": "", "next_update": ""}
    saved = water.post(to("draft-edit", draft.pk), {**words, "version": seen})

    assert saved.status_code == 302, saved.content.decode()[:3000]
    edited = late(
        water.post(to("draft-edit", draft.pk), {**words, "body": LONG, "version": seen})
    )
    fact = {
        "subject": "水样",
        "attribute": "铁",
        "value": "0.2",
        "evidence": "化验单",
        "statement": LONG,
    }
    added = late(water.post(to("draft-fact-add", draft.pk), {**fact, "version": seen}))

    assert "最近更新" in edited
    assert "最近更新" in added
