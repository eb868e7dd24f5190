"""Addresses of the guidance of an incident and of what units answered outside."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.guidance import views

urlpatterns = [
    path("incidents/<str:number>/guidance/", views.versions, name="guidance"),
    path("incidents/<str:number>/guidance/write/", views.write, name="guidance-write"),
    path("incidents/<str:number>/answered/", views.answered, name="answered-outside"),
    path("notices/<str:number>/guidance/sign/", views.sign, name="guidance-sign"),
    path("notices/<str:number>/answered/", views.answered_by_us, name="notice-answered"),
]
