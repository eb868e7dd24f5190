"""Addresses of signed links (``LINK_PATH`` of casework's notices)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import views

app_name = "links"
urlpatterns = [path("<str:token>/", views.receipt, name="receipt")]
