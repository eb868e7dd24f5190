"""Read the file of a subordinate: its size, shape and hashes, before anything is stored.

In:   bytes of a file or a call.    Out:  an ``IncomingReport``; ``Refused`` with what is wrong.
Cost: linear in the size, at most 2 MB.

A file has exactly the fields of ``outgoing.py``: what has more of them is refused, so that no
installation hands over more than a report.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

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

MAX_LINES, MAX_FIGURES, MAX_ROWS, MAX_CELLS = 60, 20, 2_000, 30
MAX_CELL, MAX_NUMBER, MAX_NAME, MAX_OFFICE, MAX_REASON = 400, 20, 80, 40, 400
MAX_COUNT: Final = 32_767  # of a small integer column
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # JSON may spell what no database keeps
_NUMBER = re.compile(r"[A-Z]{0,3}\d{4}-\d{1,8}")
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
        return datetime.fromisoformat(self.content[name])

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
    envelope = _parsed(data)
    _check(isinstance(envelope, dict), "")
    _keys(envelope, {"format", "schema", "content", "hash", "withdrawal"}, "")
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


def _parsed(data: bytes) -> Any:
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            parse_constant=_no_constant,
            object_pairs_hook=_once_each,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(_("文件不是有效的 UTF-8 JSON，未接收。")) from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _check(right: bool, name: str) -> None:  # noqa: FBT001 - a fact, not a switch
    if not right:
        raise Refused(_("文件结构不符（%(name)s），未接收。") % {"name": name or "JSON"})


def _keys(value: Any, names: set[str], name: str) -> None:
    _check(isinstance(value, dict), name)
    odd = sorted(set(value) ^ names)
    _check(not odd, ", ".join(one[:40] for one in odd[:3]))


def _text(value: Any, name: str, most: int, *, empty: bool = False) -> None:
    fits = isinstance(value, str) and len(value) <= most and not _UNSTORABLE.search(value)
    _check(fits and (empty or bool(value.strip())), name)


def _count(value: Any, name: str, *, least: int) -> None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    _check(whole and least <= value <= MAX_COUNT, name)


def _moment(value: Any, name: str) -> datetime:
    _check(isinstance(value, str) and len(value) <= MAX_OFFICE, name)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        found = datetime.min  # noqa: DTZ901 - has no zone and is refused
    _check(found.tzinfo is not None, name)
    return found


def _check_content(content: Any) -> None:
    _keys(
        content,
        {
            "bureau", "number", "kind", "sequence", "version", "title", "cut_off", "since",
            "until", "nil", "signed_as", "signed_at", "lines",
        },
        "content",
    )  # fmt: skip
    _text(content["bureau"], "bureau", MAX_NAME)
    _text(content["number"], "number", MAX_NUMBER)
    _check(bool(_NUMBER.fullmatch(content["number"])), "number")
    _check(content["kind"] in [str(one) for one in ReportKind], "kind")
    _count(content["sequence"], "sequence", least=0)
    _count(content["version"], "version", least=1)
    _text(content["title"], "title", MAX_TITLE)
    _check(isinstance(content["nil"], bool), "nil")
    _text(content["signed_as"], "signed_as", MAX_OFFICE)
    _moment(content["cut_off"], "cut_off")
    _moment(content["signed_at"], "signed_at")
    period = not ReportKind(content["kind"]).about_incident
    for name in ("since", "until"):
        _check((content[name] is not None) == period, name)
        if content[name] is not None:
            _moment(content[name], name)
    _list(content["lines"], "lines", MAX_LINES)
    for line in content["lines"]:
        _check_line(line)


def _list(value: Any, name: str, most: int) -> None:
    _check(isinstance(value, list) and len(value) <= most, name)


def _check_line(line: Any) -> None:
    _keys(line, {"code", "heading", "text", "figures"}, "lines")
    _text(line["code"], "code", MAX_OFFICE)
    _check(bool(_CODE.fullmatch(line["code"])), "code")
    _text(line["heading"], "heading", MAX_CELL)
    _text(line["text"], "text", MAX_LINE, empty=True)
    _list(line["figures"], "figures", MAX_FIGURES)
    for figure in line["figures"]:
        _keys(figure, {"caption", "headings", "rows", "chart"}, "figures")
        _text(figure["caption"], "caption", MAX_CELL, empty=True)
        _check(figure["chart"] in ("", "bars", "line"), "chart")
        _list(figure["headings"], "headings", MAX_CELLS)
        _list(figure["rows"], "rows", MAX_ROWS)
        for row in (figure["headings"], *figure["rows"]):
            _list(row, "rows", MAX_CELLS)
            _check(len(row) == len(figure["headings"]), "rows")
            for cell in row:
                _text(cell, "rows", MAX_CELL, empty=True)


def _withdrawal(value: Any, digest: str) -> tuple[datetime | None, str]:
    if value is None:
        return None, ""
    _keys(value, {"at", "reason", "hash"}, "withdrawal")
    _text(value["reason"], "reason", MAX_REASON)
    at = _moment(value["at"], "at")
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
