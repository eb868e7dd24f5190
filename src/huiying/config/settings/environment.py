"""Read environment variables strictly: an invalid value is named, never guessed.

In:   names of settings.    Out:  their values, or ``ImproperlyConfigured`` with the name.
Cost: none.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from huiying.base.files.ciphers import AES, SM4, is_available

FILES_OPTIONS = {"endpoint", "region", "style"}
LEAST_SECRET = 20  # characters of what nobody may guess
_BETWEEN_NODES = re.compile(r"[,;](?=\s*\w+://)")
_FALSE = ("false", "off", "no", "n", "0")


class Environment(environ.FileAwareEnv):  # type: ignore[misc]  # it has no types
    """Values from the environment, or from the file that ``<NAME>_FILE`` names."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Return a value, or the default of an empty one; what is wrong is said by its name."""
        try:
            if not self.ENVIRON.get(var, "").strip():
                return kwargs["default"]
            value = super().get_value(var, *args, **kwargs)
        except ValueError as error:
            raise ImproperlyConfigured(f"{var} 的值不对，读不成一个数。") from error
        except OSError as error:
            message = f"{var}_FILE 指的文件读不出来：{error.strerror}。"
            raise ImproperlyConfigured(message) from error
        return value.strip() if isinstance(value, str) else value  # a file ends in a new line

    def flag(self, var: str, *, default: bool) -> bool:
        """Return yes or no; a slip of the pen switches nothing off."""
        value = str(self.str(var, default=str(default))).strip().lower()
        if value in self.BOOLEAN_TRUE_STRINGS:
            return True
        if value in _FALSE:
            return False
        raise ImproperlyConfigured(f"{var} 只能是 true 或 false。")

    def whole(self, var: str, *, default: int, least: int, most: int) -> int:
        """Return a whole number between two bounds."""
        value = int(self.int(var, default=default))
        if not least <= value <= most:
            raise ImproperlyConfigured(f"{var} 只能是 {least} 至 {most}。")
        return value

    def secret(self, var: str) -> str:
        """Return what nobody may guess; "" when it is not set."""
        value = str(self.str(var, default=""))
        if value and len(value) < LEAST_SECRET:
            raise ImproperlyConfigured(f"{var} 太短，至少要 {LEAST_SECRET} 个随机字符。")
        return value

    def cipher(self, var: str) -> str:
        """Return the cipher of data at rest; one that this machine lacks is refused."""
        chosen = self.one_of(var, choices=(AES, SM4))
        if not is_available(chosen):
            raise ImproperlyConfigured(f"{var}={chosen}，而本机的 OpenSSL 不提供这种算法。")
        return chosen

    def broker(self, var: str) -> str:
        """Return the address of a RabbitMQ; "" when it is not set. It is not repeated.

        Those of several nodes come parted by commas, and are returned as Celery parts them.
        """
        value = str(self.str(var, default=""))
        nodes = [one.strip() for one in _BETWEEN_NODES.split(value)]
        same = len({one.partition(":")[0] for one in nodes}) == 1  # not one without TLS
        if value and not (same and all(map(_is_node, nodes))):
            raise ImproperlyConfigured(
                f"{var} 要写成 amqp://用户:口令@主机:5672/虚拟主机；有几个节点的，各写全，"
                "用逗号分开，同用 amqp 或 amqps。"
            )
        return ";".join(nodes)

    def bucket(self, var: str) -> str:
        """Return the address of a store of files; "" when it is not set."""
        value = str(self.str(var, default=""))
        address = urlsplit(value)
        options = parse_qs(address.query)
        right = address.scheme == "s3" and address.hostname and options.keys() <= FILES_OPTIONS
        if value and (not right or address.username):
            raise ImproperlyConfigured(
                f"{var} 要写成 s3://桶/目录?endpoint=https://主机，可加 region 和 style；"
                "账号写在 HUIYING_FILES_KEY 和 HUIYING_FILES_SECRET 里。"
            )
        return value

    def socket(self, var: str) -> str:
        """Return the path of a local socket, or ``host:port``; "" when it is not set."""
        value = str(self.str(var, default=""))
        host, _colon, port = value.rpartition(":")
        if value and not value.startswith("/") and not (host and port.isdecimal()):
            raise ImproperlyConfigured(f"{var} 只能是 /路径 或 主机:端口。")
        return value

    def new_file(self, var: str) -> str:
        """Return the path of a file that can be written; "" when it is not set."""
        value = str(self.str(var, default=""))
        try:
            if value:
                Path(value).open("a").close()
        except OSError as error:
            raise ImproperlyConfigured(f"{var}：写不进 {value}：{error.strerror}。") from error
        return value

    def one_of(self, var: str, *, choices: tuple[str, ...]) -> str:
        """Return one of some words in capitals, the first one by default."""
        value = str(self.str(var, default=choices[0])).strip().upper()
        if value not in choices:
            raise ImproperlyConfigured(f"{var} 只能是 {'、'.join(choices)}。")
        return value


def _is_node(given: str) -> bool:
    """Tell whether this is the address of one RabbitMQ."""
    try:
        address = urlsplit(given)
        right = address.scheme in {"amqp", "amqps"} and address.hostname and address.port != 0
    except ValueError:
        return False
    return bool(right) and ";" not in given
