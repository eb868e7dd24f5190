"""沟通确认: another agency confirms exactly these words, or the release waits (Article 8)."""

from __future__ import annotations

import logging
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, SignedLink
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.erasure import EraseHold
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Release
from huiying.work.responses.disclosure.files import owners_of
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.reviews.actions.ask_confirmation import LINK_LIFETIME, LINK_PATH
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.role_grants import sign_requests
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in
from tests.web.page import Page
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time")]
NAMING = "来访登记不需要撤销网上的反映。区水务局已恢复供水。[F1]"
HOUR = timedelta(hours=1)


@pytest.fixture
def draft(yunchuan, settings):
    """A draft whose words name the water agency, which has a channel."""
    settings.PUBLIC_URL = "https://huiying.example/"
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=T0,
    )
    return desk.ready(yunchuan, T0, body=NAMING)


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def words(response) -> str:
    return Page(response.content.decode()).text


def ask(cast, draft):
    """Press 请对方确认 on the page of the draft; return the address in the agency's mail."""
    draft.refresh_from_db()
    signed_in(cast.window).post(
        at("confirmation-ask", draft.pk),
        {"unit": cast.waterworks.pk, "version": draft.revision},
    )
    body = Message.objects.filter(about_kind="confirmation").latest("pk").body
    return re.search(r"https?://[^/]+(/k/\S+/)", body)[1]


def yes(draft, **changes):
    seen = {"hash": hash_of_content(content_of(draft)), "answer": "yes", "post": "办公室值班"}
    return {**seen, "words": "", **changes}


def edit(cast, draft, now=T0, **changes):
    draft.refresh_from_db()
    kept = {name: changes.get(name, getattr(draft, name)) for name in DraftWords.__slots__}
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=DraftWords(**kept),
        officer=cast.window,
        now=now,
    )


def publish_on_screen(cast, draft):
    draft.refresh_from_db()
    page = signed_in(cast.speaker).post(
        at("draft-publish", draft.pk), {"version": draft.revision}, follow=True
    )
    return words(page)


def approve(cast, draft):
    draft.refresh_from_db()
    submit_draft(draft=draft, revision=draft.revision, officer=cast.window, now=T0)
    desk.approve(cast, draft, T0)


def test_the_path_of_the_message_is_an_address_of_the_product():
    assert reverse("confirmations:answer", args=["TOKEN"]) == LINK_PATH.format(token="TOKEN")


@pytest.mark.clause("8c")
def test_a_release_that_names_another_agency_waits_for_its_confirmation(yunchuan, draft):
    approve(yunchuan, draft)
    speaker, publish = signed_in(yunchuan.speaker), at("draft-publish", draft.pk)

    locked = speaker.get(at("draft", draft.pk)).content.decode()
    refused = publish_on_screen(yunchuan, draft)
    address = ask(yunchuan, draft)
    agency = Client()
    shown = words(agency.get(address))
    thanks = words(agency.post(address, yes(draft)))
    free = speaker.get(at("draft", draft.pk)).content.decode()
    out = publish_on_screen(yunchuan, draft)

    assert "等区水务局确认" in locked
    assert publish not in locked
    assert publish in free
    assert "文稿尚未经区水务局确认" in refused
    assert "区水务局已恢复供水" in shown
    assert f"{yunchuan.waterworks.name}已确认本稿" in thanks
    assert "第 1 版已发布" in out
    assert Confirmation.objects.get().content_hash == Release.objects.get().content_hash


def test_the_agency_sees_the_text_and_nothing_of_the_matter(yunchuan, draft):
    page = words(Client().get(ask(yunchuan, draft)))

    assert draft.answer.incident.title not in page
    assert yunchuan.window.name not in page


@pytest.mark.clause("8c")
def test_an_edit_voids_the_confirmation_visibly_and_it_is_asked_again(yunchuan, draft, time):
    first = ask(yunchuan, draft)
    Client().post(first, yes(draft))
    time.set(T0 + HOUR)
    edit(yunchuan, draft, now=T0 + HOUR, body=f"{NAMING}11月25日前全部补登记。[F1]")

    page = words(signed_in(yunchuan.window).get(at("draft", draft.pk)))
    approve(yunchuan, draft)
    refused = publish_on_screen(yunchuan, draft)
    second = ask(yunchuan, draft)
    Client().post(second, yes(draft))
    out = publish_on_screen(yunchuan, draft)

    assert "11-24 11:00 秦以安修改文字" in page
    assert "文稿尚未经区水务局确认" in refused
    assert "第 1 版已发布" in out
    states = list(Confirmation.objects.values_list("state", flat=True))
    assert states == [ConfirmationState.VOID, ConfirmationState.CONFIRMED]
    assert Message.objects.filter(subject__contains="确认作废").count() == 1


def test_a_fact_more_voids_it_too(yunchuan, draft):
    Client().post(ask(yunchuan, draft), yes(draft))
    draft.refresh_from_db()

    signed_in(yunchuan.window).post(
        at("draft-fact-add", draft.pk),
        {"statement": "又一条", "evidence": "记录", "link": "", "version": draft.revision},
    )

    assert Confirmation.objects.get().state == ConfirmationState.VOID


def test_a_link_about_an_older_text_says_so_and_does_nothing(yunchuan, draft, time, caplog):
    address = ask(yunchuan, draft)
    old = yes(draft)
    edit(yunchuan, draft, now=T0 + HOUR, body=f"{NAMING}改过。")
    time.set(T0 + 2 * HOUR)

    with caplog.at_level(logging.WARNING):
        opened = Client().get(address)
        acted = Client().post(address, old)

    assert (opened.status_code, acted.status_code) == (410, 410)
    assert "文稿已于 11-24 11:00 修改，本链接对应原稿，已作废" in words(opened)
    assert Confirmation.objects.get().state == ConfirmationState.VOID
    logged = [row.getMessage() for row in caplog.records if row.name == "huiying.links"]
    assert logged == [f"link refused: revoked, link {SignedLink.objects.get().pk}"] * 2
    assert AuditRecord.objects.filter(verb="link.refused").count() == 1


def test_a_text_that_moved_on_while_it_was_read_is_not_confirmed(yunchuan, draft):
    address = ask(yunchuan, draft)

    answer = Client().post(address, yes(draft, hash="0" * 64))

    assert answer.status_code == 409
    assert "本次答复未生效" in words(answer)
    assert Confirmation.objects.get().state == ConfirmationState.ASKED
    assert SignedLink.objects.get().used_at is None


def test_opening_the_link_never_acts(yunchuan, draft):
    address = ask(yunchuan, draft)

    for _time in range(3):
        assert Client().get(address).status_code == 200
        assert Client().head(address).status_code == 200

    assert Confirmation.objects.get().state == ConfirmationState.ASKED


@pytest.mark.django_db(transaction=True)  # as a server: no transaction around it
def test_a_replayed_link_is_refused_and_recorded(yunchuan, draft):
    address = ask(yunchuan, draft)
    Client().post(address, yes(draft))

    again = Client().post(address, yes(draft, answer="no", words="冒用"))

    assert again.status_code == 410
    assert "该链接已使用" in words(again)
    assert Confirmation.objects.get().state == ConfirmationState.CONFIRMED
    assert AuditRecord.objects.filter(verb="link.refused").count() == 1


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "机密"])
def test_a_forged_link_is_no_link(yunchuan, draft, caplog, token):
    ask(yunchuan, draft)

    with caplog.at_level(logging.WARNING):
        answer = Client().post(f"/k/{token}/", yes(draft))

    assert answer.status_code == 404
    assert "链接不存在" in words(answer)
    assert "never made" in caplog.text


def test_a_link_of_another_purpose_confirms_nothing(yunchuan, draft):
    address = ask(yunchuan, draft)

    other = address.replace("/k/", "/v/")

    assert Client().get(other).status_code == 404


def test_an_expired_link_says_so(yunchuan, draft, time):
    address = ask(yunchuan, draft)
    time.set(T0 + LINK_LIFETIME)

    answer = Client().post(address, yes(draft))

    assert answer.status_code == 410
    assert "链接已过期" in words(answer)


def test_who_got_the_link_forwarded_answers_by_a_post_that_is_shown(yunchuan, draft):
    address = ask(yunchuan, draft)
    page = words(Client().get(address))

    nameless = Client().post(address, yes(draft, post=""))
    Client().post(address, yes(draft, post="不知哪个科室"))
    shown = words(signed_in(yunchuan.window).get(at("draft", draft.pk)))

    assert "请勿转发" in page
    assert nameless.status_code == 200
    assert "区水务局 · 不知哪个科室" in shown


def test_an_objection_needs_words_and_keeps_the_release_back(yunchuan, draft):
    address = ask(yunchuan, draft)

    empty = Client().post(address, yes(draft, answer="no"))
    said = Client().post(address, yes(draft, answer="no", words="供水是部分恢复。"))
    page = words(signed_in(yunchuan.window).get(at("draft", draft.pk)))
    approve(yunchuan, draft)
    refused = publish_on_screen(yunchuan, draft)

    assert empty.status_code == 409
    assert "已收到异议" in words(said)
    assert "供水是部分恢复" in page
    assert "文稿尚未经区水务局确认" in refused


def test_a_leader_does_without_it_with_a_reason_that_an_edit_voids(yunchuan, draft):
    approve(yunchuan, draft)
    address = at("confirmation-waive", draft.pk, yunchuan.waterworks.pk)
    form = {
        "reason": "夜间联系不上，已电话告知值班室。",
        "hash": hash_of_content(content_of(draft)),
    }

    writer = signed_in(yunchuan.window).post(address, form)
    without = signed_in(yunchuan.leader).post(address, {**form, "reason": ""})
    done = signed_in(yunchuan.leader).post(address, form, follow=True)
    out = publish_on_screen(yunchuan, draft)

    assert writer.status_code == 403
    assert without.status_code == 200
    assert "理由已记录" in words(done)
    assert "夜间联系不上" in words(done)
    assert "第 1 版已发布" in out
    kept = AuditRecord.objects.get(verb="confirmation.waived")
    assert kept.data["reason"].startswith("夜间联系不上")


def test_a_waiver_of_an_older_text_is_void(yunchuan, draft):
    seen = hash_of_content(content_of(draft))
    edit(yunchuan, draft, body=f"{NAMING}改过。")
    address = at("confirmation-waive", draft.pk, yunchuan.waterworks.pk)

    answer = signed_in(yunchuan.leader).post(address, {"reason": "联系不上", "hash": seen})

    assert answer.status_code == 409
    assert not Confirmation.objects.exists()


def test_an_officer_of_the_agency_answers_when_signed_in_and_no_other_unit_sees_it(
    yunchuan, linxi, draft
):
    ask(yunchuan, draft)
    number = Confirmation.objects.get().number
    address = at("confirmation-answer", number)

    other = signed_in(linxi.water).get(at("confirmation", number))
    foreign = signed_in(yunchuan.shen).post(address, yes(draft))
    done = signed_in(yunchuan.water).post(address, yes(draft), follow=True)

    assert other.status_code == 404
    assert foreign.status_code == 403
    assert "已答复" in words(done)
    assert Confirmation.objects.get().state == ConfirmationState.CONFIRMED


def test_an_administrator_is_not_the_agency_by_an_account_that_he_adds(yunchuan, draft):
    ask(yunchuan, draft)
    row = Confirmation.objects.get()
    form = {
        "username": "x9@yunchuan",
        "name": "赵一平",
        "roles": [str(Role.SECTION_OFFICER)],
        "unit": yunchuan.waterworks.pk,
    }
    signed_in(yunchuan.admin).post(at("officer-add"), form)
    made_up = Officer.objects.get(username="x9@yunchuan")
    sign_requests(yunchuan.leader)
    Officer.objects.filter(pk=made_up.pk).update(must_change_password=False)

    done = signed_in(made_up).post(
        at("confirmation-answer", row.number), yes(draft), follow=True
    )
    seen = words(signed_in(yunchuan.lu).get(at("confirmation", row.number)))

    row.refresh_from_db()
    assert (row.state, row.recorded_by) == (ConfirmationState.RECORDED, made_up)
    assert "须由信访局另一人核签后生效" in words(done)
    assert "在线，赵一平登记" in seen
    assert "核签…" in seen


def test_an_administrator_makes_no_section_of_an_agency_that_is_to_be_asked(yunchuan, draft):
    unit = yunchuan.waterworks
    form = {"name": unit.name, "kind": "SECTION", "duties": unit.duties, "active": "on"}

    answer = signed_in(yunchuan.admin).post(at("unit-edit", unit.pk), form)

    assert answer.status_code == 409
    assert "须先经区水务局确认" in words(answer)
    unit.refresh_from_db()
    assert unit.kind == "AGENCY"


def test_the_matter_of_an_agency_needs_it_even_if_no_word_names_it(yunchuan):
    incident = desk.incident_of(yunchuan)
    incident.concerned.create(bureau=yunchuan.bureau, unit=yunchuan.waterworks)
    draft = desk.approved(yunchuan, T0, incident=incident)

    assert "文稿尚未经区水务局确认" in publish_on_screen(yunchuan, draft)


def test_a_text_without_another_agency_needs_none(yunchuan):
    draft = desk.approved(yunchuan, T0)

    page = words(signed_in(yunchuan.speaker).get(at("draft", draft.pk)))

    assert "未提及、不涉及其他机关" in page
    assert "第 1 版已发布" in publish_on_screen(yunchuan, draft)


def test_a_stale_page_asks_nothing(yunchuan, draft):
    answer = signed_in(yunchuan.window).post(
        at("confirmation-ask", draft.pk), {"unit": yunchuan.waterworks.pk, "version": 0}
    )

    assert answer.status_code == 409
    assert not Confirmation.objects.exists()


# By phone or on paper -----------------------------------------------------------------------


def by_hand(cast, draft, status=302, **changes):
    form = {
        "hash": hash_of_content(content_of(draft)),
        "manner": "PHONE",
        "at": "2026-11-24T10:00",
        "answer": "yes",
        "post": "办公室值班",
        **changes,
    }
    row = Confirmation.objects.latest("pk")
    answer = signed_in(cast.window).post(at("confirmation-record", row.number), form)
    assert answer.status_code == status, words(answer)
    row.refresh_from_db()
    return row, words(answer)


def countersign(officer, row, **changes):
    form = {"hash": row.content_hash, "agrees": "yes", **changes}
    answer = signed_in(officer).post(at("confirmation-countersign", row.number), form)
    row.refresh_from_db()
    return words(answer)


@pytest.mark.clause("8c")
def test_a_confirmation_by_phone_counts_when_a_second_person_countersigns(yunchuan, draft):
    ask(yunchuan, draft)
    approve(yunchuan, draft)
    row, _page = by_hand(yunchuan, draft)
    early = publish_on_screen(yunchuan, draft)
    own = countersign(yunchuan.window, row)
    shown = words(signed_in(yunchuan.lu).get(at("confirmation", row.number)))
    countersign(yunchuan.lu, row)
    out = publish_on_screen(yunchuan, draft)

    assert row.content_hash == Release.objects.get().content_hash
    assert "区水务局的确认已登记，尚未经本局第二人核签" in early
    assert "无权执行此操作" in own
    assert "等第二人核签" in shown
    assert f"电话，{yunchuan.window.name}登记" in shown
    assert "第 1 版已发布" in out
    assert row.countersigned_by == yunchuan.lu
    verbs = AuditRecord.objects.values_list("verb", flat=True)
    assert {"confirmation.recorded", "confirmation.countersigned"} <= set(verbs)


def test_who_records_a_call_is_not_spoken_to_as_the_agency(yunchuan, draft):
    ask(yunchuan, draft)
    row = Confirmation.objects.get()

    form = words(signed_in(yunchuan.window).get(at("confirmation-record", row.number)))

    assert "对方的答复" in form
    assert "贵单位" not in form


def test_a_paper_counts_with_its_scan_and_never_without(yunchuan, draft, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    ask(yunchuan, draft)
    _row, refused = by_hand(yunchuan, draft, status=409, manner="PAPER")
    scan = SimpleUploadedFile("函.png", PICTURE)
    row, _page = by_hand(yunchuan, draft, manner="PAPER", file=scan)
    page = words(signed_in(yunchuan.shen).get(at("confirmation", row.number)))
    got = signed_in(yunchuan.shen).get(at("confirmation-scan", row.number))

    assert "须附扫描件" in refused
    assert row.state == ConfirmationState.CONFIRMED
    assert row.file.sha256[:16] in page
    assert "attachment" in got["Content-Disposition"]
    [owner] = owners_of(row.file)  # nobody destroys it while it stands for the confirmation
    assert (owner.number, owner.holds) == (draft.answer.number, EraseHold.CONFIRMED)


def test_the_agencys_own_objection_counts_before_what_was_recorded_of_it(yunchuan, draft):
    link = ask(yunchuan, draft)
    by_hand(yunchuan, draft)
    assert yunchuan.window.name not in words(Client().get(link))

    Client().post(link, yes(draft, answer="no", words="恢复供水的时间不对。"))

    row = Confirmation.objects.get()
    assert row.state == ConfirmationState.OBJECTED
    assert "本次答复未生效" in countersign(yunchuan.lu, row)


def test_who_submits_words_of_another_agency_is_asked_to_ask_it_first(yunchuan, draft):
    writer = signed_in(yunchuan.window)
    address = at("draft-submit", draft.pk)

    asked = writer.post(address, {"version": draft.revision})

    assert "涉及其他机关，尚未征求确认：区水务局" in words(asked)
    draft.refresh_from_db()
    assert (draft.state, Confirmation.objects.count()) == ("WRITING", 0)

    done = writer.post(address, {"version": draft.revision, "ask": "first"}, follow=True)

    assert "已征求区水务局确认。已送审" in words(done)
    draft.refresh_from_db()
    assert draft.state == "SUBMITTED"
    assert Confirmation.objects.get().unit == yunchuan.waterworks
    assert Confirmation.objects.get().content_hash == draft.signoff.content_hash


def test_it_may_be_asked_later_and_a_stale_page_asks_nobody(yunchuan, draft):
    writer = signed_in(yunchuan.window)
    address = at("draft-submit", draft.pk)

    writer.post(address, {"version": draft.revision - 1, "ask": "first"})
    assert Confirmation.objects.count() == 0

    writer.post(address, {"version": draft.revision, "ask": "later"})
    draft.refresh_from_db()
    assert (draft.state, Confirmation.objects.count()) == ("SUBMITTED", 0)
