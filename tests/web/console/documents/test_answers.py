"""The text of a published answer as a file."""

import pytest
from django.urls import reverse

from huiying.policy.release.sealing import SealGround
from huiying.work.responses.disclosure.actions.seal import ask_seal, decide_seal
from tests.factories import T0
from tests.web.clients import signed_in
from tests.web.console.documents.files import READERS
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def at(release, **query):
    args = [release.answer.number, release.version]
    return reverse("console:document-answer", args=args, query=query)


@pytest.mark.parametrize("kind", READERS)
def test_a_release_is_a_letter_with_its_words_and_evidence(yunchuan, kind):
    release = desk.published(yunchuan, T0)

    text = READERS[kind](signed_in(yunchuan.speaker).get(at(release, format=kind)))

    assert "".join(release.content["title"].split()) in text
    assert "核实结论：" in text
    for fact in release.content["facts"]:
        assert "".join(fact["statement"].split()) in text
    assert "[F1]" not in text
    assert "网上公开编号：" in text


def test_a_sealed_release_hands_out_the_notice_alone(yunchuan):
    words = "青石家园三栋的小满同学"
    release = desk.published(yunchuan, T0, body=f"不需要撤帖。\n{words}已补登记。[F1]")
    seal = ask_seal(
        release=release,
        ground=SealGround.MINOR,
        reason="认得出一名小学生。",
        officer=yunchuan.speaker,
        now=T0,
    )
    decide_seal(seal, approve=True, reason="", officer=yunchuan.leader, now=T0)

    text = READERS["pdf"](signed_in(yunchuan.speaker).get(at(release, format="pdf")))

    assert "这一版的文字已依法封存。" in text
    assert words not in text


def test_a_version_that_was_not_published_is_not_there(yunchuan):
    release = desk.published(yunchuan, T0)
    url = reverse("console:document-answer", args=[release.answer.number, 9])

    assert signed_in(yunchuan.speaker).get(url).status_code == 404


def test_the_page_of_the_draft_leads_to_the_file_of_each_version(yunchuan):
    release = desk.published(yunchuan, T0)
    draft = release.answer.drafts.get()

    page = page_of(signed_in(yunchuan.shen).get(reverse("console:draft", args=[draft.pk])))

    assert at(release) in page.panel("versions")


def test_a_drill_is_named_in_the_title(yunchuan):
    yunchuan.bureau.sandbox = True
    yunchuan.bureau.save(update_fields=["sandbox"])
    release = desk.published(yunchuan, T0)

    page = page_of(signed_in(yunchuan.speaker).get(at(release)))

    assert f"{release.content['title']}（演练）" in page.text
