"""What the columns of a file to be imported may hold, and an example of such a file.

In:   columns with their values and examples.    Out:  rows for ``components/_columns.html``;
      a CSV file that an import takes as it is.
Cost: none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from huiying.web.console.shared.exports import plain_cell

Text = str | Promise
EXAMPLE = "example"  # in the query of an import: its example file is asked for


@dataclass(frozen=True, slots=True)
class ColumnHelp:
    """One column: what it is called, what it may hold, how a cell of it looks."""

    label: Text
    values: Text = ""
    example: Text = ""
    required: bool = False


def example_file(columns: Sequence[ColumnHelp], name: str) -> HttpResponse:
    """Return a file with the headings and one row, as a download.

    Args:
        name: Without its ending.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-example.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow([plain_cell(str(one.label)) for one in columns])
    writer.writerow([plain_cell(str(one.example)) for one in columns])
    return response


def listed(values: Iterable[Text]) -> str:
    """Return the values that a column may hold as one line."""
    return str(_("、")).join(str(value) for value in values)
