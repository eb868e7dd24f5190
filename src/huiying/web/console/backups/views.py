"""备份: past backups, where the files are, start one now.

In:   requests with BACK_UP.    Out:  the newest backups; a request that a worker carries out.
Cost: two queries. The file holds every bureau and the secret key: no page hands it out.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs.backup.copies import copy_folder
from huiying.jobs.backup.follow_up import newest_rehearsal
from huiying.jobs.backup.runs import (
    backup_folder,
    newest_runs,
    request_backup,
    to_be_deleted,
)
from huiying.web.console.shared.acts import redirect_done
from huiying.web.shared.requests import OfficerRequest


@require_GET
def backups(request: OfficerRequest) -> HttpResponse:
    """Show the newest backups."""
    require(request.user, Capability.BACK_UP)
    return render(request, "console/backups/backups.html", _context())


@require_GET
def runs(request: OfficerRequest) -> HttpResponse:
    """Return the list alone, asked again while one is being made."""
    require(request.user, Capability.BACK_UP)
    return render(request, "console/backups/_runs.html", _context())


@require_POST
def back_up_now(request: OfficerRequest) -> HttpResponse:
    """现在备份: a worker makes it; a second click asks for nothing more."""
    require(request.user, Capability.BACK_UP)
    request_backup(officer=request.user)
    return redirect_done(request, _("已开始备份，完成后列在下面。"), reverse("console:backups"))


def _context() -> dict[str, Any]:
    rows = newest_runs()
    return {
        "storage": backup_folder(),
        "rows": rows,
        "copies": copy_folder(),
        "rehearsal": newest_rehearsal(),
        "doomed": [path.name for kind in ("night", "asked") for path in to_be_deleted(kind)],
        "busy": any(row.finished_at is None for row in rows),
    }
