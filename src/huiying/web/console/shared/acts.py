"""Show the form of an act, run the act, show why it was refused.

In:   a request, a form, the sentences of the act, a function that performs it.
Out:  a page, the fragment in a dialog, or the way back with one sentence.
Cost: no query of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.db import DatabaseError, IntegrityError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.errors import Refused, Stale
from huiying.jobs import clock
from huiying.web.console.shared.last_change import (
    LastChange,
    explain_stale,
    explain_stale_topic,
    last_change_of_draft,
)
from huiying.web.errors.disk_full import STATUS as FULL
from huiying.web.errors.disk_full import add_disk_full_error
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.numbers import numbered
from huiying.web.shared.requests import submitted_version
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Draft

log = logging.getLogger("huiying.web")

Text = str | Promise
Outcome = tuple[Text, str]  # what was done, and the address to go on to


@dataclass(frozen=True, slots=True)
class ActText:
    """The sentences of one act: title, matter, what will happen, what stays, button.

    ``cards`` and ``facts`` are what the decision rests on: the cards of Article 6, and lines.
    """

    title: Text
    submit: Text
    about: str = ""
    lead: Text = ""
    safe: Text = ""
    back: str = ""
    danger: bool = False
    cards: Sequence[object] = ()
    facts: Sequence[str] = ()


def about(incident: Incident) -> str:
    """Return the matter that an act is about, as it stands over the form."""
    return f"{numbered('incident', incident.number)} {incident.title}"


def show_form(
    request: HttpRequest, form: Form | None, text: ActText, version: int, *, status: int = 200
) -> HttpResponse:
    """Show the form of an act: a fragment for the dialog, a page without script."""
    dialog = bool(getattr(request, "htmx", False))
    template = "components/_act_form.html" if dialog else "console/shared/act.html"
    context = {
        "act_title": text.title,
        "act_about": text.about,
        "act_lead": text.lead,
        "act_safe": text.safe,
        "action": request.get_full_path(),
        "version": version,
        "form": form,
        "submit_label": text.submit,
        "back_url": text.back,
        "danger": text.danger,
        "cards": text.cards,
        "facts": text.facts,
    }
    return render(request, template, context, status=status)


def carry_out(
    request: HttpRequest,
    form: Form,
    text: ActText,
    version: int,
    perform: Callable[[], Outcome],
    *,
    topic: str = "",
    last_change: LastChange | None = None,
) -> HttpResponse:
    """Ask; act when the form is filled in; show why not without losing a word.

    Args:
        version: Revision of what the act changes, as the form was made from it.
        perform: Acts on ``form.cleaned_data``; raises ``Refused`` when it cannot.
        topic, last_change: As of a ``Target``.
    """
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, version)
    try:
        sentence, onward = perform()
    except Refused as error:
        if last_change is not None:
            behind = submitted_version(request) not in (None, version)
            error = explain_stale(error, last_change, behind=behind)
        elif topic and isinstance(request.user, Officer):
            bureau, now = request.user.bureau_id, clock.now()
            error = explain_stale_topic(error, bureau_id=bureau, topic=topic, now=now)
        return show_refusal(request, form, text, version, error)
    except IntegrityError as error:
        log.warning("two did the same at once: %s", error)
        sentence = _("他人已先行完成同一操作，本次未执行。请刷新后查看。")
        return show_refusal(request, form, text, version, Stale(sentence))
    except (OSError, DatabaseError) as error:
        add_disk_full_error(request, form, error)
        return show_form(request, form, text, version, status=FULL)
    return redirect_done(request, sentence, onward)


def show_refusal(
    request: HttpRequest, form: Form, text: ActText, version: int, error: Exception
) -> HttpResponse:
    """Show the form again with what was typed and why the act was not done.

    What an error asks to ``forget`` is not shown again.
    """
    form.add_error(None, str(error))
    if getattr(error, "forget", False):
        form.data = {}
    return show_form(request, form, text, version, status=409)


def redirect_done(request: HttpRequest, sentence: Text, back: str) -> HttpResponse:
    """Say what was done and go back."""
    messages.success(request, str(sentence))
    return redirect(back)


def redirect_refused(request: HttpRequest, error: Exception, back: str) -> HttpResponse:
    """Say why an act without a form was not done, and go back."""
    messages.error(request, str(error))
    return redirect(back)


def act_button(
    label: Text,
    to: str,
    *args: object,
    method: str = "ask",
    main: bool = False,
    key: str = "",
    version: int = 0,
) -> ActButton:
    """Return one act of a page; ``to`` is an address, or the name of one with its arguments."""
    url = resolve_url(to, *args)
    return ActButton(str(label), url, method, main=main, key=key, version=version)


def return_url(request: HttpRequest, otherwise: str) -> str:
    """Return the address to go back to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if wanted and safe else otherwise


def carry_out_on_draft(
    request: HttpRequest,
    form: Form,
    text: ActText,
    draft: Draft,
    perform: Callable[[], Outcome],
) -> HttpResponse:
    """Do as ``carry_out`` with an act on a draft; who was faster is said to who comes late."""
    late = last_change_of_draft(draft)
    return carry_out(request, form, text, draft.revision, perform, last_change=late)
