"""Addresses of petitions."""

from __future__ import annotations

from django.urls import path

from huiying.web.console.petitions import (
    acts,
    entry,
    erasures,
    joining,
    lists,
    many,
    page,
    purges,
    registration,
    replies,
    tickets,
)
from huiying.web.shared.reauthentication import sensitive

urlpatterns = [
    path("", lists.petition_list, name="petitions"),
    path("new/", entry.enter, name="petition-enter"),
    path("receipt/", entry.receipt, name="petition-receipt"),
    path("answer/", many.answer, name="petitions-answer"),
    path("tickets/<str:channel>/", tickets.tickets, name="petition-tickets"),
    path("erasures/", erasures.erasure_list, name="petition-erasures"),
    path("erasures/<str:number>/", erasures.erasure, name="petition-erasure"),
    path("erasures/<str:number>/propose/", erasures.propose, name="petition-erasure-propose"),
    path(
        "erasures/<str:number>/approve/",
        sensitive(erasures.approve),
        name="petition-erasure-approve",
    ),
    path("erasures/<str:number>/return/", erasures.send_back, name="petition-erasure-return"),
    path("purges/", purges.overview, name="petition-purges"),
    path("purges/plan/", purges.plan, name="petition-purge-plan"),
    path("purges/<str:number>/", purges.page, name="petition-purge"),
    path("purges/<str:number>/sign/", sensitive(purges.sign), name="petition-purge-sign"),
    path("purges/<str:number>/return/", purges.send_back, name="petition-purge-return"),
    path("purges/<str:number>/stop/", purges.stop, name="petition-purge-stop"),
    path("purges/<str:number>/resume/", purges.resume, name="petition-purge-resume"),
    path("purges/<str:number>/end/", purges.end, name="petition-purge-end"),
    path("files/<int:pk>/", page.file, name="petition-file"),
    path("files/<int:pk>/share/", acts.share, name="petition-file-share"),
    path("supplements/<int:pk>/", acts.supplement, name="petition-supplement"),
    path("replies/<str:number>/", replies.detail, name="petition-reply"),
    path("replies/<str:number>/sign/", replies.sign, name="petition-reply-sign"),
    path("replies/<str:number>/approve/", replies.approve, name="petition-reply-approve"),
    path("replies/<str:number>/return/", replies.send_back, name="petition-reply-return"),
    path("replies/<str:number>/deliver/", replies.deliver, name="petition-reply-deliver"),
    path("replies/<str:number>/letter/", replies.letter, name="petition-reply-letter"),
    path("<str:number>/", page.detail, name="petition"),
    path("<str:number>/register/", registration.register, name="petition-register"),
    path("<str:number>/original/", registration.reveal, name="petition-reveal"),
    path("<str:number>/divert/", registration.divert, name="petition-divert"),
    path("<str:number>/join/", joining.join, name="petition-join"),
    path("<str:number>/forward/", acts.forward, name="petition-forward"),
    path("<str:number>/object/", acts.object_to, name="petition-object"),
    path("<str:number>/review/", acts.review, name="petition-review"),
    path("<str:number>/correct/", erasures.correct, name="petition-correct"),
    path("<str:number>/erasure/", erasures.record, name="petition-erasure-record"),
    path("<str:number>/draft/<str:kind>/", replies.draft, name="petition-draft"),
]
