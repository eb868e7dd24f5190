"""The menu: eight groups, the pages of each, who may open them, the tabs of a group.

In:   the capabilities of an officer, the address of a page, what waits on each page.
Out:  ``MENU`` as data for tests and help; groups and tabs that templates draw.
Cost: no query; the addresses are looked up once for each process.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.menu_count_words import count_words

C = Capability
OVERVIEW = (C.SEE_POSTS, C.READ_RECORD)  # who sees every matter of the bureau


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page of a group: its address name, its word, who may open it.

    Attributes:
        needs: One of these capabilities is enough; () = everyone who is signed in.
        also: One of these is needed besides; () = none.
        behind: Names of pages that are reached from this one and stand under its tab.
    """

    name: str
    label: str | Promise
    needs: tuple[Capability, ...] = ()
    also: tuple[Capability, ...] = ()
    behind: tuple[str, ...] = ()

    def open_to(self, held: Collection[str]) -> bool:
        """Tell whether somebody with these capabilities may open it."""
        return all(
            any(one in held for one in asked) for asked in (self.needs, self.also) if asked
        )


@dataclass(frozen=True, slots=True)
class MenuGroup:
    """A line of the menu with the pages behind it; the first one open to a reader is its own.

    Attributes:
        go: The letter that follows G on the keyboard; "" = none.
        parts: First parts of addresses that belong to it and have no list of their own.
    """

    code: str
    label: str | Promise
    icon: str
    pages: tuple[MenuPage, ...]
    go: str = ""
    parts: tuple[str, ...] = ()


MENU: tuple[MenuGroup, ...] = (
    MenuGroup(
        "desk",
        _("值班台"),
        "desk",
        (
            MenuPage("desk", _("值班台")),
            MenuPage("candidates-decided", _("已研判"), (C.TRIAGE,)),
            MenuPage("merge-questions", _("疑似同一事件"), (C.TRIAGE,)),
            MenuPage("status", _("运行情况"), (C.SEE_DESK,)),
        ),
        go="b",
        parts=("board", "matters", "candidates"),
    ),
    MenuGroup(
        "incidents",
        _("事件"),
        "incident",
        (MenuPage("incidents", _("事件"), (C.SEE_INCIDENTS,)),),
        go="i",
        parts=("consultation", "clocks", "due", "closing", "teams", "instructions"),
    ),
    MenuGroup("posts", _("帖文"), "rss", (MenuPage("posts", _("帖文"), (C.SEE_POSTS,)),)),
    MenuGroup(
        "responses",
        pgettext_lazy("menu", "回应"),
        "response",
        (
            MenuPage("responses", pgettext_lazy("menu", "回应"), (C.SEE_INCIDENTS,)),
            MenuPage("promises", pgettext_lazy("menu", "公开承诺"), (C.SEE_INCIDENTS,)),
            MenuPage("disclosure", _("不予公开内容"), OVERVIEW),
            MenuPage("responders", _("回应人员"), (C.SEE_INCIDENTS,)),
            MenuPage("accounts", _("官方账号"), (C.SEE_INCIDENTS,)),
        ),
        go="r",
        parts=("approvals", "confirmations", "outlets"),
    ),
    MenuGroup(
        "inbox",
        _("来件与交办"),
        "inbox",
        (
            MenuPage(
                "notices",
                pgettext_lazy("menu", "通报"),
                (C.SIGN, C.NOTIFY),
                behind=("messages", "open-links"),
            ),
            MenuPage("tasks", pgettext_lazy("menu", "交办任务"), (C.SEE_INCIDENTS,)),
            MenuPage("supervisions", _("督办"), (C.SEE_INCIDENTS,)),
            MenuPage("superior-supervisions", _("上级督办"), OVERVIEW),
            MenuPage("dockets", _("核实单"), (C.SEE_INCIDENTS,)),
            MenuPage(
                "petitions",
                _("信访事项"),
                (C.SEE_PETITIONS, C.REPORT_BACK),
                behind=("petition-enter", "petition-erasures", "petition-purges"),
            ),
            MenuPage("references", _("来件"), OVERVIEW),
            MenuPage("accusations", _("检举控告"), (C.HANDLE_ACCUSATIONS,)),
            MenuPage("press", _("媒体"), OVERVIEW, behind=("enquiries", "experts")),
            MenuPage("liaison", _("联络"), OVERVIEW, behind=("shares", "trainings")),
        ),
    ),
    MenuGroup(
        "prevention",
        _("风险与预案"),
        "shield",
        (
            MenuPage(
                "risk-register",
                _("风险点台账"),
                (C.SEE_INCIDENTS,),
                behind=("risk-add", "risk-proposals"),
            ),
            MenuPage("sweeps", _("定期梳理"), (C.SEE_INCIDENTS,)),
            MenuPage("decisions", _("决策评估"), OVERVIEW),
            MenuPage("contingency-plans", _("处置预案"), OVERVIEW),
            MenuPage("drills", _("演练"), OVERVIEW),
            MenuPage(
                "coverage",
                _("监测覆盖"),
                (C.SEE_SOURCES,),
                behind=("topics", "delays", "samples"),
            ),
            MenuPage("patrols", _("巡查"), (C.SEE_SOURCES,)),
        ),
    ),
    MenuGroup(
        "registers",
        _("台账"),
        "register",
        (
            MenuPage("register-incidents", _("事件台账"), OVERVIEW),
            MenuPage("register-notices", _("通报台账"), OVERVIEW),
            MenuPage("register-tasks", _("任务台账"), OVERVIEW),
            MenuPage("register-supervisions", _("督办台账"), OVERVIEW),
            MenuPage("register-responses", _("回应台账"), OVERVIEW),
            MenuPage(
                "archive", _("档案"), OVERVIEW, behind=("archive-reports", "post-deletions")
            ),
            MenuPage("reports", _("报送台账"), OVERVIEW),
            MenuPage(
                "received-reports", _("下级报送"), OVERVIEW, behind=("issued-supervisions",)
            ),
            MenuPage("ledger", _("违规台账"), (C.SEE_LEDGER,)),
            MenuPage(
                "figures",
                _("统计图"),
                (C.SEE_LEDGER,),
                also=OVERVIEW,
                behind=("figures-leader",),
            ),
            MenuPage("compliance", _("制度执行情况"), (C.SEE_LEDGER,), also=OVERVIEW),
            MenuPage("cases", _("案例库"), (C.SEE_INCIDENTS,), behind=("risks",)),
            MenuPage("audit", _("审计记录"), (C.READ_RECORD,), behind=("audit-check",)),
            MenuPage("packets", _("证据包"), (C.ARCHIVE, C.READ_RECORD)),
        ),
    ),
    MenuGroup(
        "settings",
        _("设置"),
        "settings",
        (
            MenuPage("people", _("人员与单位"), (C.MANAGE_PEOPLE,), behind=("officer-links",)),
            MenuPage(
                "rules",
                _("规则与时限"),
                (C.SEE_RULES,),
                behind=(
                    "rules-versions",
                    "rules-draft",
                    "rules-trial",
                    "rules-calendar",
                    "rules-readiness",
                    "rules-routing",
                ),
            ),
            MenuPage(
                "report-recipients",
                _("归口报送"),
                (C.SEE_RULES,),
                behind=("report-templates", "report-subordinates", "superior-systems"),
            ),
            MenuPage("sources", _("来源"), (C.SEE_SOURCES,), behind=("communities",)),
            MenuPage("imports", _("导入"), (C.IMPORT_POSTS,)),
            MenuPage("channels", _("消息渠道"), (C.MANAGE_CHANNELS,)),
            MenuPage("integration", _("系统接口"), (C.MANAGE_CHANNELS,)),
            MenuPage("agency-tokens", _("接入令牌"), (C.MANAGE_SOURCES,)),
            MenuPage("roster", _("值班表")),
            MenuPage("group", _("领导小组"), behind=("why",)),
            MenuPage("backups", _("备份"), (C.BACK_UP,), behind=("backup-runs",)),
            MenuPage("retention", _("保存期限"), (C.BACK_UP,)),
            MenuPage("settings", _("我的设置"), behind=("sign-ins",)),
        ),
        go="c",
    ),
)


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A group as a line of the menu (``console/_nav.html``).

    Attributes:
        current: "page" = the reader is on it; "true" = on a page behind it; "" = elsewhere.
        count: What waits for the reader behind it; 0 = no number is shown.
        counted: What the number counts, part by part; "" = there is none.
    """

    url: str
    icon: str
    label: str | Promise
    go: str
    current: str
    count: int
    counted: str = ""


@dataclass(frozen=True, slots=True)
class MenuTab:
    """A page of a group as a tab (``console/_tabs.html``); the others as in ``MenuLine``."""

    url: str
    label: str | Promise
    current: str
    count: int
    counted: str = ""


def menu_lines(path: str, held: Collection[str], waiting: Mapping[str, int]) -> list[MenuLine]:
    """Return the groups that have a page for this reader.

    Args:
        path: The address of the page that is shown.
        held: The reader's capabilities.
        waiting: Name of a page → what waits there for the reader.
    """
    here = group_at(path)
    lines = []
    for group in MENU:
        pages = [page for page in group.pages if page.open_to(held)]
        if not pages:
            continue
        url = page_url(pages[0].name)
        current = "page" if path == url else "true" if group is here else ""
        count = sum(waiting.get(page.name, 0) for page in pages)
        counted = str(_("、")).join(
            words for page in pages if (words := _counted(page, waiting, held))
        )
        lines.append(MenuLine(url, group.icon, group.label, group.go, current, count, counted))
    return lines


def _counted(page: MenuPage, waiting: Mapping[str, int], held: Collection[str]) -> str:
    whole = any(one in held for one in OVERVIEW)
    return count_words(page.name, waiting.get(page.name, 0), whole=whole)


def menu_tabs(path: str, held: Collection[str], waiting: Mapping[str, int]) -> list[MenuTab]:
    """Return the pages of the group as tabs, on each of its lists; [] on any other page.

    A group with a single page for this reader has no tabs.
    """
    group = group_at(path)
    pages = [page for page in group.pages if page.open_to(held)] if group else []
    tabs = [
        MenuTab(
            page_url(page.name),
            page.label,
            _current(page, path),
            waiting.get(page.name, 0),
            _counted(page, waiting, held),
        )
        for page in pages
    ]
    return tabs if len(tabs) > 1 and any(tab.current for tab in tabs) else []


def group_at(path: str) -> MenuGroup | None:
    """Return the group that the page at an address belongs to; None = to none.

    The longest address of a list that begins the page's own decides: a list of another group
    may stand below a list.
    """
    root = page_url("desk")
    best, length = None, 0
    for group in MENU:
        names = [name for page in group.pages for name in (page.name, *page.behind)]
        begins = [page_url(name) for name in names] + [f"{root}{part}/" for part in group.parts]
        for begin in begins:
            fits = path == begin or (begin != root and path.startswith(begin))
            if fits and len(begin) > length:
                best, length = group, len(begin)
    return best


def page_url(name: str) -> str:
    """Return the address of a page of the menu."""
    return _page_url(name, get_script_prefix(), settings.ROOT_URLCONF)


@lru_cache(maxsize=256)
def _page_url(name: str, _below: str, _urls: str) -> str:
    return reverse(f"console:{name}")


def _current(page: MenuPage, path: str) -> str:
    if path == page_url(page.name):
        return "page"
    return "true" if path in {page_url(name) for name in page.behind} else ""
