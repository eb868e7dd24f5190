"""Acts of dossiers: have one made, take it."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.request import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.jobs.upkeep.dossiers import DOSSIERS
from huiying.web.console.archive.acts import FILING
from huiying.web.console.shared.acts import Text, redirect_refused
from huiying.web.console.shared.declared_acts import ButtonAct, By
from huiying.web.console.shared.package_files import open_package, package_response
from huiying.web.shared.requests import OfficerRequest
from huiying.work.closing.archive.models import Filing
from huiying.work.closing.dossiers.access import dossier_for
from huiying.work.closing.dossiers.actions.hand_out import hand_out
from huiying.work.closing.dossiers.actions.request_dossier import request_dossier


@ButtonAct(FILING, Capability.ARCHIVE)
def make(filing: Filing, by: By, _posted: QueryDict) -> Text:
    """生成卷宗: a job makes it."""
    row = request_dossier(filing=filing, **by.stamp)
    return _("卷宗 %(number)s 已排队生成，完成后可在本页下载。") % {"number": row.number}


@require_POST
def take(request: OfficerRequest, number: str) -> HttpResponse:
    """Hand a dossier out; who took it stands in the record before the first byte leaves."""
    dossier = dossier_for(request.user, number, to=Capability.ARCHIVE)
    back = reverse("console:filing", args=[dossier.filing.number])
    try:
        pieces = open_package(DOSSIERS, dossier)
        hand_out(dossier=dossier, officer=request.user, now=clock.now())
    except Refused as error:
        return redirect_refused(request, error, back)
    name = f"{dossier.filing.number}-{dossier.number}.zip"
    return package_response(request, name, dossier.size, pieces)
