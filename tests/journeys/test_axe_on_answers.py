"""axe on the console pages of an answer: review, confirmation, plan, press, sealing.

Each page is opened once and looked at wide and light, then on the phone and dark.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from huiying.jobs import clock
from tests.journeys.test_reader import PHONE, RULES, fits
from tests.journeys.test_writing_an_answer import sign_in
from tests.scenarios.sample_bureau import make_sample_bureau

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": PHONE[0], "height": PHONE[1]}


@pytest.fixture
def world(yunchuan, tmp_path):
    return make_sample_bureau(yunchuan, clock.real_now(), tmp_path)


def pages_of(world):
    """Each page by name with its arguments, and who looks at it."""
    conference, enquiry, _expert = world.met
    number = world.release.answer.number
    office, writer = world.cast.leader, world.cast.shen
    return [
        (office, "responses"),
        (writer, "withhold", world.draft.pk),
        (writer, "confirmation-ask", world.draft.pk),
        (office, "approvals"),
        (office, "approval", world.signoff_id),
        (office, "procedure-ratify", world.to_ratify.pk),
        (office, "confirmation", world.confirmation.number),
        (writer, "plan", number),
        (writer, "plan-line", world.plan_line.pk),
        (writer, "package", number),
        (writer, "press"),
        (writer, "press-conference", conference.number),
        (writer, "press-apply", world.incident.number),
        (writer, "enquiries"),
        (writer, "enquiry", enquiry.number),
        (writer, "experts"),
        (office, "disclosure"),
        (office, "withholding-review", world.withheld.pk),
        (office, "seal-ask", number, 1),
        (office, "seal", world.seal.signoff_id),
        (writer, "responders"),
        (writer, "answer-groups", number),
    ]


def complaints(page):
    return [
        (rule["id"], node["html"][:140], node["failureSummary"][:160])
        for rule in Axe().run(page, options=RULES).response["violations"]
        for node in rule["nodes"]
    ]


def looked_at(page, name, shoot):
    """Return what is wrong with a page: wide and light, then on the phone and dark."""
    page.set_viewport_size(WIDE)
    found = complaints(page)
    shoot(page, f"axe-{name}-wide")
    page.set_viewport_size(NARROW)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    found += complaints(page)
    found += [] if fits(page) else [("sideways", "", "")]
    shoot(page, f"axe-{name}-phone-dark")
    return found


def test_axe_finds_nothing_on_the_pages_of_an_answer(world, visit, shoot):
    seats = {who: sign_in(visit(), who) for who in (world.cast.leader, world.cast.shen)}
    found = {}

    for who, name, *args in pages_of(world):
        page = seats[who]
        answer = page.goto(reverse(f"console:{name}", args=args))
        found[name] = looked_at(page, name, shoot) if answer.ok else answer.status
    agency = visit()
    assert agency.goto(reverse("confirmations:answer", args=[world.confirming])).ok
    found["agency"] = looked_at(agency, "agency", shoot)

    assert {name: what for name, what in found.items() if what} == {}
