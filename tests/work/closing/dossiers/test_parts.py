"""Instructions, supervision and reports lie in the dossier, with their files and proofs."""

from __future__ import annotations

import pytest

from huiying.policy.grading.grades import Grade
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.supervision.models import SupervisionFile
from huiying.work.closing.dossiers.parts import (
    NOT_LISTED,
    DossierPart,
    declare,
    every_part,
    listed_text,
)
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import linked_recipient, sent_report
from tests.tampering import tamper
from tests.work.casework.instructions.steps import WORDS, enter
from tests.work.casework.supervision.steps import closed_supervision
from tests.work.closing.dossiers.steps import everything, filed_by_hand, index_of, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def water(yunchuan):
    restart_workers()
    return incident_of(yunchuan, WATER, grade=Grade.MAJOR)


def test_instructions_lie_in_it_with_their_papers(yunchuan, water):
    enter(yunchuan, water)
    _dossier, package = made(yunchuan, filed_by_hand(yunchuan, water))

    scan = Instruction.objects.get().scan
    files = {row["what"]: row for row in index_of(package)["files"]}
    assert WORDS in everything(package)
    assert files["领导批示"]["rows"] == 1
    assert files[f"批示原件 {scan.number}"]["path"].startswith("files/")


def test_supervision_lies_in_it_with_its_steps_and_files(yunchuan, water):
    row = closed_supervision(yunchuan, water)
    _dossier, package = made(yunchuan, filed_by_hand(yunchuan, water))

    text = everything(package)
    file = SupervisionFile.objects.get().file
    files = {one["what"]: one for one in index_of(package)["files"]}
    assert files["督办过程"]["rows"] == row.entries.count()
    assert files[f"督办反馈附件 {file.number}"]["sha256"] == file.sha256
    for words in (row.number, row.demand, "原因为管网锈蚀，已冲洗，附检测单。"):
        assert words in text


def test_reports_lie_in_it_with_every_version_and_receipt(yunchuan, water):
    linked_recipient(yunchuan)
    report = sent_report(yunchuan, water)
    _dossier, package = made(yunchuan, filed_by_hand(yunchuan, water))

    text = everything(package)
    version = newest_version(report)
    files = {one["what"]: one for one in index_of(package)["files"]}
    assert files["报送文稿"]["rows"] == len(version.lines)
    assert files["报送回执"]["rows"] == 1
    for words in (report.number, version.content_hash, "区委网信办", "接报时间"):
        assert words in text
    assert report.signoff.label in text


def test_an_accusation_in_what_was_typed_is_not_listed(yunchuan, water):
    enter(yunchuan, water)
    tamper("UPDATE casework_instruction SET text = '有人举报张局长贪污受贿'")
    _dossier, package = made(yunchuan, filed_by_hand(yunchuan, water))

    text = everything(package)
    assert NOT_LISTED in text
    assert "张局长" not in text
    assert listed_text("查清原因") == "查清原因"


def test_two_parts_have_no_name_in_common(yunchuan):
    assert [part.code for part in every_part()] == ["reports"]
    with pytest.raises(ValueError, match="reports"):
        declare(DossierPart(code="reports", sections=lambda _matter: []))
    assert not Report.objects.exists()
