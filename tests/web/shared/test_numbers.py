"""A number says of what it is: incidents, notices and answers count in the same form."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation

from huiying.base.numbers import take_number
from huiying.base.outbox.models import Message
from huiying.jobs.clocks.ladder import headline
from huiying.reasons.rendering import render
from huiying.web.shared.numbers import KINDS, numbered
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.responses.drafts.actions.start import start_draft
from tests.factories import T0
from tests.scenarios.incidents import WATER, incident_of
from tests.web.clients import signed_in
from tests.web.page import page_of

NUMBER = re.compile(r"(?<![A-Z\d/])\d{4}-\d{4}(?!\d|-)")


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0)


@pytest.fixture
def rows(yunchuan):
    """An incident, its notice and its answer: all three are 2026-0001."""
    incident = incident_of(yunchuan, WATER)
    notice = notify_unit(
        incident=incident,
        unit=yunchuan.waterworks,
        guidance="请核实。",
        officer=yunchuan.lu,
        now=T0,
    )
    draft = start_draft(incident=incident, officer=yunchuan.speaker, now=T0)
    assert {incident.number, notice.number, draft.answer.number} == {"2026-0001"}
    return incident, notice, draft


def bare_numbers(page) -> set[str]:
    """Return the numbers without a word of their kind before them."""
    words = tuple(KINDS[kind].partition(" ")[0] for kind in KINDS)
    return {
        page.text[max(0, found.start() - 12) : found.end()]
        for found in NUMBER.finditer(page.text)
        if not page.text[: found.start()].rstrip().endswith(words)
    }


@pytest.mark.django_db
def test_on_the_pages_of_a_unit_and_of_the_desk_no_number_stands_alone(yunchuan, rows):
    incident, notice, draft = rows
    pages = [
        (yunchuan.water, reverse("console:notice", args=[notice.number])),
        (yunchuan.water, reverse("console:notices")),
        (yunchuan.water, reverse("console:desk")),
        (yunchuan.lu, reverse("console:desk")),
        (yunchuan.lu, reverse("console:board")),
        (yunchuan.lu, reverse("console:clock", args=[incident.notice_clock_id])),
        (yunchuan.lu, reverse("console:guidance", args=[incident.number])),
        (yunchuan.lu, reverse("console:regrade", args=[incident.number])),
        (yunchuan.speaker, reverse("console:responses")),
        (yunchuan.speaker, reverse("console:draft", args=[draft.pk])),
        (yunchuan.speaker, reverse("console:plan", args=[draft.answer.number])),
    ]

    alone = {url: bare_numbers(page_of(signed_in(officer).get(url))) for officer, url in pages}

    assert {url: found for url, found in alone.items() if found} == {}


@pytest.mark.django_db
def test_messages_and_alarms_name_the_kind(yunchuan, rows):
    incident, notice, _draft = rows

    assert "事件 2026-0001" in render(headline(incident.notice_clock, T0))
    assert all(f"通报 {notice.number}" in message.subject for message in Message.objects.all())


@pytest.mark.django_db
def test_numbers_are_stored_and_addressed_as_before(yunchuan, rows):
    incident, notice, _draft = rows

    assert reverse("console:incident", args=[incident.number]).endswith("/2026-0001/")
    assert reverse("console:notice", args=[notice.number]).endswith("/2026-0001/")
    following = take_number(bureau_id=yunchuan.bureau.pk, kind="notice", year=2026)
    assert following == "2026-0002"


def test_what_has_a_letter_or_no_number_stays_as_it_is():
    assert numbered("docket", "C2026-0001") == "C2026-0001"
    assert numbered("incident", "") == ""
    with translation.override("zh-hans"):
        assert numbered("notice", "2026-0005") == "通报 2026-0005"
