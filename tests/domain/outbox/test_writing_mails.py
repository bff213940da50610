"""Writing mails: once per key, never with a smuggled header."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from offsite.orm import take_nudges
from offsite.outbox.models import Mail
from offsite.outbox.services import BadAddress, NothingToDo, take_back, write_mail
from tests.factories import NOON


def write(session: Session, **values: object) -> Mail:
    given = {
        "key": "welcome:1",
        "kind": "welcome",
        "to_name": "Bob",
        "to_address": "bob@example.org",
        "subject": "Welcome",
        "body": "Hello.\n",
    }
    return write_mail(session, **{**given, **values}, now=NOON)


def test_the_same_key_twice_is_one_mail(session: Session) -> None:
    first = write(session)

    again = write(session, subject="Something else")

    assert again is first
    assert [one.subject for one in session.scalars(select(Mail))] == ["Welcome"]


def test_a_mail_leaves_as_soon_as_it_is_committed(session: Session) -> None:
    mail = write(session)

    assert (mail.state, mail.let_go_at, mail.next_try_at) == ("sending", NOON, NOON)
    assert take_nudges(session) == [("outbox", 0)]


def test_a_held_mail_waits_and_wakes_nobody(session: Session) -> None:
    mail = write(session, held=True)

    assert (mail.state, mail.let_go_at, mail.next_try_at) == ("waiting", None, None)
    assert take_nudges(session) == []


@pytest.mark.parametrize("cut", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x00"])
def test_no_text_can_begin_a_second_header(session: Session, cut: str) -> None:
    mail = write(session, subject=f"Hi{cut}Bcc: eve@example.org", to_name=f"Bob{cut}Cc: eve@e.org")

    assert mail.subject == "Hi Bcc: eve@example.org"
    assert mail.to_name == "Bob Cc: eve@e.org"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "bob",
        "@example.org",
        "bob@",
        "bob@a@b.org",
        "bob@example.org\r\nBcc: eve@example.org",
        "bob@example.org, eve@example.org",
        "Bob <bob@example.org>",
        "b" * 250 + "@example.org",
    ],
)
def test_an_address_is_one_bare_address(session: Session, address: str) -> None:
    with pytest.raises(BadAddress, match="is not a mail address"):
        write(session, to_address=address)

    assert session.scalars(select(Mail)).all() == []


def test_long_texts_are_cut_to_what_the_columns_hold(session: Session) -> None:
    mail = write(session, subject="ü" * 400, to_name="ß" * 400)

    assert (len(mail.subject), len(mail.to_name)) == (250, 200)


def test_a_mail_to_an_address_that_cannot_exist_never_leaves(session: Session) -> None:
    mail = write(session, to_address="4f1c@imported.invalid", event_id=1)

    assert (mail.state, mail.next_try_at) == ("discarded", None)
    with pytest.raises(NothingToDo):
        take_back(session, event_id=1, mail_ids=[mail.id])
