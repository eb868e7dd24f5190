"""Addresses of the channels out of the house."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.channels import accounts, views

urlpatterns = [
    path("", views.channels, name="channels"),
    path("add/", views.add, name="channel-add"),
    path("accounts/<int:pk>/", accounts.account, name="channel-account"),
    path("<int:pk>/", views.edit, name="channel-edit"),
    path("<int:pk>/test/", views.test, name="channel-test"),
]
