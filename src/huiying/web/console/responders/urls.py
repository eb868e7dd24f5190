"""Addresses of the roster of responders, the official accounts and the replies on them."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.responders import accounts, acts, views

urlpatterns = [
    path("", views.roster, name="responders"),
    path("ask/", acts.ask_one, name="responder-ask"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/add/", accounts.account_add, name="account-add"),
    path("accounts/<int:pk>/confirm/", accounts.account_confirm, name="account-confirm"),
    path("accounts/<int:pk>/retire/", accounts.account_retire, name="account-retire"),
    path("replies/add/", acts.reply, name="reply-record"),
    path("<str:number>/consent/", acts.agree, name="responder-consent"),
    path("<str:number>/decline/", acts.refuse, name="responder-decline"),
    path("<str:number>/leave/", acts.go, name="responder-leave"),
]
