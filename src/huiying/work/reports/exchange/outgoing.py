"""上报文件: a signed report as one file for the installation of a superior body.

In:   a report that was signed.    Out:  JSON: what it says, when and as what it was signed.
Cost: three queries; some masking.

The file has the lines with their tables and nothing else: no source, no recipient, no officer's
name, no incident. ``docs/reports.md`` describes each field.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_accusation
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.base.signoff.queries import latest_request
from huiying.policy.core.hashing import canonical_json, hash_of_content
from huiying.policy.procedure.reports import OUT, ReportState
from huiying.policy.time.zone import LOCAL
from huiying.work.reports.core.content import Line, hash_of_version, lines_of, lines_to_data
from huiying.work.reports.core.models import Report
from huiying.work.reports.core.queries import newest_version, signature_of
from huiying.work.reports.drafting.actions.sign_report import KIND
from huiying.work.reports.exchange.quotes import quoted_titles, without_quotes

FORMAT, SCHEMA = "huiying.report", 1
MAX_BYTES: Final = 2 * 1024 * 1024
SIGNED: Final = (ReportState.SIGNED, *OUT)


def may_be_exported(report: Report) -> bool:
    """Tell whether a report was signed, and stands or was withdrawn after it was signed."""
    if report.state == ReportState.WITHDRAWN:
        return report.withdrawal.state in SIGNED
    return report.state in SIGNED


def report_text_file(report: Report) -> str:
    """Return the file as canonical JSON.

    Raises:
        Refused: As ``report_as_file``; or if it is larger than any installation takes in.
    """
    text = canonical_json(report_as_file(report))
    if len(text.encode()) > MAX_BYTES:
        most = MAX_BYTES >> 20
        raise Refused(_("报告超过 %(most)s MB，不能生成上报文件。") % {"most": most})
    return text


def report_as_file(report: Report) -> dict[str, Any]:
    """Return a report as the file that a superior installation takes in.

    Raises:
        Refused: If it was not signed as it stands, or a word of it accuses somebody.
    """
    if not may_be_exported(report):
        raise Refused(_("报告未签发，不能生成上报文件。请先送签。"))
    content = _content(report)
    digest = hash_of_content(content)
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "content": content,
        "hash": digest,
        "withdrawal": _withdrawal(report, digest),
    }


def withdrawal_hash(report_hash: str, at: str, reason: str) -> str:
    """Return what binds a withdrawal to the report that it withdraws."""
    return hash_of_content({"report": report_hash, "at": at, "reason": reason})


def _content(report: Report) -> dict[str, Any]:
    version = newest_version(report)
    request = latest_request(report.bureau_id, KIND, report.number)
    signed = request is not None and request.decision in (Decision.APPROVED, Decision.VOID)
    intact = hash_of_version(report, version) == version.content_hash
    if (
        request is None
        or not signed
        or not intact
        or request.content_hash != version.content_hash
        or request.decided_by is None
        or request.decided_at is None
    ):
        raise Refused(_("现稿与签发时不一致，不能生成上报文件。请查阅审计记录。"))
    lines = lines_of(version)
    texts = [version.title, *texts_of(lines_to_data(lines))]
    refuse_accusation(*texts)
    quoted = quoted_titles(report, texts)

    def clean(text: str) -> str:
        return masked_text(without_quotes(text, quoted))

    return {
        "bureau": report.bureau.name,
        "number": report.number,
        "kind": report.kind,
        "sequence": report.sequence,
        "version": version.version,
        "title": clean(version.title),
        "cut_off": version.cut_off.astimezone(LOCAL).isoformat(),
        "since": report.since.astimezone(LOCAL).isoformat() if report.since else None,
        "until": report.until.astimezone(LOCAL).isoformat() if report.until else None,
        "nil": report.nil,
        "signed_as": _signed_as(request),
        "signed_at": request.decided_at.astimezone(LOCAL).isoformat(),
        "lines": [_line(one, clean) for one in lines],
    }


def _line(line: Line, clean: Callable[[str], str]) -> dict[str, Any]:
    return {
        "code": line.code,
        "heading": clean(line.heading),
        "text": clean(line.text),
        "figures": [
            {
                "caption": clean(one.caption),
                "headings": [clean(cell) for cell in one.headings],
                "rows": [[clean(cell) for cell in row] for row in one.rows],
                "chart": one.chart,
            }
            for one in line.figures
        ],
    }


def texts_of(lines: list[dict[str, Any]]) -> list[str]:
    """Return every text of the lines of a file."""
    texts: list[str] = []
    for line in lines:
        texts += [line["heading"], line["text"]]
        for figure in line["figures"]:
            texts += [figure["caption"], *figure["headings"]]
            texts += [cell for row in figure["rows"] for cell in row]
    return texts


def _withdrawal(report: Report, digest: str) -> dict[str, str] | None:
    if report.state != ReportState.WITHDRAWN:
        return None
    row = report.withdrawal
    at, reason = row.at.astimezone(LOCAL).isoformat(), masked_text(row.reason)
    return {"at": at, "reason": reason, "hash": withdrawal_hash(digest, at, reason)}


def _signed_as(request: SignoffRequest) -> str:
    """Return as what it was signed, as that was kept; a signature from before says so."""
    row = signature_of(request)
    return row.signed_as if row and row.signed_as else house_text("职务未存（旧签发）")
