"""What is typed is never lost: saving by itself, versions, two tabs, comments, who edits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.audit.models import AuditRecord
from huiying.base.signoff.models import Decision
from huiying.work.responses.confirmations.models import ConfirmationState
from huiying.work.responses.core.models import DraftState
from huiying.work.responses.drafts.actions.comment import comment_on
from huiying.work.responses.drafts.models import DraftComment, DraftVersion
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from tests.web.clients import signed_in
from tests.web.console.drafts.test_drafts import words_of
from tests.work.responses import desk


@pytest.fixture
def writer(client, yunchuan, time):
    client.force_login(yunchuan.window)
    return client


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def autosave(client, draft, **changes):
    return client.post(at("draft-autosave", draft.pk), words_of(draft, **changes))


def test_typing_is_saved_and_the_page_learns_the_new_revision(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)

    told = autosave(writer, draft, body="刚刚写的。").json()

    draft.refresh_from_db()
    assert draft.body == "刚刚写的。"
    assert told["state"] == "saved"
    assert told["version"] == draft.revision
    assert "自动保存" in told["told"]


def test_one_sitting_of_typing_is_one_version_and_one_line_of_the_record(
    writer, yunchuan, time
):
    draft = desk.ready(yunchuan, time.now)
    before = DraftVersion.objects.count()
    lines = AuditRecord.objects.filter(verb="draft.edited").count()
    for number in range(5):
        time.forward(seconds=5)
        draft.refresh_from_db()
        autosave(writer, draft, body="写" * (number + 1))
    time.forward(minutes=11)
    draft.refresh_from_db()
    autosave(writer, draft, body="隔了一会儿再写")

    assert DraftVersion.objects.count() == before + 2
    assert AuditRecord.objects.filter(verb="draft.edited").count() == lines + 2


def test_saving_by_hand_ends_a_sitting(writer, yunchuan, time):
    draft = desk.ready(yunchuan, time.now)
    autosave(writer, draft, body="写到一半")
    draft.refresh_from_db()

    writer.post(at("draft-edit", draft.pk), words_of(draft))
    draft.refresh_from_db()
    autosave(writer, draft, body="写完了")

    kept = [row.words["body"] for row in DraftVersion.objects.order_by("number")]
    assert kept[-2:] == ["写到一半", "写完了"]


def test_the_second_tab_is_told_and_neither_text_is_lost(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    old = words_of(draft, body="第二个页面里打的字。")
    autosave(writer, draft, body="第一个页面先存的。")

    late = writer.post(at("draft-autosave", draft.pk), old)
    compared = writer.post(at("draft-edit", draft.pk), old)

    assert late.status_code == 409
    assert late.json()["state"] == "stale"
    assert yunchuan.window.name in late.json()["told"]
    html = compared.content.decode()
    assert compared.status_code == 409
    assert "第二个页面里打的字。" in html
    assert "第一个页面先存的。" in html
    assert "当前输入与已保存文字对比" in html
    draft.refresh_from_db()
    assert draft.body == "第一个页面先存的。"


def test_saving_by_itself_never_voids_an_approval(writer, yunchuan, now):
    draft = desk.approved(yunchuan, now)
    writer.force_login(yunchuan.shen)  # the office; who wrote it only comments now

    answer = autosave(writer, draft, body="多按了一个键。")

    draft.refresh_from_db()
    draft.signoff.refresh_from_db()
    assert answer.status_code == 409
    assert draft.state == DraftState.APPROVED
    assert draft.signoff.decision == Decision.APPROVED
    assert 'data-autosave=""' in writer.get(at("draft", draft.pk)).content.decode()


def test_saving_by_itself_never_voids_a_confirmation(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    agency = Unit.objects.create(bureau=yunchuan.bureau, name="区城管局", kind=UnitKind.AGENCY)
    row = ask_confirmation(
        draft=draft, unit=agency, revision=draft.revision, officer=yunchuan.window, now=now
    )
    draft.refresh_from_db()

    answer = autosave(writer, draft, body="多按了一个键。")

    row.refresh_from_db()
    assert answer.status_code == 409
    assert row.state == ConfirmationState.ASKED
    assert "不自动保存" in writer.get(at("draft", draft.pk)).content.decode()


def test_what_does_not_fit_is_not_saved_and_says_why(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)

    answer = autosave(writer, draft, title="长" * 300)

    assert answer.status_code == 422
    assert "120" in answer.json()["told"]


def test_pressing_save_twice_saves_once(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    words = words_of(draft, body="存两次。")
    before = DraftVersion.objects.count()

    first = writer.post(at("draft-edit", draft.pk), words)
    second = writer.post(at("draft-edit", draft.pk), words)

    assert (first.status_code, second.status_code) == (302, 409)
    assert DraftVersion.objects.count() == before + 1


def test_an_earlier_version_is_compared_and_restored(writer, yunchuan, time):
    draft = desk.ready(yunchuan, time.now, body="第一稿。")
    time.forward(minutes=1)
    writer.post(at("draft-edit", draft.pk), words_of(draft, body="第二稿。"))
    draft.refresh_from_db()
    html = writer.get(at("draft-versions", draft.pk), {"n": "1"}).content.decode()
    assert "恢复这一稿" in html
    restore = at("draft-restore", draft.pk, 1)
    assert "事实不变" in writer.get(restore).content.decode()

    writer.post(restore, {"version": draft.revision})

    draft.refresh_from_db()
    assert draft.body == "第一稿。"
    kinds = list(DraftVersion.objects.order_by("number").values_list("kind", flat=True))
    assert kinds == ["SAVED", "SAVED", "RESTORED"]
    again = writer.post(restore, {"version": draft.revision}, follow=True)
    assert "现在的文字就是这一稿" in again.content.decode()


def test_a_correction_begins_with_the_published_words_as_its_first_version(
    writer, yunchuan, now, time
):
    release = desk.published(yunchuan, now)
    writer.post(
        at("answer-correct", release.answer.number), {"note": "人数有误。", "version": 0}
    )
    draft = release.answer.drafts.get(version=2)

    autosave(writer, draft, body="改写的正文。")

    html = writer.get(at("draft-versions", draft.pk), {"n": "2"}).content.decode()
    assert "<del>" in html
    assert DraftVersion.objects.filter(draft=draft).count() == 2


def test_a_late_restore_changes_nothing(writer, yunchuan, now):
    draft = desk.ready(yunchuan, now, body="第一稿。")
    seen = draft.revision
    desk.fill(draft, yunchuan.shen, now, body="第二稿。")

    writer.post(at("draft-restore", draft.pk, 1), {"version": seen})

    draft.refresh_from_db()
    assert draft.body == "第二稿。"


def test_the_page_says_who_else_is_writing_and_forgets_after_a_while(client, yunchuan, time):
    draft = desk.ready(yunchuan, time.now)
    client.force_login(yunchuan.window)
    client.post(at("draft-lease", draft.pk))
    client.force_login(yunchuan.shen)

    html = client.get(at("draft", draft.pk)).content.decode()
    told = client.post(at("draft-lease", draft.pk)).json()["told"]

    assert f"{yunchuan.window.name}正在编辑" in html
    assert yunchuan.window.name in told
    time.forward(minutes=5)
    assert "正在编辑" not in client.get(at("draft", draft.pk)).content.decode()


def test_looking_at_a_draft_takes_no_lease(client, yunchuan, time):
    draft = desk.ready(yunchuan, time.now - timedelta(hours=1))
    client.force_login(yunchuan.window)
    client.get(at("draft", draft.pk))
    client.force_login(yunchuan.shen)

    assert "正在编辑" not in client.get(at("draft", draft.pk)).content.decode()


def test_a_comment_is_written_settled_and_opened_again(client, yunchuan, now, time):
    draft = desk.ready(yunchuan, now)
    client.force_login(yunchuan.cheng)
    client.post(at("draft-comment", draft.pk), {"text": "日期再核对。", "quote": "11月24日"})
    comment = DraftComment.objects.get()
    client.force_login(yunchuan.window)
    html = client.get(at("draft", draft.pk)).content.decode()
    assert "日期再核对。" in html
    assert "尚有 1 条批注未处理" in html

    settle = at("draft-comment-settle", draft.pk, comment.pk)
    client.post(settle, {"settled": "1"})
    assert "已处理" in client.get(at("draft", draft.pk)).content.decode()
    twice = client.post(settle, {"settled": "1"}, follow=True).content.decode()
    assert "该批注已处理" in twice
    client.post(settle, {"settled": "0"})

    comment.refresh_from_db()
    assert comment.settled_at is None


def test_a_comment_voids_nothing_and_an_empty_one_comes_back(client, yunchuan, now, time):
    draft = desk.submitted(yunchuan, now)
    client.force_login(yunchuan.cheng)

    empty = client.post(at("draft-comment", draft.pk), {"text": "", "quote": "保留这句"})
    client.post(at("draft-comment", draft.pk), {"text": "可以。"})

    draft.refresh_from_db()
    assert empty.status_code == 422
    assert "保留这句" in empty.content.decode()
    assert draft.state == DraftState.SUBMITTED


def test_nobody_comments_on_what_is_published(client, yunchuan, now, time):
    release = desk.published(yunchuan, now)
    draft = release.answer.drafts.get()
    client.force_login(yunchuan.shen)

    answer = client.post(at("draft-comment", draft.pk), {"text": "晚了。"})

    assert answer.status_code == 422
    assert not DraftComment.objects.exists()


def test_an_auditor_reads_comments_and_writes_none(yunchuan, now, time):
    draft = desk.ready(yunchuan, now)
    comment_on(draft=draft, text="看这里。", officer=yunchuan.window, now=now)
    client = signed_in(yunchuan.auditor)

    html = client.get(at("draft", draft.pk)).content.decode()
    answer = client.post(at("draft-comment", draft.pk), {"text": "我也写。"})

    assert "看这里。" in html
    assert "写上批注" not in html
    assert answer.status_code == 403
