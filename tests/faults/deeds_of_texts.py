"""More deeds that are killed: publishing, reports with their files, backups, upgrades."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from huiying.base.accounts.core.queries import bureaus
from huiying.base.audit.queries import verify
from huiying.base.db.final_rows import install_protections
from huiying.base.db.job_rows import JobState
from huiying.config.migrations import apply_migrations, migration_state
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.restoring import check_backup
from huiying.jobs.backup.runs import request_backup
from huiying.jobs.backup.runs import turn as backup_turn
from huiying.jobs.models import BackupRun
from huiying.jobs.shared_data import register_installation
from huiying.jobs.upkeep import report_work
from huiying.jobs.upkeep.counters import build_new_counters
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.release.reviews import CheckList
from huiying.work.reports.core.models import Report
from huiying.work.reports.drafting.actions.request_composition import request_period_report
from huiying.work.reports.drafting.models import ReportComposition
from huiying.work.reports.figures import Span
from huiying.work.reports.files.actions.request_file import request_file
from huiying.work.reports.files.models import FileFormat, VersionFile
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft, DraftState, Release
from huiying.work.responses.drafts.actions.edit import DraftWords, edit_draft
from huiying.work.responses.drafts.actions.start import start_draft
from huiying.work.responses.facts.actions.edit import add_fact
from huiying.work.responses.releases.actions.publish import publish
from huiying.work.responses.reviews.actions.decide import approve_draft
from huiying.work.responses.reviews.actions.submit import submit_draft
from tests.factories import T0
from tests.faults import invariants
from tests.faults.deeds import HOUR, Deed, KeepFile, cast_of, local_midnight, open_incident
from tests.scenarios.closing import make_solved_notice
from tests.upgrade.schema import schema


class Publish(Deed):
    """A spokesperson publishes what was approved."""

    name = "publish"

    def prepare(self, rounds: int) -> None:
        super().prepare(rounds)
        cast = cast_of()
        for number in range(rounds):
            incident = open_incident(cast, number)
            make_solved_notice(cast, incident, now=T0)
            self._approved(number, incident)

    def _approved(self, number: int, incident: Any) -> None:
        cast = cast_of()
        writer: dict[str, Any] = {"officer": cast.window, "now": T0}
        draft = start_draft(incident=incident, speaker=cast.reception, **writer)
        words = DraftWords(
            title=f"关于第 {number} 号路口路灯的回应",
            claim=f"网上说第 {number} 号路口的路灯不亮。",
            finding="TRUE",
            summary="情况属实，已修好。[F1]",
            body="经核实，情况属实。[F1]\n路灯已修好，向群众道歉。[F1]",
        )
        edit_draft(draft=draft, revision=draft.revision, words=words, **writer)
        add_fact(
            draft=draft,
            revision=draft.revision,
            statement=f"第 {number} 号路口的路灯已修好。",
            evidence="工单",
            **writer,
        )
        submit_draft(draft=draft, revision=draft.revision, **writer)
        draft.refresh_from_db()
        approve_draft(
            draft=draft,
            shown_hash=hash_of_content(content_of(draft)),
            ticked=list(CheckList),
            officer=cast.cheng,
            now=T0,
        )

    def do(self, number: int) -> None:
        draft = Draft.objects.order_by("pk")[number]
        if draft.state == DraftState.APPROVED:
            publish(draft=draft, officer=cast_of().speaker, now=T0 + HOUR)

    def check(self, number: int) -> list[str]:
        drafts = list(Draft.objects.order_by("pk")[: number + 1])
        releases = Counter(Release.objects.values_list("answer", flat=True))
        wrong = [f"draft {row.pk} is {row.state}" for row in drafts if row.state != "PUBLISHED"]
        return wrong + [
            f"answer {row.answer_id} has {releases[row.answer_id]} releases"
            for row in drafts
            if releases[row.answer_id] != 1
        ]

    def note(self) -> dict[str, Any]:
        return {"releases": Release.objects.count()}


class MakeReport(Deed):
    """The office asks for a daily report and for its PDF; a job composes and makes both."""

    name = "report"

    def prepare(self, rounds: int) -> None:
        super().prepare(rounds)
        open_incident(cast_of(), 1)

    def do(self, number: int) -> None:
        span = Span(local_midnight(-number - 1), local_midnight(-number))
        same = Report.objects.filter(kind=str(ReportKind.DAILY), until=span.until)
        for _again in range(3):  # what a killed job had is given up first, then asked for anew
            if not same.exists():
                request_period_report(
                    bureau=cast_of().bureau,
                    kind=ReportKind.DAILY,
                    span=span,
                    officer=cast_of().shen,
                    now=T0,
                )
                report_work.turn(T0)
                continue
            if self._has_file(same.get()):
                return
        raise RuntimeError("the report is never made")

    def _has_file(self, report: Report) -> bool:
        if report.files.filter(state=JobState.DONE).exists():
            return True
        request_file(
            report=report,
            form=FileFormat.DOCX,
            officer=cast_of().shen,
            now=T0,
            revision=report.revision,
        )
        report_work.turn(T0)
        return bool(report.files.filter(state=JobState.DONE).exists())

    def check(self, number: int) -> list[str]:
        days = Counter(Report.objects.values_list("until", flat=True))
        wrong = [f"{count} reports of one day" for count in days.values() if count != 1]
        if len(days) != number + 1:
            wrong.append(f"{len(days)} reports of {number + 1} days")
        for row in VersionFile.objects.filter(state=JobState.DONE):
            data = b"".join(report_work.read_report_file(row))
            if hashlib.sha256(data).hexdigest() != row.sha256:
                wrong.append(f"the file {row.pk} is another one")
        running = ReportComposition.objects.filter(state=JobState.RUNNING).count()
        running += VersionFile.objects.filter(state=JobState.RUNNING).count()
        return (
            wrong
            + ([f"{running} jobs run for ever"] if running else [])
            + invariants.parts_left()
        )

    def note(self) -> dict[str, Any]:
        broken = VersionFile.objects.filter(failure="BROKEN_OFF").count()
        return {"reports": Report.objects.count(), "files_given_up_and_made_anew": broken}


class BackUp(KeepFile):
    """A worker makes the backup that an administrator asked for, and one by command."""

    name = "backup"
    files = 12

    def prepare(self, rounds: int) -> None:
        super().prepare(rounds)
        for number in range(self.files):
            super().do(number)

    def do(self, number: int) -> None:
        back_up(target=_command_target(), replace=True)
        for _again in range(3):
            run = request_backup(officer=cast_of().admin)
            backup_turn(T0)
            run.refresh_from_db()
            if run.finished_at is not None and not run.failure:
                return
        raise RuntimeError("the backup is never made")

    def check(self, number: int) -> list[str]:
        wrong = super().check(self.files - 1)
        for path in (
            _command_target(),
            *Path(settings.DATA_DIR, "backups").glob("huiying-*.tar.gz"),
        ):
            try:
                check_backup(path)
            except (CannotBackUp, OSError, EOFError) as error:
                wrong.append(f"{path.name}: {error}")
        lost = BackupRun.objects.filter(finished_at__isnull=True).count()
        return (
            wrong + ([f"{lost} backups run for ever"] if lost else []) + invariants.parts_left()
        )

    def note(self) -> dict[str, Any]:
        broken = BackupRun.objects.filter(failure="BROKEN_OFF").count()
        return {"backups": BackupRun.objects.count(), "said_to_be_broken_off": broken}


def _command_target() -> Path:
    return Path(settings.DATA_DIR) / "by-command.tar.gz"


class Migrate(Deed):
    """An upgrade of the database of release 0.2.0; each round begins with it anew."""

    name = "migration"

    def prepare(self, rounds: int) -> None:
        """Restore the release; the stage keeps what is there as the database of each round."""
        from tests.upgrade.upgrade import restore

        folder = Path(__file__).parents[1] / "upgrade" / "released" / "0.2.0"
        rows, _models = restore(folder)
        (Path(settings.DATA_DIR) / "rows.json").write_text(json.dumps(rows), encoding="utf-8")

    def do(self, number: int) -> None:
        if wrong := apply_migrations().sentence():  # a release holds rows, no files
            raise RuntimeError(wrong)
        register_installation()
        build_new_counters(T0)

    def check(self, number: int) -> list[str]:
        before = json.loads((Path(settings.DATA_DIR) / "rows.json").read_text(encoding="utf-8"))
        names = set(connection.introspection.table_names())
        wrong = [migration_state().sentence()] if migration_state().sentence() else []
        if (shape := sorted(schema())) != self._unbroken(shape):
            wrong.append("the tables are not those of an upgrade that nothing broke")
        with connection.cursor() as cursor:
            for table in sorted(names & before.keys()):
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
                if (found := cursor.fetchone()[0]) != before[table]:
                    wrong.append(f"{table}: {found} rows, {before[table]} before")
        wrong += [f"no trigger: {name}" for name in install_protections(connection)]
        for bureau in bureaus():
            if not verify(bureau_id=bureau.pk).holds:
                wrong.append(f"the record of {bureau.slug} is broken")
        return wrong

    def _unbroken(self, shape: list[str]) -> list[str]:
        """Return what the tables are made of after an unbroken way, which is the first."""
        kept = Path(settings.DATA_DIR) / "shape.json"
        if not kept.exists():
            kept.write_text(json.dumps(shape), encoding="utf-8")
        found: list[str] = json.loads(kept.read_text(encoding="utf-8"))
        return found

    def always(self) -> list[str]:
        """Return nothing: the tables are not those of the code yet, and files are not there."""
        return []
