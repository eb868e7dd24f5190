"""Read the address of a post: what may be shown of it, and what tells it from others.

In:   a web address.
Out:  the same without its author, numbers of persons and secrets (a user in the path becomes
      "-"); the same without what changes from visit to visit.
Cost: about 1 µs for an address without any, some 10 µs for one with parameters; pure.

What names the post stays, so most links go on working. A user in the host name stays in the
address of a post, since no link works without it; as a source it is refused
(``is_of_one_person``). Not seen: platforms of no list here whose addresses look like no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus

from huiying.engine.masking.mask import mask

REMOVED: Final = "-"
LEAST_SESSION_CHARS: Final = 8
_USER_KEYS: Final = frozenset(
    (
        "uid", "userid", "user", "username", "uname", "un", "u", "ouid", "suid", "tuid", "vmid",
        "nick", "nickname", "screenname", "handle", "author", "authorid", "poster", "blogger",
        "owner", "member", "memberid", "account", "openid", "unionid", "secuid", "secuserid",
        "shareuid", "shareuserid", "fromuid", "name", "realname", "contact", "qq", "wechat",
        "weixin", "phone", "mobile", "tel", "telephone", "cell", "cellphone", "shouji",
        "dianhua", "email", "mail", "idcard", "sfz",
    )
)  # fmt: skip
SECRET_PARAMETERS: Final = frozenset(
    (
        "token", "accesstoken", "authtoken", "apikey", "session", "sessionid", "phpsessid",
        "jsessionid", "aspsessionid", "password", "passwd", "pwd", "secret", "passticket",
    )
)  # fmt: skip
"""Parameters of an address by which a site knows who asks, without "_"."""

_SESSION_IN_PATH: Final = re.compile(
    r";(?:jsessionid|phpsessid|sessionid|sid)=[^/?#;]*|/\((?:[A-Z]\([^()/]*\))+\)(?=/)",
    re.IGNORECASE,
)
# Parameters that say by which way somebody came; none of them chooses what is shown. Names that
# some sites use for that and others for the post itself ("id", "ref", "t") are left out.
_TRACKING: Final = re.compile(
    r"utm_\w+|spm|spm_\w+|scm|sharer_\w+|from_(?:source|spmid)|vd_source|unique_k|tt_from"
    r"|share_?(?:from|source|medium|plat|platform|tag|session_id|token|times?|type|channel|uid"
    r"|user|sn|app|app_id|did|code|via)"
    r"|fromuid|isappinstalled|wfr|luicode|lfid|refer_flag|featurecode|wxfrom|wx_(?:header|from)"
    r"|nsukey|clicktime|enterid|subscene|ascene|chksm|hm(?:sr|pl|cu|kw|ci)|bd_vid|qhclickid"
    r"|fbclid|gclid|dclid|yclid|msclkid|igshid|mc_[ce]id|_ga|_gl|_"
)
_ORIGIN_NAMES: Final = frozenset(("from", "source"))
_ORIGINS: Final = frozenset(
    (
        "timeline", "singlemessage", "groupmessage", "rss", "feed", "share", "weibo", "wechat",
        "weixin", "wx", "qq", "qzone", "pc", "app", "mobile", "h5", "search", "baidu", "push",
    )
)  # fmt: skip
_KEY_MARKS: Final = re.compile(r"[\W_]+|\[\d*\]")
_PERSONAL: Final = frozenset(("phone", "identity", "mail"))
_USER_FOLDER: Final = re.compile(
    r"(?<=/)(?P<folder>(?:u|user|users|people|member|members|author|authors|space|profile|home/main"
    r"|user/profile)/)(?!profile/|main\b)[^/?#]+",
    re.IGNORECASE,
)
_HANDLE: Final = re.compile(r"(?<=/)@[^/?#]+|(?<=/)~[^/?#]+")
_USER_FIRST: Final = re.compile(
    r"(?P<site>^https?://(?:[\w-]+\.)*(?:weibo\.(?:com|cn)/(?=\d{5,}(?:[/?#]|$))"
    r"|space\.bilibili\.com/(?=\d)|(?:x|twitter)\.com/(?=[^/]+/status/)))[^/?#]+",
    re.IGNORECASE,
)
_MAY_NAME_SOMEBODY: Final = re.compile(
    r"[?#@~;]|/\(|/(?:u|users?|people|members?|authors?|space|profile|home)/|weibo|bilibili|twitter"
    r"|//x\.|\d{11}",
    re.IGNORECASE,
)


# Platforms that give each user a host name of his own, and names that they keep for themselves.
_USER_HOSTS: Final = re.compile(
    r"^https?://(?P<user>[\w.-]+)\.(?:"
    r"lofter\.com|blogspot\.[a-z.]{2,6}|wordpress\.com|home\.blog|tumblr\.com|substack\.com"
    r"|git(?:hub|lab|ee)\.io|livejournal\.com|typepad\.com|weebly\.com|wixsite\.com|medium\.com"
    r"|ghost\.io|bearblog\.dev|micro\.blog|neocities\.org|hatenablog\.(?:com|jp)|pixnet\.net"
    r"|blogbus\.com|blogcn\.com|diandian\.com|bokee\.(?:com|net)|blogchina\.com|notion\.site"
    r"|blog\.(?:163|sohu|hexun|tianya|ifeng|caixin|sina)\.(?:com\.cn|com|cn)|qzone\.qq\.com"
    r"|netlify\.app|vercel\.app|pages\.dev|deviantart\.com|bsky\.social|podbean\.com"
    r")\.?(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)
_HOUSE_HOSTS: Final = frozenset(
    ("www", "m", "wap", "rss", "feed", "en", "zh", "api", "about", "help", "support", "news")
)
# Platforms whose addresses begin with the user, and the first words that are none.
_USER_PATH: Final = re.compile(
    r"^https?://(?:(?:www\.)?cnblogs\.com/(?!cate/|pick|news|aggsite|candidate|rss|sitehome|$)"
    r"|blog\.csdn\.net/(?!nav/|rank|$)|blog\.sina\.com\.cn/(?!lm/|$)"
    r"|(?:www\.|m\.)?weibo\.(?:com|cn)/(?!hot|newlogin|tv/|ttarticle/|topic|search|p/100808|$)"
    r"|(?:www\.)?zhuanlan\.zhihu\.com/(?!$)|user\.qzone\.qq\.com/(?!$)"
    r"|(?:www\.)?(?:douyin|kuaishou)\.com/(?:user|profile)/|(?:www\.)?xueqiu\.com/(?=\d)"
    r"|(?:www\.)?toutiao\.com/c/user/|baijiahao\.baidu\.com/u\?)[^/?#]*",
    re.IGNORECASE,
)


def is_of_one_person(url: str) -> bool:
    """Tell whether an address shows what one user writes, as far as it says so itself.

    >>> is_of_one_person("https://zhangsan.lofter.com/rss"), is_of_one_person("https://www.lofter.com/")
    (True, False)
    """
    if public_address(url) != url:
        return True
    host = _USER_HOSTS.match(url)
    if host is not None and host["user"].casefold() not in _HOUSE_HOSTS:
        return True
    return _USER_PATH.match(url) is not None


def public_address(url: str) -> str:
    """Return an address of a post without its author, session, key or password.

    >>> public_address("https://bbs.example.org/thread?tid=12&uid=34567&phone=13800000000")
    'https://bbs.example.org/thread?tid=12'
    >>> public_address("https://weibo.com/1234567890/KxYz")
    'https://weibo.com/-/KxYz'
    """
    if not _MAY_NAME_SOMEBODY.search(url):
        return url
    place, query, fragment = _parts(url)
    place = _USER_FIRST.sub(rf"\g<site>{REMOVED}", _SESSION_IN_PATH.sub("", place))
    place = _USER_FOLDER.sub(rf"\g<folder>{REMOVED}", _HANDLE.sub(REMOVED, place))
    origin, slash, path = _split_path(place)
    path = "/".join(REMOVED if _is_personal(part) else part for part in path.split("/"))
    return _joined(
        f"{origin}{slash}{path}",
        _without(query, _names_somebody, _is_secret),
        _without(fragment, _names_somebody, _is_secret),
    )


def bare_address(url: str) -> str:
    """Return host and path of an address of a post, as intake lets them be shown.

    For files that leave the bureau: a query may carry a person under any name.

    >>> bare_address("https://weibo.com/u/1669879400/NxAbCd?from=page_user_zhangsan#c")
    'https://weibo.com/u/-/NxAbCd'
    """
    return public_address(url).partition("#")[0].partition("?")[0]


def address_identity(url: str) -> str:
    """Return what an address has in common with itself at another visit.

    >>> address_identity("https://news.example.org/a;jsessionid=0A1B?id=7&utm_source=rss")
    'https://news.example.org/a?id=7'
    >>> address_identity("https://news.example.org/a?from=2&to=3")
    'https://news.example.org/a?from=2&to=3'
    """
    if "?" not in url and ";" not in url and "/(" not in url and "#" not in url:
        return url
    place, query, fragment = _parts(url)
    return _joined(
        _SESSION_IN_PATH.sub("", place),
        _without(query, _is_session, _is_tracking),
        _without(fragment, _is_session, _is_tracking) if "=" in fragment else fragment,
    )


def signs_in(url: str) -> bool:
    """Tell whether an address carries somebody's session or key: that is a login too."""
    place, query, _fragment = _parts(url)
    return bool(_SESSION_IN_PATH.search(place)) or any(map(_is_secret, query.split("&")))


def _parts(url: str) -> tuple[str, str, str]:
    """Return scheme, host and path together, the query, the fragment."""
    rest, _hash_sign, fragment = url.partition("#")
    place, _question_mark, query = rest.partition("?")
    return place, query, fragment


def _joined(place: str, query: str, fragment: str) -> str:
    return "".join((place, f"?{query}" if query else "", f"#{fragment}" if fragment else ""))


def _split_path(place: str) -> tuple[str, str, str]:
    """Return scheme and host, the slash behind them, the path."""
    scheme, _marks, behind = place.partition("//")
    host, slash, path = behind.partition("/")
    return f"{scheme}//{host}", slash, path


def _without(query: str, *unwanted: Callable[[str], bool]) -> str:
    pieces = (piece for piece in query.split("&") if not any(test(piece) for test in unwanted))
    return "&".join(pieces)


def _name_of(parameter: str) -> tuple[str, str]:
    """Return name and value; of a fragment that holds a path, the name behind its "?"."""
    key, _sign, value = parameter.rpartition("=")
    return unquote_plus(key).rpartition("?")[2].casefold(), value


def _names_somebody(parameter: str) -> bool:
    name, value = _name_of(parameter)
    return _KEY_MARKS.sub("", name) in _USER_KEYS or _is_personal(value)


def _is_secret(parameter: str) -> bool:
    name, _sign, _value = parameter.partition("=")
    return _KEY_MARKS.sub("", _name_of(f"{name}=")[0]) in SECRET_PARAMETERS


def _is_session(parameter: str) -> bool:
    """Tell a session from a short number of the same name that chooses what is shown."""
    return len(parameter.partition("=")[2]) >= LEAST_SESSION_CHARS and _is_secret(parameter)


def _is_tracking(parameter: str) -> bool:
    name, value = _name_of(parameter)
    if name in _ORIGIN_NAMES:
        return value.casefold() in _ORIGINS
    return _TRACKING.fullmatch(name) is not None


def _is_personal(word: str) -> bool:
    return bool(word) and not _PERSONAL.isdisjoint(mask(unquote_plus(word)).counts)
