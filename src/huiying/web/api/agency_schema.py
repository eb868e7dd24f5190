"""What the description of the agencies' interface says."""

from __future__ import annotations

from typing import Any

from huiying.policy.procedure.findings import Finding

_TEXT = {"type": "string"}
_TOKEN: list[dict[str, list[str]]] = [{"token": []}]
_REFUSED: dict[str, Any] = {
    "401": {"description": "口令不对、已收回或更换"},
    "403": {"description": "贵单位的登记已停用"},
    "429": {"description": "一分钟内调用太多；Retry-After 秒后重发"},
}
_REFUSED_ACT: dict[str, Any] = {
    **_REFUSED,
    "400": {"description": "请求无法读取，或字段不对"},
    "404": {"description": "没有这份分享或核实单"},
    "409": {"description": "同一个键，另一份内容；或内容刚有变化"},
    "413": {"description": "超过 256 KB"},
    "422": {"description": "读得懂，但不能收：理由写在 message 里"},
}


def _reads(summary: str) -> dict[str, Any]:
    return {"security": _TOKEN, "responses": {"200": {"description": summary}, **_REFUSED}}


def _acts(summary: str, needed: list[str], fields: dict[str, Any]) -> dict[str, Any]:
    return {
        "security": _TOKEN,
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {"type": "string", "minLength": 1, "maxLength": 100},
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"type": "object", "required": needed, "properties": fields}
                }
            },
        },
        "responses": {
            "201": {"description": summary},
            "200": {"description": "同一个键的同一份内容：与第一次相同的答复"},
            **_REFUSED_ACT,
        },
    }


SHARES = _reads("现在分享给贵单位的情况")
SHARE = {**_reads("冻结的情况和它的哈希")}
SHARE["responses"]["404"] = _REFUSED_ACT["404"]
CLAIMS = _reads("请贵单位核实、还没有答复的说法")
_POST = {"type": "string", "maxLength": 60, "description": "交来的岗位，不写姓名"}
LEAD = _acts(
    "已收到线索，由信访局的人决定怎样处理",
    ["text", "post"],
    {"text": {"type": "string", "maxLength": 4000}, "link": _TEXT, "post": _POST},
)
ANSWER = _acts(
    "已收到答复，信访局复核后才算数",
    ["finding", "facts", "expires", "post"],
    {
        "finding": {"enum": [str(finding) for finding in Finding]},
        "facts": {"type": "string", "maxLength": 4000},
        "expires": {"type": "string", "format": "date", "description": "到哪天为止有效"},
        "evidence": {
            "type": "array",
            "maxItems": 10,
            "items": {
                "type": "object",
                "required": ["words"],
                "properties": {
                    "words": _TEXT,
                    "link": _TEXT,
                    "snapshot": {"type": "string", "description": "有网址就须抄下当时的文字"},
                },
            },
        },
        "post": _POST,
    },
)
