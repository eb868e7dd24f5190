"""What came of an import: its panel, and its refused, repeated or retained rows as tables.

In:   an import; requests with IMPORT_POSTS.    Out:  the context of a panel; CSV.
Cost: three queries; a table reads its posts 500 at a time.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.base.accounts.roles.capabilities import Capability
from huiying.engine.text.shortening import shorten
from huiying.reasons.reason import from_data
from huiying.reasons.rendering import render as render_reason
from huiying.reasons.rendering import render_all
from huiying.web.console.shared.exports import plain_cell
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.imports.access import import_for
from huiying.work.collection.imports.models import ImportedRow, ImportJob
from huiying.work.collection.imports.note_tally import tally_reasons
from huiying.work.collection.imports.queries import (
    refusal_codes,
    refusals_of,
    repetitions_of,
    retained_rows_of,
)
from huiying.work.collection.posts.names import mask_open_names

TO = Capability.IMPORT_POSTS
SHOWN_REFUSALS = 50
SHOWN_REPETITIONS = 20
POSTS_AT_ONCE = 500
TITLE_CHARS = 60


def progress_context(job: ImportJob) -> dict[str, object]:
    """Return the context of ``_progress.html``."""
    running = job.state == "RUNNING"
    context: dict[str, object] = {
        "job": job,
        "running": running,
        "error": render_reason(from_data(job.error), _) if job.error else "",
        "percent": round(job.progress * 100),
        "notes": render_all(tally_reasons(job.notes), _),
    }
    if running:
        return context
    repeated = list(repetitions_of(job)[:SHOWN_REPETITIONS])
    mask_open_names(row.post for row in repeated)
    return context | {
        "codes": [
            (first.code, render_reason(from_data(first.reason), _), count)
            for first, count in refusal_codes(job)
        ],
        "refusals": [
            (row.row, row.line, render_reason(from_data(row.reason), _))
            for row in refusals_of(job)[:SHOWN_REFUSALS]
        ],
        "repeated": repeated,
    }


@require_GET
def refusals_csv(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every refused row with its number and reason, for a spreadsheet."""
    job = import_for(request.user, pk, to=TO)
    rows = (
        (
            str(row.row),
            render_reason(from_data(row.reason), _),
            row.field,
            row.code,
            "" if row.line is None else str(row.line),
        )
        for row in refusals_of(job).iterator()
    )
    heads = [_("行"), _("原因"), _("列"), _("代码"), _("文本编辑器中的行")]
    return _table_file(f"refused-{job.pk}.csv", heads, rows)


@require_GET
def repetitions_csv(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every row that repeats an earlier post, with that post, for a spreadsheet."""
    job = import_for(request.user, pk, to=TO)
    heads = [_("行"), _("原有帖文编号"), _("原有帖文"), _("来源"), _("收录")]
    return _table_file(f"repeated-{job.pk}.csv", heads, _post_cells(repetitions_of(job)))


@require_GET
def retained_csv(request: OfficerRequest, pk: int) -> HttpResponse:
    """Every row of the earlier run whose post stayed, with that post, for a spreadsheet."""
    job = import_for(request.user, pk, to=TO)
    heads = [_("行"), _("保留的帖文编号"), _("保留的帖文"), _("来源"), _("收录")]
    return _table_file(f"retained-{job.pk}.csv", heads, _post_cells(retained_rows_of(job)))


def _post_cells(rows: QuerySet[ImportedRow]) -> Iterator[Sequence[str]]:
    for row in rows.iterator(chunk_size=POSTS_AT_ONCE):
        mask_open_names([row.post])
        words = shorten(row.post.title or row.post.text, TITLE_CHARS)
        at = f"{localtime(row.post.collected_at):%Y-%m-%d %H:%M}"
        yield str(row.row), str(row.post_id), words, row.post.source.name, at


def _table_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """Return a table for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # spreadsheets read UTF-8 only with the mark
    writer = csv.writer(response)
    writer.writerow(heads)
    writer.writerows([plain_cell(cell) for cell in cells] for cells in rows)
    return response
