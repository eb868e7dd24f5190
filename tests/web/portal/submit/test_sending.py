"""Sending from the public pages: a receipt for everything, nothing lost, nothing leaked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.audit.models import AuditRecord, SentForm
from huiying.base.clocks.models import Clock
from huiying.base.files.models import StoredFile
from huiying.base.files.queries import open_file
from huiying.policy.petitions.kinds import PetitionKind
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from tests.scenarios.handled_petitions import forwarded
from tests.scenarios.petitions import ACCUSING_TEXT, opened
from tests.web.clients import signed_in
from tests.web.portal.submit.sender import TEXT, Sender, code_of
from tests.work.responses import desk

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]


@pytest.fixture
def sender(yunchuan, time):
    return Sender()


def picture(width=2, height=2, tail=b""):
    """A PNG of a size that its head declares; its pixels are few."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    where = chunk(b"tEXt", b"Location\x00111.7,40.8")
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00\x00" * height))
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + where
        + pixels
        + chunk(b"IEND", b"")
        + tail
    )


def upload(data, name="照片.png"):
    return SimpleUploadedFile(name, data)


def words_of(response):
    return re.sub(r"<[^>]+>|\s+", " ", response.content.decode())


# The form -------------------------------------------------------------------------------------


def test_the_form_says_what_follows_by_when_and_on_what_basis(sender):
    page = words_of(sender.client.get(sender.url("submit")))
    assert "5 个工作日" in page
    assert "《信访工作条例》第二十二条" in page
    assert "这是本局自己定的时限，法律没有规定" in page
    assert "110、119、120" in page


def test_the_form_is_kept_by_no_cache_and_asks_for_no_account(sender):
    response = sender.client.get(sender.url("submit"))
    assert response["Cache-Control"] == "no-store"
    assert set(response.cookies) == {"csrftoken"}


def test_the_answers_of_the_bureau_and_every_page_lead_to_the_form(sender, yunchuan, now):
    release = desk.published(yunchuan, now)
    answer = sender.client.get(f"/b/yunchuan/answers/{release.answer.number}/")
    assert f'href="{sender.url("submit")}">还有问题？' in answer.content.decode()
    assert sender.url("status") in sender.client.get("/b/yunchuan/").content.decode()


# The receipt ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("QUESTION", PetitionKind.QUESTION),
        ("CLAIM", PetitionKind.CLAIM),
        ("SUGGESTION", PetitionKind.SUGGESTION),
    ],
)
def test_each_kind_is_taken_in_and_answered_with_a_receipt(sender, kind, expected):
    response = sender.send(kind=kind)
    assert response.status_code == 200
    assert Petition.objects.get().kind == expected
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", code_of(response))


def test_a_receipt_shows_no_number_and_is_kept_by_nobody(sender):
    response = sender.send()
    assert Petition.objects.get().number not in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert code_of(response) not in response.wsgi_request.get_full_path()


def test_a_receipt_of_an_accusation_differs_in_the_sentence_of_the_next_step_alone(sender):
    plain, accusing = sender.send(kind="CLAIM"), sender.send(ACCUSING_TEXT, kind="ACCUSATION")
    assert Accusation.objects.count() == 1

    def frame_of(response):
        page = response.content.decode().replace(code_of(response), "")
        page = re.sub(r'value="[^"]*"', "", page)
        page = re.sub(r"<li>.*?</li>", "", page, flags=re.DOTALL)
        return page.split()

    assert frame_of(plain) == frame_of(accusing)
    assert "转送有权处理的机关办理" in words_of(accusing)


def test_what_accuses_is_found_whatever_it_was_sent_as(sender):
    response = sender.send(ACCUSING_TEXT, kind="QUESTION")
    assert code_of(response)
    assert Accusation.objects.count() == 1
    assert not Petition.objects.exists()
    assert not Clock.objects.exists()


def test_the_texts_are_sealed_and_masked(sender):
    sender.send(
        f"我叫李晓雪，{TEXT}", name="李晓雪", phone="13800138000", address="云川区某路 1 号"
    )
    row = Petition.objects.get()
    stored = str(Petition.objects.values().get()) + str([*AuditRecord.objects.values()])
    assert "李晓雪" not in stored
    assert "13800138000" not in stored
    assert opened(row).phone == "13800138000"
    assert row.can_be_reached


# Twice ----------------------------------------------------------------------------------------


def test_the_same_form_pressed_twice_counts_once_and_gives_the_same_receipt(sender):
    hidden = sender.form()
    first, again = sender.send(hidden=hidden), sender.send(hidden=hidden)
    assert code_of(first) == code_of(again)
    assert Petition.objects.count() == 1


def test_an_accusation_pressed_twice_counts_once_too(sender):
    hidden = sender.form()
    first, again = (sender.send(ACCUSING_TEXT, kind="ACCUSATION", hidden=hidden) for _ in "12")
    assert code_of(first) == code_of(again)
    assert Accusation.objects.count() == 1


def test_later_the_same_form_shows_no_code_any_more(sender, time):
    hidden = sender.form()
    code = code_of(sender.send(hidden=hidden))
    time.forward(minutes=16)
    page = sender.send(hidden=hidden).content.decode()
    assert code not in page
    assert "这份内容已经收到" in page
    assert Petition.objects.count() == 1


def test_the_same_text_of_five_people_is_five_matters(yunchuan, time):
    codes = {code_of(Sender(f"203.0.113.{one}").send()) for one in range(5)}
    assert len(codes) == 5
    assert Petition.objects.count() == 5


def test_one_person_who_sends_the_same_five_times_is_taken_in_and_then_asked_a_sum(sender):
    for _time in range(5):
        assert code_of(sender.send())
    sixth = sender.send()
    assert sixth.status_code == 422
    assert "等于几" in sixth.content.decode()
    assert TEXT in sixth.content.decode(), "what was typed is lost"
    assert Petition.objects.count() == 5


def sum_of(response):
    first, second = re.search(
        r"请算一下：(\d) 加 (\d) 等于几", response.content.decode()
    ).groups()
    hidden = dict(
        re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', response.content.decode()
        )
    )
    return int(first) + int(second), hidden


def test_the_right_sum_lets_on_and_a_wrong_one_does_not(sender):
    for _time in range(5):
        sender.send()
    answer, hidden = sum_of(sender.send())
    wrong = sender.send(hidden=hidden, sum_answer=str(answer + 1))
    assert wrong.status_code == 422
    answer, hidden = sum_of(wrong)
    assert code_of(sender.send(hidden=hidden, sum_answer=f" {answer}"))
    assert Petition.objects.count() == 6


def test_the_sum_of_one_form_does_not_serve_another(sender):
    for _time in range(5):
        sender.send()
    answer, hidden = sum_of(sender.send())
    other = sender.form()
    again = sender.send(
        hidden=other | {"sum_token": hidden["sum_token"]}, sum_answer=str(answer)
    )
    assert again.status_code == 422


def test_what_fills_in_the_hidden_field_is_asked_and_not_thrown_away(sender):
    response = sender.send(homepage="https://example.com")
    assert response.status_code == 422
    answer, hidden = sum_of(response)
    assert code_of(sender.send(hidden=hidden, homepage="x", sum_answer=str(answer)))


def test_one_network_does_not_stop_another(sender, yunchuan):
    for _time in range(5):
        sender.send()
    assert code_of(Sender("198.51.100.7").send())


def test_another_site_cannot_send(sender):
    response = sender.send(hidden={})
    assert response.status_code == 403
    assert not Petition.objects.exists()


# What is wrong --------------------------------------------------------------------------------


def test_what_was_typed_is_kept_when_something_is_missing(sender):
    response = sender.send(kind="", name="李晓雪")
    page = response.content.decode()
    assert response.status_code == 422
    assert "请选一种" in page
    assert TEXT in page
    assert "李晓雪" in page


def test_files_have_to_be_chosen_again_and_the_form_says_so(sender):
    response = sender.send(kind="", attachments=[upload(picture())])
    assert "文件没有保存：浏览器不会再传一次，请重新选择" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_text_of_a_megabyte_is_refused_with_its_length_and_kept_in_the_form(sender):
    response = sender.send("很" * 350_000)
    assert response.status_code == 422
    assert "最多 20000 字，现在 350000 字" in response.content.decode()
    assert not Petition.objects.exists()


def test_twenty_thousand_characters_in_lines_fit(sender):
    text = "停水了\r\n" * 5000
    assert code_of(sender.send(text))


def test_a_classified_text_is_refused_and_not_shown_again(sender):
    response = sender.send("机密★10年 某项工程的安排")
    assert response.status_code == 422
    assert "涉密信息不上网" in response.content.decode()
    assert "某项工程" not in response.content.decode()


def test_identity_numbers_are_masked_for_who_handles_it(sender):
    sender.send("我的身份证号是11010119900307461X，登记时被拒绝。")
    assert "11010119900307461X" not in Petition.objects.get().text


def test_of_one_who_petitions_for_another_neither_is_named_to_who_handles_it(
    sender, yunchuan, now
):
    words = (
        "我替母亲李桂芳反映，她八十一岁，身份证号150102194503124521，"
        "住青石家园3号楼2单元501，电话13900139000，养老金三个月没发。"
    )
    assert code_of(sender.send(words, name="李晓雪", phone="13800138000"))
    row = forwarded(yunchuan, Petition.objects.get(), now)

    page = signed_in(yunchuan.window).get(reverse("console:petition", args=[row.number]))
    shown = page.content.decode()
    assert "养老金三个月没发" in shown
    for hidden in ("李桂芳", "150102194503124521", "2单元501", "13900139000", "李晓雪"):
        assert hidden not in shown
    original = opened(row)
    assert (original.text, original.phone) == (words, "13800138000")


@pytest.mark.parametrize(
    "name", ["😀🧧", "\u202etxet", "<script>alert(1)</script>", "李" * 200]
)
def test_odd_names_are_taken_as_they_are_and_shown_as_text(sender, name):
    shown = sender.send(kind="", name=name).content.decode()
    assert "<script>alert" not in shown
    assert code_of(sender.send(name=name))
    row = Petition.objects.get()
    assert opened(row).name == name


@pytest.mark.parametrize(
    "text",
    [
        "ᠨᠢᠭᠡ ᠰᠠᠷ᠎ᠠ ᠶᠢᠨ ᠬᠤᠭᠤᠴᠠᠭ᠎ᠠ",
        "བོད་ཡིག་གི་ཡི་གེ།",
        "سۇ ئۈزۈلۈپ قالدى",
    ],
)
def test_other_scripts_are_kept_exactly(sender, text):
    assert code_of(sender.send(text))
    row = Petition.objects.get()
    assert opened(row).text == text


# Files ----------------------------------------------------------------------------------------


def test_files_are_stored_without_what_a_camera_adds(sender):
    assert code_of(sender.send(attachments=[upload(picture()), upload(picture())]))
    row = Petition.objects.get()
    assert row.files.count() == 2
    kept = open_file(row.files.first().file).data
    assert b"Location" not in kept


def test_a_sixth_file_is_refused(sender):
    response = sender.send(attachments=[upload(picture()) for _one in range(6)])
    assert response.status_code == 422
    assert "一次最多 5 个文件" in response.content.decode()


def zip_of(name, size):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\x00" * size)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"MZ\x90\x00" + b"\x00" * 99, "仅接收"),
        (b"<html><script>alert(1)</script>", "仅接收"),
        (zip_of("anything.txt", 50_000_000), "仅接收"),
        (picture()[:-20], "不完整"),
        (b"", "文件"),
    ],
    ids=["program", "page", "bomb", "cut off", "empty"],
)
def test_a_file_that_is_something_else_is_refused_by_its_content(sender, data, why):
    response = sender.send(attachments=[upload(data)])
    assert response.status_code == 422
    assert why in response.content.decode()
    assert TEXT in response.content.decode()
    assert not Petition.objects.exists()


def test_what_hangs_behind_a_picture_goes(sender):
    assert code_of(sender.send(attachments=[upload(picture(tail=b"<script>evil()</script>"))]))
    assert b"evil" not in open_file(StoredFile.objects.get()).data


def test_a_picture_that_claims_forty_thousand_pixels_is_never_unpacked(sender):
    assert code_of(sender.send(attachments=[upload(picture(40_000, 40_000))]))
    assert StoredFile.objects.get().size < 1_000_000


def test_a_packed_document_that_is_a_bomb_is_never_unpacked(sender):
    bomb = zip_of("word/document.xml", 50_000_000)
    assert code_of(sender.send(attachments=[upload(bomb, "a.docx")]))
    assert StoredFile.objects.get().size == len(bomb)


# Answers that match ---------------------------------------------------------------------------


@pytest.fixture
def answered(yunchuan, now):
    return desk.published(yunchuan, now - timedelta(hours=1))


ASKED = "上周五下午去来访大厅登记，窗口说要先把网上的帖子撤了。我想知道是不是真有这个规定。"


def test_a_matching_answer_is_offered_once_and_then_it_is_taken_in(sender, answered):
    first = sender.send(ASKED)
    page = first.content.decode()
    assert "可能已经答过" in page
    assert answered.content["title"] in page
    assert ASKED in page
    assert not Petition.objects.exists()
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    assert code_of(sender.send(ASKED, hidden=hidden))


def test_with_files_nothing_is_offered_in_between(sender, answered):
    assert code_of(sender.send(ASKED, attachments=[upload(picture())]))


def test_another_matter_is_taken_in_at_once(sender, answered):
    assert code_of(sender.send("小区电梯坏了一个星期没有人修，老人上不了楼。"))


def test_answers_are_offered_while_somebody_types_and_nothing_is_stored(sender, answered):
    hidden = sender.form()
    response = sender.client.post(
        sender.url("matches"), {**hidden, "text": ASKED, "kind": "QUESTION"}
    )
    assert answered.content["title"] in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not Petition.objects.exists()
    assert not SentForm.objects.exists()


@pytest.mark.parametrize(
    "fields", [{"text": ASKED, "kind": "ACCUSATION"}, {"text": ACCUSING_TEXT}, {}]
)
def test_an_accusation_is_compared_with_nothing(sender, answered, fields):
    response = sender.client.post(sender.url("matches"), {**sender.form(), **fields})
    assert response.content.decode().strip() == ""


def test_no_other_bureau_takes_a_draft_of_a_drill(sender):
    assert sender.client.get("/b/nowhere/submit/").status_code == 404
    assert sender.client.post("/b/nowhere/submit/").status_code in (403, 404)
