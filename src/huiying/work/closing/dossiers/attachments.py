"""The files that were attached to a matter, each once.

In:   a matter.    Out:  stored files with what they belong to.
Cost: ten queries, and those of the parts that other rooms declare.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huiying.base.files.models import StoredFile
from huiying.work.casework.notices.models import ReportFile
from huiying.work.casework.tasks.models import Material
from huiying.work.casework.verification.models import Evidence
from huiying.work.closing.dossiers.instruction_sections import instruction_files
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.parts import every_part
from huiying.work.incidents.grading.models import GradeObjection
from huiying.work.responses.confirmations.models import Confirmation
from huiying.work.responses.mechanism.models import MechanismReview
from huiying.work.responses.outlets.models import Carried


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored file: of what, from which row."""

    file: StoredFile
    title: str
    origin: str


def attachments_of(matter: Matter) -> list[Attachment]:
    """Return the attached files in the order of their numbers."""
    keys = matter.keys
    reports = ReportFile.objects.filter(report__notice__incident_id__in=keys)
    of_tasks = Material.objects.filter(entry__assignment__proposal__incident_id__in=keys)
    of_promises = Material.objects.filter(commitment__incident_id__in=keys)
    evidence = Evidence.objects.filter(
        finding__docket__serves__incident_id__in=keys, file__isnull=False
    ).distinct()
    answers = {"draft__answer__incident_id__in": keys, "file__isnull": False}
    carried = Carried.objects.filter(release__answer__incident_id__in=keys, file__isnull=False)
    objections = GradeObjection.objects.filter(incident_id__in=keys, file__isnull=False)
    found = [
        *((row.file, "单位反馈附件", f"ReportFile {row.pk}") for row in _with_file(reports)),
        *((row.file, "任务材料", f"Material {row.pk}") for row in _with_file(of_tasks)),
        *((row.file, "承诺兑现材料", f"Material {row.pk}") for row in _with_file(of_promises)),
        *((row.file, "核实证据", f"Evidence {row.pk}") for row in _with_file(evidence)),
        *(
            (row.file, "沟通确认原件", f"Confirmation {row.number}")
            for row in _with_file(Confirmation.objects.filter(**answers))
        ),
        *(
            (row.file, "机制审核原件", f"MechanismReview {row.number}")
            for row in _with_file(MechanismReview.objects.filter(**answers))
        ),
        *(
            (row.file, "等级异议材料", f"GradeObjection {row.pk}")
            for row in _with_file(objections)
        ),
        *((row.file, "发布证明", f"Carried {row.pk}") for row in _with_file(carried)),
        *instruction_files(matter),
        *(one for part in every_part() for one in part.files(matter)),
    ]
    once = {file.number: Attachment(file, title, origin) for file, title, origin in found[::-1]}
    return [once[number] for number in sorted(once)]


def _with_file(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("file").order_by("pk")
