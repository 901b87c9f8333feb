"""Sends mail over SMTP; in the demo into a directory that a page shows."""

import hashlib
import os
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT_S = 10.0
# After a server that is away, the mails behind this one do not wait for it too.
REST_AFTER_FAILURE_S = 5.0


class MailFailed(Exception):
    """The mail was not handed over; try again later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail that says that something waits. `key` makes the same mail recognisable if it is sent twice."""

    key: str
    to: str
    subject: str
    body: str
    sent_at: datetime


class MailSender(Protocol):
    """Hands mail over."""

    def send(self, mail: Mail) -> None:
        """Hand one mail over; raises MailFailed."""

    def check(self) -> None:
        """Whether mail would be taken now, without sending any; raises MailFailed."""


class NullMail:
    """Remembers instead of sending: for tests, and for what may still be rolled back."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.sent.append(mail)

    def check(self) -> None:
        return


class SmtpMail:
    """Real mail. `smtps` or `?starttls=1` encrypts the way to the server, which must prove itself.

    Without that anybody in between reads the links that open an account. A server with a
    certificate of one's own making is named in SSL_CERT_FILE.
    """

    def __init__(self, url: str, sender: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.parts = urlsplit(url)
        self.sender = sender
        self.starttls = parse_qs(self.parts.query).get("starttls") == ["1"]
        self.timeout_s = timeout_s
        self._rest_until = 0.0

    def send(self, mail: Mail) -> None:
        with self._server() as server:
            server.send_message(compose(mail, self.sender))

    def check(self) -> None:
        with self._server() as server:
            server.noop()

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        """Connected and signed in; whatever goes wrong is MailFailed."""
        if time.monotonic() < self._rest_until:
            raise MailFailed("de mailserver was net onbereikbaar")
        host, port = self.parts.hostname or "", self.parts.port or 0
        # Without one of our own smtplib believes any certificate.
        trust = ssl.create_default_context()
        try:
            with (
                smtplib.SMTP_SSL(host, port, timeout=self.timeout_s, context=trust)
                if self.parts.scheme == "smtps"
                else smtplib.SMTP(host, port, timeout=self.timeout_s)
            ) as server:
                if self.starttls:
                    server.starttls(context=trust)
                if self.parts.username:
                    server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
                yield server
        except (smtplib.SMTPException, OSError) as error:
            if not isinstance(error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused):
                self._rest_until = time.monotonic() + REST_AFTER_FAILURE_S
            raise MailFailed(_reason(error)) from error


class FolderMail:
    """A mailbox on disk for the demo; one file per mail, the same mail once."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self.sender = sender

    def send(self, mail: Mail) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "".join(c if c.isalnum() or c in "-_." else "-" for c in mail.key)
        path = self.folder / f"{name}.eml"
        path.write_bytes(compose(mail, self.sender).as_bytes())
        # As old as the mail says, so that the newest one stands first whenever it was written.
        os.utime(path, (mail.sent_at.timestamp(), mail.sent_at.timestamp()))

    def check(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise MailFailed(str(error)) from error
        if not os.access(self.folder, os.W_OK):
            raise MailFailed(f"{self.folder} is niet te beschrijven")


def _reason(error: smtplib.SMTPException | OSError) -> str:
    """Why, without whom: the operator reads it, and servers repeat addresses in what they say."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _ in error.recipients.values()})
        return f"de mailserver weigert de geadresseerde ({', '.join(codes)})"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"de mailserver weigert de aanmelding ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"de mailserver weigert met code {error.smtp_code}"
    return str(error) or type(error).__name__


def make_sender(url: str, sender: str) -> MailSender:
    """The sender that an address stands for."""
    if url.startswith("file://"):
        return FolderMail(folder_of(url), sender)
    return SmtpMail(url, sender)


def folder_of(url: str) -> Path:
    """The directory that a `file://` address names."""
    return Path(unquote(urlsplit(url).path))


def compose(mail: Mail, sender: str) -> EmailMessage:
    """The message. Line breaks cannot get into a header: EmailMessage refuses them."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(mail.sent_at)
    domain = sender.rpartition("@")[2].strip("> ") or "portaal.invalid"
    # Of the key a digest: an address in it would make this one unreadable for servers.
    digest = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    message["Message-ID"] = f"<{digest}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = "nl"
    message.set_content(mail.body)
    return message
