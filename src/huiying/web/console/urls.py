"""Addresses of the staff console; every one is closed unless its view opens it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from huiying.web.console.accusations.urls import urlpatterns as accusations
from huiying.web.console.approvals.urls import urlpatterns as approvals
from huiying.web.console.archive.urls import urlpatterns as archive
from huiying.web.console.audit.check import check as check_record
from huiying.web.console.audit.views import record_list
from huiying.web.console.backups.urls import urlpatterns as backups
from huiying.web.console.board.views import wall_board
from huiying.web.console.candidates.urls import urlpatterns as candidates
from huiying.web.console.channels.urls import urlpatterns as channels
from huiying.web.console.clocks.urls import urlpatterns as clocks
from huiying.web.console.closing.urls import urlpatterns as closing
from huiying.web.console.compliance.urls import urlpatterns as compliance
from huiying.web.console.confirmations.urls import urlpatterns as confirmations
from huiying.web.console.consultation.urls import urlpatterns as consultation
from huiying.web.console.coverage.urls import urlpatterns as coverage
from huiying.web.console.decisions.urls import urlpatterns as decisions
from huiying.web.console.desk import views as desk
from huiying.web.console.disclosure.urls import urlpatterns as disclosure
from huiying.web.console.documents.urls import urlpatterns as documents
from huiying.web.console.downward.urls import urlpatterns as downward
from huiying.web.console.drafts.urls import urlpatterns as responses
from huiying.web.console.drills.urls import urlpatterns as drills
from huiying.web.console.figures.urls import urlpatterns as figures
from huiying.web.console.guidance.urls import urlpatterns as guidance
from huiying.web.console.help.views import help_page, keys
from huiying.web.console.imports.urls import urlpatterns as intake
from huiying.web.console.incidents.due_forms import clock_due
from huiying.web.console.incidents.urls import urlpatterns as incidents
from huiying.web.console.instructions.urls import urlpatterns as instructions
from huiying.web.console.integration.urls import urlpatterns as integration
from huiying.web.console.leading_group.urls import urlpatterns as group
from huiying.web.console.liaison.urls import urlpatterns as liaison
from huiying.web.console.mechanism.urls import urlpatterns as mechanism
from huiying.web.console.messages.urls import urlpatterns as messages
from huiying.web.console.notices.urls import urlpatterns as notices
from huiying.web.console.outlets.urls import urlpatterns as outlets
from huiying.web.console.packets.urls import urlpatterns as packets
from huiying.web.console.patrols.urls import urlpatterns as patrols
from huiying.web.console.people.urls import urlpatterns as people
from huiying.web.console.petitions.urls import urlpatterns as petitions
from huiying.web.console.plans.urls import urlpatterns as plans
from huiying.web.console.posts.views import post_list
from huiying.web.console.press.urls import urlpatterns as press
from huiying.web.console.profile import channel, sign_ins
from huiying.web.console.profile.views import profile
from huiying.web.console.references.urls import urlpatterns as offline
from huiying.web.console.registers.urls import urlpatterns as registers
from huiying.web.console.reports.urls import urlpatterns as reports
from huiying.web.console.responders.urls import urlpatterns as responders
from huiying.web.console.retention.views import retention
from huiying.web.console.risks.urls import urlpatterns as risks
from huiying.web.console.roster.urls import urlpatterns as roster
from huiying.web.console.rulebook.urls import urlpatterns as rules
from huiying.web.console.search.views import search
from huiying.web.console.shared import saved_filters
from huiying.web.console.signed_links.urls import urlpatterns as open_links
from huiying.web.console.situation.urls import urlpatterns as situation
from huiying.web.console.sources.urls import urlpatterns as sources
from huiying.web.console.status.urls import urlpatterns as status
from huiying.web.console.supervision.urls import urlpatterns as supervision
from huiying.web.console.sweeps.urls import urlpatterns as sweeps
from huiying.web.console.tasks.urls import urlpatterns as tasks
from huiying.web.console.teams.urls import urlpatterns as teams
from huiying.web.console.verification.urls import urlpatterns as verification
from huiying.web.shared.idle import session_left

app_name = "console"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("board/", wall_board, name="board"),
    path("status/", include(status)),
    path("matters/", desk.matters_fragment, name="desk-matters"),
    path("due/<int:pk>/", clock_due, name="clock-due"),
    path("candidates/", desk.candidates_fragment, name="candidates"),
    path("candidates/", include(candidates)),
    path("", include(guidance)),
    path("", include(closing)),
    path("incidents/", include(incidents)),
    path("incidents/", include(situation)),
    path("notices/messages/", include(messages)),
    path("notices/links/", include(open_links)),
    path("notices/", include(notices)),
    path("verification/", include(verification)),
    path("consultation/", include(consultation)),
    path("tasks/", include(tasks)),
    path("instructions/", include(instructions)),
    path("supervision/", include(supervision)),
    path("risks/", include(risks)),
    path("sweeps/", include(sweeps)),
    path("petitions/", include(petitions)),
    path("teams/", include(teams)),
    path("offline/", include(offline)),
    path("accusations/", include(accusations)),
    path("liaison/", include(liaison)),
    path("figures/", include(figures)),
    path("compliance/", include(compliance)),
    path("packets/", include(packets)),
    path("posts/", post_list, name="posts"),
    path("responses/", include(responses)),
    path("responders/", include(responders)),
    path("outlets/", include(outlets)),
    path("press/", include(press)),
    path("approvals/mechanism/", include(mechanism)),
    path("approvals/", include(approvals)),
    path("confirmations/", include(confirmations)),
    path("disclosure/", include(disclosure)),
    path("documents/", include(documents)),
    path("sources/", include(sources)),
    path("intake/", include(intake)),
    path("coverage/", include(coverage)),
    path("patrols/", include(patrols)),
    path("decisions/", include(decisions)),
    path("plans/", include(plans)),
    path("drills/", include(drills)),
    path("people/", include(people)),
    path("settings/", profile, name="settings"),
    path("session/", session_left, name="session"),
    path("settings/sign-ins/", sign_ins.sign_ins, name="sign-ins"),
    path("settings/sign-ins/end/", sign_ins.end_others, name="sessions-end-others"),
    path("settings/sign-ins/<int:pk>/end/", sign_ins.end_one, name="session-end"),
    path("settings/channel/", channel.propose, name="own-propose"),
    path("settings/channel/verify/", channel.verify, name="own-verify"),
    path("settings/channel/forget/", channel.forget, name="own-forget"),
    path("roster/", include(roster)),
    path("group/", include(group)),
    path("clocks/", include(clocks)),
    path("channels/", include(channels)),
    path("integration/", include(integration)),
    path("backups/", include(backups)),
    path("retention/", retention, name="retention"),
    path("rules/", include(rules)),
    path("registers/", include(registers)),
    path("archive/", include(archive)),
    path("reports/", include(reports)),
    path("orders/", include(downward)),
    path("record/", record_list, name="audit"),
    path("record/check/", check_record, name="audit-check"),
    path("search/", search, name="search"),
    path("filters/<slug:page>/keep/", saved_filters.keep, name="filter-keep"),
    path("filters/<slug:page>/forget/", saved_filters.forget, name="filter-forget"),
    path("keys/", keys, name="keys"),
    path("help/", help_page, name="help"),
]
