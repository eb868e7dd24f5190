"""The public pages: what people ask, and how the bureau answered.

In:   requests of anybody.    Out:  published things alone; never a draft, a post or a name.
Cost: at most six queries a page, one when nothing changed.
"""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.proofs import published_heads
from huiying.base.audit.queries import day_heads
from huiying.base.search.documents import find
from huiying.jobs import clock
from huiying.policy.core.hashing import canonical_json
from huiying.policy.procedure.findings import Finding
from huiying.web.portal.figures import key_figures, span_words
from huiying.web.portal.helped import helped_panel
from huiying.web.portal.open_matters import checking_rows, promise_rows
from huiying.web.portal.page_cache import FrontStamp
from huiying.web.portal.pages import absolute, bureau_page, frame, fresh, public_page
from huiying.web.portal.proof import all_proven
from huiying.web.portal.rows import (
    answer_context,
    answer_rows,
    reply_rows,
    topic_rows,
    version_rows,
)
from huiying.web.portal.structured_data import claim_review, data_block, organization
from huiying.web.shared.answers import change_rows, finding_words
from huiying.work.closing.packets.package import OUTDATED_VERIFIERS, VERIFIER, VERIFIER_DIGEST
from huiying.work.closing.packets.queries import published_packets
from huiying.work.responses.core.models import Release
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.releases.figures import figures_of
from huiying.work.responses.releases.public import (
    public_answers,
    public_bureaus,
    public_topics,
    public_totals,
    public_versions,
)
from huiying.work.responses.responders.queries import public_roster, replies_to

NEWEST, TOPICS, PAGE, MOST_FOUND, QUESTION_CHARS = 5, 12, 10, 1000, 100
MOST_DAYS = 400
SEARCH_KIND = "answer"


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the answers: of the only bureau at once, else by a choice of bureaus."""
    bureaus = public_bureaus()
    if len(bureaus) == 1:
        response = fresh(request, bureaus[0], lambda: _home(request, bureaus[0]))
        home = getattr(response, "stamp", None)
        if home is None:  # the reader has it, or it is being checked
            return response
    else:
        response, home = render(request, "portal/index.html", {"bureaus": bureaus}), None
    response.stamp = FrontStamp.of(bureaus, home)  # type: ignore[attr-defined]  # for the cache
    return response


@bureau_page
def home(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Show the newest answers of one bureau."""
    return _home(request, bureau)


def _home(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    answers, corrections = public_totals(bureau.pk)
    figures = figures_of(bureau.pk, clock.now())
    context = {
        **frame(bureau),
        "answers": answer_rows(bureau, lambda: public_answers(bureau.pk)[:NEWEST]),
        "answers_total": answers,
        "corrections_total": corrections,
        "checking": checking_rows(bureau),
        "topics": topic_rows(bureau, public_topics(bureau.pk, clock.now())[:TOPICS]),
        "responders_total": len(public_roster(bureau.pk)),
        "figures": key_figures(figures, corrections) if figures.answers else [],
        "figures_span": span_words(figures),
        "linked": data_block(organization(request, bureau)),
    }
    return render(request, "portal/home.html", context)


@bureau_page
def answers(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """List all answers; a search for a person is answered with the reason why not."""
    question = strip_unsafe(request.GET.get("q", ""))[:QUESTION_CHARS]
    finding = request.GET.get("finding", "")
    finding = finding if finding in set(Finding) else ""
    topics = public_topics(bureau.pk, clock.now())
    topic = request.GET.get("topic", "")
    topic = topic if topic in dict(topics) else ""
    refusal, numbers = "", None
    if question:
        hits = find(
            bureau_id=bureau.pk,
            phrase=question,
            kinds=[SEARCH_KIND],
            public_only=True,
            limit=MOST_FOUND,
        )
        refusal, numbers = hits.refused or "", hits.refs
    if refusal:
        _forget_question(request)
    rows = public_answers(bureau.pk, finding=finding, topic=topic, numbers=numbers)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PAGE
    context = {
        **frame(bureau),
        "q": "" if refusal else question,
        "refusal": refusal,
        "finding": finding,
        "findings": [(row.value, finding_words(row)) for row in Finding],
        "topic": topic,
        "topics": topic_rows(bureau, topics, current=topic),
        "page_obj": page,
        "answers": answer_rows(bureau, lambda: rows[first : first + PAGE]),
        "total": public_totals(bureau.pk)[0],
        "count": page.paginator.count,
    }
    return render(request, "portal/answers.html", context)


def _forget_question(request: HttpRequest) -> None:
    """Take what looks like a person's number or name out of the page: no link carries it on."""
    parameters = request.GET.copy()
    parameters.pop("q", None)
    request.GET = parameters  # type: ignore[assignment]
    request.META["QUERY_STRING"] = parameters.urlencode()


@bureau_page
def answer(request: HttpRequest, bureau: Bureau, number: str) -> HttpResponse:
    """Show an answer in its newest version, with all versions beside it."""
    releases = _releases(bureau, number)
    return _answer(request, bureau, releases, releases[0])


@bureau_page
def version(request: HttpRequest, bureau: Bureau, number: str, count: int) -> HttpResponse:
    """Show one version as it was."""
    releases = _releases(bureau, number)
    return _answer(request, bureau, releases, _one(releases, count))


@bureau_page
def changes(request: HttpRequest, bureau: Bureau, number: str, count: int) -> HttpResponse:
    """Show what a version changed against the one before it."""
    releases = _releases(bureau, number)
    after, before = _one(releases, count), _one(releases, count - 1)
    context = {
        **frame(bureau),
        **answer_context(request, bureau, releases, after),
        "changes": change_rows(before.content, after.content),
        "before": before.version,
        "versions": version_rows(bureau, releases, after),
    }
    return render(request, "portal/changes.html", context)


@bureau_page
def content(request: HttpRequest, bureau: Bureau, number: str, count: int) -> HttpResponse:  # noqa: ARG001
    """Give the bytes that a version's hash was computed from: ``sha256sum`` gives it again."""
    release = _one(_releases(bureau, number), count)
    return HttpResponse(canonical_json(release.content), content_type="application/json")


@bureau_page
def record(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Publish the frozen head of each day that is over: number and hash of its last record."""
    context = {
        **frame(bureau),
        "heads": day_heads(bureau_id=bureau.pk, limit=MOST_DAYS),
        "json_url": reverse("portal:heads", args=[bureau.slug]),
        "verifier_url": reverse("portal:packet_verifier", args=[bureau.slug]),
        "verifier_hash": VERIFIER_DIGEST,
        "outdated": OUTDATED_VERIFIERS,
    }
    return render(request, "portal/record.html", context)


@bureau_page
def heads(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """The same for machines, all days, with roots and links to the heads before."""
    body = {
        "bureau": bureau.slug,
        "url": absolute(request, request.path),
        "heads": published_heads(bureau.pk),
        "packets": published_packets(bureau.pk),
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@bureau_page
def packet_verifier(request: HttpRequest, bureau: Bureau) -> HttpResponse:  # noqa: ARG001
    """Give the program that checks an evidence packet; whoever checks takes it from here."""
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{VERIFIER.name}"'
    return response


def _answer(
    request: HttpRequest, bureau: Bureau, releases: list[Release], shown: Release
) -> HttpResponse:
    review = claim_review(request, bureau, releases, shown)
    context = {
        **frame(bureau),
        **answer_context(request, bureau, releases, shown),
        "versions": version_rows(bureau, releases, shown),
        "promises": promise_rows(shown),
        "helped": helped_panel(bureau, shown, releases[0]),
        "replies": reply_rows(bureau, replies_to([shown]).get(shown.pk, [])),
        "linked": data_block(review) if review else "",
    }
    return render(request, "portal/answer.html", context)


def _releases(bureau: Bureau, number: str) -> list[Release]:
    releases = all_proven(bureau, lambda: public_versions(bureau.pk, number))
    if not releases:
        raise Http404
    return releases


def _one(releases: list[Release], count: int) -> Release:
    for release in releases:
        if release.version == count:
            return release
    raise Http404
