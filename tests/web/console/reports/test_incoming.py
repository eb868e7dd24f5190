"""A report goes up as a file: two bureaus of one database stand for two installations."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.accounts.core.models import Officer
from huiying.policy.grading.grades import Grade
from huiying.work.collection.posts.models import Post
from huiying.work.reports.exchange.models import ReceivedReport, Subordinate
from tests.module_rows import module_rows
from tests.scenarios.exchange import signed_report
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import draft_of, linked_recipient, sent_report, withdraw
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=30))


def major_and_recipient(cast):
    linked_recipient(cast)
    return incident_of(cast, WATER, grade=Grade.MAJOR)


standing_rows, rows, yunchuan, water = module_rows(major_and_recipient)


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


@pytest.fixture
def below(yunchuan):
    return signed_in(yunchuan.lu)


@pytest.fixture
def above(linxi, yunchuan):
    office = signed_in(linxi.shen)
    office.post(to("report-subordinate-add"), {"name": yunchuan.bureau.name})
    assert Subordinate.objects.get().bureau == linxi.bureau
    return signed_in(linxi.lu)


def download(client, report) -> bytes:
    answer = client.get(to("report-file", report.number, "json"))
    assert answer["Content-Disposition"].endswith(f'"{report.number}.json"')
    return answer.content


def hand_in(client, data: bytes):
    """Upload a file and take in what the preview shows; return the answer of the last step."""
    file = SimpleUploadedFile("report.json", data, "application/json")
    shown = client.post(to("received-report-add"), {"file": file})
    if shown.status_code != 200 or "content" not in shown.context:
        return shown
    return client.post(to("received-report-add"), {"content": shown.context["content"]})


def test_a_report_goes_up_as_a_file_and_its_receipt_comes_back(
    yunchuan, water, below, above, linxi
):
    report = signed_report(yunchuan, water)
    data = download(below, report)
    file = SimpleUploadedFile("report.json", data, "application/json")
    shown = page_of(above.post(to("received-report-add"), {"file": file}))
    assert report.number in shown.text
    assert not ReceivedReport.objects.exists(), "a preview stores nothing"

    answer = hand_in(above, data)
    row = ReceivedReport.objects.get()
    assert answer.url == to("received-report", row.number)
    assert (row.bureau, row.by) == (linxi.bureau, linxi.lu)
    page = page_of(above.get(answer.url))
    assert "副组长" in page.text
    assert row.title in page_of(above.get(to("received-reports"))).text
    receipt = json.loads(above.get(to("received-report-receipt", row.number)).content)
    assert (receipt["number"], receipt["receipt"]) == (report.number, row.number)


def test_the_same_file_twice_is_one_report(yunchuan, water, below, above):
    data = download(below, signed_report(yunchuan, water))
    first, second = hand_in(above, data), hand_in(above, data)
    assert first.url == second.url
    assert ReceivedReport.objects.count() == 1


def test_no_person_telephone_or_post_of_the_bureau_stands_in_the_file(yunchuan, water, below):
    text = download(below, signed_report(yunchuan, water)).decode()
    for officer in Officer.objects.filter(bureau=yunchuan.bureau):
        assert officer.name not in text
        assert not officer.phone or officer.phone not in text
    for post in Post.objects.filter(bureau=yunchuan.bureau):
        words = "".join(one for one in post.text if one.isalnum())[:12]
        assert words not in "".join(one for one in text if one.isalnum())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.replace(b'"version":1', b'"version":2'),
        lambda _data: b"x" * (3 * 1024 * 1024),
        lambda _data: b"{}",
        lambda _data: "检举".encode("gbk"),
    ],
    ids=["tampered", "three-megabytes", "shape", "encoding"],
)
def test_a_bad_file_is_refused_on_the_page(yunchuan, water, below, above, spoil):
    data = spoil(download(below, signed_report(yunchuan, water)))
    answer = hand_in(above, data)
    assert "未接收" in page_of(answer, status=422).text
    assert not ReceivedReport.objects.exists()


def test_what_was_changed_between_preview_and_taking_in_is_refused(
    yunchuan, water, below, above
):
    data = download(below, signed_report(yunchuan, water)).decode()
    answer = above.post(
        to("received-report-add"), {"content": data.replace("接报时间", "接报日期")}
    )
    assert "校验值不符" in page_of(answer, status=409).text
    assert not ReceivedReport.objects.exists()


def test_a_bureau_takes_in_no_report_of_a_bureau_that_is_not_below_it(yunchuan, water, below):
    answer = hand_in(below, download(below, signed_report(yunchuan, water)))
    assert "未登记为下级单位" in page_of(answer, status=422).text


def test_a_draft_has_no_file(yunchuan, water, below):
    report = draft_of(yunchuan, water)
    answer = below.get(to("report-file", report.number, "json"), follow=True)
    assert "报告未签发" in page_of(answer).text
    page = page_of(below.get(to("report", report.number)))
    assert to("report-file", report.number, "json") not in page


def test_a_withdrawn_report_reaches_the_superior_as_withdrawn(
    yunchuan, water, below, above, now
):
    report = sent_report(yunchuan, water)
    hand_in(above, download(below, report))
    withdraw(yunchuan, report, now=now + timedelta(minutes=25))
    answer = hand_in(above, download(below, report))

    page = page_of(above.get(answer.url))
    assert "数字有误。" in page.text
    assert "请勿引用" in page.text
    withdrawn = page_of(above.get(to("received-reports") + "?state=WITHDRAWN"))
    assert report.number in withdrawn.text
    standing = page_of(above.get(to("received-reports") + "?state=RECEIVED"))
    assert report.number not in standing.text


def test_the_list_is_narrowed_by_sender_kind_and_words(yunchuan, water, below, above):
    report = signed_report(yunchuan, water)
    hand_in(above, download(below, report))
    sender = Subordinate.objects.get().pk
    for query, found in (
        (f"sender={sender}", True),
        ("sender=0", False),
        ("sender=x", True),
        ("kind=INITIAL", True),
        ("kind=DAILY", False),
        (f"q={report.number}", True),
        ("q=没有", False),
    ):
        text = page_of(above.get(to("received-reports") + "?" + query)).text
        assert (f"{report.number} 初报" in " ".join(text.split())) == found, query


def test_a_subordinate_is_put_out_of_use_and_its_token_is_shown_once(linxi, above, yunchuan):
    office, row = signed_in(linxi.shen), Subordinate.objects.get()
    made = office.post(to("report-subordinate-token", row.pk), follow=True)
    assert "hyr_" in page_of(made).text
    assert "令牌有效" in page_of(office.get(to("report-subordinates"))).text
    office.post(to("report-subordinate-token-end", row.pk), {"reason": "对方换了系统。"})
    office.post(to("report-subordinate-switch", row.pk), {"version": 0})
    row.refresh_from_db()
    page = page_of(office.get(to("report-subordinates")))
    assert not row.active
    assert "对方换了系统。" in page.text
