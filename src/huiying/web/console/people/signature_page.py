"""Show what waits for a second person about people and settings, and take the signature.

In:   a row with ``signoff``, what decides it.    Out:  the page, or back with what was done.
Cost: that of the decision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.web.console.shared.acts import Text, redirect_done
from huiying.web.console.shared.forms import DecisionForm
from huiying.web.shared.requests import OfficerRequest


class SignatureForm(DecisionForm):
    """Yes, or no with a reason, to exactly what was on the screen."""

    hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


class Waits(Protocol):
    """A row that has no effect until its request is approved."""

    signoff: SignoffRequest


def signature_page(
    request: OfficerRequest,
    row: Waits,
    template: str,
    *,
    shown_hash: str,
    agree: Text,
    decide: Callable[..., None],
    may_sign: Callable[[], bool],
    done: tuple[Text, Text],
    back: Callable[[], str],
    context: Callable[[], Mapping[str, object]],
) -> HttpResponse:
    """Return the page of a request, or take the decision that was posted.

    Args:
        template: Extends ``console/people/signature_page.html``.
        agree: The choice that approves.
        decide: Of the keywords approve, reason, shown_hash; raises Refused.
        may_sign: Whether the officer decides; asked while it waits.
        done: What is said once it was approved, and once it was returned.
        back: Where it goes on after the decision; asked after it.
        context: Further names of the template; asked after a decision that was refused.
    """
    form = SignatureForm(
        request.POST or None,
        yes=("yes", agree),
        no=("no", _("不同意")),
        why=_("不同意的须填写。"),
        initial={"hash": shown_hash},
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            decide(approve=form.approves, reason=words["reason"], shown_hash=words["hash"])
        except Refused as error:
            form.add_error(None, str(error))
            row.signoff.refresh_from_db()
            status = 409
        else:
            return redirect_done(request, done[0] if form.approves else done[1], back())
    pending = row.signoff.decision == Decision.PENDING
    shown = {
        "row": row,
        "pending": pending,
        "form": form if pending and may_sign() else None,
        "action": request.get_full_path(),
    }
    return render(request, template, {**shown, **context()}, status=status)
