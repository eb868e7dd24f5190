"""The one-time link of an officer: password and second factor on one page, then the desk.

In:   the parts of a link; a password, the code of an authenticator app.
Out:  an officer who is signed in, with a password that only he knows.
Cost: a password hash; the writes of a sign-in.

The link proves who opens it as the temporary password did, whom it replaces: so nothing is
asked again that was typed a moment ago. Whoever has a second factor already shows it first.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.accounts.sign_in.actions.set_password import set_password
from huiying.base.accounts.sign_in.invitations import invited_officer
from huiying.base.errors import Refused
from huiying.base.personnel.models import as_roles
from huiying.base.personnel.queries import pending_role_requests
from huiying.jobs import clock
from huiying.web.shared.qr_code import qr_picture
from huiying.web.shared.requests import form_page, roles_need_second_factor
from huiying.web.shared.time_words import sentences

LATER = "later"  # the button of who sets another second factor up afterwards


class InvitationForm(forms.Form):
    """A password, typed twice."""

    password = forms.CharField(
        label=gettext_lazy("自己定的口令"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("再写一遍"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say the rules before a password breaks one."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = sentences(*password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        """Refuse two different passwords."""
        values: dict[str, Any] = super().clean() or {}
        if "again" in values and values.get("password") != values["again"]:
            self.add_error("again", _("两次输入不一致。"))
        return values


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again", "code")
@form_page
def invitation(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Let an invited officer choose a password and a second factor; opening does nothing."""
    officer = invited_officer(key, token)
    if officer is None:
        return render(request, "account/invitation.html", status=HTTPStatus.GONE)
    form = InvitationForm(request.POST or None)
    factor = _factor_form(request, officer)
    chosen = None if LATER in request.POST else factor
    valid = request.method == "POST" and form.is_valid()
    if valid and (chosen is None or chosen.is_valid()):
        try:
            return _enter(request, officer, form.cleaned_data["password"], chosen)
        except Refused as error:
            form.add_error("password", str(error))
    context = {
        "form": form,
        "factor": factor,
        "officer": officer,
        "qr": qr_picture(get_adapter().build_totp_url(officer, factor.secret))
        if factor
        else "",
        "other": request.user if _is_another(request, officer) else None,
    }
    return render(request, "account/invitation.html", context)


def _factor_form(request: HttpRequest, officer: Officer) -> ActivateTOTPForm | None:
    """Return the form of an authenticator app for who needs one to work, and has none.

    Roles that wait for their second signature count: he will need it once they are signed.
    """
    requested = {
        role
        for row in pending_role_requests(officer.bureau_id).filter(officer=officer)
        for role in as_roles(row.added)
    }
    needed = roles_need_second_factor(roles_of(officer) | requested)
    if settings.DEMO or not needed or is_mfa_enabled(officer):
        return None
    return ActivateTOTPForm(request.POST or None, user=officer)


def _is_another(request: HttpRequest, officer: Officer) -> bool:
    return request.user.is_authenticated and request.user.pk != officer.pk


def _enter(
    request: HttpRequest, officer: Officer, password: str, factor: ActivateTOTPForm | None
) -> HttpResponse:
    """Keep the password, sign in as with it, keep the second factor; lead to what waits.

    Raises:
        Refused: If the password breaks a rule; then nothing is kept.
    """
    with transaction.atomic():
        set_password(
            officer=officer,
            password=password,
            actor=officer.audit_actor(),
            now=clock.now(),
        )
        logout(request)  # whoever was signed in here; a refusal leaves the secret that is shown
        response: HttpResponse = perform_password_login(
            request, {"username": officer.username}, Login(user=officer)
        )
        if factor is None:
            return response
        activate_totp(request, factor)
    return redirect("mfa_view_recovery_codes")
