"""Mails over a real connection to a real server."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from offsite import db, worker
from offsite.config import Settings
from offsite.outbox.models import Mail
from offsite.outbox.services import write_mail
from offsite.worker.work import Worker


class Box:
    """A mail server's other end: keeps what arrives, refuses whom it is told to."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.envelopes: list[list[str]] = []
        self.refused: dict[str, str] = {}

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, to: str, _o: Any) -> str:
        if to in self.refused:
            return self.refused[to]
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        self.envelopes.append(envelope.rcpt_tos)
        return "250 OK"


@pytest.fixture
def box() -> Iterator[Box]:
    found = Box()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    found.port = controller.port
    yield found
    controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def post_office(folder: Path, mail_url: str) -> Worker:
    settings = Settings(
        instance_dir=folder,
        base_url="https://offsite.example.org",
        mail_url=mail_url,
        mail_from="Jahrestreffen Köln <offsite@example.org>",
        _env_file=None,
    )
    found = worker.worker_app(settings)
    with found.app.app_context():
        db.db.create_all()
    return found


def write(office: Worker, key: str = "a", **values: Any) -> int:
    given = {
        "to_name": "Bob",
        "to_address": "bob@example.org",
        "subject": "Hello",
        "body": "One line.\n",
    }
    with office.unit_of_work() as session:
        now = datetime.now(UTC)
        return write_mail(session, key=key, kind="test", now=now, **{**given, **values}).id


def mail_of(office: Worker, mail_id: int) -> Mail:
    with office.unit_of_work() as session:
        session.expire_on_commit = False
        return session.get_one(Mail, mail_id)


def test_a_mail_arrives_with_the_names_and_letters_it_was_written_with(
    tmp_path: Path, box: Any
) -> None:
    office = post_office(tmp_path, f"smtp://127.0.0.1:{box.port}")
    name = "Żółć, Prof. Dr. Gräfin von und zu 山田 太郎 mit einem sehr langen Namen dahinter"
    write(office, to_name=name, subject="Zusage: „Über Grenzen“ 日本", body="Grüße – 山田\n")

    sent = office.deliver_outbox()

    (letter,) = box.letters
    assert sent == 1
    assert box.envelopes == [["bob@example.org"]]
    assert letter["to"].addresses[0].display_name == name
    assert letter["to"].addresses[0].addr_spec == "bob@example.org"
    assert letter["from"].addresses[0].display_name == "Jahrestreffen Köln"
    assert letter["subject"] == "Zusage: „Über Grenzen“ 日本"
    assert letter.get_content().splitlines() == ["Grüße – 山田"]
    assert letter["auto-submitted"] == "auto-generated"
    assert letter["message-id"].endswith("@offsite.example.org>")


def test_every_mail_leaves_once(tmp_path: Path, box: Any) -> None:
    office = post_office(tmp_path, f"smtp://127.0.0.1:{box.port}")
    for number in range(5):
        write(office, f"key-{number}")

    assert (office.deliver_outbox(), office.deliver_outbox()) == (5, 0)
    assert len({letter["message-id"] for letter in box.letters}) == 5


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 There is no such box", "failed"), ("451 Come back later", "sending")],
)
def test_what_the_server_says_is_kept_in_words(
    tmp_path: Path, box: Any, answer: str, state: str
) -> None:
    office = post_office(tmp_path, f"smtp://127.0.0.1:{box.port}")
    box.refused["bob@example.org"] = answer
    refused = write(office, "refused")
    taken = write(office, "taken", to_address="cleo@example.org")

    office.deliver_outbox()

    found = mail_of(office, refused)
    assert found.state == state
    assert found.last_error == f"The mail server 127.0.0.1:{box.port} answered: {answer}"
    assert mail_of(office, taken).state == "sent"


def test_a_server_that_is_away_is_tried_again(tmp_path: Path) -> None:
    port = free_port()
    office = post_office(tmp_path, f"smtp://127.0.0.1:{port}")
    mail_id = write(office)

    office.deliver_outbox()

    found = mail_of(office, mail_id)
    assert (found.state, found.taken_at, found.tries) == ("sending", None, 1)
    assert f"127.0.0.1:{port} cannot be reached" in found.last_error


def test_a_server_without_encryption_gets_nothing_that_was_to_be_encrypted(
    tmp_path: Path, box: Any
) -> None:
    office = post_office(tmp_path, f"smtp+starttls://bob:secret@127.0.0.1:{box.port}")
    mail_id = write(office)

    office.deliver_outbox()

    assert box.letters == []
    assert mail_of(office, mail_id).state == "sending"
    assert "secret" not in mail_of(office, mail_id).last_error


def test_an_address_that_mail_cannot_carry_fails_with_a_sentence(tmp_path: Path) -> None:
    office = post_office(tmp_path, "memory:")
    mail_id = write(office, to_address="jörg@example.org")

    office.deliver_outbox()

    assert mail_of(office, mail_id).state == "failed"
    assert "before the @" in mail_of(office, mail_id).last_error
