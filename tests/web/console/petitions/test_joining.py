"""People ask the same: joined by an officer, answered once, told to each with proof."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.policy.petitions.kinds import PetitionKind
from huiying.web.console.shared.incident_parts import part_url
from huiying.work.casework.references.models import Reference
from huiying.work.casework.references.queries import unanswered_references
from huiying.work.petitions.petitions.queries import find_by_code
from huiying.work.petitions.replies.actions.draft import reply_hash
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery
from tests.factories import T0
from tests.scenarios.petitions import register, submit
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("2(3)c")]


@pytest.fixture(autouse=True)
def at(time):
    time.set(T0)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.fixture
def published(yunchuan):
    return desk.published(yunchuan, T0)


def asked(cast, count=1):
    """Return receipts of people who asked the same, each read by an officer."""
    found = [submit(cast, kind=PetitionKind.QUESTION) for _ in range(count)]
    for one in found:
        register(cast, one.row)
    return found


def join(cast, petition, incident):
    return signed_in(cast.lu).post(
        to("petition-join", petition.number),
        {"incident": "", "number": incident.number, "version": petition.revision},
    )


def test_the_page_of_a_petition_offers_to_join_it(yunchuan, published):
    (one,) = asked(yunchuan)
    page = page_of(signed_in(yunchuan.lu).get(to("petition", one.row.number)))
    assert "并入事件" in page.text


def test_a_petition_that_joined_leads_to_its_incident(yunchuan, published):
    (one,), incident = asked(yunchuan), published.answer.incident
    address = reverse("console:incident", args=[incident.number])
    client = signed_in(yunchuan.lu)
    assert address not in page_of(client.get(to("petition", one.row.number))).links()
    join(yunchuan, one.row, incident)
    assert address in page_of(client.get(to("petition", one.row.number))).links()


def test_five_people_are_answered_with_the_public_answer_and_each_can_read_it(
    yunchuan, published
):
    incident = published.answer.incident
    people = asked(yunchuan, 5)
    for one in people:
        assert join(yunchuan, one.row, incident).status_code == 302
    assert unanswered_references(incident).count() == 5

    client = signed_in(yunchuan.lu)
    form = page_of(client.get(f"{to('petitions-answer')}?incident={incident.number}"))
    assert published.content["title"] in form.text
    text = f"您反映的问题已公开回应：{published.content['title']}。"
    numbers = [one.row.number for one in people]
    client.post(to("petitions-answer"), {"number": numbers, "text": text, "basis": ""})
    first = PetitionReply.objects.earliest("pk")
    signed_in(yunchuan.shen).post(
        to("petition-reply-approve-alike", first.number), {"hash": reply_hash(first)}
    )

    assert not unanswered_references(incident).exists()
    assert PetitionReply.objects.filter(signed_at__isnull=False).count() == 5
    assert ReplyDelivery.objects.filter(way="PAGE").count() == 5, "proof for each"
    for one in people:
        row = find_by_code(yunchuan.bureau, one.code)
        assert row.replies.get().text == text


def test_the_answer_cites_no_evidence_that_its_reader_has_no_list_of(yunchuan, published):
    incident = published.answer.incident
    (one,) = asked(yunchuan)
    join(yunchuan, one.row, incident)
    newest = desk.corrected(yunchuan, published, T0, summary="不需要撤帖。[F1]")
    assert newest.content["summary"] == "不需要撤帖。[F1]"

    url = f"{to('petitions-answer')}?incident={incident.number}"
    form = page_of(signed_in(yunchuan.lu).get(url))

    assert "不需要撤帖。 全文见" in form.text
    assert "[F1]" not in form.text


def test_nothing_is_told_before_the_matter_was_answered_in_public(yunchuan):
    draft = desk.ready(yunchuan, T0)
    incident = draft.answer.incident
    (one,) = asked(yunchuan)
    join(yunchuan, one.row, incident)

    response = signed_in(yunchuan.lu).get(
        f"{to('petitions-answer')}?incident={incident.number}", follow=True
    )
    assert "尚未公开回应" in page_of(response).text


def test_the_incident_shows_how_many_wait_and_where_to_answer_them(yunchuan, published):
    incident = published.answer.incident
    (one,) = asked(yunchuan)
    join(yunchuan, one.row, incident)
    page = signed_in(yunchuan.lu).get(part_url(incident.number, "offline"))
    text = page.content.decode()
    assert "答复并入的 1 件" in text
    assert to("petition", one.row.number) in text


def test_an_unknown_incident_joins_nothing(yunchuan):
    (one,) = asked(yunchuan)
    response = signed_in(yunchuan.lu).post(
        to("petition-join", one.row.number),
        {"number": "2026-9999", "version": one.row.revision},
    )
    assert response.status_code == 404
    assert not Reference.objects.exists()


def test_neither_an_incident_nor_a_number_is_asked_for_again(yunchuan):
    (one,) = asked(yunchuan)
    response = signed_in(yunchuan.lu).post(
        to("petition-join", one.row.number), {"version": one.row.revision}
    )
    assert "请选择事件" in page_of(response).text


def test_a_unit_joins_nothing(yunchuan, published):
    (one,) = asked(yunchuan)
    response = signed_in(yunchuan.water).post(to("petition-join", one.row.number), {})
    assert response.status_code in (403, 404)
