"""登记 on screen: the working text beside what was masked, the original with a reason."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from tests.scenarios.petitions import ACCUSING_TEXT, QUEUE_TEXT, forward, registered, submit
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]
NAME, PHONE = "李晓雪", "13800138000"


@pytest.fixture(autouse=True)
def _clock(time):
    return time


@pytest.fixture
def shen(yunchuan):
    return signed_in(yunchuan.shen)


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def here(name, number):
    return reverse(f"console:petition-{name}", args=[number])


def send(client, row, **fields):
    page = page_of(client.get(here("register", row.number)))
    form = {
        "title": page.field("title"),
        "text": page.field("text"),
        "kind": row.kind,
        "repeat_of": "",
        "version": page.field("version"),
        **fields,
    }
    return client.post(here("register", row.number), form)


def test_the_registering_officer_sees_what_was_masked_and_no_name(yunchuan, lu):
    row = submit(yunchuan).row

    page = page_of(lu.get(here("register", row.number)))

    assert "姓名" in page.panel("masked").text
    assert "电话" in page.panel("masked").text
    assert NAME not in page
    assert PHONE not in page


def test_the_original_is_opened_with_a_reason_and_shown_once(yunchuan, lu):
    row = submit(yunchuan).row
    assert NAME not in lu.get(here("reveal", row.number)).content.decode()

    shown = lu.post(here("reveal", row.number), {"reason": "核对是否遮盖完整"})

    page = page_of(shown)
    assert QUEUE_TEXT in page
    assert NAME in page.panel("who").text
    assert "no-store" in shown.headers["Cache-Control"]
    assert NAME not in lu.get(here("reveal", row.number)).content.decode()
    assert AuditRecord.objects.filter(verb="petition.original_revealed").count() == 1


def test_without_a_reason_nothing_is_shown(yunchuan, shen):
    row = registered(yunchuan)
    answer = shen.post(here("reveal", row.number), {"reason": " "})
    assert NAME not in answer.content.decode()
    assert not AuditRecord.objects.filter(verb="petition.original_revealed").exists()


@pytest.mark.parametrize("who", ["window", "water", "leader", "lu", "auditor"])
def test_nobody_else_reads_who_sent_it(yunchuan, who):
    row = forward(yunchuan, registered(yunchuan))
    client = signed_in(getattr(yunchuan, who))
    answer = client.post(here("reveal", row.number), {"reason": "想看看"})
    assert answer.status_code == 403
    assert NAME not in answer.content.decode()


def test_it_is_registered_as_the_officer_left_it(yunchuan, lu):
    row = submit(yunchuan).row

    answer = send(lu, row, text="来访登记排队三小时。", kind=PetitionKind.QUESTION)

    row.refresh_from_db()
    assert answer.status_code == 302
    assert (row.stage, row.text) == (PetitionStage.REGISTERED, "来访登记排队三小时。")


def test_registered_twice_it_says_so_and_changes_nothing(yunchuan, lu):
    row = submit(yunchuan).row
    send(lu, row)
    again = lu.post(
        here("register", row.number), {"title": "改", "text": "改", "kind": "CLAIM"}
    )
    assert again.status_code == 302
    row.refresh_from_db()
    assert row.title != "改"


def test_what_is_wrong_comes_back_with_every_word(yunchuan, lu):
    row = submit(yunchuan).row

    answer = send(lu, row, text="举报接待科科长收红包。", repeat_of="XF2026-0999")

    page = page_of(answer, 409)
    assert "检举控告" in page.text
    assert page.field("repeat_of") == "XF2026-0999"
    row.refresh_from_db()
    assert row.stage == PetitionStage.RECEIVED


def test_an_earlier_petition_of_the_same_matter_is_proposed(yunchuan, lu):
    earlier = registered(yunchuan)
    row = submit(yunchuan, name="王小明").row
    page = page_of(lu.get(here("register", row.number)))
    assert earlier.number in page.panel("similar").text


def test_more_than_five_are_reminded_of_representatives(yunchuan, lu):
    row = submit(yunchuan).row
    Petition.objects.filter(pk=row.pk).update(people=12)
    assert "不超过 5 人" in page_of(lu.get(here("register", row.number))).text


def test_an_officer_who_sees_an_accusation_names_what_accuses(yunchuan, lu):
    row = submit(yunchuan, "窗口那位先给熟人办，还让人带东西去他家。").row
    form = {"version": row.revision, "passage": "让人带东西去他家"}

    answer = lu.post(here("divert", row.number), form)

    assert answer.url == reverse("console:petitions")
    row.refresh_from_db()
    assert (row.stage, row.text) != (PetitionStage.ERASED, "")
    assert not Accusation.objects.exists()
    assert lu.get(reverse("console:petition", args=[row.number])).status_code == 404
    everything = lu.get(reverse("console:petitions"), {"state": ""}).content.decode()
    assert row.number not in everything


@pytest.mark.parametrize("passage", ["", "东西", "窗口那位收了三千元"])
def test_without_a_passage_of_the_text_nothing_is_diverted(yunchuan, lu, passage):
    row = submit(yunchuan, "窗口那位先给熟人办，还让人带东西去他家。").row
    lu.post(here("divert", row.number), {"version": row.revision, "passage": passage})
    assert lu.get(reverse("console:petition", args=[row.number])).status_code == 200


def test_an_accusation_is_on_no_list_and_in_no_count(yunchuan, shen):
    submit(yunchuan, ACCUSING_TEXT, kind=None)
    page = page_of(shen.get(reverse("console:petitions"), {"state": ""}))
    assert "暂无符合条件" in page.text
    assert "检举" not in page.panel("list").text
