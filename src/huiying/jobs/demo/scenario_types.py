"""The values that a written scenario consists of.

The scenario says only what happens: which post can be found where and when, and which act an
officer does by which door. It holds no later state (no incident, no grade, no clock): those
come from the product itself when the steps are played.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

SourceKind = Literal["PUSH", "FEED", "PAGE", "FILE", "MANUAL"]
UnitKind = Literal["SECTION", "SUBORDINATE", "AGENCY"]
GradeCode = Literal["ORDINARY", "SIGNIFICANT", "MAJOR"]
Truth = Literal["TRUE", "PARTLY_TRUE", "FALSE", "UNKNOWN"]
Ending = Literal["ANSWERED", "MERGED", "DISMISSED", "OPEN", "WAITING", "LIVE"]

NAMELESS_SOURCES = frozenset(
    {"board", "inbox", "hotline", "hall", "daily", "jiangyuan", "huaxun"}
)
"""Sources that carry no handle: letters, registers, media."""

VERBS: frozenset[str] = frozenset(
    {
        "confirm_candidate",
        "write_plan",
        "approve_plan",
        "activate_plan",
        "assess_decision",
        "sign_decision",
        "announce_decision",
        "dismiss_candidate",
        "watch_candidate",
        "merge_candidate",
        "regrade",
        "raise_grade",
        "keep_grade",
        "sign_severity",
        "decide_value",
        "notify_unit",
        "record_phone_delivery",
        "sign_notice",
        "return_notice",
        "renotify",
        "reroute_notice",
        "report_back",
        "issue_guidance",
        "sign_guidance",
        "record_answer",
        "start_draft",
        "edit_draft",
        "submit_draft",
        "send_back_draft",
        "ask_confirmation",
        "answer_confirmation",
        "withhold",
        "review_draft",
        "approve_draft",
        "publish_draft",
        "correct_release",
        "hand_over",
        "take_over",
        "patrol",
        "add_topic",
        "note_gap",
        "assign_source",
        "add_sample",
        "acknowledge",
        "draft_rule",
        "ask_verification",
        "answer_docket",
        "ask_extension",
        "grant_extension",
        "confirm_finding",
        "call_consultation",
        "give_opinion",
        "write_minutes",
        "sign_minutes",
        "submit_proposal",
        "approve_proposal",
        "form_team",
        "assign_task",
        "accept_task",
        "report_task",
        "return_task",
        "recheck_task",
        "close_task",
        "bind_reference",
        "record_contact",
        "confirm_ending",
        "give_instruction",
        "enter_instruction",
        "open_supervision",
        "give_feedback",
        "return_feedback",
        "ask_closing",
        "sign_closing",
        "make_promise",
        "keep_promise",
        "add_contact",
        "record_talk",
        "share_facts",
        "hand_in_lead",
        "take_lead",
        "record_training",
        "ask_waiver",
        "grant_waiver",
        "close_incident",
        "write_review",
        "excuse_breach",
        "plan_outlet",
        "note_carried",
        "apply_press",
        "approve_press",
        "hold_press",
        "log_question",
        "media_asked",
        "media_answered",
        "expert_explained",
        "add_account",
        "confirm_account",
        "ask_responder",
        "consent_responder",
        "record_reply",
        "file_answer",
        "judge_groups",
        "write_report",
        "sign_report",
        "send_report",
        "receive_report",
        "name_accused",
        "transfer_accusation",
        "submit_petition",
        "register_petitions",
        "join_petition",
        "forward_petition",
        "draft_letter",
        "draft_review",
        "sign_letter",
        "approve_letter",
        "answer_petitions",
        "sign_answers",
        "rate_answer",
        "request_review",
        "register_risk",
        "lower_risk",
        "sign_risk",
        "open_sweep",
        "confirm_sweep",
        "compile_sweep",
        "sign_sweep",
        "start_drill",
        "end_drill",
    }
)


PUBLIC = "public"
"""Who acts when the sender of a petition does, with the query code alone."""

FOLLOWED_CODE = "YUNCHUAN2345"
"""The letters of the query code of one petition, so that a visitor can follow it.

Codes are stored nowhere; this one is given to a petition of a sandbox alone, and the page of
the demonstration shows it.
"""


@dataclass(frozen=True, slots=True)
class BureauCast:
    """The bureau itself."""

    name: str
    slug: str
    district: str
    phone: str  # fictional, shown on public pages


@dataclass(frozen=True, slots=True)
class UnitCast:
    """A unit that can be notified; ``duties`` is the cold start of routing."""

    key: str  # how acts refer to it
    name: str
    kind: UnitKind
    duties: str  # 2–3 sentences in Chinese, with the words of the unit's matters
    contact: str = ""  # a post
    phone: str = ""  # fictional


@dataclass(frozen=True, slots=True)
class OfficerCast:
    """A fictional officer; ``roles`` are the codes of ``accounts.capabilities.Role``."""

    key: str  # also the account name
    name: str
    unit: str  # key of a unit; "" = of none
    roles: tuple[str, ...]
    title: str
    phone: str = ""  # of the office, fictional


@dataclass(frozen=True, slots=True)
class SourceCast:
    """Where posts are found; ``tier`` is the level of a medium."""

    key: str
    name: str
    kind: SourceKind
    channel: str  # the platform, counted when spread is graded
    host: str  # under .example, empty when posts have no address
    tier: int  # 3 national, 2 provincial or city, 1 local, 0 no medium
    communities: tuple[str, ...]
    intake: str = "PUBLIC"  # INBOX and HOTLINE are sent to the bureau itself


@dataclass(frozen=True, slots=True)
class PlantedCase:
    """What is true about one planted matter; for tests and measures, never the engine."""

    ref: str
    title: str
    truth: Truth
    grade: GradeCode  # the gravest grade it deserves by the start rule
    ending: Ending


@dataclass(frozen=True, slots=True)
class PostStep:
    """One post becomes available to the source.

    ``incident`` marks posts of a planted matter (``None`` = everyday noise). Runner and tests
    use it to find the candidate of a matter; it must never reach the engine.
    """

    offset: timedelta  # from 00:00 of day 1: when the source can deliver it
    key: str  # unique, stable between loads
    source: str  # key of a source
    community: str  # empty when the source has none
    author: str  # fictional handle; empty = anonymous
    title: str
    text: str
    url: str
    published_offset: timedelta | None  # never after ``offset``; None = unknown
    incident: str | None = None
    copy_of: str | None = None  # key of the post that this one repeats


@dataclass(frozen=True, slots=True)
class ActStep:
    """One act of one officer, or of who sent a petition, by a door of the product."""

    offset: timedelta
    actor: str  # key of an officer, or PUBLIC
    verb: str  # one of VERBS
    incident_ref: str  # ``ref`` of a planted case
    args: dict[str, Any] = field(default_factory=dict)
    optional: bool = False  # done only when the visitor has not done it


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the side panel 可以试试."""

    role: str  # role code
    officer: str  # key of the officer to become
    do: str
    where: str
    do_en: str
    where_en: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything the runner needs, in the order of time."""

    bureau: BureauCast
    units: tuple[UnitCast, ...]
    officers: tuple[OfficerCast, ...]
    sources: tuple[SourceCast, ...]
    cases: tuple[PlantedCase, ...]
    past: tuple[PostStep, ...]  # before 00:00 of day 1, by published_offset
    steps: tuple[PostStep | ActStep, ...]
    live_from: timedelta  # before this: replayed quickly at start
    ends: timedelta  # the live part stops here
    what_to_try: tuple[Suggestion, ...]

    @property
    def posts(self) -> tuple[PostStep, ...]:
        """All posts in the order of time."""
        return tuple(step for step in self.steps if isinstance(step, PostStep))

    @property
    def acts(self) -> tuple[ActStep, ...]:
        """All acts in the order of time."""
        return tuple(step for step in self.steps if isinstance(step, ActStep))
