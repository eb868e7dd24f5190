"""Steps to a dossier, as its tests take them."""

from __future__ import annotations

import io
import json
import zipfile

from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.core.models import Closing
from huiying.work.closing.dossiers.actions.request_dossier import request_dossier
from tests.work.closing.archive.steps import LATER


def filed_by_hand(cast, incident):
    """A filing of a matter at any stage: the dossier reads rows, not the gate."""
    closing = Closing.objects.create(
        bureau=cast.bureau, incident=incident, closed_at=LATER, closed_by=cast.shen
    )
    return Filing.objects.create(
        bureau=cast.bureau,
        number="X018-2026-Y-0900",
        fonds="X018",
        year=2026,
        period="PERMANENT",
        item=900,
        incident=incident,
        closing=closing,
        title=incident.title,
        grade=incident.grade,
        rule_version="1",
        filed_at=LATER,
        filed_by=cast.shen,
    )


def requested(cast, filing):
    return request_dossier(filing=filing, officer=cast.shen, now=LATER)


def made(cast, filing):
    """Request a dossier, let the job make it, and return it with its ZIP."""
    dossier = requested(cast, filing)
    while DOSSIERS.turn(LATER):
        pass
    dossier.refresh_from_db()
    assert dossier.data_key, dossier.failure
    return dossier, zip_of(dossier)


def zip_of(dossier):
    return zipfile.ZipFile(io.BytesIO(b"".join(DOSSIERS.read(dossier))))


def index_of(package):
    return json.loads(package.read("index.json"))


def everything(package):
    """All that a reader could find in it, as one text."""
    return "\n".join(
        package.read(name).decode("utf-8", "replace") for name in package.namelist()
    )
