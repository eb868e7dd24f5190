"""Whether what final rows store as JSON still has the form in which it was stored.

In:   a bureau.    Out:  each row whose JSON is of another form, by its table and key.
Cost: one read of the final tables that have such columns.

The comparisons with the record read what was signed or published, and only then. Here every
final row is read: a value of another type, or an empty one where something must stand, was put
there below the application. The chain itself (``audit_auditrecord``) is read by its hashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from django.apps import apps
from django.db.models import JSONField, Model

from huiying.base.audit.comparisons import reading, unreadable
from huiying.base.audit.models import AuditRecord
from huiying.base.db.final_rows import protections
from huiying.policy.petitions.kinds import StepKind
from huiying.reasons.reason import Reason
from huiying.work.reports.core.content import hash_of_version

NAMED_BY_STEP: Final = MappingProxyType(
    {
        StepKind.FORWARDED: "unit",
        StepKind.ACCEPTED: "day",
        StepKind.EXTENDED: "days",
        StepKind.REVIEW_ASKED: "step",
        StepKind.SUPPLEMENTED: "files",
        StepKind.ERASURE_REFUSED: "ground",
    }
)
"""What the data of a step of a petition name at least."""


def _always(_row: Any) -> bool:
    return True


def _never(_row: Any) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Form:
    """How a value is stored.

    Attributes:
        kind: Of the whole value.
        filled: Tells of a row whether the value cannot be empty.
        holds: Tells of a row whose value is of its kind whether it fits the other columns.
    """

    kind: type[dict[str, Any]] | type[list[Any]]
    filled: Callable[[Any], bool] = _always
    holds: Callable[[Any], bool] = _always

    def fits(self, row: Model, column: str) -> bool:
        """Tell whether a row stores its value in this form."""
        value = getattr(row, column)
        if not isinstance(value, self.kind):
            return False
        return (bool(value) or not self.filled(row)) and self.holds(row)


def _step_named(row: Any) -> bool:
    needed = NAMED_BY_STEP.get(row.kind)
    return needed is None or needed in row.data


def _period_named(row: Any) -> bool:
    """Tell whether it says what the period was: nothing more where none ran."""
    return row.period.get("ref") == "" or {"ref", "code", "unit"} <= set(row.period)


def _is_version(row: Any) -> bool:
    return bool(hash_of_version(row.report, row) == row.content_hash)


def _has_minutes(row: Any) -> bool:
    return any((row.nature, row.trend, row.risks, row.proposal))


def _is_signed(row: Any) -> bool:
    return row.signed_at is not None


def _has_deleted(row: Any) -> bool:
    return bool(row.deleted)


VERSIONS, BATCH = "reports_reportversion", 200
FILLED, LISTED = Form(dict), Form(list)
FORMS: Final[Mapping[str, Mapping[str, Form]]] = MappingProxyType(
    {
        "petitions_petitionstep": {"data": Form(dict, _never, _step_named)},
        "petitions_diversion": {"period": Form(dict, holds=_period_named)},
        "casework_consultation": {"writers": Form(list, _has_minutes)},
        "casework_proposal": {
            "writers": Form(list, holds=lambda row: row.author_id in row.writers)
        },
        "responses_release": {"content": FILLED},
        "responses_confirmation": {"content": FILLED},
        "prevention_riskversion": {"terms": FILLED},
        "prevention_riskchange": {"before": FILLED, "after": FILLED},
        "prevention_sweep": {"content": Form(dict, _is_signed)},
        # What was confirmed is compared with its record; there may be nothing new.
        "prevention_sweeppart": {"reviewed": Form(list, _never), "new": Form(list, _never)},
        "prevention_signedassessment": {"content": FILLED},
        "prevention_planversion": {"content": FILLED},
        "prevention_planactivation": {"made": FILLED},
        "prevention_decisionfile": {
            "writers": Form(list, holds=lambda row: row.started_by_id in row.writers)
        },
        # Signed ones are compared with what was signed; a doubt need not be watched for.
        "prevention_riskpoint": {"phrases": Form(list, _never)},
        "prevention_drill": {
            "script": FILLED,
            "despite": Form(list, lambda row: bool(row.despite_reason)),
        },
        "prevention_drillresult": {"content": FILLED},
        "closing_postdeletion": {"plan": FILLED, "by_month": Form(dict, _has_deleted)},
        "closing_petitionpurge": {"plan": FILLED, "by_month": Form(dict, _has_deleted)},
        "reports_report": {
            "writers": Form(
                list,
                lambda row: row.drafted_by_id is not None,
                lambda row: row.drafted_by_id in {None, *row.writers},
            )
        },
        # A report may go to nobody yet and leave out nobody: its hash says which it is.
        VERSIONS: {
            "lines": Form(list, holds=_is_version),
            "recipients": Form(list, _never),
            "omitted": Form(list, _never),
        },
        "reports_reporttemplate": {"entries": LISTED},
        "reports_receivedreport": {"lines": LISTED},
        "reports_recipientchange": {"before": FILLED, "after": FILLED},
        "reports_issuedstep": {"content": Form(dict, _is_signed)},
        "reports_superioranswer": {"content": Form(dict, _is_signed)},
        "reports_schedulechange": {"before": FILLED, "after": FILLED},
    }
)


def final_json_columns() -> Iterator[tuple[type[Model], list[str]]]:
    """Yield every final table that stores JSON, with its columns; without the chain."""
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    for protection in protections():
        model = by_table.get(protection.table)
        if model is None or model is AuditRecord:
            continue
        columns = [one.attname for one in model._meta.fields if isinstance(one, JSONField)]
        if columns:
            yield model, columns


def final_json_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the final rows whose JSON is of another form than it was stored in."""
    for model, columns in final_json_columns():
        forms = FORMS[model._meta.db_table]
        for row in _rows(model, bureau_id):
            with reading(row):
                if not all(forms[column].fits(row, column) for column in columns):
                    yield unreadable(row)


def _rows(model: type[Model], bureau_id: int) -> Iterator[Model]:
    """Yield the rows of a bureau; where a batch cannot be read, each by itself."""
    related = ("report",) if model._meta.db_table == VERSIONS else ()
    rows = model._base_manager.filter(bureau_id=bureau_id).select_related(*related)
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        try:
            yield from list(rows.filter(pk__in=batch).order_by("pk"))
        except (TypeError, ValueError):  # a column holds no JSON, no number or no moment
            for key in batch:
                with reading(model, key):
                    yield from rows.filter(pk=key)
