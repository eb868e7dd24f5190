"""Read the file of a subordinate: its size, shape and hashes, before anything is stored.

In:   bytes of a file or a call.    Out:  an ``IncomingReport``; ``Refused`` with what is wrong.
Cost: linear in the size, at most 2 MB.

A file has exactly the fields of ``outgoing.py``: what has more of them is refused, so that no
installation hands over more than a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.base.refused_text import refuse_accusation
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.procedure.reports import ReportKind
from huiying.work.reports.core.content import MAX_LINE
from huiying.work.reports.core.models import MAX_TITLE
from huiying.work.reports.exchange.outgoing import (
    FORMAT,
    MAX_BYTES,
    SCHEMA,
    texts_of,
    withdrawal_hash,
)
from huiying.work.reports.exchange.shape import (
    MAX_NAME,
    MAX_NUMBER,
    MAX_OFFICE,
    MAX_REASON,
    NUMBER,
    check,
    check_count,
    check_keys,
    check_list,
    check_text,
    parse_json,
    read_moment,
)

MAX_LINES, MAX_FIGURES, MAX_ROWS, MAX_CELLS, MAX_CELL = 60, 20, 2_000, 30, 400
_CODE = re.compile(r"[a-z_]{1,30}")


@dataclass(frozen=True, slots=True)
class IncomingReport:
    """A file that was read: what it says, and that its hashes are right.

    Attributes:
        content: As it arrived; ``masked_content`` as it is stored.
        masked: How many texts had to be masked here.
        withdrawn_at: None = it stands.
    """

    content: dict[str, Any]
    masked_content: dict[str, Any]
    masked: int
    content_hash: str
    withdrawn_at: datetime | None
    reason: str

    @property
    def bureau(self) -> str:
        """Return what the sender calls itself."""
        return str(self.content["bureau"])

    def moment(self, name: str) -> datetime:
        """Return a moment of the content."""
        return read_moment(self.content[name], name)

    def end_of_period(self, name: str) -> datetime | None:
        """Return when the period begins ("since") or ends ("until"); None = no period."""
        return self.moment(name) if self.content[name] else None


def read_report_file(data: bytes) -> IncomingReport:
    """Read a file.

    Raises:
        Refused: If it is too large, no such file, was changed after it was made, or a word of
            it accuses somebody.
    """
    if len(data) > MAX_BYTES:
        raise Refused(_("文件超过 %(most)s MB，未接收。") % {"most": MAX_BYTES >> 20})
    envelope = parse_json(data)
    check(isinstance(envelope, dict), "")
    check_keys(envelope, {"format", "schema", "content", "hash", "withdrawal"}, "")
    if envelope["format"] != FORMAT or envelope["schema"] != SCHEMA:
        raise Refused(_("不是上报文件，或版本不符，未接收。"))
    content = envelope["content"]
    _check_content(content)
    if hash_of_content(content) != envelope["hash"]:
        raise Refused(_("校验值不符，文件生成后被改动过，未接收。请向报送单位索取原文件。"))
    at, reason = _withdrawal(envelope["withdrawal"], envelope["hash"])
    refuse_accusation(content["title"], content["bureau"], content["signed_as"], reason)
    refuse_accusation(*texts_of(content["lines"]))
    stored, masked = _masked(content)
    return IncomingReport(content, stored, masked, envelope["hash"], at, masked_text(reason))


def _check_content(content: Any) -> None:
    check_keys(
        content,
        {
            "bureau", "number", "kind", "sequence", "version", "title", "cut_off", "since",
            "until", "nil", "signed_as", "signed_at", "lines",
        },
        "content",
    )  # fmt: skip
    check_text(content["bureau"], "bureau", MAX_NAME)
    check_text(content["number"], "number", MAX_NUMBER)
    check(bool(NUMBER.fullmatch(content["number"])), "number")
    check(content["kind"] in [str(one) for one in ReportKind], "kind")
    check_count(content["sequence"], "sequence", least=0)
    check_count(content["version"], "version", least=1)
    check_text(content["title"], "title", MAX_TITLE)
    check(isinstance(content["nil"], bool), "nil")
    check_text(content["signed_as"], "signed_as", MAX_OFFICE)
    read_moment(content["cut_off"], "cut_off")
    read_moment(content["signed_at"], "signed_at")
    period = not ReportKind(content["kind"]).about_incident
    for name in ("since", "until"):
        check((content[name] is not None) == period, name)
        if content[name] is not None:
            read_moment(content[name], name)
    check_list(content["lines"], "lines", MAX_LINES)
    for line in content["lines"]:
        _check_line(line)


def _check_line(line: Any) -> None:
    check_keys(line, {"code", "heading", "text", "figures"}, "lines")
    check_text(line["code"], "code", MAX_OFFICE)
    check(bool(_CODE.fullmatch(line["code"])), "code")
    check_text(line["heading"], "heading", MAX_CELL)
    check_text(line["text"], "text", MAX_LINE, empty=True)
    check_list(line["figures"], "figures", MAX_FIGURES)
    for figure in line["figures"]:
        check_keys(figure, {"caption", "headings", "rows", "chart"}, "figures")
        check_text(figure["caption"], "caption", MAX_CELL, empty=True)
        check(figure["chart"] in ("", "bars", "line"), "chart")
        check_list(figure["headings"], "headings", MAX_CELLS)
        check_list(figure["rows"], "rows", MAX_ROWS)
        for row in (figure["headings"], *figure["rows"]):
            check_list(row, "rows", MAX_CELLS)
            check(len(row) == len(figure["headings"]), "rows")
            for cell in row:
                check_text(cell, "rows", MAX_CELL, empty=True)


def _withdrawal(value: Any, digest: str) -> tuple[datetime | None, str]:
    if value is None:
        return None, ""
    check_keys(value, {"at", "reason", "hash"}, "withdrawal")
    check_text(value["reason"], "reason", MAX_REASON)
    at = read_moment(value["at"], "at")
    if withdrawal_hash(digest, value["at"], value["reason"]) != value["hash"]:
        raise Refused(_("撤回信息的校验值不符，未接收。请向报送单位索取原文件。"))
    return at, value["reason"]


def _masked(content: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return the content without what identifies a person, and how many texts changed."""
    changed = 0

    def clean(text: str) -> str:
        nonlocal changed
        found = masked_text(text)
        changed += found != text
        return found

    lines = [
        {
            "code": line["code"],
            "heading": clean(line["heading"]),
            "text": clean(line["text"]),
            "figures": [
                {
                    "caption": clean(one["caption"]),
                    "headings": [clean(cell) for cell in one["headings"]],
                    "rows": [[clean(cell) for cell in row] for row in one["rows"]],
                    "chart": one["chart"],
                }
                for one in line["figures"]
            ],
        }
        for line in content["lines"]
    ]
    return {
        **content,
        "title": clean(content["title"])[:MAX_TITLE],
        "signed_as": clean(content["signed_as"])[:MAX_OFFICE],
        "lines": lines,
    }, changed
