"""Text with a classification mark is refused at every door of intake, and stored nowhere."""

from __future__ import annotations

import json

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.jobs.stream import imports
from huiying.policy.release.secrecy import document_classification_mark
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import start_import
from huiying.work.collection.posts.models import Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from tests.web.clients import signed_in

SECRET = "青石水厂夜间加压方案"
MARKED = f"机密★10年\n{SECRET}"


def everything_stored() -> str:
    return "\n".join(
        str(list(model._default_manager.values_list())) for model in apps.get_models()
    )


def refused_count() -> int:
    row = AuditRecord.objects.filter(verb="posts.classified_refused").get()
    return row.data["count"]


@pytest.mark.django_db
@pytest.mark.usefixtures("time")
def test_typed_by_hand_it_is_refused_with_instructions_and_not_shown_again(yunchuan):
    form = {
        "title": "水厂",
        "text": MARKED,
        "noticed_at": "2026-11-24T09:50",
        "channel": "来电",
    }

    answer = signed_in(yunchuan.lu).post(reverse("console:post-enter"), form)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "带有密级标志，未收录、未保存" in page
    assert "保密工作人员" in page
    assert SECRET not in page
    assert SECRET not in everything_stored()
    assert refused_count() == 1


@pytest.mark.django_db
def test_pushed_it_is_refused_and_its_neighbour_is_taken(yunchuan, now):
    source = add_source(
        bureau=yunchuan.bureau,
        name="论坛",
        kind="PUSH",
        channel="论坛",
        actor=imports.COMMAND,
        now=now,
    )
    token = rotate_token(source=source, actor=imports.COMMAND, now=now)
    body = {
        "items": [{"external_id": "1", "text": MARKED}, {"external_id": "2", "text": "停水"}]
    }

    answer = (
        Client()
        .post(
            "/api/v1/posts",
            json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "k"},
        )
        .json()
    )

    first, second = answer["results"]
    assert (first["status"], first["code"]) == ("refused", "classified")
    assert second["status"] == "accepted"
    assert SECRET not in json.dumps(answer, ensure_ascii=False) + everything_stored()
    assert refused_count() == 1


@pytest.mark.django_db
def test_in_a_file_its_row_is_refused_by_number_and_the_upload_is_gone(
    yunchuan, now, settings, tmp_path
):
    settings.DATA_DIR = tmp_path
    imports.uploads_folder().mkdir()
    path = imports.uploads_folder() / "a.csv"
    path.write_text(f"内容\n停水三天\n密级：秘密 {SECRET}\n", encoding="utf-8")
    source = add_source(
        bureau=yunchuan.bureau,
        name="文件",
        kind="FILE",
        channel="other",
        actor=imports.COMMAND,
        now=now,
    )
    job = start_import(
        bureau=yunchuan.bureau,
        source=source,
        path=path,
        mapping=Mapping(text="内容"),
        history=False,
        actor=imports.COMMAND,
        now=now,
    )

    job = imports.run(job.pk)

    assert (job.accepted, job.refused) == (1, 1)
    assert [(row.row, row.code) for row in job.refusals.all()] == [(3, "classified")]
    assert Post.objects.count() == 1
    assert not path.exists()
    assert SECRET not in everything_stored()


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("机密★10年", True),
        ("绝密 ★", True),
        ("密级：秘密", True),
        ("关于水厂\n机密\n各科室：", True),
        ("【绝密】小区要拆了！", False),
        ("他守了这个秘密10年", False),
        ("涉及国家秘密的不能说", False),
    ],
)
def test_words_of_the_public_are_no_marks(text, marked):
    assert bool(document_classification_mark(text)) == marked
