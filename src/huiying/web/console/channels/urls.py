"""Addresses of the channels out of the house."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.channels import accounts, views
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", views.channels, name="channels"),
    path("add/", sensitive(views.add, secret=True), name="channel-add"),
    path(
        "accounts/<int:pk>/", sensitive(accounts.account, secret=True), name="channel-account"
    ),
    path("<int:pk>/", sensitive(views.edit, secret=True), name="channel-edit"),
    path("<int:pk>/confirm/", sensitive(views.confirm), name="channel-confirm"),
    path("changes/<int:pk>/", views.change_seen, name="change-seen"),
    path("<int:pk>/test/", views.test, name="channel-test"),
]
