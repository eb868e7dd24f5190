"""销毁文件 on screen: released first, on a ground of the law, by two others; a trace stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.files.queries import FileState, open_file
from huiying.policy.grading.grades import Grade
from huiying.work.casework.tasks.models import Material
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit
from huiying.work.responses.disclosure.files import erasure_hash
from huiying.work.responses.disclosure.models import FileErasure
from tests.factories import T0
from tests.scenarios.consultation import make_approved_proposal, make_signed_minutes
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.tasks import make_task_report, take_task
from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(hours=1)
ASKED = {"ground": "PERSONAL", "reason": "照片里有居民，本人要求删除。"}


@pytest.fixture(autouse=True)
def _today(time, settings, tmp_path):
    restart_workers()
    settings.DATA_DIR = tmp_path
    time.set(LATER)


@pytest.fixture
def file(yunchuan):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR)
    make_signed_minutes(yunchuan, incident)
    make_task_report(yunchuan, take_task(yunchuan, make_approved_proposal(yunchuan, incident)))
    return Material.objects.get().file


def to(name: str, *args) -> str:
    return reverse(f"console:{name}", args=args)


def signs(officer, file, decision="erase", reason=""):
    row = FileErasure.objects.filter(file=file).first()
    form = {"decision": decision, "reason": reason, "hash": erasure_hash(row)}
    return signed_in(officer).post(to("file-sign", file.number), form, follow=True)


def test_a_file_is_destroyed_by_two_others_and_its_trace_stays(yunchuan, file):
    shen, digest = signed_in(yunchuan.shen), file.sha256
    held = page_of(shen.post(to("file-erase", file.number), ASKED), 409).text
    shen.post(to("file-release", file.number), {"reason": "另有签收单。"})
    shen.post(to("file-erase", file.number), ASKED)

    desk = page_of(signed_in(yunchuan.cheng).get(to("desk"))).text
    first = page_of(signs(yunchuan.lu, file)).text
    last = page_of(signs(yunchuan.cheng, file)).text

    file.refresh_from_db()
    assert "该文件仍为证据" in held
    assert f"销毁文件 {file.number}" in desk
    assert "还要一位领导签" in first
    assert "无法读取、不可恢复" in last
    assert open_file(file).state == FileState.ERASED
    for kept in (
        digest,
        "第四十七条",
        "陆知远 已签署",
        "程望舒 已签署",
        "沈青禾",
        "另有签收单",
    ):
        assert kept.replace(" ", "") in last.replace(" ", "")
    record = AuditRecord.objects.get(verb="file.erased")
    assert record.data["hash"] == digest
    assert "第四十七条" in record.data["reason"]
    assert verify(bureau_id=yunchuan.bureau.pk).holds


def test_a_unit_reads_nothing_of_what_another_unit_handed_in(yunchuan, file):
    incident = Material.objects.get().entry.assignment.proposal.incident
    concern_unit(incident=incident, unit=yunchuan.reception, lead=False)

    assert signed_in(yunchuan.water).get(to("file", file.number)).status_code == 200
    assert signed_in(yunchuan.window).get(to("file", file.number)).status_code == 403
