"""Triage without a mouse: through the queue, a tick that outlives the refresh, undo."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from tests.factories import PASSWORD, make_cast
from tests.web.console import bulk_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def three(db):
    cast, now = make_cast("yunchuan", "云川区"), clock.real_now()
    return [bulk_rows.candidate(cast, number, now) for number in range(1, 4)]


def desk_of(page, name):
    page.goto("/accounts/login/")
    page.fill("input[name=login]", name)
    page.fill("input[name=password]", PASSWORD)
    page.locator("main form button[type=submit], form button").last.click()
    page.wait_for_load_state()
    page.goto("/desk/")
    return page


def refresh(page):
    """Fetch the candidates again, as the page does every few seconds."""
    page.evaluate("window.htmx.ajax('GET', '/desk/candidates/', '#candidates')")
    page.wait_for_load_state("networkidle")


def test_a_duty_officer_triages_by_keys_alone(visit, three, shoot):
    first, second, third = three
    page = desk_of(visit(), "lu@yunchuan")

    # The first is chosen; a tick is a key, and a refresh loses neither.
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("v")
    refresh(page)
    expect(page.locator(f"#pick-{first.event_id}")).to_be_checked()
    expect(page.locator(f"#candidate-{first.event_id}.hy-sel")).to_have_count(1)
    page.keyboard.press("v")
    expect(page.locator(f"#pick-{first.event_id}")).not_to_be_checked()

    # Open the first, go to the second, dismiss it with a reason: the third follows.
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/candidates/{first.event_id}/")
    page.keyboard.press("n")
    page.wait_for_url(f"**/candidates/{second.event_id}/")
    page.keyboard.press("x")
    expect(page.locator("dialog[open]")).to_contain_text(second.title)
    page.keyboard.type("   ")  # no reason at all: the form comes back and says where
    page.locator("dialog[open] button.hy-btn-main").click()
    expect(page.locator("dialog[open] textarea[name=reason]")).to_be_focused()
    expect(page.locator("dialog[open]")).to_contain_text("请填写这一项")
    expect(page.locator("dialog[open]")).to_contain_text(second.title)
    assert page.url.endswith(f"/candidates/{second.event_id}/")
    page.locator("dialog[open] textarea").fill("广告 x n z")  # keys are letters in a field
    page.locator("dialog[open] button.hy-btn-main").click()
    page.wait_for_url(f"**/candidates/{third.event_id}/")
    shoot(page, "triage-third")
    assert Candidate.objects.get(pk=second.pk).reason == "广告 x n z"

    # The last act is taken back with one key.
    page.keyboard.press("z")
    page.wait_for_url("**/desk/")
    assert Candidate.objects.get(pk=second.pk).state == CandidateState.NEW


def test_an_act_on_the_desk_speaks_and_keeps_its_place(visit, three):
    first, second, _third = three
    page = desk_of(visit(), "lu@yunchuan")

    # Dismissed by a key: the next one is chosen and has the focus, and what was done is said.
    page.keyboard.press("x")
    page.locator("dialog[open] textarea").fill("广告")
    page.locator("dialog[open] button.hy-btn-main").click()
    page.wait_for_url(f"**#candidate-{second.event_id}")
    expect(page.locator(f"#candidate-{second.event_id}.hy-sel.hy-open")).to_have_count(1)
    expect(page.locator(f"#candidate-{second.event_id}-open")).to_be_focused()
    expect(page.locator("#status")).to_contain_text(first.title)
    expect(page.locator("#status")).to_contain_text("1 分钟内可撤回")

    # Watched by a key: it stays, and the third is next.
    page.keyboard.press("w")
    expect(page.locator("#status")).to_contain_text("已列入关注")
    assert Candidate.objects.get(pk=second.pk).state == CandidateState.WATCHED

    # One key takes the dismissal back.
    page.keyboard.press("z")
    expect(page.locator("#status")).to_contain_text("已撤回")
    assert Candidate.objects.get(pk=first.pk).state == CandidateState.NEW
