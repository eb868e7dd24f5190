"""Addresses of sign-in, listed one by one: what is not here does not exist.

Sign-up, password reset by mail and e-mail management are closed: accounts and new passwords
come from the administrator.
"""

from __future__ import annotations

from http import HTTPStatus

from allauth.account import views
from django.urls import include, path

from huiying.web.errors.wrong_tokens import slow_down_guesses
from huiying.web.signin.invitation import invitation
from huiying.web.signin.views import PasswordChange, login, not_offered

urlpatterns = [
    path("login/", login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", PasswordChange.as_view(), name="account_change_password"),
    path(
        "invitation/<str:key>/<str:token>/",
        slow_down_guesses(invitation, wrong=HTTPStatus.GONE),
        name="invitation",
    ),
    # allauth asks for these three by name; they answer 404.
    path("password/set/", not_offered, name="account_set_password"),
    path("password/reset/", not_offered, name="account_reset_password"),
    path("signup/", not_offered, name="account_signup"),
    path("2fa/", include("allauth.mfa.urls")),
]
