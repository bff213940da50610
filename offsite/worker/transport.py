"""Mail on its way out: `OFFSITE_MAIL_URL` through Flask-Mailman, failures in words."""

import smtplib
import ssl
from email.utils import formataddr
from types import TracebackType
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app
from flask_mailman import EmailMessage, Mail
from flask_mailman.backends.smtp import EmailBackend

from offsite.config import Settings
from offsite.outbox.delivery import NotDelivered, Parcel

TIMEOUT_SECONDS = 20
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class _VerifiedSMTP(smtplib.SMTP):
    """The standard client would accept any certificate after STARTTLS."""

    def starttls(self, *args: Any, context: ssl.SSLContext | None = None) -> tuple[int, bytes]:
        return super().starttls(context=context or ssl.create_default_context())


class VerifiedBackend(EmailBackend):
    """SMTP that insists on the server's certificate whenever it encrypts."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return smtplib.SMTP_SSL if self.use_ssl else _VerifiedSMTP


def init_mail(app: Flask, settings: Settings) -> None:
    """Make ``app`` send as ``settings.mail_url`` says."""
    app.config.update(_config_of(settings))
    Mail(app)


def _config_of(settings: Settings) -> dict[str, Any]:
    parts = urlsplit(settings.mail_url)
    backends = {"console": "console", "memory": "locmem"}
    return {
        "MAIL_BACKEND": backends.get(parts.scheme, VerifiedBackend),
        "MAIL_SERVER": parts.hostname or "localhost",
        "MAIL_PORT": parts.port or PORTS.get(parts.scheme, 25),
        "MAIL_USERNAME": unquote(parts.username or "") or None,
        "MAIL_PASSWORD": unquote(parts.password or "") or None,
        "MAIL_USE_TLS": parts.scheme == "smtp+starttls",
        "MAIL_USE_SSL": parts.scheme == "smtps",
        "MAIL_TIMEOUT": TIMEOUT_SECONDS,
        "MAIL_DEFAULT_SENDER": settings.mail_from,
    }


class MailmanTransport:
    """Sends parcels over one connection, inside an app context: ``with`` closes it."""

    def __init__(self) -> None:
        self._connection = current_app.extensions["mailman"].get_connection()

    def __enter__(self) -> "MailmanTransport":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: object, trace: TracebackType | None
    ) -> None:
        self._close()

    def send(self, parcel: Parcel) -> None:
        """Hand ``parcel`` to the mail server.

        Raises:
            NotDelivered: in words, and whether for good.
        """
        if not parcel.to_address.rpartition("@")[0].isascii():
            raise NotDelivered(
                "Mail servers take no such letters before the @ of an address.", for_good=True
            )
        try:
            self._connection.open()
            self._connection.send_messages([_Letter(parcel)])
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._close()
            raise _in_words(error, self._place()) from error

    def _place(self) -> str:
        mailman = current_app.extensions["mailman"]
        return f"{mailman.server}:{mailman.port}"

    def _close(self) -> None:
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            # It is gone already, which is all we wanted.
            self._connection.connection = None


class _Letter(EmailMessage):
    def __init__(self, parcel: Parcel) -> None:
        super().__init__(
            parcel.subject,
            parcel.body,
            to=[formataddr((parcel.to_name, parcel.to_address), "utf-8")],
            headers={
                "Message-ID": parcel.message_id,
                # Out-of-office replies to a machine help nobody.
                "Auto-Submitted": "auto-generated",
            },
        )
        self._bare_address = parcel.to_address

    def recipients(self) -> list[str]:
        """The envelope needs no name, and a long name would be folded into two lines."""
        return [self._bare_address]


def _in_words(error: Exception, place: str) -> NotDelivered:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _answered(place, code, answer)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotDelivered(f"The mail server {place} does not accept our name and password.")
    if isinstance(error, smtplib.SMTPDataError):
        return _answered(place, error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        # About us or the connection, not about this mail: somebody will mend it.
        sentence = str(_answered(place, error.smtp_code, error.smtp_error))
        return NotDelivered(sentence)
    if isinstance(error, ssl.SSLError):
        return NotDelivered(f"The mail server {place} could not prove who it is ({error.reason}).")
    if isinstance(error, TimeoutError):
        return NotDelivered(f"The mail server {place} did not answer in time.")
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return NotDelivered(f"The mail server {place} hung up.")
    if isinstance(error, OSError):
        return NotDelivered(f"The mail server {place} cannot be reached ({error.strerror}).")
    return NotDelivered(f"This mail could not be written: {error}.", for_good=True)


def _answered(place: str, code: int, answer: bytes | str) -> NotDelivered:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    said = " ".join(text.split())[:300]
    return NotDelivered(f"The mail server {place} answered: {code} {said}", for_good=code >= 500)
