"""What the signed link of a petition opens: read on GET; acknowledge (签收) on POST.

In:   a token.    Out:  number, kind, title and period; a person's POST acknowledges it.
Cost: about six queries. A mail scanner that opens the link changes nothing.

The link serves its unit while the petition is that unit's. It shows no word of the text: that
is read signed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import SignedLink
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.time.petitions import ForwardManner
from huiying.web.links.forms import SignatoryForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.requests import form_page, submitted_version
from huiying.work.petitions.acknowledgement.actions.acknowledge import acknowledge_by_link
from huiying.work.petitions.acknowledgement.queries import petition_at_unit
from huiying.work.petitions.acknowledgement.unit_messages import PURPOSE
from huiying.work.petitions.core.models import Petition


@login_not_required
@never_cache
@form_page
def petition(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was forwarded; acknowledge it when a person sends the form."""
    now = clock.now()
    found = _petition_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    link, row = found
    form = SignatoryForm(request.POST or None) if row.waits_for_receipt else None
    if form is None:
        return _page(request, row, None, now, status=409 if request.method == "POST" else 200)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form, now, status=422 if form.is_bound else 200)
    try:
        acknowledge_by_link(
            link=link,
            petition=row,
            name=form.cleaned_data["name"],
            now=now,
            revision=submitted_version(request),
        )
    except Refused as error:
        form.add_error(None, str(error))
        return _page(request, row, form, now, status=409)
    return redirect(request.path)


def _petition_of(
    request: HttpRequest, token: str, now: datetime
) -> tuple[SignedLink, Petition] | HttpResponse:
    """Return the link and its petition, or the page that says why the link does not work."""
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        return _problem(request, link)
    row = petition_at_unit(link.bureau_id, link.about_ref, link.unit_id)
    return (link, row) if row is not None else _problem(request, LinkProblem.UNKNOWN)


def _problem(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    status = 404 if problem == LinkProblem.UNKNOWN else 410
    return render(request, "links/problem.html", {"problem": PROBLEMS[problem]}, status=status)


@dataclass(frozen=True, slots=True)
class LinkedPetition:
    """A petition as its unit is shown it without an account.

    Attributes:
        done: Who acknowledged it and when, or that it is over; "" = it waits for that.
    """

    number: str
    title: str
    kind: str
    manner: str
    result_due: date | None
    unit: str
    bureau: str
    done: str


def _page(
    request: HttpRequest,
    row: Petition,
    form: SignatoryForm | None,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "bar_note": row.number,
        "petition": LinkedPetition(
            number=row.number,
            title=row.title,
            kind=_(PetitionKind(row.kind).label),
            manner=_(ForwardManner(row.manner).label) if row.manner else "",
            result_due=row.result_due,
            unit=row.competent.name if row.competent else "",
            bureau=row.bureau.name,
            done=_done(row),
        ),
        "clock": clock_facts(row.clock, now),
        "form": form,
        "version": row.revision,
    }
    return render(request, "links/petition.html", context, status=status)


def _done(row: Petition) -> str:
    if row.acknowledged_at is not None:
        at = timezone.localtime(row.acknowledged_at).strftime("%m-%d %H:%M")
        return _("%(at)s %(who)s已签收") % {"at": at, "who": row.acknowledged_name}
    return "" if row.waits_for_receipt else _("该信访事项已办结，无需签收。")
