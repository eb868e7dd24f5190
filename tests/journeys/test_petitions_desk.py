"""A petition from the officer's form to a signed opinion: desk, phone of the unit, leader."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from huiying.jobs import clock
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.replies.models import PetitionReply
from tests.journeys.acts import open_act
from tests.journeys.test_guidance_on_the_phone import fits, sign_in
from tests.journeys.test_reader import RULES
from tests.scenarios.incidents import restart_workers
from tests.scenarios.petitions import OPINION, QUEUE_TEXT, make_petition_rows

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = (390, 844)
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": PHONE[0], "height": PHONE[1]}


def send(page, label):
    with page.expect_navigation():
        page.get_by_role("button", name=label, exact=True).click()


@pytest.mark.clause("2(3)")
def test_a_visit_is_recorded_registered_forwarded_answered_and_signed(yunchuan, visit, shoot):
    restart_workers()
    desk = sign_in(visit(), yunchuan.shen)
    desk.goto("/desk/petitions/")
    open_act(desk, "登记来信来访…")
    desk.get_by_role("radio", name="来访").check()
    desk.get_by_role("radio", name="申诉求决").check()
    desk.locator("[name=text]").fill(QUEUE_TEXT)
    desk.locator("[name=name]").fill("李晓雪")
    desk.locator("[name=phone]").fill("13800138000")
    send(desk, "存下并出具回执")
    expect(desk.get_by_role("heading", name="收件回执")).to_be_visible()
    shoot(desk, "petition-receipt")

    number = Petition.objects.get().number
    desk.goto(f"/desk/petitions/{number}/register/")
    assert "李晓雪" not in desk.content()
    shoot(desk, "petition-register")
    send(desk, "核对无误，登记")

    open_act(desk, "转送、交办…")
    form = desk.locator("dialog[open] form[method=post]")
    form.wait_for()
    form.locator("[name=competent]").select_option(label="来访接待科")
    form.get_by_role("radio", name="转送", exact=True).check()
    with desk.expect_navigation():
        form.locator("button.hy-btn-main").click()

    phone = sign_in(visit(*PHONE), yunchuan.window)
    phone.goto("/desk/petitions/")
    phone.locator("tr[data-row] a.hy-btn").first.click()
    expect(phone.get_by_text("排队三小时").first).to_be_visible()
    assert "李晓雪" not in phone.content()
    assert fits(phone)
    shoot(phone, "petition-unit-phone")
    with phone.expect_navigation():
        open_act(phone, "拟受理告知书…")
    send(phone, "存答复稿")

    acceptance = PetitionReply.objects.get()
    desk.goto(reverse("console:petition-reply", args=[acceptance.number]))
    send(desk, "签发")

    phone.goto(f"/desk/petitions/{number}/draft/OPINION/")
    phone.get_by_role("radio", name="支持", exact=True).check()
    for name in ("claim", "facts", "text", "basis", "ways"):
        phone.locator(f"[name={name}]").fill(getattr(OPINION, name))
    send(phone, "检查质量")
    assert fits(phone)
    shoot(phone, "petition-draft-phone")
    send(phone, "存答复稿")

    opinion = PetitionReply.objects.latest("pk")
    address = reverse("console:petition-reply", args=[opinion.number])
    desk.goto(address)
    send(desk, "报请签发")
    leader = sign_in(visit(*PHONE), yunchuan.leader)
    leader.goto(address)
    assert fits(leader)
    shoot(leader, "petition-reply-leader")
    send(leader, "签发")

    desk.goto(f"/desk/petitions/{number}/")
    expect(desk.get_by_text("已答复").first).to_be_visible()
    shoot(desk, "petition-answered")


@pytest.mark.clause("2(3)")
def test_the_pages_of_petitions_are_clean_and_fit_a_phone(yunchuan, visit, shoot):
    restart_workers()
    made = make_petition_rows(yunchuan, clock.real_now())
    pages = [
        ("petitions",),
        ("petition-enter",),
        ("petition-register", made.new.number),
        ("petition", made.claim.number),
        ("petition-draft", made.claim.number, "EXTENSION"),
        ("petition-reply", made.draft.number),
        ("petition-tickets", "HOTLINE"),
    ]
    page = sign_in(visit(), yunchuan.shen)
    wrong = []
    for name, *args in pages:
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(WIDE)
        page.goto(reverse(f"console:{name}", args=args))
        shoot(page, f"axe-{name}-wide")
        wrong += [(name, one) for one in _complaints(page)]
        page.set_viewport_size(NARROW)
        page.emulate_media(color_scheme="dark")
        page.reload()
        shoot(page, f"axe-{name}-phone-dark")
        wrong += [(f"{name} on the phone", one) for one in _complaints(page)]
        if not fits(page):
            wrong.append((name, "scrolls sideways"))

    assert wrong == []


def _complaints(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        (rule["id"], node["html"][:140], node["failureSummary"][:160])
        for rule in found
        for node in rule["nodes"]
    ]
