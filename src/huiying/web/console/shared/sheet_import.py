"""Rows from a spreadsheet or pasted text: previewed, then added; refused rows stay.

In:   a request with a file or text, and what one kind of row means (``Sheet``).
Out:  a page that shows each row with what is wrong with it; the good rows added on request.
Cost: the file is read once; what was read travels in the form, so nothing is kept between.

The text in the form is what is added: somebody may correct a line there and look again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.errors import Refused
from huiying.policy.core.hashing import hash_of_text
from huiying.reasons.rendering import render as render_reason
from huiying.web.console.shared.column_help import EXAMPLE, ColumnHelp, example_file
from huiying.web.errors.disk_full import STATUS as FULL
from huiying.web.errors.disk_full import add_disk_full_error
from huiying.web.shared.files import ScannedFileField
from huiying.web.shared.requests import OfficerRequest
from huiying.work.collection.files.problems import RowProblem, UnreadableFile
from huiying.work.collection.files.readers import open_rows

MOST = 1000  # rows at once
LONGEST_TEXT = 200_000  # characters
TEMPLATE = "template"  # in the address: begin with the rows of the sheet's template, if any
FILES = ".csv,.tsv,.txt,.xlsx,.xls,.ods"

Cells = dict[str, str]  # column key → text of the cell


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: In the program; ``label``: its heading.
        others: Other headings that mean the same.
        values: What a cell may hold; "" = any words.
    """

    key: str
    label: str
    others: tuple[str, ...] = ()
    required: bool = False
    values: str = ""


class Sheet(Protocol):
    """What the rows of one kind mean."""

    title: str
    lead: str  # what a row is, and what stays
    back: str  # address
    file_name: str  # of the example, without its ending
    columns: Sequence[Column]
    example: Sequence[tuple[str, str]]  # heading and cell, one a column

    def check(self, rows: Sequence[Cells]) -> Mapping[int, str]:
        """Return what is wrong, by the number of the row from 0."""

    def add(self, rows: Sequence[Cells]) -> HttpResponse | str:
        """Add rows that were found good; return a sentence, or a page of its own.

        Raises:
            Refused: If they are no longer good; then none was added.
        """


class SheetForm(forms.Form):
    """A file, or rows pasted from a spreadsheet."""

    file = ScannedFileField(
        label=gettext_lazy("文件"),
        required=False,
        help_text=gettext_lazy("XLSX 或 CSV，第一行是列名。"),
        widget=forms.FileInput(attrs={"accept": FILES}),
    )
    text = forms.CharField(
        label=gettext_lazy("粘贴表格内容"),
        required=False,
        strip=False,  # empty cells at the end of a line are tabs
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "从表格或聊天中复制，每行一条；无列名的按下列次序识别。可在此直接修改后重新核对。"
        ),
    )


def sheet_view(request: OfficerRequest, sheet: Sheet) -> HttpResponse:
    """Ask for rows, show them with what is wrong, add the good ones when told to."""
    if request.method != "POST" and EXAMPLE in request.GET:
        return example_file(_helps(sheet), sheet.file_name)
    begin = getattr(sheet, "template", "") if TEMPLATE in request.GET else ""
    form = SheetForm(request.POST or None, request.FILES or None, initial={"text": begin})
    if request.method != "POST" or not form.is_valid():
        return _page(request, sheet, form)
    try:
        return _review(request, sheet, form)
    except (OSError, DatabaseError) as error:
        add_disk_full_error(request, form, error)
        return _page(request, sheet, form, status=FULL)


def _review(request: OfficerRequest, sheet: Sheet, form: SheetForm) -> HttpResponse:
    """Show the rows with what is wrong with them, or add those that were looked at."""
    upload = form.cleaned_data["file"]
    try:
        rows = _read(upload or form.cleaned_data["text"], sheet.columns)
    except UnreadableFile as error:
        form.add_error("file" if upload else "text", render_reason(error.reason, _))
        return _page(request, sheet, form, status=422)
    except Refused as error:
        form.add_error("file" if upload else "text", str(error))
        return _page(request, sheet, form, status=422)
    wrong = sheet.check(rows)
    looked = request.POST.get("looked", "")
    if not upload and len(wrong) < len(rows) and looked == _digest(rows, wrong):
        return _add(request, sheet, form, rows, wrong)
    if looked and not upload:
        messages.info(request, _("已重新核对，尚未导入。"))
    return _page(request, sheet, form, rows, wrong)


def _add(
    request: OfficerRequest,
    sheet: Sheet,
    form: SheetForm,
    rows: Sequence[Cells],
    wrong: Mapping[int, str],
) -> HttpResponse:
    """Add what was found good; what was refused stays on the page to be put right."""
    try:
        message = sheet.add([row for number, row in enumerate(rows) if number not in wrong])
    except Refused as error:
        messages.error(request, str(error))
        return _page(request, sheet, form, rows, sheet.check(rows), status=409)
    if isinstance(message, HttpResponse):
        return message
    messages.success(request, message)
    if not wrong:
        return redirect(sheet.back)
    left = [rows[number] for number in wrong]
    return _page(request, sheet, form, left, dict(enumerate(wrong.values())))


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row of the sheet, counted from 1; ``wrong``: why it is refused, "" = it is good."""

    number: int
    cells: list[tuple[str, str]]
    wrong: str


def _page(
    request: OfficerRequest,
    sheet: Sheet,
    form: SheetForm,
    rows: Sequence[Cells] = (),
    wrong: Mapping[int, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    wrong = wrong or {}
    if rows:
        form = SheetForm(initial={"text": _as_text(sheet.columns, rows)})
    context = {
        "sheet": sheet,
        "form": form,
        "rows": [
            CheckedRow(
                number + 1,
                [(column.label, row[column.key]) for column in sheet.columns],
                wrong.get(number, ""),
            )
            for number, row in enumerate(rows)
        ],
        "template_url": f"?{TEMPLATE}=1" if getattr(sheet, "template", "") else "",
        "good": len(rows) - len(wrong),
        "refused": len(wrong),
        "looked": _digest(rows, wrong),
        "columns": _helps(sheet),
    }
    return render(request, "console/shared/sheet_import.html", context, status=status)


def _helps(sheet: Sheet) -> list[ColumnHelp]:
    """Return the columns with what they may hold, each with its example."""
    return [
        ColumnHelp(column.label, column.values, cell, column.required)
        for column, (_label, cell) in zip(sheet.columns, sheet.example, strict=True)
    ]


def _read(source: UploadedFile[bytes] | str, columns: Sequence[Column]) -> list[Cells]:
    """Return the rows under the keys of their columns.

    Raises:
        UnreadableFile: If the reader finds no rows.
        Refused: If a needed column is missing, or there are too many rows.
    """
    with tempfile.NamedTemporaryFile(suffix=".csv") as temporary:
        if isinstance(source, str):
            temporary.write(_pad_rows(_tabled(source, columns)).encode())
        else:
            for piece in source.chunks():
                temporary.write(piece)
        temporary.flush()
        with open_rows(Path(temporary.name)) as opened:
            found = _found(opened.columns, columns)
            raw = []
            for number, row in islice(opened.entries(), MOST + 1):
                if isinstance(row, RowProblem):
                    words = {"number": number, "reason": render_reason(row.reason, _)}
                    raise Refused(_("第 %(number)s 行无法读取：%(reason)s") % words)
                raw.append(row)
    if len(raw) > MOST:
        raise Refused(_("一次最多 %(most)s 行。请分几次导入。") % {"most": MOST})
    return [
        {column.key: _plain(row.get(found.get(column.key, ""), "")) for column in columns}
        for row in raw
    ]


def _found(headings: Sequence[str], columns: Sequence[Column]) -> dict[str, str]:
    """Return under which heading each column stands."""
    found = {}
    for column in columns:
        names = {name.lower() for name in (column.key, column.label, *column.others)}
        heading = next((name for name in headings if name.strip().lower() in names), None)
        if heading is not None:
            found[column.key] = heading
        elif column.required:
            wanted = _("、").join(one.label for one in columns)
            raise Refused(
                _("缺少“%(column)s”列。列名应为：%(wanted)s。")
                % {"column": column.label, "wanted": wanted}
            )
    return found


def _tabled(text: str, columns: Sequence[Column]) -> str:
    """Give pasted text tabs between its cells, and headings if it has none.

    A chat keeps no tabs: there a bar, a comma or spaces stand between cells. The last column
    takes the rest of its line, for duties hold commas and spaces themselves.
    """
    lines = [line.strip("\r\n") for line in text.splitlines() if line.strip()]
    if not lines:
        return text
    if not any("\t" in line for line in lines):
        mark = next((one for one in "|｜,，" if all(one in line for line in lines)), None)
        lines = [
            "\t".join(cell.strip() for cell in line.split(mark, len(columns) - 1))
            for line in lines
        ]
    names = {name.lower() for one in columns for name in (one.key, one.label, *one.others)}
    if not any(cell.strip().lower() in names for cell in lines[0].split("\t")):
        lines.insert(0, "\t".join(one.label for one in columns))
    return "\n".join(lines)


def _pad_rows(text: str) -> str:
    """Give every pasted line as many cells as the heading has."""
    lines = text.strip("\r\n").splitlines()
    cells = lines[0].count("\t") if lines else 0
    return "\n".join(line + "\t" * (cells - line.count("\t")) for line in lines)


def _plain(text: str) -> str:
    """Return a cell on one line: the form holds one row a line."""
    return " ".join(text.split())


def _as_text(columns: Sequence[Column], rows: Sequence[Cells]) -> str:
    lines = [[column.label for column in columns]]
    lines += [[row[column.key] for column in columns] for row in rows]
    return "\n".join("\t".join(line) for line in lines)


def _digest(rows: Sequence[Cells], wrong: Mapping[int, str]) -> str:
    """Name what was looked at: these rows, of which these are refused."""
    shown = repr(([sorted(row.items()) for row in rows], sorted(wrong)))
    return hash_of_text(shown)[:16] if rows else ""
