"""What the description of the interfaces between bureaus says."""

from __future__ import annotations

from typing import Any

REPORT: dict[str, Any] = {
    "security": [{"token": []}],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["format", "schema", "content", "hash"],
                    "properties": {
                        "format": {"enum": ["huiying.report", "huiying.supervision_answer"]},
                        "schema": {"const": 1},
                        "content": {"type": "object"},
                        "hash": {"type": "string", "description": "content 的 SHA-256"},
                        "withdrawal": {
                            "type": ["object", "null"],
                            "description": "上报文件必有，反馈文件没有",
                        },
                    },
                }
            }
        },
    },
    "responses": {
        "201": {"description": "已接收；回执"},
        "200": {"description": "同一份报告此前已接收；同一回执"},
        "401": {"description": "令牌有误、已收回或更换"},
        "403": {"description": "下级单位已停用"},
        "409": {"description": "同一份报告正在接收"},
        "413": {"description": "超过 2 MB"},
        "422": {"description": "可读，但未接收：理由写在 message 里"},
        "429": {"description": "一分钟内调用太多；Retry-After 秒后重发"},
    },
}

SUPERVISION: dict[str, Any] = {
    "security": [{"token": []}],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["format", "schema", "content", "hash"],
                    "properties": {
                        "format": {"const": "huiying.supervision"},
                        "schema": {"const": 1},
                        "content": {"type": "object"},
                        "hash": {"type": "string", "description": "content 的 SHA-256"},
                    },
                }
            }
        },
    },
    "responses": {
        "201": {"description": "已接收；回执"},
        "200": {"description": "同一步此前已接收；同一回执"},
        "401": {"description": "令牌有误、已收回或更换"},
        "403": {"description": "上级系统已停用"},
        "409": {"description": "同一份督办正在接收"},
        "413": {"description": "超过 2 MB"},
        "422": {"description": "可读，但未接收：理由写在 message 里"},
        "429": {"description": "一分钟内调用太多；Retry-After 秒后重发"},
    },
}
