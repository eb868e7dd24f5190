"""调整归属: from the row of a post, with why it is there, to where it belongs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.core.models import IncidentEvent
from huiying.work.incidents.placements.models import Placement
from tests.scenarios.incidents import WATER, incident_of
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def matter(yunchuan, now, time, client):
    """Return an incident with several posts; the office is signed in."""
    incident = incident_of(yunchuan)
    time.set(now + timedelta(hours=2))
    client.force_login(yunchuan.shen)
    return incident


def act_of(post_id):
    return reverse("console:post-placement", args=[post_id])


def place(client, post_id, target, **more):
    data = {"target": target, "ground": "WORDS", "note": "", **more}
    return page_of(client.post(act_of(post_id), data, follow=True))


def last_post():
    return Placement.objects.order_by("seq").last()


def test_the_act_stands_beside_the_post_wherever_it_is_listed(client, matter):
    post = last_post()

    on_incident = client.get(reverse("console:incident", args=[matter.number]))
    in_list = client.get(reverse("console:posts"))
    on_page = client.get(reverse("console:copies", args=[post.group_id]))

    assert "/place/?next=" in on_incident.content.decode()
    assert act_of(post.pk) in in_list.content.decode()
    assert "调整归属…" in page_of(on_page).panel("why").buttons()


def test_who_may_not_arrange_is_shown_the_reasons_without_the_act(client, yunchuan, matter):
    client.force_login(yunchuan.leader)

    page = page_of(client.get(reverse("console:copies", args=[last_post().group_id])))

    assert "系统归组" in page.panel("why").text
    assert "调整归属…" not in page.buttons()


def test_the_form_says_why_the_post_is_there_and_offers_no_incident(client, matter):
    page = page_of(client.get(act_of(last_post().pk)))

    assert matter.title in page.text
    assert "系统归组" in page.text
    assert "不属于任何事件" in page.text
    assert "另列为待研判舆情" in page.text


def test_a_post_leaves_for_no_incident_and_its_page_says_from_where(client, matter):
    post = last_post()

    said = place(client, post.pk, "none")

    post.refresh_from_db()
    assert "已将 1 条帖文移出事件，不再归入任何事件。" in said.text
    assert not IncidentEvent.objects.filter(event_id=post.event_id).exists()
    why = page_of(client.get(reverse("console:copies", args=[post.group_id]))).panel("why")
    assert f"由事件 {matter.number}" in why.text
    assert "改为不属于任何事件" in why.text
    assert "理由：只是用词相近，所述不是同一件事" in why.text


def test_a_post_goes_to_another_incident_and_the_history_names_both(
    client, yunchuan, now, matter
):
    other = incident_of(yunchuan, WATER, now=now + timedelta(hours=1))
    post = Placement.objects.order_by("seq").first()

    said = place(client, post.pk, other.number)

    assert f"移到：事件 {other.number}" in said.text
    history = client.get(reverse("console:incident", args=[matter.number]) + "?tab=history")
    assert f"由事件 {matter.number} 移到事件 {other.number}" in page_of(history).text


def test_a_post_goes_to_triage(client, matter):
    post = last_post()

    place(client, post.pk, "triage")

    post.refresh_from_db()
    assert Candidate.objects.get(event_id=post.event_id).state == CandidateState.NEW


def test_another_ground_must_be_written(client, matter):
    post = last_post()

    said = place(client, post.pk, "none", ground="OTHER")
    assert "请写明理由。" in said.text
    place(client, post.pk, "none", ground="OTHER", note="说的是去年的事")

    post.refresh_from_db()
    assert not IncidentEvent.objects.filter(event_id=post.event_id).exists()


def test_the_page_of_a_post_leads_back_to_its_line_in_the_list(client, matter):
    post = last_post()
    address = reverse("console:copies", args=[post.group_id]) + f"?post={post.pk}"

    page = page_of(client.get(address))
    [back] = page.links("返回帖文列表")

    assert back.endswith(f"#post-{post.pk}")
    assert f'id="post-{post.pk}"' in client.get(back.partition("#")[0]).content.decode()


def test_the_form_of_the_incident_offers_no_incident_too(client, matter):
    post = last_post()
    address = reverse("console:incident-move", args=[matter.number])
    assert "不属于任何事件" in page_of(client.get(address)).text

    said = client.post(
        address, {"posts": [str(post.pk)], "target": "none", "reason": "另一件事"}, follow=True
    )

    assert "不再归入任何事件。" in page_of(said).text
