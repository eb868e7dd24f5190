"""Addresses of messages that need a person."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.messages import views

urlpatterns = [
    path("", views.messages, name="messages"),
    path("<int:pk>/again/", views.again, name="message-again"),
    path("<int:pk>/by-hand/", views.mark_delivered, name="message-by-hand"),
]
