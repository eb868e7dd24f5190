"""The composer on screen: facts, reasons, forms, contradictions, what the public asks."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huiying.web.console.shared.incident_parts import part_url
from huiying.work.responses.checks.all_checks import blocking
from huiying.work.responses.core.models import Draft
from huiying.work.responses.drafts.models import DraftVersion, Exemption
from huiying.work.responses.facts.models import Supersession
from tests.web.console.drafts.test_drafts import words_of
from tests.web.page import page_of
from tests.work.responses import desk
from tests.work.responses.facts.steps import mark, released, send, with_fact

LOOSE = "此前已有200多人顺利办结。"
ATTACK = '<script>alert("x")</script>"><img src=x onerror=alert(1)>'


@pytest.fixture(autouse=True)
def today(time, now):
    time.set(now)


@pytest.fixture
def writer(client, yunchuan):
    client.force_login(yunchuan.window)
    return client


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def page(client, draft):
    return page_of(client.get(at("draft", draft.pk)))


@pytest.mark.clause("8d")
def test_a_number_without_a_fact_is_marked_and_a_reason_clears_it(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)

    html = page(writer, draft)
    assert "缺事实" in html
    assert "句中有数字" in html
    address = html.link("?kind=STATEMENT")
    assert LOOSE in writer.get(address).content.decode()
    writer.post(address, {"reason": "约数，不影响结论。", "version": draft.revision})

    assert Exemption.objects.get().reason == "约数，不影响结论。"
    html = page(writer, draft)
    assert "还差" not in html
    assert "约数，不影响结论。" in html


def test_the_reviewer_sees_the_reasons_and_the_open_comments(client, yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)
    client.force_login(yunchuan.window)
    address = page(client, draft).link("?kind=STATEMENT")
    client.post(address, {"reason": "约数。", "version": draft.revision})
    client.post(at("draft-comment", draft.pk), {"text": "请领导看日期。", "quote": LOOSE})
    draft.refresh_from_db()
    client.post(at("draft-submit", draft.pk), {"version": draft.revision})
    draft.refresh_from_db()

    client.force_login(yunchuan.cheng)
    html = client.get(at("approval", draft.signoff_id)).content.decode()

    assert "约数。" in html
    assert "请领导看日期。" in html


def test_a_reason_for_words_that_changed_meanwhile_is_not_taken(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, body=LOOSE)
    address = page(writer, draft).link("?kind=STATEMENT")
    desk.fill(draft, yunchuan.window, now, body="改了。")

    answer = writer.post(address, {"reason": "约数。", "version": draft.revision})

    assert answer.status_code == 409
    assert "该句已不在正文中" in answer.content.decode()
    assert not Exemption.objects.exists()


@pytest.mark.clause("8d")
def test_hollow_phrases_are_kept_with_a_reason_for_these_phrases_alone(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, body="我局高度重视。")
    address = page(writer, draft).link("?kind=WORDING")

    writer.post(address, {"reason": "上级来函用语。", "version": draft.revision})

    assert "空话保留：“高度重视”" in page(writer, draft)
    draft.refresh_from_db()
    desk.fill(draft, yunchuan.window, now, body="我局高度重视、举一反三。")
    assert "空话：“高度重视、举一反三”" in page(writer, draft)


def test_a_fact_is_written_in_parts_and_changed_under_its_code(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    parts = {
        "subject": "3号窗口",
        "attribute": "被劝回的群众",
        "value": "7人",
        "as_of": "2026-11-24T09:30",
        "statement": "",
        "evidence": "登记记录",
        "link": "",
    }
    writer.post(at("draft-fact-add", draft.pk), {**parts, "version": draft.revision})
    fact = draft.facts.get(order=2)
    assert fact.statement == "截至11月24日9时30分，3号窗口被劝回的群众：7人。"
    change = at("draft-fact-change", draft.pk, fact.pk)
    assert "3号窗口" in writer.get(change).content.decode()
    draft.refresh_from_db()

    writer.post(change, {**parts, "value": "8人", "version": draft.revision})

    fact.refresh_from_db()
    assert (fact.value, fact.order) == ("8人", 2)
    assert "3号窗口 · 被劝回的群众 · 8人" in page(writer, draft)


def test_a_form_fills_an_empty_text_and_asks_before_it_replaces_one(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, body="")
    address = at("draft-form", draft.pk)
    assert (
        "以提纲替换当前正文（原文字保留在历史稿）" not in writer.get(address).content.decode()
    )
    writer.post(address, {"form": "HOLDING", "version": draft.revision})
    draft.refresh_from_db()
    assert "【下一次什么时候说】" in draft.body

    assert "以提纲替换当前正文（原文字保留在历史稿）" in writer.get(address).content.decode()
    writer.post(address, {"form": "PROGRESS", "version": draft.revision})
    draft.refresh_from_db()
    assert draft.form == "PROGRESS"
    assert "【下一次什么时候说】" in draft.body
    writer.post(address, {"form": "PROGRESS", "replace": "on", "version": draft.revision})

    draft.refresh_from_db()
    assert "【办到哪一步】" in draft.body
    bodies = [row.words["body"] for row in DraftVersion.objects.filter(draft=draft)]
    assert any("【下一次什么时候说】" in body for body in bodies)


def test_a_contradiction_links_the_other_answer_and_is_settled_with_a_reason(
    writer, yunchuan, now
):
    first = released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")
    html = page(writer, draft)
    assert reverse("portal:answer", args=["yunchuan", first.answer.number]) in html
    assert "与已发布的回应不一致" in html
    address = at("draft-supersede", draft.pk, first.stated.get().pk)
    assert "5人" in writer.get(address).content.decode()

    writer.post(address, {"reason": "又核实到2人。", "version": draft.revision})

    assert Supersession.objects.get().reason == "又核实到2人。"
    assert blocking(draft, now) == []
    assert "又核实到2人。" in page(writer, draft)


def test_a_replaced_fact_is_marked_on_the_public_page(client, yunchuan, now):
    first = released(yunchuan, now, "5人", number="2026-0001")
    draft = with_fact(yunchuan, now, "7人", number="2026-0002")
    mark(yunchuan, draft, now)
    second = send(yunchuan, draft, now)

    html = client.get(
        reverse("portal:answer", args=["yunchuan", first.answer.number])
    ).content.decode()

    assert "后来有更正" in html
    assert reverse("portal:answer", args=["yunchuan", second.answer.number]) in html


def test_hostile_words_are_shown_as_words_everywhere(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, title=ATTACK, summary=ATTACK, body=f"{ATTACK}7人。")
    writer.post(at("draft-comment", draft.pk), {"text": ATTACK, "quote": ATTACK})
    parts = {"subject": ATTACK, "attribute": ATTACK, "value": ATTACK, "evidence": ATTACK}
    writer.post(at("draft-fact-add", draft.pk), {**parts, "version": draft.revision})
    draft.refresh_from_db()
    address = page(writer, draft).link("?kind=STATEMENT")
    writer.post(address, {"reason": ATTACK, "version": draft.revision})

    for html in (
        page(writer, draft),
        writer.get(at("draft-versions", draft.pk)).content.decode(),
        writer.get(address).content.decode(),
    ):
        assert "<script>alert(" not in html
        assert "<img src=x" not in html


def test_a_title_of_300_characters_is_refused_and_kept_on_the_page(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    title = "长" * 300

    answer = writer.post(at("draft-edit", draft.pk), words_of(draft, title=title))

    assert answer.status_code == 422
    assert title in answer.content.decode()
    assert Draft.objects.get(pk=draft.pk).title == desk.WORDS.title


@pytest.mark.clause("2(1)c", "8a")
def test_the_form_is_printed_on_the_public_page(client, yunchuan, now):
    draft = desk.ready(yunchuan, now, body="11月25日10时再次说明进展。[F1]")
    client.force_login(yunchuan.window)
    client.post(at("draft-form", draft.pk), {"form": "HOLDING", "version": draft.revision})
    draft.refresh_from_db()
    client.post(at("draft-submit", draft.pk), {"version": draft.revision})
    draft.refresh_from_db()
    desk.approve(yunchuan, draft, now)
    release = desk.publish(draft=draft, officer=yunchuan.speaker, now=now)
    incident = client.get(part_url(draft.answer.incident.number, "answers")).content.decode()
    assert "已先行回应，正式回应尚未发布" in incident
    client.logout()

    html = client.get(
        reverse("portal:answer", args=["yunchuan", release.answer.number])
    ).content.decode()

    assert "先行回应" in html
    assert "这是初步回应" in html
