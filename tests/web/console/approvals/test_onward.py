"""Who decided about an answer is led on: to publication, the next decision, or the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.web.console.approvals.onward import onward_act
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]


def test_the_next_decision_that_waits_comes_first(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    other = desk.ready(yunchuan, now, incident=desk.incident_of(yunchuan, number="2026-0002"))
    submit_draft(draft=other, revision=other.revision, officer=yunchuan.window, now=now)

    act = onward_act(draft, yunchuan.leader)

    assert act.url == reverse("console:approval", args=[other.signoff_id])
    assert "还有 1 件" in act.label


def test_with_nothing_left_the_desk_is_the_filled_button(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    address = reverse("console:approval", args=[draft.signoff_id])

    page = page_of(signed_in(yunchuan.leader).get(address))

    assert page.links("全部审完，返回值班台") == [reverse("console:desk")]


def test_who_may_publish_as_well_is_led_to_the_page_that_publishes(yunchuan, now):
    draft = desk.approved(yunchuan, now)

    act = onward_act(draft, yunchuan.speaker)

    assert act.url == reverse("console:draft", args=[draft.pk])
