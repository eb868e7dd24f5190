"""导入 and 人工录入: from a file in the browser to a report of refused rows; by hand."""

import csv
import io
import os
from errno import ENOSPC

import pytest
import xlsxwriter
from django.core.files import uploadhandler
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localtime

from huiying.base.audit.models import AuditRecord
from huiying.base.outbox.models import BoardAlarm
from huiying.jobs import clock
from huiying.jobs.models import ImportRunner
from huiying.jobs.stream import imports
from huiying.policy.grading.grades import Grade
from huiying.reasons.reason import from_data
from huiying.reasons.rendering import render
from huiying.web.console.shared.exports import plain_cell
from huiying.work.collection.imports.models import ImportJob, ImportRefusal
from huiying.work.collection.posts.models import Arrival, Lane, Post
from huiying.work.collection.sources.models import Source
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from tests.scenarios.incidents import QUEUE, incident_of, run_stream, submit_posts
from tests.web.clients import signed_in
from tests.web.page import page_of

LIST = reverse("console:imports")
UPLOAD = reverse("console:import-upload")
ENTER = reverse("console:post-enter")
LAMP = "石榴巷12号门口路灯坏了三个星期,晚上看不见路,请住建局尽快修好"
TABLE = (
    "编号,标题,内容,发布时间,用户\n"
    "1,停水,请打13800000000,2026-11-20 08:00,甲\n"
    "2,停电,第二天,2026-02-30,乙\n"
    "只有一格\n"
)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


def send(client, body=TABLE, name="留言.csv", **typed):
    data = body.encode() if isinstance(body, str) else body
    file = SimpleUploadedFile(name, data)
    return client.post(UPLOAD, {"file": file, "source": "网上留言"} | typed)


def page(client, job):
    return client.get(reverse("console:import", args=[job.pk])).content.decode()


def columns(job):
    return {meaning: column for meaning, column in job.mapping.items() if column}


def test_a_file_goes_from_the_browser_to_posts_and_a_report(lu, yunchuan):
    assert send(lu).status_code == 302
    job = ImportJob.objects.get()
    shown = page(lu, job)
    assert "前 " in shown
    assert "〔电话〕" in shown
    assert "13800000000" not in shown
    assert "不存在，按“未知”保存" in shown
    assert Post.objects.count() == 0

    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    assert "hx-get" in page(lu, job)
    assert imports.turn(clock.now()) == 1

    done = page(lu, job)
    assert "收录 2 条，重复 0 条，未收录 1 行" in done
    assert "hx-get" not in done
    job.refresh_from_db()
    assert job.by == yunchuan.lu
    assert job.source.name == "网上留言"
    assert list(imports.uploads_folder().iterdir()) == []


def test_the_report_of_refused_rows_is_a_table_without_formulas(lu):
    send(lu)
    job = ImportJob.objects.get()
    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    imports.turn(clock.now())
    ImportRefusal.objects.update(field="=HYPERLINK(1)")

    response = lu.get(reverse("console:import-refusals", args=[job.pk]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [rows[1][0], rows[1][2]] == ["4", "'=HYPERLINK(1)"]
    assert "attachment" in response.headers["Content-Disposition"]


def test_what_was_refused_and_why_is_english_on_an_english_page(lu):
    send(lu)
    job = ImportJob.objects.get()
    lu.cookies["django_language"] = "en"
    before = page(lu, job)
    assert "不存在，按“未知”保存" not in before
    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    imports.turn(clock.now())

    report = lu.get(reverse("console:import-refusals", args=[job.pk])).content.decode()
    kept = render(from_data(ImportRefusal.objects.get().reason))
    assert kept.startswith("这一行只有 1 格")
    for shown in (page(lu, job), report):
        assert "This row has only 1" in shown
        assert kept not in shown


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_never_begins_like_a_formula(start):
    assert plain_cell(f"{start}1").startswith("'")
    assert plain_cell("1") == "1"


def test_other_columns_can_be_chosen_and_looked_at_first(lu):
    send(lu)
    job = ImportJob.objects.get()
    typed = {"title": "编号", "text": "标题", "preview": "1"}
    shown = lu.post(reverse("console:import-start", args=[job.pk]), typed).content.decode()

    assert "停电" in shown
    assert "第二天" not in shown
    job.refresh_from_db()
    assert job.state == "UPLOADED"


def test_columns_that_nobody_can_name_are_said_at_once(lu):
    send(lu, "a,b\n1,2\n")

    said = page(lu, ImportJob.objects.get())

    assert "未识别标题列或正文列" in said
    assert "系统按列名推断" not in said


def test_a_title_or_a_text_must_be_chosen(lu):
    send(lu)
    job = ImportJob.objects.get()
    shown = lu.post(reverse("console:import-start", args=[job.pk]), {"url": "编号"})

    assert "至少指定" in shown.content.decode()
    job.refresh_from_db()
    assert job.state == "UPLOADED"


def test_the_same_file_twice_is_recognised(lu):
    send(lu)
    job = ImportJob.objects.get()
    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    imports.turn(clock.now())

    again = lu.get(send(lu, name="另一个名字.csv").url).content.decode()
    assert "该文件已导入" in again
    assert (ImportJob.objects.count(), Post.objects.count()) == (1, 2)
    assert list(imports.uploads_folder().iterdir()) == []


def test_the_same_file_into_two_sources_is_read_to_its_end_for_both(lu):
    for name in ("网上留言", "热线工单"):
        send(lu, source=name)
    for job in ImportJob.objects.all():
        lu.post(reverse("console:import-start", args=[job.pk]), columns(job))

    imports.turn(clock.now())

    assert [job.accepted for job in ImportJob.objects.all()] == [2, 2]
    assert list(imports.uploads_folder().iterdir()) == []


class FullDisk(SimpleUploadedFile):
    """A file of which the disk takes the beginning only."""

    def chunks(self, chunk_size=None):
        yield b"title\n"
        raise OSError(ENOSPC, "No space left on device")


def start_page(client, job, **typed):
    return client.post(reverse("console:import-start", args=[job.pk]), typed)


def test_the_preview_tells_of_all_rows_with_the_numbers_of_the_file(lu):
    rows = "".join(f"{n},停水{n},第{n}天停水,2026-11-20 08:00,甲\n" for n in range(40))
    send(
        lu,
        "留言导出\n\n" + TABLE.splitlines()[0] + "\n" + rows + "41,停电,第二天,昨天,乙\n少\n",
    )

    shown = page(lu, ImportJob.objects.get())

    assert "已检查全部 42 行" in shown
    assert "列名取自第 3 行" in shown
    assert "发布时间无法辨认，按“未知”保存：1 行（第 44 行）。" in shown
    assert "不收录 1 行（第 45 行）：" in shown
    assert '<td class="hy-n">4</td>' in shown


def test_a_file_without_column_names_is_read_so_when_told_to(lu):
    send(lu, "停水,三天没有水用了\n停电,昨天停电一天了\n")
    job = ImportJob.objects.get()

    assert (
        "列1" in lu.get(start_page(lu, job, no_header="on", preview="1").url).content.decode()
    )
    typed = {"title": "列1", "text": "列2", "no_header": "on"}
    start_page(lu, job, **typed)
    imports.turn(clock.now())

    assert set(Post.objects.values_list("title", flat=True)) == {"停水", "停电"}


def workbook(*names):
    body = io.BytesIO()
    with xlsxwriter.Workbook(body) as book:
        for name in names:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["标题", f"{name}内容"])
            sheet.write_row(1, 0, [f"{name}停水", f"{name}没有水用了"])
    return body.getvalue()


def test_a_sheet_is_chosen_and_the_next_upload_offers_the_next_one(lu):
    body = workbook("一月", "二月", "三月")
    send(lu, body, "留言.xlsx")
    job = ImportJob.objects.get()
    assert "一月停水" in page(lu, job)

    shown = lu.get(start_page(lu, job, sheet="二月").url).content.decode()
    assert "二月停水" in shown
    start_page(lu, job, sheet="二月", title="标题", text="二月内容")
    imports.turn(clock.now())
    assert Post.objects.get().title == "二月停水"

    for title in ("一月停水", "三月停水"):
        send(lu, body, "留言.xlsx")
        job = ImportJob.objects.latest("pk")
        assert title in page(lu, job)
        typed = columns(job) | ({"sheet": job.sheet} if job.sheet else {})
        start_page(lu, job, **typed)
        imports.turn(clock.now())
    assert Post.objects.count() == 3
    assert "该文件已导入" in lu.get(send(lu, body, "留言.xlsx").url).content.decode()
    assert list(imports.uploads_folder().iterdir()) == []


def test_another_sheet_and_a_file_without_names_can_be_replaced_too(lu):
    body = workbook("一月", "二月")
    for _time in range(2):
        send(lu, body, "留言.xlsx")
        job = ImportJob.objects.latest("pk")
        start_page(lu, job, title=columns(job)["text"])
        imports.turn(clock.now())
    first, second = ImportJob.objects.order_by("pk")

    send(lu, body, "留言.xlsx", replace="on")
    assert start_page(lu, first, sheet="二月").url == reverse(
        "console:import", args=[second.pk]
    )
    typed = {"sheet": "二月", "no_header": "on"}
    start_page(lu, second, **typed)
    start_page(lu, second, title="列1", text="列2", **typed)
    imports.turn(clock.now())

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.accepted) == ("DONE", 1)
    assert (second.state, second.accepted, second.withdrawn) == ("DONE", 2, 1)
    assert set(Post.objects.values_list("title", flat=True)) == {
        "一月没有水用了",
        "标题",
        "二月停水",
    }


def test_repeated_rows_are_listed_with_the_earlier_post(lu):
    send(lu)
    first = ImportJob.objects.get()
    start_page(lu, first, **columns(first))
    imports.turn(clock.now())
    send(lu, TABLE.replace("只有一格\n", "3,停气,第三天,2026-11-20 08:00,丙\n"))
    job = ImportJob.objects.latest("pk")
    start_page(lu, job, **columns(job))
    imports.turn(clock.now())

    assert "重复的行" in page(lu, job)
    response = lu.get(reverse("console:import-repetitions", args=[job.pk]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    posts = {post.title: str(post.pk) for post in Post.objects.all()}
    assert [row[:3] for row in rows[1:]] == [
        ["2", posts["停水"], "停水"],
        ["3", posts["停电"], "停电"],
    ]


def test_wrong_columns_are_put_right_by_uploading_the_file_again(lu):
    send(lu)
    job = ImportJob.objects.get()
    start_page(lu, job, text="编号", external_id="编号")
    imports.turn(clock.now())
    assert set(Post.objects.values_list("text", flat=True)) == {"1", "2"}

    send(lu, replace="on")
    assert "未经处理的撤回重新收录" in page(lu, job)
    start_page(lu, job, title="标题", text="内容", external_id="编号")
    imports.turn(clock.now())

    assert set(Post.objects.values_list("title", flat=True)) == {"停水", "停电"}
    shown = page(lu, job)
    assert "撤回 2 条；" in shown
    assert lu.get(reverse("console:import-retained", args=[job.pk])).status_code == 200
    assert AuditRecord.objects.filter(verb="import.replaced").count() == 1


def test_a_full_disk_is_said_and_keeps_no_piece_of_the_file(lu, monkeypatch):
    def full(name, **_facts):
        return FullDisk(name, b"x")

    monkeypatch.setattr(uploadhandler, "InMemoryUploadedFile", full)

    response = send(lu)

    assert response.status_code == 507
    assert "文件未保存，可能存储空间不足。未导入任何内容" in response.content.decode()
    assert list(imports.uploads_folder().iterdir()) == []
    assert ImportJob.objects.count() == 0


def test_a_sheet_with_a_cell_far_away_is_refused_and_everybody_works_on(lu):
    far = io.BytesIO()
    with xlsxwriter.Workbook(far) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["标题", "内容"])
        sheet.write(1_048_575, 16_383, "手一滑")

    response = send(lu, far.getvalue(), "留言.xlsx")

    assert response.status_code == 400
    assert "很远的行或列里可能有多余的内容" in response.content.decode()


def test_history_starts_no_clock(lu):
    send(lu, history="on")
    job = ImportJob.objects.get()
    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    imports.turn(clock.now())

    assert set(Post.objects.values_list("history", flat=True)) == {True}
    assert set(Arrival.objects.values_list("lane", flat=True)) == {Lane.BACKLOG}


@pytest.mark.parametrize(
    ("name", "body", "word"),
    [
        ("a.csv", b"", "文件为空"),
        ("a.csv", b"%PDF-1.7 x", "不是文本或表格"),
        ("a.xlsx", b"PK\x03\x04x", "表格文件不完整"),
        ("a.json", b"[1]", "JSONL"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_is_not_kept(lu, name, body, word):
    response = send(lu, body, name)

    assert response.status_code == 400
    assert word in response.content.decode()
    assert ImportJob.objects.count() == 0
    folder = imports.uploads_folder()
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_name_that_leads_out_of_the_folder_stays_inside(lu):
    send(lu, name="../../x.csv")

    (kept,) = imports.uploads_folder().iterdir()
    assert kept.suffix == ".csv"


def test_an_import_can_be_paused_and_go_on(lu):
    send(lu)
    job = ImportJob.objects.get()
    lu.post(reverse("console:import-start", args=[job.pk]), columns(job))
    lu.post(reverse("console:import-pause", args=[job.pk]))
    assert imports.turn(clock.now()) == 0
    assert "继续导入" in page(lu, job)

    lu.post(reverse("console:import-continue", args=[job.pk]))
    assert imports.turn(clock.now()) == 1


def test_an_upload_that_nobody_started_is_forgotten(lu):
    send(lu)
    left_by_a_killed_process = imports.uploads_folder() / "tmpleft.csv"
    left_by_a_killed_process.write_text(TABLE)
    long_ago = (clock.real_now() - imports.UPLOADS_KEPT * 2).timestamp()
    for path in imports.uploads_folder().iterdir():
        os.utime(path, (long_ago, long_ago))
    imports._tidied_at = None
    imports.turn(clock.now() + imports.UPLOADS_KEPT * 2)

    assert ImportJob.objects.count() == ImportRunner.objects.count() == 0
    assert list(imports.uploads_folder().iterdir()) == []


def test_who_may_not_import_is_refused(yunchuan):
    for officer in (yunchuan.leader, yunchuan.auditor, yunchuan.admin, yunchuan.window):
        client = signed_in(officer)
        assert client.get(LIST).status_code == 403
        assert client.get(ENTER).status_code == 403


def test_another_bureaus_import_does_not_exist(lu, linxi):
    send(signed_in(linxi.lu))
    job = ImportJob.objects.get()

    for name in ("import", "import-progress", "import-refusals"):
        assert lu.get(reverse(f"console:{name}", args=[job.pk])).status_code == 404
    for name in ("import-start", "import-pause", "import-continue"):
        assert lu.post(reverse(f"console:{name}", args=[job.pk])).status_code == 404
    assert "留言.csv" not in lu.get(LIST).content.decode()


def typed(**more):
    noticed = localtime(clock.now()).strftime("%Y-%m-%dT%H:%M")
    words = {"title": "停水", "text": "佳园小区停水,请打13800000000", "channel": "来电"}
    return words | {"noticed_at": noticed} | more


def test_a_post_entered_by_hand_is_live_with_the_moment_it_was_noticed(lu, yunchuan):
    response = lu.post(ENTER, typed())

    assert response.status_code == 302
    post = Post.objects.get()
    assert (post.channel, post.published_at, post.voice) == ("来电", None, None)
    assert post.noticed_at <= post.collected_at
    assert "13800000000" not in post.text
    assert Arrival.objects.get().lane == Lane.LIVE
    record = AuditRecord.objects.get(verb="post.entered")
    assert record.actor == f"officer:{yunchuan.lu.pk}"


def desk_after_the_stream(client, cast):
    run_stream(cast, now=clock.now())
    return page_of(client.get(reverse("console:desk")))


@pytest.mark.clause("5f")
def test_one_post_entered_by_hand_waits_for_triage_after_one_turn(lu, yunchuan):
    lu.post(ENTER, typed(title="", text=LAMP))

    desk = desk_after_the_stream(lu, yunchuan)

    assert "石榴巷12号门口路灯" in desk.text
    assert "人工录入，须由值班员研判。" in desk.text
    row = Candidate.objects.get()
    assert (row.state, row.size, row.notice_clock) == (CandidateState.NEW, 1, None)


def test_praise_entered_by_hand_waits_for_triage_too(lu, yunchuan):
    lu.post(ENTER, typed(title="", text="感谢窗口工作人员耐心解答,点赞"))

    assert "人工录入，须由值班员研判。" in desk_after_the_stream(lu, yunchuan).text


def test_criticism_entered_by_hand_is_proposed_no_graver_for_being_entered(lu, yunchuan):
    words = "区里的干部办事拖拉,群众很不满意"
    lu.post(ENTER, typed(title="", text=words))
    desk_after_the_stream(lu, yunchuan)

    assert Candidate.objects.get().proposed_grade == Grade.ORDINARY
    assert not BoardAlarm.objects.exists()


def test_one_post_that_was_fetched_still_waits_for_others(lu, yunchuan):
    submit_posts(yunchuan, LAMP, now=clock.now())

    assert "暂无待研判舆情。" in desk_after_the_stream(lu, yunchuan).text


def test_what_is_entered_of_an_incident_joins_it_and_waits_for_no_triage(lu, yunchuan):
    incident = incident_of(yunchuan, QUEUE)
    lu.post(ENTER, typed(title="", text=QUEUE[0] + ",今天也一样"))

    assert "暂无待研判舆情。" in desk_after_the_stream(lu, yunchuan).text
    incident.refresh_from_db()
    assert incident.size == len(QUEUE) + 1


def test_the_form_says_where_a_post_goes_and_so_does_the_answer(lu, yunchuan):
    assert "录入后数秒内进入待研判" in page_of(lu.get(ENTER)).text

    answer = lu.post(ENTER, typed(title="", text=LAMP), follow=True)

    assert "已录入。数秒后可在待研判中查看" in page_of(answer).text


def test_the_same_words_twice_are_taken_once(lu):
    lu.post(ENTER, typed())
    again = lu.post(ENTER, typed())

    assert again.status_code == 409
    assert "相同内容已录入" in again.content.decode()
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"noticed_at": "2090-01-01T00:00"}, "“知悉时间”不得晚于当前时间"),
        ({"published_at": "2090-01-01T00:00"}, "“发布时间”不得晚于“知悉时间”。"),
    ],
)
def test_moments_that_cannot_be_are_refused(lu, wrong, word):
    response = lu.post(ENTER, typed(**wrong))

    assert response.status_code == 409
    assert word in response.content.decode()
    assert Post.objects.count() == Source.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"published_at": "2026-02-30T10:00"}, {"url": "javascript:x"}]
)
def test_a_form_that_cannot_be_read_comes_back_with_what_was_typed(lu, wrong):
    response = lu.post(ENTER, typed(**wrong))

    assert response.status_code == 200
    assert "停水" in response.content.decode()
    assert Post.objects.count() == 0


def test_the_page_lists_what_each_column_may_hold(lu):
    shown = page_of(lu.get(LIST)).text

    assert "平台名单之一：" in shown
    assert "微博" in shown
    assert "下载示例文件" in shown


def test_the_example_file_is_taken_as_it_is(lu):
    example = lu.get(LIST, {"example": "1"})

    send(lu, example.content.decode("utf-8-sig"), name="示例.csv")

    job = ImportJob.objects.get()
    known = {"title", "text", "published_at", "url", "channel", "community", "external_id"}
    assert example["Content-Disposition"] == 'attachment; filename="posts-example.csv"'
    assert columns(job).keys() == known
    assert "不收录" not in page(lu, job)
