"""Evidence that is a file: handed in with the answer, shown with its hash, held to it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huiying.base.files import store
from huiying.jobs.upkeep.check_files import check_files
from huiying.work.casework.verification.actions.confirm_finding import confirm_finding
from huiying.work.casework.verification.models import Docket, DocketState, Evidence
from huiying.work.casework.verification.queries import finding_in_force
from tests.factories import T0
from tests.scenarios.incidents import WATER, docket_of, incident_of, restart_workers
from tests.scenarios.tasks import PICTURE, make_png
from tests.web.clients import signed_in
from tests.web.console.verification.test_verification import ANSWER
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
LATER = T0 + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.set(LATER)


@pytest.fixture
def docket(yunchuan):
    return docket_of(yunchuan, incident_of(yunchuan, WATER))


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def photo(data: bytes = PICTURE, name: str = "张小云家门口.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="text/html")


@pytest.fixture
def answered(yunchuan, docket) -> Evidence:
    signed_in(yunchuan.water).post(
        to("docket-answer", docket.number),
        ANSWER | {"link": "", "snapshot": "", "file": photo(), "version": 0},
    )
    return Evidence.objects.select_related("file").get()


def test_a_file_comes_with_the_answer_and_shows_its_hash(yunchuan, docket, answered):
    page = page_of(signed_in(yunchuan.shen).get(to("docket", docket.number))).text

    assert answered.file.sha256[:16] in page
    assert "与登记时的校验值一致" in page
    assert "张小云" not in page  # the name it came under is kept nowhere


def test_it_is_served_as_an_attachment_without_what_the_camera_wrote(
    yunchuan, docket, answered
):
    got = signed_in(yunchuan.shen).get(to("docket-evidence-file", docket.number, answered.pk))

    assert got.content == make_png()
    assert got["Content-Type"] == "image/png"
    assert got["Content-Disposition"] == f'attachment; filename="{answered.file.number}.png"'
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert "no-store" in got["Cache-Control"]


def test_a_page_that_calls_itself_a_picture_is_refused_beside_its_field(yunchuan, docket):
    page = page_of(
        signed_in(yunchuan.water).post(
            to("docket-answer", docket.number),
            ANSWER | {"file": photo(b"<html><script>", "photo.png"), "version": 0},
        )
    ).text

    assert "仅接收 JPG、PNG 图片和 PDF、OFD、DOCX、XLSX 文件（不含宏）" in page
    assert ANSWER["facts"] in page  # not a word is lost
    docket.refresh_from_db()
    assert docket.state == DocketState.ASKED


def test_a_file_that_disappeared_is_said_and_cannot_be_confirmed(yunchuan, docket, answered):
    store.drop(answered.file.blob)
    shen = signed_in(yunchuan.shen)

    page = page_of(shen.get(to("docket", docket.number))).text
    opened = page_of(
        shen.get(to("docket-evidence-file", docket.number, answered.pk), follow=True)
    )
    shen.post(to("docket-confirm", docket.number), {"version": 1})

    assert "文件缺失" in page
    assert "文件无法打开" in opened
    docket.refresh_from_db()
    assert docket.state == DocketState.FOUND


def test_a_finding_loses_its_force_when_its_file_is_found_missing(yunchuan, docket, answered):
    docket.refresh_from_db()
    confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)
    assert finding_in_force(Docket.objects.get(), LATER) is not None

    store.drop(answered.file.blob)
    check_files(LATER)

    assert finding_in_force(Docket.objects.get(), LATER) is None
    page = page_of(signed_in(yunchuan.shen).get(to("docket", docket.number))).text
    assert "证据与校验值不符" in page


def test_the_word_of_a_file_is_bound_by_its_hash(answered):
    assert answered.intact
    answered.file.sha256 = "0" * 64

    assert not answered.intact
