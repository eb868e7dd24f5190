"""The way to a confirmation: the agency's form, then the second person of the bureau."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.policy.core.hashing import hash_of_content
from huiying.web.console.drafts.waiting import answers_waiting
from huiying.work.incidents.incidents.models import ConcernedUnit
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.tampering import triggers_dropped
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
DESK = "/desk/"
NAMING = "来访登记不需要撤销网上的反映。区水务局已恢复供水。[F1]"


@pytest.fixture
def asked(yunchuan):
    """An approved draft; the water agency is asked about its words and concerned in it."""
    draft = desk.ready(yunchuan, T0, body=NAMING)
    ConcernedUnit.objects.create(
        bureau=yunchuan.bureau, incident=draft.answer.incident, unit=yunchuan.waterworks
    )
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=T0)
    desk.approve(yunchuan, draft, T0)
    draft.refresh_from_db()
    return ask_confirmation(
        draft=draft,
        unit=yunchuan.waterworks,
        revision=draft.revision,
        officer=yunchuan.window,
        now=T0,
    )


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def record_by_phone(cast, row):
    form = {
        "hash": row.content_hash,
        "manner": "PHONE",
        "at": "2026-11-24T10:00",
        "answer": "yes",
        "post": "办公室值班",
    }
    answer = signed_in(cast.window).post(at("confirmation-record", row.number), form)
    assert answer.status_code == 302
    row.refresh_from_db()


def publish_button(cast, row):
    return page_of(signed_in(cast.speaker).get(at("draft", row.draft_id))).text


# The agency ----------------------------------------------------------------------------------


@pytest.mark.clause("8c")
def test_the_button_on_the_desk_of_an_agency_opens_the_form_that_is_due(yunchuan, asked):
    water = signed_in(yunchuan.water)

    done = page_of(water.get(DESK)).panel("do")
    [address] = done.links("沟通确认")
    page = page_of(water.get(address))

    assert done.text.count("沟通确认 Q") == 2, "one row, twice its name"
    assert 'id="answer"' in page
    sent = water.post(
        page.having('id="answer"')[0].attribute("action"),
        {"hash": page.field("hash"), "answer": "yes", "post": "办公室值班", "words": ""},
        follow=True,
    )
    assert "已确认本稿" in page_of(sent).text
    assert "沟通确认" not in page_of(water.get(DESK)).text


def test_an_agency_that_is_only_named_finds_the_form_on_its_desk_too(yunchuan, asked):
    ConcernedUnit.objects.filter(unit=yunchuan.waterworks).delete()
    water = signed_in(yunchuan.water)

    [address] = page_of(water.get(DESK)).panel("do").links("沟通确认")

    assert 'id="answer"' in page_of(water.get(address))


def test_the_button_on_the_page_of_the_incident_opens_the_form_too(yunchuan, asked):
    water = signed_in(yunchuan.water)
    incident = page_of(water.get(at("incident", asked.draft.answer.incident.number)))

    due = incident.button("沟通确认").attribute("href")

    assert due == at("clock-due", asked.clock_id)
    assert water.get(due).url == at("confirmation", asked.number) + "#answer"


def test_who_is_not_asked_sees_the_text_and_who_may_not_see_it_the_matter(yunchuan, asked):
    due = at("clock-due", asked.clock_id)

    assert signed_in(yunchuan.lu).get(due).url == at("confirmation", asked.number)
    elsewhere = signed_in(yunchuan.window).get(due).url
    assert elsewhere.startswith(at("incident", asked.draft.answer.incident.number))


# The second person ---------------------------------------------------------------------------


@pytest.mark.clause("8c")
def test_a_call_that_was_recorded_waits_on_the_desks_of_who_may_countersign(yunchuan, asked):
    countersign = at("confirmation-countersign", asked.number)
    before = page_of(signed_in(yunchuan.lu).get(DESK))
    record_by_phone(yunchuan, asked)

    lu = signed_in(yunchuan.lu)
    duty = page_of(lu.get(DESK)).panel("board").button("核签")
    leader = page_of(signed_in(yunchuan.cheng).get(DESK)).panel("decide")

    assert countersign not in before
    assert lu.get(duty.attribute("href")).url == countersign
    assert "区水务局的确认，待核签" in leader.text
    assert countersign in leader.links()
    assert "核签区水务局的答复" in page_of(lu.get(countersign)).text


def test_it_waits_for_nobody_who_recorded_wrote_or_may_not_review(yunchuan, asked):
    record_by_phone(yunchuan, asked)
    Confirmation.objects.update(recorded_by=yunchuan.lu)
    asked.draft.writers = [*asked.draft.writers, yunchuan.cheng.pk]
    asked.draft.save(update_fields=["writers"])
    countersign = at("confirmation-countersign", asked.number)

    for who in ("lu", "cheng", "speaker", "window", "water"):
        client = signed_in(getattr(yunchuan, who))
        assert countersign not in page_of(client.get(DESK)), who
        assert not client.get(at("clock-due", asked.clock_id)).url.endswith("/countersign/")
    assert countersign in page_of(signed_in(yunchuan.leader).get(DESK))


def test_the_lock_of_publishing_names_the_bureaus_second_person(yunchuan, asked):
    before = publish_button(yunchuan, asked)
    record_by_phone(yunchuan, asked)
    after = publish_button(yunchuan, asked)
    refused = page_of(
        signed_in(yunchuan.speaker).post(
            at("draft-publish", asked.draft_id),
            {"version": asked.draft.revision},
            follow=True,
        )
    )

    assert "等区水务局确认" in before
    assert "等本局第二人核签区水务局的确认" in after
    assert "等区水务局确认" not in after
    assert "区水务局的确认已登记，尚未经本局第二人核签" in refused.text


def test_the_desk_does_not_say_that_a_text_waits_to_be_published_while_it_may_not(
    yunchuan, asked
):
    def row():
        return page_of(signed_in(yunchuan.speaker).get(DESK)).panel("waiting").text

    before = row()
    record_by_phone(yunchuan, asked)
    after = row()
    with triggers_dropped():
        Confirmation.objects.all().delete()
    unasked = row()

    assert "第 1 版已审定，尚不能发布：等区水务局确认" in before
    assert "尚不能发布：等本局第二人核签区水务局的确认" in after
    assert "尚不能发布：等区水务局确认" in unasked
    assert "等发布" not in before + after + unasked


def test_what_a_further_row_of_the_desk_waits_for_costs_no_query(
    yunchuan, asked, django_assert_num_queries
):
    [waiting] = answers_waiting(yunchuan.speaker, T0)
    [draft] = waiting.rows
    waiting.line(draft)  # reads the units of the bureau, once for all rows

    with django_assert_num_queries(0):
        row = waiting.line(draft)

    assert "等区水务局确认" in row.kind


def test_its_clock_runs_at_the_duty_desk_and_returns_when_it_is_sent_back(yunchuan, asked):
    record_by_phone(yunchuan, asked)
    asked.clock.refresh_from_db()
    lu = signed_in(yunchuan.lu)
    countersign = at("confirmation-countersign", asked.number)
    held = asked.clock.holder_code, asked.clock.holder_unit

    due = lu.get(at("clock-due", asked.clock_id)).url
    lu.post(countersign, {"hash": asked.content_hash, "agrees": "no"})
    asked.clock.refresh_from_db()

    assert held == ("duty_officer", None)
    assert due == countersign
    assert "沟通确认" not in page_of(lu.get(DESK)).panel("board").buttons()
    assert (asked.clock.holder_code, asked.clock.holder_unit) == ("", yunchuan.waterworks)
    assert page_of(signed_in(yunchuan.water).get(DESK)).panel("do").links("沟通确认")


def test_a_yes_by_a_new_account_of_the_agency_waits_for_the_bureau_as_well(yunchuan, asked):
    Officer.objects.filter(pk=yunchuan.water.pk).update(
        placed_by=yunchuan.admin, placed_at=T0 - timedelta(hours=1)
    )
    water = signed_in(Officer.objects.get(pk=yunchuan.water.pk))
    form = {"hash": hash_of_content(content_of(asked.draft)), "answer": "yes", "post": "值班"}

    water.post(at("confirmation-answer", asked.number), form)

    assert "沟通确认" not in page_of(water.get(DESK)).text
    assert page_of(signed_in(yunchuan.lu).get(DESK)).panel("board").button("核签")


def test_a_refused_countersignature_names_the_ways_that_remain_and_each_is_one(yunchuan, asked):
    record_by_phone(yunchuan, asked)
    hours_ago = T0 - timedelta(hours=5)
    for placed, at_moment in ((yunchuan.window, T0), (yunchuan.lu, hours_ago)):
        Officer.objects.filter(pk=placed.pk).update(
            placed_by=yunchuan.admin, placed_at=at_moment
        )
    countersign = at("confirmation-countersign", asked.number)
    form = {"hash": asked.content_hash, "agrees": "yes"}

    refused = page_of(signed_in(yunchuan.lu).post(countersign, form), 409).text
    elsewhere = signed_in(yunchuan.shen).post(countersign, form)

    assert "七日内由同一人添加" in refused
    for way in ("由不是同一人添加的人员核签", "由对方通过签名链接确认", "由领导决定不经确认"):
        assert way in refused
    assert "或于 12-01 05:00 后由您核签" in refused, "seven days after the older of the two"
    assert elsewhere.status_code == 302
    asked.refresh_from_db()
    assert asked.countersigned_by == yunchuan.shen


def test_when_the_day_that_was_named_has_come_he_countersigns(yunchuan, asked, time):
    record_by_phone(yunchuan, asked)
    Officer.objects.filter(pk__in=(yunchuan.window.pk, yunchuan.lu.pk)).update(
        placed_by=yunchuan.admin, placed_at=T0
    )
    countersign = at("confirmation-countersign", asked.number)
    form = {"hash": asked.content_hash, "agrees": "yes"}
    time.set(T0 + timedelta(days=7, seconds=-1))
    early = signed_in(yunchuan.lu).post(countersign, form).status_code
    time.set(T0 + timedelta(days=7))

    assert early == 409
    assert signed_in(yunchuan.lu).post(countersign, form).status_code == 302


def test_it_is_offered_to_who_may_agree_and_the_page_names_them(yunchuan, asked):
    record_by_phone(yunchuan, asked)
    Officer.objects.filter(pk__in=(yunchuan.window.pk, yunchuan.cheng.pk)).update(
        placed_by=yunchuan.admin, placed_at=T0
    )
    countersign = at("confirmation-countersign", asked.number)

    cheng = signed_in(yunchuan.cheng)
    page = page_of(cheng.get(at("confirmation", asked.number)))
    [line] = [one.text for one in page.having('class="hy-note') if "可由" in one.text]

    assert countersign not in page_of(cheng.get(DESK))
    assert yunchuan.shen.name in line
    assert yunchuan.cheng.name not in line
    assert "退回重新征求…" in page
    assert reverse("console:desk") in page.links(), "there is a way back"
    assert "可由" not in page_of(
        signed_in(yunchuan.water).get(at("confirmation", asked.number))
    )


def test_when_nobody_may_countersign_the_page_says_what_remains(yunchuan, asked):
    record_by_phone(yunchuan, asked)
    Officer.objects.filter(bureau=yunchuan.bureau).update(
        placed_by=yunchuan.admin, placed_at=T0
    )

    page = page_of(signed_in(yunchuan.window).get(at("confirmation", asked.number)))

    assert "暂无可核签的人员" in page.text
    assert "由对方通过签名链接确认" in page.text
