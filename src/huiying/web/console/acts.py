"""What all acts of the console share: the form that asks, the answer when it cannot be done.

In:   a request, a form, the sentences of the act.    Out:  a page, or the fragment in a dialog.
Cost: no query.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiying.base.accounts.queries import Officer
from huiying.jobs import clock
from huiying.web.console.stale import Late, with_last_change, with_late
from huiying.web.full import STATUS as FULL
from huiying.web.full import say_full
from huiying.web.requests import whole
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.queries import Incident

log = logging.getLogger("huiying.web")

Told = tuple[str, str]  # what was done, and the address to go on to
Refusals = type[Exception] | tuple[type[Exception], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """The sentences of one act: title, matter, what will happen, what stays, button."""

    title: str
    submit: str
    about: str = ""
    lead: str = ""
    safe: str = ""
    back: str = ""
    danger: bool = False


def about(incident: Incident) -> str:
    """Return the matter that an act is about, as it stands over the form."""
    return f"{incident.number} {incident.title}"


def ask(
    request: HttpRequest, form: Form | None, asked: Asked, version: int, *, status: int = 200
) -> HttpResponse:
    """Show the form of an act: a fragment for the dialog, a page without script."""
    dialog = bool(getattr(request, "htmx", False))
    template = "components/_act_form.html" if dialog else "console/act.html"
    context = {
        "act_title": asked.title,
        "act_about": asked.about,
        "act_lead": asked.lead,
        "act_safe": asked.safe,
        "action": request.get_full_path(),
        "version": version,
        "form": form,
        "submit_label": asked.submit,
        "back_url": asked.back,
        "danger": asked.danger,
    }
    return render(request, template, context, status=status)


def carry_out(
    request: HttpRequest,
    form: Form,
    asked: Asked,
    version: int,
    deed: Callable[[], Told],
    *,
    refusals: Refusals = CannotDecide,
    topic: str = "",
    late: Late | None = None,
) -> HttpResponse:
    """Ask; do the deed when the form is filled in; show why not without losing a word.

    Args:
        version: Revision of what the act changes, as the form was made from it.
        deed: Acts on ``form.cleaned_data``, one of ``refusals`` when it cannot.
        topic: Of the record ("incident:2026-0412"); a stale form then tells its last change.
        late: Says who was faster, when the record of a topic is too wide for it.
    """
    if request.method != "POST" or not form.is_valid():
        return ask(request, form, asked, version)
    try:
        sentence, onward = deed()
    except refusals as error:
        if late is not None:
            error = with_late(error, late, behind=version_of(request) not in (None, version))
        elif topic and isinstance(request.user, Officer):
            bureau, now = request.user.bureau_id, clock.now()
            error = with_last_change(error, bureau_id=bureau, topic=topic, now=now)
        return cannot(request, form, asked, version, error)
    except IntegrityError as error:
        log.warning("two did the same at once: %s", error)
        said = _("有人同时做了同一件事，你的操作没有生效。请刷新后再看。")
        return cannot(request, form, asked, version, Stale(said))
    except (OSError, DatabaseError) as error:
        say_full(request, form, error)
        return ask(request, form, asked, version, status=FULL)
    return done(request, sentence, onward)


def cannot(
    request: HttpRequest, form: Form, asked: Asked, version: int, error: Exception
) -> HttpResponse:
    """Show the form again with what was typed and why the act was not done.

    What an error asks to ``forget`` is not shown again.
    """
    form.add_error(None, str(error))
    if getattr(error, "forget", False):
        form.data = {}
    return ask(request, form, asked, version, status=409)


def done(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    """Say what was done and go back."""
    messages.success(request, sentence)
    return redirect(back)


def refused(request: HttpRequest, error: Exception, back: str) -> HttpResponse:
    """Say why an act without a form was not done, and go back."""
    messages.error(request, str(error))
    return redirect(back)


def act(
    label: str, url: str, method: str, *, main: bool = False, key: str = "", version: int = 0
) -> dict[str, Any]:
    """Return one act as the act component wants it."""
    return {
        "label": label,
        "url": url,
        "method": method,
        "main": main,
        "key": key,
        "version": version,
    }


def version_of(request: HttpRequest, name: str = "version") -> int | None:
    """Return the revision that the page was made from; None when the form carries none."""
    return whole(request.POST.get(name, ""))


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the address to go back to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and safe else otherwise
