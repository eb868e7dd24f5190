"""Send one mail through the installation's mail relay (RFC 5321).

In:   a letter, ``HUIYING_SMTP_URL``.    Out:  an ``Outcome``.
Cost: one connection; each step waits at most ten seconds.

The same letter always has the same Message-ID, so that a mailbox can fold a second copy. A
relay that accepted a mail has delivered nothing yet.
"""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.jobs import clock
from huiying.jobs.delivery.outgoing import ACCEPTED, Outcome, OutgoingMessage
from huiying.policy.core.hashing import hash_of_text

SECONDS = 10.0
PORTS = {"smtp": 25, "mailto": 25, "smtps": 465, "mailtos": 465}
PERMANENT = 500  # replies from here on will not change by trying again


def send_mail(letter: OutgoingMessage) -> Outcome:
    """Hand a letter to the relay."""
    parts = urlsplit(settings.SMTP_URL)
    if parts.scheme not in PORTS or not parts.hostname:
        return Outcome(_("未设置发信服务器（HUIYING_SMTP_URL）。"))
    mail = mail_of(letter, sender_of(parts))
    try:
        relay = _connected(parts)
    except smtplib.SMTPAuthenticationError:
        return Outcome(_("发信服务器不接受账号或口令。"), final=True)
    except smtplib.SMTPNotSupportedError:
        return Outcome(_("发信服务器未加密，未向其发送口令。"), final=True)
    except (smtplib.SMTPException, OSError):
        return Outcome(_("无法连接发信服务器。"))
    try:
        return _handed(relay, mail)
    finally:
        relay.close()


def _handed(relay: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    try:
        relay.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refusal:
        code = max((code for code, _text in refusal.recipients.values()), default=0)
        words = _("发信服务器不接受该收件地址（代码 %(code)d）。") % {"code": code}
        return Outcome(words, final=code >= PERMANENT)
    except smtplib.SMTPResponseException as refusal:
        code = refusal.smtp_code
        if code < 0:  # the connection ended instead of an answer
            return Outcome(_("发信服务器未应答，可能已收到。"), maybe=True)
        words = _("发信服务器未接收该邮件（代码 %(code)d）。") % {"code": code}
        return Outcome(words, final=code >= PERMANENT)
    except (smtplib.SMTPException, OSError):
        return Outcome(_("发信服务器未应答，可能已收到。"), maybe=True)
    return ACCEPTED


def mail_of(letter: OutgoingMessage, sender: str) -> EmailMessage:
    """Return the letter as a mail; its Message-ID is made of its key alone."""
    local, _at, host = sender.rpartition("@")
    digest = hash_of_text(letter.key)[:32]
    mail = EmailMessage()
    mail["From"] = Address("回应", local, host)
    mail["To"] = letter.target
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Date"] = format_datetime(clock.real_now())
    mail["Message-ID"] = f"<{digest}@{host}>"
    mail["Auto-Submitted"] = "auto-generated"
    if letter.urgent:
        mail["X-Priority"] = "1"
    mail.set_content(letter.body)
    return mail


def sender_of(parts: SplitResult) -> str:
    """Return the address that mails come from: ``from=``, else the account at the relay."""
    given = parse_qs(parts.query).get("from", [""])[0]
    if "@" in given:
        return given
    account = unquote(parts.username or "huiying")
    return account if "@" in account else f"{account}@{parts.hostname}"


def _connected(parts: SplitResult) -> smtplib.SMTP:
    """Connect, encrypt where it can be, sign in; a password never goes out unencrypted."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    secure = ssl.create_default_context()
    if parts.scheme.endswith("s"):
        relay: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=secure)
        encrypted = True
    else:
        relay = smtplib.SMTP(host, port, timeout=SECONDS)
        relay.ehlo()
        if encrypted := relay.has_extn("starttls"):
            relay.starttls(context=secure)
            relay.ehlo()
    if parts.username and parts.password:
        if not encrypted:
            relay.close()
            raise smtplib.SMTPNotSupportedError
        relay.login(unquote(parts.username), unquote(parts.password))
    return relay
