"""机制审核 on screen: the draft says what is missing, a second person sees what he confirms."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime

from huiying.base.accounts.organisation.models import Superior
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.erasure import EraseHold
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Release
from huiying.work.responses.disclosure.files import owners_of
from huiying.work.responses.drafts.actions.edit import edit_draft
from huiying.work.responses.mechanism.models import MechanismReview
from tests.factories import T0
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in
from tests.web.page import Page, page_of
from tests.work.responses import desk
from tests.work.responses.mechanism.steps import DOCUMENT, hear, office

pytestmark = [pytest.mark.django_db, pytest.mark.any_database, pytest.mark.clause("8g")]


@pytest.fixture(autouse=True)
def today(time):
    time.set(T0)


@pytest.fixture
def draft(yunchuan, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    office(yunchuan)
    draft = desk.submitted(yunchuan, T0, grade=2)
    desk.sign(draft, yunchuan.lu, T0)
    return draft


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def record(cast, draft, **changes):
    posted = {
        "office": office(cast).pk,
        "at": localtime(T0).strftime("%Y-%m-%dT%H:%M"),
        "opinion": "AGREED",
        "words": "",
        "document": DOCUMENT,
        "file": SimpleUploadedFile("scan.png", PICTURE),
        "no_file_reason": "",
        "hash": hash_of_content(content_of(draft)),
        **changes,
    }
    posted = {name: value for name, value in posted.items() if value is not None}
    return signed_in(cast.window).post(at("mechanism-record", draft.pk), posted, follow=True)


def test_without_a_superior_body_the_draft_says_who_registers_one(yunchuan, draft):
    client, address = signed_in(yunchuan.window), at("draft", draft.pk)
    assert at("mechanism-record", draft.pk) in page_of(client.get(address)).links()

    Superior.objects.update(active=False)
    page = page_of(client.get(address))

    assert at("mechanism-record", draft.pk) not in page.links()
    assert "本局尚未登记上级机关，请系统管理员先在“领导小组”页登记。" in page.text


def test_a_second_person_sees_office_moment_opinion_and_file_and_opens_the_gate(
    yunchuan, draft
):
    recorded = page_of(record(yunchuan, draft)).text
    row = MechanismReview.objects.get()
    duty = signed_in(yunchuan.lu)

    waiting = duty.get(at("desk")).content.decode()
    seen = page_of(duty.get(at("mechanism", row.number)))
    scan = duty.get(at("mechanism-scan", row.number))
    done = page_of(
        duty.post(
            at("mechanism-sign", row.number), {"hash": seen.values("hash")[0]}, follow=True
        )
    ).text
    desk.sign(draft, yunchuan.cheng, T0)
    signed_in(yunchuan.speaker).post(at("draft-publish", draft.pk), {"version": draft.revision})

    assert "等第二人核签" in recorded
    assert at("mechanism", row.number) in waiting
    for what in ("区委、区政府办公室 · 总值班室", "同意发布", DOCUMENT, yunchuan.window.name):
        assert what in seen.text
    assert scan["Content-Disposition"].startswith("attachment")
    assert "已核签" in done
    assert Release.objects.exists()


def test_the_draft_says_what_is_missing_and_then_what_was_recorded(yunchuan, draft):
    writer = signed_in(yunchuan.window)
    before = page_of(writer.get(at("draft", draft.pk))).panel("premises")

    record(yunchuan, draft, opinion="CHANGES", words="第二段的人数要再核。")
    after = page_of(writer.get(at("draft", draft.pk))).panel("premises").text

    assert "尚未登记区委办、政府办机制的审核（制度第八条）" in before.text
    assert at("mechanism-record", draft.pk) in before.links()
    assert "登记为未同意本稿，尚未经第二人核签" in after
    assert "修改后同意" in after
    assert "第二段的人数要再核。" in after


def test_who_approves_the_text_sees_the_review_that_stands_behind_it(yunchuan, draft):
    without = page_of(signed_in(yunchuan.cheng).get(at("approval", draft.signoff_id))).text
    record(yunchuan, draft)
    shown = page_of(signed_in(yunchuan.cheng).get(at("approval", draft.signoff_id))).text

    assert "尚未登记区委办、政府办机制的审核（制度第八条）" in without
    assert "机制审核：区委、区政府办公室 · 总值班室同意发布" in shown
    assert DOCUMENT in shown


def test_after_an_edit_the_page_says_that_the_review_is_void(yunchuan, draft):
    row = hear(yunchuan, draft, T0)
    draft.refresh_from_db()
    words = {name: getattr(draft, name) for name in desk.WORDS.__slots__}
    edit_draft(
        draft=draft,
        revision=draft.revision,
        words=type(desk.WORDS)(**{**words, "body": "改了一个字。"}),
        officer=yunchuan.speaker,
        now=T0,
    )

    page = page_of(signed_in(yunchuan.window).get(at("draft", draft.pk))).panel("premises").text
    pressed = page_of(
        signed_in(yunchuan.lu).post(
            at("mechanism-sign", row.number), {"hash": row.signoff.content_hash}, follow=True
        )
    ).text

    assert "修改文字" in page
    assert "尚未登记区委办、政府办机制的审核" in page
    assert "本次审核已作废" in pressed


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"file": None}, "或写明无扫描件的原因"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ\x90")}, "以文件内容为准"),
        ({"file": SimpleUploadedFile("a.png", PICTURE[:40])}, "图片不完整或已损坏"),
        ({"office": ""}, "请填写这一项"),
        ({"at": "2026-11-23T09:00"}, "审核时间须在送审之后、当前时间之前"),
    ],
    ids=["no file", "wrong kind", "broken", "no office", "before the submission"],
)
def test_bad_input_is_named_and_what_was_typed_stays(yunchuan, draft, changes, said):
    answer = record(yunchuan, draft, words="意见原话在此", **changes)
    page = Page(answer.content.decode())

    assert said in page.text
    assert "意见原话在此" in page.text
    assert not MechanismReview.objects.exists()


def test_who_recorded_it_is_told_that_another_must_confirm(yunchuan, draft):
    row = hear(yunchuan, draft, T0)
    page = page_of(signed_in(yunchuan.window).get(at("mechanism", row.number))).text

    assert "须由另一人核签" in page


def test_the_scan_is_held_while_the_review_stands_and_other_units_do_not_see_it(
    yunchuan, draft
):
    record(yunchuan, draft)
    row = MechanismReview.objects.get()

    [owner] = owners_of(row.file)

    assert (owner.number, owner.holds) == (row.number, EraseHold.MECHANISM)
    for address in (at("mechanism", row.number), at("file", row.file.number)):
        assert signed_in(yunchuan.water).get(address).status_code == 403
        assert signed_in(yunchuan.lu).get(address).status_code == 200


def test_what_was_published_by_its_number_alone_stays_as_it_was(yunchuan):
    release = desk.published(yunchuan, T0)
    release.answer.drafts.update(procedure_ref="云委办〔2026〕3号")
    type(release.answer.incident).objects.update(grade=2)
    draft = release.answer.drafts.get()

    page = page_of(signed_in(yunchuan.lu).get(at("draft", draft.pk))).panel("premises").text

    assert "发布时仅登记文号 云委办〔2026〕3号" in page


def test_the_desk_names_the_mechanism_as_what_an_approved_text_waits_for(yunchuan, draft):
    desk.sign(draft, yunchuan.cheng, T0)

    waiting = page_of(signed_in(yunchuan.speaker).get(at("desk"))).panel("waiting")

    assert "第 1 版已审定，尚不能发布：等机制审核通过" in waiting
    assert "等发布" not in waiting
