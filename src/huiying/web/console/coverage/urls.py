"""Addresses of coverage, watch topics, delays and monthly samples."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.coverage import delays, kinds, samples, topics

urlpatterns = [
    path("", kinds.coverage, name="coverage"),
    path("kinds/<slug:kind>/", kinds.kind_page, name="coverage-kind"),
    path("kinds/<slug:kind>/note/", kinds.note, name="coverage-note"),
    path("notes/<int:pk>/sign/", kinds.sign, name="coverage-note-sign"),
    path("notes/<int:pk>/return/", kinds.send_back, name="coverage-note-return"),
    path("notes/<int:pk>/end/", kinds.end, name="coverage-note-end"),
    path("sources/<int:pk>/assign/", kinds.assign, name="coverage-assign"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/add/", topics.add, name="topic-add"),
    path("topics/<int:pk>/review/", topics.review, name="topic-review"),
    path("topics/<int:pk>/end/", topics.end, name="topic-end"),
    path("delays/", delays.delays, name="delays"),
    path("samples/", samples.sample_list, name="samples"),
    path("samples/add/", samples.add, name="sample-add"),
    path("samples/<int:pk>/", samples.sample, name="sample"),
    path("samples/<int:pk>/close/", samples.close, name="sample-close"),
]
