"""The parts of a dossier that tell what leaders instructed and what was supervised.

In:   a matter.    Out:  sections, files.
Cost: one or two queries a section.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.instructions.queries import instructions_of
from huiying.work.casework.supervision.models import (
    Supervision,
    SupervisionEntry,
    SupervisionFile,
)
from huiying.work.casework.supervision.queries import supervisions_of
from huiying.work.closing.dossiers.matter import Matter
from huiying.work.closing.dossiers.parts import NamedFile, listed_text
from huiying.work.closing.dossiers.section import Section, table


def instruction_sections(matter: Matter) -> list[Section]:
    """Return the instructions with the hashes of their papers, the items, their steps."""
    incident = matter.incident
    entries = SupervisionEntry.objects.filter(supervision__incident_id__in=matter.keys)
    return [
        table(
            "instructions",
            "领导批示",
            "Instruction",
            instructions_of(incident, matter.keys),
            (
                ("编号", lambda row: row.number),
                ("批示人", lambda row: row.leader),
                ("批示日期", lambda row: row.dated),
                ("批示内容", lambda row: listed_text(row.text)),
                ("批示对象", _addressees),
                ("办理期限", lambda row: row.due_at),
                ("列为督办", lambda row: row.supervise),
                ("状态", lambda row: row.standing.label),
                ("登记人", lambda row: row.entered_by.name),
                ("登记时间", lambda row: row.entered_at),
                ("更正", lambda row: row.replaces.number if row.replaces else ""),
                ("批示原件", lambda row: row.scan.number if row.scan else ""),
                ("原件校验值", lambda row: row.scan.sha256 if row.scan else ""),
            ),
        ),
        table(
            "supervisions",
            "督办",
            "Supervision",
            supervisions_of(incident, matter.keys),
            (
                ("编号", lambda row: row.number),
                ("依据", _because),
                ("承办单位", lambda row: row.unit.name),
                ("督办事项", lambda row: listed_text(row.demand)),
                ("立项时间", lambda row: row.opened_at),
                ("立项人", lambda row: row.opened_by.name),
                ("反馈期限", lambda row: row.clock.due_at if row.clock else None),
                ("状态", lambda row: row.get_state_display()),
                ("销号申请人", lambda row: _name(row.closing_requested_by)),
                ("销号签署人", lambda row: _name(row.closed_by)),
                ("销号时间", lambda row: row.closed_at),
            ),
        ),
        table(
            "supervision-steps",
            "督办过程",
            "SupervisionEntry",
            entries.select_related("supervision", "unit", "by").order_by("at", "pk"),
            (
                ("督办编号", lambda row: row.supervision.number),
                ("时间", lambda row: row.at),
                ("步骤", lambda row: row.get_kind_display()),
                ("单位", lambda row: row.unit.name),
                ("经办人", lambda row: row.author),
                ("内容", lambda row: listed_text(row.text)),
            ),
        ),
    ]


def instruction_files(matter: Matter) -> Iterator[NamedFile]:
    """Yield the scans of papers and the files of feedback."""
    papers = Instruction.objects.filter(incident_id__in=matter.keys, scan__isnull=False)
    for row in papers.select_related("scan").order_by("pk"):
        if row.scan is not None:
            yield row.scan, "批示原件", f"Instruction {row.number}"
    files = SupervisionFile.objects.filter(entry__supervision__incident_id__in=matter.keys)
    for one in files.select_related("file").order_by("pk"):
        yield one.file, "督办反馈附件", f"SupervisionFile {one.pk}"


def _addressees(row: Instruction) -> str:
    return "、".join(one.name for one in row.addressees.all())


def _because(row: Supervision) -> str:
    return str(row.instruction or row.notice or row.task or row.superior)


def _name(officer: object) -> str:
    return str(getattr(officer, "name", ""))
