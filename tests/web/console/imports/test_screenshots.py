"""从截图录入: the text of a screenshot is put into the form and entered when it was checked."""

from __future__ import annotations

import json
import sys
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.files.models import StoredFile
from huiying.jobs import clock
from huiying.jobs.collection import screenshots
from huiying.policy.time.zone import LOCAL
from huiying.web.console.imports import forms
from huiying.work.collection.posts.models import Post
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db

ENTER = reverse("console:post-enter")
LINES = ["学府路自来水发黄三天了", "请打13800000000"]


@pytest.fixture(autouse=True)
def _now(time):
    return time


@pytest.fixture
def reader(monkeypatch):
    """Let a reader be installed that finds two lines in every picture."""
    program = f"import sys; sys.stdin.buffer.read(); sys.stdout.write({json.dumps(LINES)!r})"
    monkeypatch.setattr(screenshots, "READER", (sys.executable, "-c", program))
    monkeypatch.setattr(forms, "can_read_screenshots", lambda: True)


def filled(**more):
    noticed = datetime.strftime(clock.now().astimezone(LOCAL), "%Y-%m-%dT%H:%M")
    return {"title": "", "text": "", "channel": "论坛", "noticed_at": noticed, **more}


def picture(body=b"\x89PNG\r\n\x1a\n" + bytes(64)):
    return SimpleUploadedFile("截图.png", body, content_type="image/png")


def test_the_text_comes_back_in_the_form_and_nothing_is_entered_yet(yunchuan, reader):
    duty = signed_in(yunchuan.lu)

    answer = duty.post(ENTER, filled(screenshot=picture()))

    assert "\n".join(LINES) in answer.content.decode()
    assert "尚未录入" in page_of(answer).text
    assert not Post.objects.exists()


def test_what_was_checked_is_entered_masked_and_no_file_is_stored(yunchuan, reader):
    duty = signed_in(yunchuan.lu)
    duty.post(ENTER, filled(screenshot=picture()))

    duty.post(ENTER, filled(text="\n".join(LINES)))

    post = Post.objects.get()
    assert LINES[0] in post.text
    assert "13800000000" not in post.text
    assert not StoredFile.objects.exists()


def test_what_was_typed_stays_before_the_text_of_the_picture(yunchuan, reader):
    answer = signed_in(yunchuan.lu).post(ENTER, filled(text="第二页", screenshot=picture()))

    assert f"第二页\n{LINES[0]}" in answer.content.decode()


def test_a_file_that_is_no_picture_is_refused_beside_its_field(yunchuan, reader):
    page = page_of(
        signed_in(yunchuan.lu).post(ENTER, filled(text="x", screenshot=picture(b"<svg>")))
    )

    assert "PNG、JPEG 或 WebP" in page.text
    assert not Post.objects.exists()


def test_neither_text_nor_picture_is_asked_for(yunchuan, reader):
    page = page_of(signed_in(yunchuan.lu).post(ENTER, filled()))

    assert "请填写内容" in page.text


def test_without_the_reader_there_is_no_field_for_a_picture(yunchuan, monkeypatch):
    monkeypatch.setattr(forms, "can_read_screenshots", lambda: False)

    assert "截图" not in page_of(signed_in(yunchuan.lu).get(ENTER)).text
