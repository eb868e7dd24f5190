"""Addresses of release plans: channels, what they carried, the package to copy."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.outlets import acts, articles, views

urlpatterns = [
    path("<str:number>/", views.plan, name="plan"),
    path("<str:number>/package/", views.package, name="package"),
    path("<str:number>/picture.svg", views.picture, name="picture"),
    path("<str:number>/add/", acts.add, name="plan-add"),
    path("line/<int:pk>/", views.line, name="plan-line"),
    path("line/<int:pk>/files/<int:piece>/", views.file, name="plan-file"),
    path("line/<int:pk>/article/", articles.start, name="article-start"),
    path("article/<int:pk>/publish/", articles.publish, name="article-publish"),
    path("article/<int:pk>/drop/", articles.drop, name="article-drop"),
    path("line/<int:pk>/edit/", acts.edit, name="plan-edit"),
    path("line/<int:pk>/carried/", acts.carried, name="plan-carried"),
    path("line/<int:pk>/doubt/", acts.doubt, name="plan-doubt"),
    path("line/<int:pk>/absent/", acts.absent, name="plan-absent"),
    path("line/<int:pk>/drop/", acts.drop, name="plan-drop"),
]
