"""The screens of the answer: who may open what, what a stale form does, what a lock says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.reviews import CheckList
from huiying.work.casework.notices.models import UnitReport
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.scenarios.closing import make_solved_notice
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.responses import desk

pytestmark = [pytest.mark.any_database, pytest.mark.usefixtures("time")]


def sign_in(client, officer):
    client.force_login(officer)
    return client


def at(name, *args):
    return reverse(f"console:{name}", args=args)


def words_of(draft, **changes):
    names = ("title", "claim", "finding", "summary", "body", "correction_note")
    return {
        **{name: getattr(draft, name) for name in names},
        "version": draft.revision,
        **changes,
    }


def test_a_section_officer_starts_writes_and_submits_on_screen(client, yunchuan, now):
    incident = desk.incident_of(yunchuan)
    sign_in(client, yunchuan.window)
    start = at("draft-start", incident.number)
    assert "发声单位" in client.get(start).content.decode()
    response = client.post(start, {"speaker": yunchuan.reception.pk})
    draft = Draft.objects.get()
    assert response["Location"] == at("draft", draft.pk)
    page = client.get(at("draft", draft.pk)).content.decode()
    assert "还差" in page
    assert "aria-disabled" in page
    assert "定位" in page
    client.post(
        at("draft-edit", draft.pk),
        words_of(
            draft,
            title=desk.WORDS.title,
            finding="TRUE",
            summary="不需要。",
            body="我们道歉。[F1]",
        ),
    )
    draft.refresh_from_db()
    client.post(
        at("draft-fact-add", draft.pk),
        {
            "statement": "7人未登记",
            "evidence": "登记记录",
            "link": "",
            "version": draft.revision,
        },
    )
    draft.refresh_from_db()
    page = client.get(at("draft", draft.pk)).content.decode()
    assert "还差" not in page
    assert 'href="#fact-F1"' in page
    response = client.post(
        at("draft-submit", draft.pk), {"version": draft.revision}, follow=True
    )
    assert "已送审" in response.content.decode()
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


@pytest.mark.clause("8b")
def test_another_unit_than_the_one_in_charge_needs_a_reason_on_screen(client, yunchuan):
    incident = desk.incident_of(yunchuan)
    sign_in(client, yunchuan.shen)
    response = client.post(
        at("draft-start", incident.number), {"speaker": yunchuan.waterworks.pk}
    )
    assert response.status_code == 409
    assert "谁主管谁发声" in response.content.decode()
    assert not Draft.objects.exists()


def test_submitting_too_early_lists_what_is_missing(client, yunchuan, now):
    draft = desk.ready(yunchuan, now, finding="", body="")
    sign_in(client, yunchuan.window)
    page = client.post(at("draft-submit", draft.pk), {"version": draft.revision}, follow=True)
    text = page.content.decode()
    assert "尚无核实结论。" in text
    assert "尚无正文。" in text
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_a_stale_form_keeps_what_was_typed_and_changes_nothing(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    old = words_of(draft, body="我刚写的一大段文字")
    desk.fill(draft, yunchuan.shen, now, body="别人先写的")
    sign_in(client, yunchuan.window)
    response = client.post(at("draft-edit", draft.pk), old)
    text = response.content.decode()
    assert response.status_code == 409
    assert "我刚写的一大段文字" in text
    assert "别人先写的" in text
    assert "已被他人更新" in text
    draft.refresh_from_db()
    assert draft.body == "别人先写的"
    again = client.post(at("draft-edit", draft.pk), {**old, "version": ""})
    assert again.status_code == 409


def test_an_edit_after_approval_says_that_the_approval_is_void(client, yunchuan, now):
    draft = desk.approved(yunchuan, now)
    sign_in(client, yunchuan.shen)
    response = client.post(
        at("draft-edit", draft.pk), words_of(draft, body="改了一句。"), follow=True
    )
    assert "版的审定因修改作废" in response.content.decode()
    draft.signoff.refresh_from_db()
    assert draft.signoff.decision == Decision.VOID


def test_who_may_only_comment_is_shown_no_form_and_changes_nothing(client, yunchuan, now):
    draft = desk.approved(yunchuan, now)
    sign_in(client, yunchuan.window)

    page = client.get(at("draft", draft.pk)).content.decode()
    response = client.post(at("draft-edit", draft.pk), words_of(draft, body="改了一句。"))

    assert "您可添加批注" in page
    assert at("draft-edit", draft.pk) not in page
    assert at("draft-drop", draft.pk) not in page
    assert response.status_code == 409
    draft.signoff.refresh_from_db()
    assert draft.signoff.decision == Decision.APPROVED


@pytest.mark.clause("4(2)a")
def test_a_deputy_approves_exactly_what_was_on_the_phone(client, yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    sign_in(client, yunchuan.cheng)
    address = at("approval", draft.signoff_id)
    page = client.get(address).content.decode()
    assert "同意发布第 1 版" in page
    assert desk.WORDS.title in page
    assert "我们道歉" in page
    digest = hash_of_content(content_of(draft))
    assert digest in page
    wrong = client.post(at("approval-approve", draft.signoff_id), {"hash": "x"}, follow=True)
    assert "本次未审定" in wrong.content.decode()
    ticked = {"hash": digest, "tick": list(CheckList)}
    right = client.post(at("approval-approve", draft.signoff_id), ticked, follow=True)
    assert "已同意发布第 1 版" in right.content.decode()
    draft.refresh_from_db()
    assert draft.state == DraftState.APPROVED
    assert not Release.objects.exists()


def test_the_second_look_shows_what_changed_since_the_first(client, yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    sign_in(client, yunchuan.cheng)
    client.post(
        at("approval-return", draft.signoff_id),
        {"reason": "补上日期", "hash": hash_of_content(content_of(draft))},
    )
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    desk.fill(
        draft, yunchuan.window, now, body="一个窗口误解了规定。[F1]11月25日前补登记。[F1]"
    )
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    page = client.get(at("approval", draft.signoff_id)).content.decode()
    assert "与 11-24 10:00 送审稿对比" in page
    assert "<ins>" in page
    assert "<del>" in page


def test_a_return_needs_a_reason(client, yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    sign_in(client, yunchuan.leader)
    response = client.post(
        at("approval-return", draft.signoff_id),
        {"reason": "", "hash": hash_of_content(content_of(draft))},
    )
    assert response.status_code == 200
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_an_old_request_tells_how_it_ended(client, yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    first = draft.signoff_id
    desk.fill(draft, yunchuan.window, now, body="改了。")
    submit_draft(draft=draft, revision=draft.revision, officer=yunchuan.window, now=now)
    sign_in(client, yunchuan.cheng)
    page = client.get(at("approval", first)).content.decode()
    assert "已失效" in page
    assert at("approval", draft.signoff_id) in page
    assert "同意发布" not in page


def test_the_spokesperson_publishes_with_one_button_that_names_the_version(
    client, yunchuan, now
):
    draft = desk.approved(yunchuan, now)
    sign_in(client, yunchuan.speaker)
    address = at("draft-publish", draft.pk)
    assert "发布第 1 版" in client.get(address).content.decode()
    assert not Release.objects.exists()
    stale = client.post(address, {"version": draft.revision - 1}, follow=True)
    assert "已被他人更新" in stale.content.decode()
    assert not Release.objects.exists()
    done = client.post(address, {"version": draft.revision}, follow=True)
    page = page_of(done)
    assert "第 1 版已发布" in page
    assert reverse("portal:answer", args=["yunchuan", draft.answer.number]) in page
    assert yunchuan.speaker.name in page.panel("reviews")
    again = client.post(address, {"version": draft.revision}, follow=True)
    assert "不能办理此操作" in again.content.decode()
    assert Release.objects.count() == 1


def test_what_a_unit_reported_stands_beside_the_draft_and_begins_a_fact(client, yunchuan, now):
    elsewhere = desk.incident_of(yunchuan, number="2026-0009")
    make_solved_notice(yunchuan, elsewhere, evidence="别处的记录", now=now)
    draft = desk.ready(yunchuan, now)
    notice = make_solved_notice(yunchuan, draft.answer.incident, now=now)
    report = notice.reports.get()
    other = UnitReport.objects.exclude(pk=report.pk).get()
    add = at("draft-fact-add", draft.pk)
    sign_in(client, yunchuan.speaker)

    page = client.get(at("draft", draft.pk)).content.decode()
    form = client.get(f"{add}?report={report.pk}").content.decode()
    foreign = client.get(f"{add}?report={other.pk}").content.decode()

    assert "单位反馈" in page
    assert f"{add}?report={report.pk}" in page
    assert f"report={other.pk}" not in page
    assert report.facts in page
    assert report.facts in form
    assert report.evidence in form
    assert other.evidence not in foreign


def test_a_report_becomes_a_fact_with_one_click_of_its_form(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    notice = make_solved_notice(yunchuan, draft.answer.incident, now=now)
    report = notice.reports.get()
    UnitReport.objects.filter(pk=report.pk).update(facts="当日三号窗口只有1人值守。")
    add = f"{at('draft-fact-add', draft.pk)}?report={report.pk}"
    sign_in(client, yunchuan.speaker)
    start = client.get(add).context["form"].initial

    done = client.post(add, {**start, "version": draft.revision})

    assert done.status_code == 302
    assert draft.facts.last().statement == "当日三号窗口只有1人值守。"


def test_a_draft_begins_with_the_reports_if_its_writer_wants_them(client, yunchuan, now):
    incident = desk.incident_of(yunchuan)
    make_solved_notice(yunchuan, incident, now=now)
    sign_in(client, yunchuan.speaker)
    start = at("draft-start", incident.number)
    assert "写入单位反馈" in client.get(start).content.decode()

    client.post(start, {"speaker": yunchuan.reception.pk, "take": "on"})

    draft = Draft.objects.get()
    assert draft.facts.exists()
    assert "[F1]" in draft.body


def test_the_words_are_saved_and_submitted_with_one_button(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    sign_in(client, yunchuan.speaker)
    page = page_of(client.get(at("draft", draft.pk)))
    assert "保存并送审" in page
    assert page.count("hy-btn-main") == 1

    done = client.post(
        at("draft-submit", draft.pk), words_of(draft, title="新的标题？"), follow=True
    )

    draft.refresh_from_db()
    assert (draft.state, draft.title) == (DraftState.SUBMITTED, "新的标题？")
    assert "已送审" in page_of(done)


def test_what_is_missing_keeps_the_words_and_submits_nothing(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    sign_in(client, yunchuan.speaker)

    done = client.post(
        at("draft-submit", draft.pk),
        words_of(draft, title="留下的标题", summary=""),
        follow=True,
    )

    draft.refresh_from_db()
    assert (draft.state, draft.title) == (DraftState.WRITING, "留下的标题")
    assert "未送审，稿件已保留。" in page_of(done)


def test_words_that_somebody_else_changed_are_neither_saved_nor_submitted(
    client, yunchuan, now
):
    draft = desk.ready(yunchuan, now)
    sign_in(client, yunchuan.speaker)

    answer = client.post(
        at("draft-submit", draft.pk),
        words_of(draft, title="迟到的标题", version=draft.revision - 1),
    )

    draft.refresh_from_db()
    assert answer.status_code == 409
    assert draft.state == DraftState.WRITING
    assert draft.title != "迟到的标题"
    assert "迟到的标题" in answer.content.decode()


def test_a_sentence_with_an_amount_begins_a_fact_with_what_it_counts(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    sign_in(client, yunchuan.speaker)

    page = client.get(
        at("draft-fact-add", draft.pk), {"statement": "经核实，受影响居民为120户。"}
    )

    start = page.context["form"].initial
    assert (start["attribute"], start["value"]) == ("受影响居民", "120户")
    assert start["statement"] == "经核实，受影响居民为120户。"


def test_a_late_request_says_late_and_not_left(client, yunchuan, now, time):
    draft = desk.submitted(yunchuan, now)
    sign_in(client, yunchuan.cheng)
    address = at("approval", draft.signoff_id)
    before = client.get(address).content.decode()
    time.set(now + timedelta(hours=30))
    after = client.get(address).content.decode()

    assert "剩余 " in before
    assert "剩余 " not in after
    assert "超时" in after


def test_who_signs_reads_the_citations_of_the_first_sentence_as_marks(client, yunchuan, now):
    words = "不需要。一个窗口曾这样要求，做法是错误的。[F1]"
    draft = desk.submitted(yunchuan, now, summary=words)
    sign_in(client, yunchuan.cheng)
    page = client.get(at("approval", draft.signoff_id)).content.decode()

    assert "一个窗口曾这样要求" in page
    assert "[F1]" not in page


def waiting_on_the_desk(client, officer):
    page = page_of(sign_in(client, officer).get(reverse("console:desk")))
    for name in ("waiting", "do"):  # on the desk of a unit the second
        if page.has_panel(name):
            return page.panel(name)
    return ""


def test_what_waits_for_a_signature_stands_first_on_the_desk_of_who_signs(
    client, yunchuan, now
):
    desk_of = reverse("console:desk")
    empty = page_of(sign_in(client, yunchuan.cheng).get(desk_of))
    draft = desk.submitted(yunchuan, now)

    page = page_of(client.get(desk_of))

    assert "暂无待签署事项。" in empty.panel("decide")
    assert f"/approvals/{draft.signoff_id}/" in page.panel("decide")
    assert page.index('id="h-decide"') < page.index('id="h-late"')


def test_the_desk_of_the_spokesperson_says_what_waits_to_be_published(client, yunchuan, now):
    draft = desk.approved(yunchuan, now)
    address = at("draft", draft.pk)

    hers = waiting_on_the_desk(client, yunchuan.speaker)
    others = waiting_on_the_desk(client, yunchuan.lu)
    client.force_login(yunchuan.speaker)
    client.post(at("draft-publish", draft.pk), {"version": draft.revision})

    assert "第 1 版已审定，等发布" in hers
    assert draft.title in hers
    assert address in hers
    assert address not in others
    assert address not in waiting_on_the_desk(client, yunchuan.speaker)


def test_the_desk_of_the_writer_says_what_was_sent_back(client, yunchuan, now):
    draft = desk.submitted(yunchuan, now)
    before = waiting_on_the_desk(client, yunchuan.window)
    sign_in(client, yunchuan.leader).post(
        at("approval-return", draft.signoff_id),
        {"reason": "补上日期", "hash": hash_of_content(content_of(draft))},
    )

    assert at("draft", draft.pk) not in before
    assert "第 1 版被退回，等修改" in waiting_on_the_desk(client, yunchuan.window)
    assert at("draft", draft.pk) not in waiting_on_the_desk(client, yunchuan.lu)


def test_a_correction_starts_from_the_published_page_and_needs_its_note(client, yunchuan, now):
    release = desk.published(yunchuan, now)
    sign_in(client, yunchuan.speaker)
    address = at("answer-correct", release.answer.number)
    assert client.post(address, {"note": ""}).status_code == 200
    assert Draft.objects.count() == 1
    response = client.post(address, {"note": "数字写错了"}, follow=True)
    text = response.content.decode()
    assert "更正稿已建立" in text
    assert "更正说明" in text
    draft = Draft.objects.get(version=2)
    assert draft.body == release.content["body"]
    assert client.get(address)["Location"] == at("draft", draft.pk)
    assert client.get(at("draft-changes", draft.pk)).status_code == 200


def test_what_is_public_is_corrected_from_where_it_is_read(client, yunchuan, now):
    release = desk.published(yunchuan, now)
    draft = Draft.objects.get()
    incident = release.answer.incident
    correct = at("answer-correct", release.answer.number)
    sign_in(client, yunchuan.speaker)

    in_list = client.get(at("responses")).content.decode()
    on_page = page_of(client.get(at("draft", draft.pk))).panel("text")
    on_incident = client.get(at("incident", incident.number) + "?tab=answers").content.decode()

    assert correct in in_list
    assert "更正…" in on_page.buttons()
    assert correct in on_incident

    client.post(correct, {"note": "数字写错了"})
    on_incident = client.get(at("incident", incident.number) + "?tab=answers").content.decode()
    assert correct not in on_incident  # the correction is being written


def test_who_does_not_draft_is_offered_no_correction(client, yunchuan, now):
    release = desk.published(yunchuan, now)
    correct = at("answer-correct", release.answer.number)
    sign_in(client, yunchuan.water)

    assert correct not in client.get(at("responses")).content.decode()


def test_what_blocks_a_draft_is_said_with_the_next_step(client, yunchuan, now):
    draft = desk.ready(yunchuan, now, body="已恢复供水。[F7]")
    sign_in(client, yunchuan.window)

    page = page_of(client.get(at("draft", draft.pk)))
    sent = client.post(at("draft-submit", draft.pk), {"version": draft.revision}, follow=True)

    assert "尚有 2 项未通过，暂不能送审。" in page.text
    assert "下一步：请在“检查”栏逐项“定位”修改" in page.text
    assert "下一步：请加上这条事实，或在正文中删去 [F7]。" in page.text
    assert "未送审，稿件已保留。" in page_of(sent).text


def test_a_draft_is_dropped_with_a_reason(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    sign_in(client, yunchuan.shen)
    address = at("draft-drop", draft.pk)
    assert client.get(address).status_code == 200
    client.post(address, {"reason": "与另一份重复", "version": draft.revision})
    draft.refresh_from_db()
    assert draft.state == DraftState.DROPPED


def test_a_fact_is_removed_on_screen(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    fact = draft.facts.get()
    sign_in(client, yunchuan.window)
    address = at("draft-fact-remove", draft.pk, fact.pk)
    client.post(address, {"version": draft.revision - 1})
    assert draft.facts.count() == 1
    client.post(address, {"version": draft.revision})
    assert draft.facts.count() == 0


def test_the_list_says_what_a_filter_hides(client, yunchuan, now):
    desk.published(yunchuan, now)
    desk.ready(yunchuan, now, incident=desk.incident_of(yunchuan, number="2026-0002"))
    sign_in(client, yunchuan.lu)
    page = client.get(at("responses")).content.decode()
    assert "共 2 份，显示 2 份" in page
    page = client.get(at("responses") + "?state=PUBLISHED").content.decode()
    assert "共 2 份，显示 1 份" in page
    assert "未显示 1 份" in page
    page = client.get(at("responses") + "?state=DROPPED").content.decode()
    assert "暂无符合条件的回应稿。" in page
    assert "暂无回应稿" not in page


def test_a_version_that_was_corrected_says_by_which(client, yunchuan, now):
    release = desk.published(yunchuan, now)
    desk.corrected(yunchuan, release, now)
    sign_in(client, yunchuan.lu)
    page = page_of(client.get(at("responses")))
    words = sorted(row.text for row in page.rows(release.content["title"]))
    assert len(words) == 2
    assert sum("已由第 2 版更正" in row for row in words) == 1
    assert sum("已发布" in row for row in words) == 1


def test_the_list_of_answers_is_searched_for_no_person(client, yunchuan, now):
    draft = desk.ready(yunchuan, now)
    Draft.objects.filter(pk=draft.pk).update(title="关于张建国反映欠薪的回应")
    sign_in(client, yunchuan.speaker)

    page = page_of(client.get(at("responses"), {"q": "张建国"}))

    assert "本系统按事件查找，不按人查找" in page.text
    assert draft.answer.number not in page.text
    assert draft.answer.number in page_of(client.get(at("responses"), {"q": "欠薪"})).text


def test_the_list_of_answers_is_called_in_english_as_the_menu_calls_it(client, yunchuan):
    sign_in(client, yunchuan.lu)
    client.cookies["django_language"] = "en"

    page = client.get(at("responses")).content.decode()

    assert "<title>Answers · Response</title>" in page
    assert "<h1>Answers</h1>" in page


def test_who_has_the_next_move_is_left_empty_where_nothing_is_left_to_do(client, yunchuan, now):
    desk.published(yunchuan, now)
    sign_in(client, yunchuan.lu)

    page = page_of(client.get(at("responses")))

    assert "<td></td>" in page
    assert "—" not in page.tags("tbody")[0]


ADDRESSES = {
    "draft": "GET",
    "draft-changes": "GET",
    "draft-edit": "POST",
    "draft-fact-add": "POST",
    "draft-submit": "POST",
    "draft-drop": "POST",
    "draft-publish": "POST",
    "approval": "GET",
    "approval-approve": "POST",
    "approval-return": "POST",
}
ALLOWED = {
    "draft": {"lu", "shen", "leader", "cheng", "speaker", "window", "auditor"},
    "draft-changes": {"lu", "shen", "leader", "cheng", "speaker", "window", "auditor"},
    "draft-edit": {"shen", "speaker", "window"},
    "draft-fact-add": {"shen", "speaker", "window"},
    "draft-submit": {"shen", "speaker", "window"},
    "draft-drop": {"shen", "speaker", "window"},
    "draft-publish": {"speaker"},
    "approval": {"lu", "shen", "leader", "cheng"},
    "approval-approve": {"leader", "cheng"},
    "approval-return": {"leader", "cheng"},
}
EVERYBODY = ("lu", "shen", "leader", "cheng", "speaker", "window", "water", "auditor")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_missing_capability_is_403_another_bureau_404_a_stranger_the_sign_in(
    client, yunchuan, linxi, now, name
):
    draft = desk.submitted(yunchuan, now)
    key = draft.signoff_id if name.startswith("approval") else draft.pk
    method = ADDRESSES[name].lower()
    assert getattr(client, method)(at(name, key)).status_code == 302
    for who in EVERYBODY:
        status = getattr(signed_in(getattr(yunchuan, who)), method)(at(name, key)).status_code
        wanted = status != 403 if who in ALLOWED[name] else status == 403
        assert wanted, (name, who, status)
    for who in EVERYBODY:
        other = signed_in(getattr(linxi, who))
        assert getattr(other, method)(at(name, key)).status_code == 404, (name, who)
    assert Draft.objects.get().state != DraftState.PUBLISHED


def test_corrections_of_another_bureau_do_not_exist(client, yunchuan, linxi, now):
    release = desk.published(yunchuan, now)
    address = at("answer-correct", release.answer.number)
    sign_in(client, linxi.speaker)
    assert client.get(address).status_code == 404
    sign_in(client, yunchuan.lu)
    assert client.get(address).status_code == 403


def test_texts_are_escaped_on_staff_screens(client, yunchuan, now):
    attack = "<script>alert(1)</script>"
    draft = desk.submitted(yunchuan, now, title=attack, claim=attack, body=attack + "[F1]")
    sign_in(client, yunchuan.cheng)
    for address in (
        at("draft", draft.pk),
        at("approval", draft.signoff_id),
        at("responses"),
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode()


def test_pages_take_a_constant_number_of_queries(
    client, yunchuan, now, django_assert_max_num_queries
):
    for count in range(8):
        desk.published(
            yunchuan, now, incident=desk.incident_of(yunchuan, number=f"2026-1{count:03d}")
        )
    sign_in(client, yunchuan.cheng)
    with django_assert_max_num_queries(12):
        client.get(at("responses"))
    draft = desk.submitted(yunchuan, now)
    with django_assert_max_num_queries(36):
        client.get(at("draft", draft.pk))
    with django_assert_max_num_queries(49):  # three keep in the session what was read
        client.get(at("approval", draft.signoff_id))
