"""封存: two persons take away what the law forbids to keep readable; the record holds."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.search.documents import find
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.sealing import SealGround
from huiying.work.responses.core.models import Release
from huiying.work.responses.disclosure.models import Seal
from tests.factories import T0
from tests.module_rows import module_rows
from tests.role_grants import hold
from tests.web.clients import signed_in
from tests.web.page import Page
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.usefixtures("time")]
WORDS = "青石家园三栋的小满同学"
BODY = f"来访登记不需要撤销网上的反映。\n{WORDS}已补登记。[F1]"
HOUR = timedelta(hours=1)


standing_rows, rows, yunchuan, release = module_rows(
    lambda cast: desk.published(cast, T0, body=BODY)
)


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def public(name, release, *more):
    slug = release.bureau.slug
    number = [release.answer.number] if name in ("answer", "version", "content") else []
    return reverse(f"portal:{name}", args=[slug, *number, *more])


def words(response) -> str:
    return Page(response.content.decode()).text


def ask(officer, release, **changes):
    form = {"ground": SealGround.MINOR, "reason": "认得出一名小学生。", **changes}
    address = at("seal-ask", release.answer.number, release.version)
    return signed_in(officer).post(address, form, follow=True)


def decide(officer, decision="seal", reason=""):
    address = at("seal", Seal.objects.latest("pk").signoff_id)
    return signed_in(officer).post(
        address, {"decision": decision, "reason": reason}, follow=True
    )


def everything_stored() -> str:
    return "\n".join(
        str(list(model._default_manager.values_list())) for model in apps.get_models()
    )


@pytest.mark.clause("2(1)a")
def test_two_persons_seal_and_the_words_are_nowhere_left(yunchuan, release, time):
    reader = Client()
    before = reader.get(public("answer", release))
    copy = release.content
    ask(yunchuan.speaker, release)
    unchanged = words(reader.get(public("answer", release)))
    time.set(T0 + HOUR)
    said = words(decide(yunchuan.leader))

    after = reader.get(public("answer", release), headers={"If-None-Match": before["ETag"]})
    page = words(after)

    assert WORDS in unchanged
    assert "已封存，公开页面已换成说明" in said
    assert after.status_code == 200  # the reader's old copy is good no more
    assert WORDS not in page
    assert "《未成年人保护法》第一百零三条：能认出未成年人" in page
    assert release.content_hash in page
    for name, more in (("version", (1,)), ("content", (1,)), ("feed", ()), ("home", ())):
        shown = reader.get(public(name, release, *more)).content.decode()
        assert WORDS not in html.unescape(shown), name
        assert "小满" not in shown
    assert find(bureau_id=yunchuan.bureau.pk, phrase="小满", public_only=True).total == 0
    assert WORDS not in everything_stored()
    assert (
        hash_of_content(copy) == release.content_hash
    )  # who holds a copy can still show what it was


def test_the_hash_and_the_chain_hold(yunchuan, release):
    ask(yunchuan.speaker, release)
    decide(yunchuan.leader)

    kept = Release.objects.get(pk=release.pk)
    published = AuditRecord.objects.get(verb="answer.published")
    assert kept.content_hash == release.content_hash == published.data["hash"]
    assert kept.published_at == release.published_at
    assert verify(bureau_id=yunchuan.bureau.pk).holds
    sealed = AuditRecord.objects.get(verb="release.sealed")
    assert sealed.data["hash"] == release.content_hash


def test_one_person_alone_seals_nothing(yunchuan, release):
    hold(yunchuan.speaker, Role.LEADER)
    ask(yunchuan.speaker, release)

    said = words(decide(yunchuan.speaker))

    assert "不得审定本人稿件" in said
    assert WORDS in words(Client().get(public("answer", release)))


@pytest.mark.parametrize("ground", ["NEGATIVE", "影响形象", ""])
def test_only_the_law_is_a_ground(yunchuan, release, ground):
    ask(yunchuan.speaker, release, ground=ground)

    assert not Seal.objects.exists()


def test_a_refusal_needs_a_reason_and_changes_nothing(yunchuan, release):
    ask(yunchuan.speaker, release)

    without = decide(yunchuan.leader, "refuse")
    decide(yunchuan.leader, "refuse", "认不出是谁。")
    late = words(decide(yunchuan.cheng))

    assert without.status_code == 409
    assert "未生效" in late
    assert WORDS in words(Client().get(public("answer", release)))


@pytest.mark.parametrize("who", ["lu", "shen", "window", "auditor"])
def test_who_neither_publishes_nor_approves_asks_for_no_sealing(yunchuan, release, who):
    assert ask(getattr(yunchuan, who), release).status_code == 403


def test_another_version_stays_as_it_is(yunchuan, release):
    second = desk.corrected(yunchuan, release, T0 + HOUR, body="来访登记不需要撤帖。[F1]")
    ask(yunchuan.speaker, release)
    decide(yunchuan.leader)

    assert "来访登记不需要撤帖" in words(Client().get(public("answer", release)))
    assert WORDS not in words(Client().get(public("version", release, 1)))
    assert second.content == Release.objects.get(pk=second.pk).content
    difference = Client().get(
        reverse("portal:changes", args=[release.bureau.slug, release.answer.number, 2])
    )
    assert WORDS not in words(difference)


def test_a_version_is_sealed_once(yunchuan, release):
    ask(yunchuan.speaker, release)
    decide(yunchuan.leader)

    assert "已经封存" in words(ask(yunchuan.speaker, release))


def test_it_waits_on_the_desk_of_who_can_decide(yunchuan, release):
    ask(yunchuan.speaker, release)
    address = at("seal", Seal.objects.get().signoff_id)

    assert address in signed_in(yunchuan.leader).get(at("desk")).content.decode()
    assert address not in signed_in(yunchuan.lu).get(at("desk")).content.decode()
    assert signed_in(yunchuan.lu).get(address).status_code == 403


def test_staff_pages_of_what_was_sealed_hold_nothing_of_it(yunchuan, release):
    ask(yunchuan.speaker, release)
    decide(yunchuan.leader)
    draft = release.answer.drafts.get()

    for name, key in (("draft", draft.pk), ("approval", draft.signoff_id)):
        page = signed_in(yunchuan.leader).get(at(name, key))
        assert page.status_code == 200
        assert WORDS not in words(page)
    assert "第 1 版已封存" in words(signed_in(yunchuan.leader).get(at("draft", draft.pk)))
