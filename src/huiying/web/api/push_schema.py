"""What the description of the push interface says."""

from __future__ import annotations

from typing import Any

from huiying.work.collection.core.items import REACH

DESCRIPTION = (
    "其他系统把公开发布的帖文推送给一个来源。口令在“来源”页面生成，只显示一次。"
    "同一个 external_id 只收录一次；带 Idempotency-Key 的同一请求得到同一答复。"
    "作者只在内存里换算成一个 30 天后无法追溯的代号，不保存。"
    "外单位的系统另有口令，只看得到分享给本单位的情况和请本单位核实的说法，"
    "可以交线索、答复核实；交来的都由信访局的人决定。"
)
_TEXT = {"type": "string"}
_COUNT = {"type": ["integer", "string"], "description": "平台给出的数；可写 1.2万"}
_ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "external_id": {"type": ["string", "integer"], "description": "来源自己的编号"},
        "title": _TEXT,
        "text": _TEXT,
        "url": _TEXT,
        "published_at": {"type": "string", "description": "ISO 8601；没有时区按北京时间"},
        "author": _TEXT,
        "channel": _TEXT,
        "community": _TEXT,
        **dict.fromkeys(REACH, _COUNT),
    },
}
_RESULT: dict[str, Any] = {
    "type": "object",
    "properties": {
        "index": {"type": "integer"},
        "status": {"enum": ["accepted", "repeated", "refused"]},
        "post_id": {"type": ["string", "null"]},
        "code": _TEXT,
        "field": _TEXT,
        "message": _TEXT,
        "warnings": {"type": "array", "items": {"type": "object"}},
    },
}
_ANSWER: dict[str, Any] = {
    "type": "object",
    "properties": {
        "accepted": {"type": "integer"},
        "repeated": {"type": "integer"},
        "refused": {"type": "integer"},
        "results": {"type": "array", "items": _RESULT},
    },
}
OPERATION: dict[str, Any] = {
    "security": [{"token": []}],
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "maxLength": 100},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["items"],
                    "properties": {
                        "items": {"type": "array", "maxItems": 1000, "items": _ITEM}
                    },
                }
            }
        },
    },
    "responses": {
        "200": {
            "description": "每条各有结果",
            "content": {"application/json": {"schema": _ANSWER}},
        },
        "400": {"description": "请求无法读取"},
        "401": {"description": "口令不对"},
        "403": {"description": "来源已停用"},
        "409": {"description": "同一个键，另一份内容；或同一请求正在处理，请稍后再推送"},
        "413": {"description": "条数或大小超过上限"},
        "429": {
            "description": "一分钟内调用太多，或本局待归组的帖文太多；Retry-After 秒后重发"
        },
        "503": {"description": "数据库暂时连不上，稍后重发"},
        "507": {"description": "服务器的磁盘满了，稍后重发"},
    },
}
SECURITY: dict[str, Any] = {
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}}
}
