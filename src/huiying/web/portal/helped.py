"""解决了吗: a reader says whether an answer helped.

In:   GET of anybody, POST of the form.    Out:  a page that no cache keeps; a count.
Cost: two queries to look, about thirty to count.

Nothing is kept but the count. The form has a page of its own because its token would make the
answer's page one reader's, and no copy of it could be shown to another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.policy.release.answer_forms import AnswerForm
from huiying.web.portal.pages import bureau_or_404, frame, public_form
from huiying.web.portal.proof import BeingChecked, all_proven, being_checked_page
from huiying.web.shared.client_address import client_network
from huiying.web.shared.throttles import Throttle
from huiying.work.responses.core.models import Release
from huiying.work.responses.effect.actions.count_help import count_help
from huiying.work.responses.effect.helpfulness import Helped, helped_by
from huiying.work.responses.releases.public import public_versions

OF_ONE_ANSWER = Throttle("helped-answer", limit=3, seconds=3600)
OF_ALL = Throttle("helped", limit=30, seconds=3600)
OF_ONE_FORM = Throttle("helped-form", limit=1, seconds=3600)
WORDS = {"yes": True, "no": False}
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class HelpedPanel:
    """The question beside an answer, and what readers said up to yesterday."""

    yes_url: str
    no_url: str
    counts: Helped


def helped_panel(bureau: Bureau, shown: Release, newest: Release) -> HelpedPanel | None:
    """Return the question; None where there is no answer: an old, sealed or holding version."""
    if shown.pk != newest.pk or not _can_help(shown):
        return None
    url = reverse("portal:helped", args=[bureau.slug, shown.answer.number])
    today = timezone.localtime(clock.now()).date()
    return HelpedPanel(f"{url}?word=yes", f"{url}?word=no", helped_by(shown, before=today))


def _can_help(release: Release) -> bool:
    content = release.content
    return "sealed" not in content and content.get("form") != AnswerForm.HOLDING


@public_form
def helped(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Ask whether an answer helped, and count what is said."""
    bureau = bureau_or_404(slug)
    try:
        releases = all_proven(bureau, lambda: public_versions(bureau.pk, number))
    except BeingChecked:
        return being_checked_page(request, frame(bureau))
    if not releases or not _can_help(releases[0]):
        raise Http404
    word = request.POST.get("word", "")
    if request.method != "POST" or word not in WORDS:
        return _page(request, bureau, releases[0])
    if not _is_a_repetition(request):
        if _too_often(request, releases[0]):
            return _page(request, bureau, releases[0], status=TOO_MANY)
        count_help(release=releases[0], helped=WORDS[word], now=clock.now())
    return redirect(f"{request.path}?counted={word}")


def _page(
    request: HttpRequest, bureau: Bureau, release: Release, *, status: int = 200
) -> HttpResponse:
    context = {
        **frame(bureau),
        "title": release.content["title"],
        "answer_url": reverse("portal:answer", args=[bureau.slug, release.answer.number]),
        "word": request.GET.get("word", ""),
        "counted": request.GET.get("counted", ""),
        "too_often": status == TOO_MANY,
    }
    return render(request, "portal/helped.html", context, status=status)


def _is_a_repetition(request: HttpRequest) -> bool:
    """Tell whether this rendering of the form was counted: somebody pressed twice."""
    return bool(OF_ONE_FORM.count(request.POST.get("csrfmiddlewaretoken", "")))


def _too_often(request: HttpRequest, release: Release) -> bool:
    sender = client_network(request)
    return bool(OF_ALL.count(sender) or OF_ONE_ANSWER.count(f"{sender} {release.answer_id}"))
