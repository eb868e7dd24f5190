"""What the description of the reading interfaces says, with an example of each answer."""

from __future__ import annotations

from typing import Any

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage

_TEXT: dict[str, Any] = {"type": "string"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 0}
_FLAG: dict[str, Any] = {"type": "boolean"}
_MOMENT: dict[str, Any] = {"type": "string", "format": "date-time"}


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }


def _query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": schema,
        "description": words,
    }


_ERROR = {
    "application/json": {"schema": _object(error=_object(code=_TEXT, message=_TEXT))},
}
_PAGED = [
    _query(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
        "一页最多多少条",
    ),
    _query("cursor", {"type": "string", "maxLength": 40}, "上一页的 next；不填从头读起"),
]
_REFUSED: dict[str, Any] = {
    "304": {"description": "与 If-None-Match 给出的 ETag 相同，无正文"},
    "400": {"description": "参数有误", "content": _ERROR},
    "401": {"description": "令牌有误、已收回或已到期", "content": _ERROR},
    "403": {"description": "令牌无此权限，或来自其他网络", "content": _ERROR},
    "404": {"description": "无此编号", "content": _ERROR},
    "429": {"description": "一分钟内调用太多；Retry-After 秒后重发", "content": _ERROR},
}
_HEADERS = {
    "ETag": {"schema": _TEXT, "description": "内容不变则不变"},
    "X-RateLimit-Limit": {"schema": _TEXT, "description": "每分钟最多调用次数"},
    "X-RateLimit-Remaining": {"schema": _TEXT, "description": "本分钟还剩几次"},
    "X-RateLimit-Reset": {"schema": _TEXT, "description": "几秒后重新计数"},
}


def _reads(
    words: str, schema: dict[str, Any], example: Any, parameters: list[dict[str, Any]]
) -> dict[str, Any]:
    content = {"application/json": {"schema": schema, "example": example}}
    done = {"description": words, "headers": _HEADERS, "content": content}
    return {
        "security": [{"token": []}],
        "parameters": parameters,
        "responses": {"200": done, **_REFUSED},
    }


def _pages(item: dict[str, Any]) -> dict[str, Any]:
    return _object(items={"type": "array", "items": item}, next=_or_null(_TEXT))


_DEADLINE = _or_null(
    _object(due_at=_MOMENT, state=_TEXT, stopped_at=_or_null(_MOMENT), breached=_FLAG)
)
_INCIDENT = _object(
    number=_TEXT,
    title=_TEXT,
    stage={"enum": [str(stage) for stage in Stage]},
    grade={"enum": [grade.name for grade in Grade]},
    severity=_or_null(_TEXT),
    event_kind=_or_null(_TEXT),
    response_value=_or_null(_TEXT),
    lead_unit=_or_null(_TEXT),
    posts=_NUMBER,
    discovered_at=_MOMENT,
    opened_at=_MOMENT,
    last_post_at=_MOMENT,
    changed_at=_or_null(_MOMENT),
    notice_deadline=_DEADLINE,
    response_deadline=_DEADLINE,
    merged_into=_or_null(_TEXT),
)
_AN_INCIDENT = {
    "number": "2026-0001",
    "title": "云川区某小区停水",
    "stage": "NOTIFIED",
    "grade": "SIGNIFICANT",
    "severity": None,
    "event_kind": None,
    "response_value": "SHOULD",
    "lead_unit": "区水务局",
    "posts": 42,
    "discovered_at": "2026-11-24T02:00:00+00:00",
    "opened_at": "2026-11-24T02:12:00+00:00",
    "last_post_at": "2026-11-24T03:40:00+00:00",
    "changed_at": "2026-11-24T02:31:00+00:00",
    "notice_deadline": {
        "due_at": "2026-11-24T03:12:00+00:00",
        "state": "MET",
        "stopped_at": "2026-11-24T02:31:00+00:00",
        "breached": False,
    },
    "response_deadline": None,
    "merged_into": None,
}
INCIDENTS = _reads(
    "事件，先登记的在前",
    _pages(_INCIDENT),
    {"items": [_AN_INCIDENT], "next": "MTo3"},
    [
        _query("stage", {"enum": [str(stage) for stage in Stage]}, "只要这个环节的"),
        _query("grade", {"enum": [grade.name for grade in Grade]}, "只要这个等级的"),
        _query("changed_since", _MOMENT, "只要此后有变化的；须带时区"),
        *_PAGED,
    ],
)
INCIDENT = _reads("一个事件", _INCIDENT, _AN_INCIDENT, [])

_RELEASE = _object(
    number=_TEXT,
    version={"type": "integer", "minimum": 1},
    newest=_FLAG,
    published_at=_MOMENT,
    hash=_TEXT,
    url=_TEXT,
    being_checked=_FLAG,
    sealed=_or_null(_object(date=_TEXT, ground=_TEXT)),
    speaker=_or_null(_TEXT),
    title=_or_null(_TEXT),
    summary=_or_null(_TEXT),
    body=_or_null(_TEXT),
    finding=_or_null(_TEXT),
    form=_or_null(_TEXT),
    correction=_or_null(_TEXT),
)
RELEASES = _reads(
    "已发布的各版，先发布的在前；已封存和正在核对的无正文",
    _pages(_RELEASE),
    {
        "items": [
            {
                "number": "A2026-0001",
                "version": 1,
                "newest": True,
                "published_at": "2026-11-25T01:00:00+00:00",
                "hash": "9f2c…",
                "url": "https://huiying.example/yunchuan/answers/A2026-0001/",
                "being_checked": False,
                "sealed": None,
                "speaker": "云川区水务局",
                "title": "关于某小区停水的回应",
                "summary": "供水已恢复。",
                "body": "……",
                "finding": "TRUE",
                "form": "STATEMENT",
                "correction": None,
            }
        ],
        "next": None,
    },
    _PAGED,
)

_KEPT = _object(total=_or_null(_NUMBER), in_time=_or_null(_NUMBER), late=_or_null(_NUMBER))
_RATED = _object(
    total=_or_null(_NUMBER),
    satisfied=_or_null(_NUMBER),
    basically=_or_null(_NUMBER),
    not_satisfied=_or_null(_NUMBER),
)
COUNTS = _reads(
    "门户公开的信访统计；null 为不公开的小数",
    _object(days=_NUMBER, accepted=_KEPT, decided=_KEPT, of_bureau=_RATED, of_units=_RATED),
    {
        "days": 90,
        "accepted": {"total": 120, "in_time": 112, "late": 8},
        "decided": {"total": 96, "in_time": None, "late": None},
        "of_bureau": {"total": 40, "satisfied": 30, "basically": None, "not_satisfied": None},
        "of_units": {"total": 38, "satisfied": 25, "basically": 8, "not_satisfied": 5},
    },
    [],
)

REGISTER = _reads(
    "台账的各行，与导出文件相同，不含人员姓名；null 为空格",
    _object(
        register=_TEXT,
        items={"type": "array", "items": {"type": "object"}},
        next=_or_null(_TEXT),
    ),
    {
        "register": "notices",
        "items": [{"number": "N2026-0001", "incident": "2026-0001", "unit": "区水务局"}],
        "next": None,
    },
    _PAGED,
)
