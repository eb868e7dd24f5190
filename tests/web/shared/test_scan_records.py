"""Whatever way a file comes in: the scanner looks first, and what it finds is recorded."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import huiying.web
from huiying.base.audit.models import AuditRecord
from huiying.base.files.models import StoredFile
from huiying.jobs.shared_data import register_installation
from huiying.jobs.upkeep.doctor import findings
from huiying.web.console.imports import forms
from huiying.web.portal.service import _lack, _scanner_there
from huiying.work.collection.imports.models import ImportJob
from huiying.work.petitions.core.models import Petition
from tests.base.files.clamd import scanner
from tests.base.files.fake_clamd import EICAR, NAME
from tests.base.files.real_clamd import real_clamd
from tests.base.files.samples import jpeg
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.web.portal.submit.sender import Sender

pytestmark = pytest.mark.django_db
REFUSED = "该文件未通过恶意代码检查，未保存。"
AWAY = "恶意代码检查暂不可用，文件未保存。"
WEB = Path(huiying.web.__file__).parent


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.CLAMAV_SECONDS = 5
    _scanner_there.cache_clear()
    _lack.cache_clear()
    yield
    _scanner_there.cache_clear()
    _lack.cache_clear()


def found():
    """Return what is recorded: the bureau, what was found, whether an officer sent it."""
    rows = AuditRecord.objects.filter(verb="file.infected")
    return [(row.bureau_ref, row.data["found"], "officer:" in row.actor) for row in rows]


def photo():
    return SimpleUploadedFile("照片.jpg", jpeg(tail=EICAR), "image/jpeg")


def test_a_table_of_an_officer_is_refused_with_a_record(yunchuan, settings):
    table = SimpleUploadedFile("留言.csv", b"title,text\na," + EICAR)
    lu = signed_in(yunchuan.lu)

    with scanner(settings):
        answer = lu.post(reverse("console:import-upload"), {"file": table, "source": "留言"})

    assert REFUSED in page_of(answer, answer.status_code).text
    assert found() == [(yunchuan.bureau.pk, NAME, True)]
    assert not ImportJob.objects.exists()


def test_a_screenshot_is_looked_at_before_it_is_decoded(yunchuan, settings, time, monkeypatch):
    monkeypatch.setattr(forms, "can_read_screenshots", lambda: True)
    monkeypatch.setattr(forms, "text_of_screenshot", lambda _data: pytest.fail("decoded"))
    picture = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n" + EICAR, "image/png")
    lu = signed_in(yunchuan.lu)

    with scanner(settings):
        answer = lu.post(reverse("console:post-enter"), {"text": "", "screenshot": picture})

    assert REFUSED in page_of(answer, answer.status_code).text
    assert found() == [(yunchuan.bureau.pk, NAME, True)]


def test_an_attachment_of_the_public_is_refused_with_a_record(yunchuan, settings, time):
    sender = Sender()

    with scanner(settings):
        answer = sender.send(attachments=[photo()])

    assert REFUSED in answer.content.decode()
    assert found() == [(yunchuan.bureau.pk, NAME, False)]
    assert not Petition.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_real_scanner_refuses_an_attachment_and_lets_a_clean_one_in(
    yunchuan, settings, time, tmp_path_factory
):
    sender = Sender()
    clean = SimpleUploadedFile("照片.jpg", jpeg(), "image/jpeg")

    with real_clamd(tmp_path_factory.mktemp("clamd"), settings):
        refused = sender.send(attachments=[photo()])
        taken = sender.send(attachments=[clean])

    assert REFUSED in refused.content.decode()
    assert found() == [(yunchuan.bureau.pk, "Eicar-Of-Ours.UNOFFICIAL", False)]
    assert taken.status_code < 400
    assert Petition.objects.count() == 1
    assert StoredFile.objects.count() == 1


def test_while_the_scanner_is_away_no_file_is_taken_and_without_one_all_goes_on(
    yunchuan, settings, time
):
    settings.CLAMAV = "127.0.0.1:9"
    sender = Sender()

    refused = sender.send(attachments=[photo()])
    taken = sender.send()

    assert AWAY in refused.content.decode()
    assert taken.status_code < 400
    assert Petition.objects.count() == 1
    assert found() == []


def test_doctor_and_readyz_say_how_the_scanner_stands(client, yunchuan, settings):
    register_installation()

    def said():
        _scanner_there.cache_clear()
        doctor = [one for one in findings() if "恶意代码" in one.sentence]
        return client.get("/readyz").content, [one.fine for one in doctor]

    assert said()[1] == []
    with scanner(settings):
        assert said()[1] == [True]
    with scanner(settings, lax=True):
        assert said()[1] == [False]
    (answer, fine) = said()
    assert fine == [False]
    assert answer == b"ok, no scanner\n"


def test_no_form_takes_a_file_past_the_scanner():
    """Every field of a file is one that asks the scanner."""
    plain = []
    for path in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if name.endswith(("FileField", "ImageField")) and not name.startswith(
                ("Scanned", "Stored")
            ):
                plain.append(f"{path.name}:{name}")

    assert plain == []
