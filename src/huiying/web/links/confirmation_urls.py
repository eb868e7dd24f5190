"""Addresses of signed links (``LINK_PATH`` of the confirmations)."""

from __future__ import annotations

from django.urls import path

from huiying.web.links import confirmation

app_name = "confirmations"
urlpatterns = [path("<str:token>/", confirmation.answer, name="answer")]
