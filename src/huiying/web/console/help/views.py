"""帮助: what the page is for, all other parts, and the keys."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiying.web.console.help.topics import TOPICS, topic_of
from huiying.web.shared.requests import OfficerRequest


@require_GET
def help_page(request: OfficerRequest) -> HttpResponse:
    """Explain the page that was open; every key has a visible control as well."""
    topic = topic_of(request.GET.get("at", ""))
    others = [each for each in TOPICS.values() if each is not topic]
    context = {
        "title": _(topic.title),
        "lines": [_(line) for line in topic.lines],
        "others": [
            {"title": _(each.title), "lines": [_(line) for line in each.lines]}
            for each in others
        ],
    }
    dialog = bool(getattr(request, "htmx", False))
    return render(
        request, "console/help/_help.html" if dialog else "console/help/help.html", context
    )


@require_GET
def keys(request: OfficerRequest) -> HttpResponse:
    """Show which key does what; every key has a visible control as well."""
    dialog = bool(getattr(request, "htmx", False))
    return render(request, "components/_keys.html" if dialog else "console/help/keys.html")
