"""The standing pages: about, duties, limits, privacy, accessibility."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.rulebook.queries import book_of
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.time.deadlines import FIRST_RESPONSE, NOTICE, DeadlineRule, DeadlineUnit
from huiying.web.portal.pages import bureau_page, frame
from huiying.web.portal.structured_data import data_block, organization


@bureau_page
def about(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say who answers here, how to reach them, and how a mistake is put right."""
    context = {**frame(bureau), "linked": data_block(organization(request, bureau))}
    return render(request, "portal/about.html", context)


@bureau_page
def reach(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Lead to the lawful ways of today, and say what follows, by when, and what then."""
    return render(request, "portal/reach.html", frame(bureau))


@bureau_page
def duties(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what the bureau must do and by when, with the numbers of its own rules."""
    book = book_of(bureau.pk, clock.now())
    context = {
        **frame(bureau),
        "usual": length_of(book.deadline(NOTICE[Grade.ORDINARY])),
        "urgent": length_of(book.deadline(NOTICE[Grade.MAJOR])),
        "first": length_of(book.deadline(FIRST_RESPONSE)),
    }
    return render(request, "portal/duties.html", context)


@bureau_page
def limits(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what this system does not do."""
    return render(request, "portal/limits.html", frame(bureau))


@bureau_page
def privacy(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say what is kept of a reader, and of those who wrote elsewhere."""
    return render(request, "portal/privacy.html", frame(bureau))


@bureau_page
def accessibility(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Say how the site can be used, how that is checked, and whom to tell."""
    return render(request, "portal/accessibility.html", frame(bureau))


def length_of(rule: DeadlineRule) -> str:
    """Say the length of a period to the public: ``24 小时``."""
    words = {
        DeadlineUnit.MINUTES: _("%(amount)s 分钟"),
        DeadlineUnit.HOURS: _("%(amount)s 小时"),
        DeadlineUnit.WORKING_DAYS: _("%(amount)s 个工作日"),
        DeadlineUnit.CALENDAR_DAYS: _("%(amount)s 天"),
    }
    return words[rule.unit] % {"amount": rule.amount}
