"""Asking and voting in one line, inside a test's own session."""

from contextlib import contextmanager
from datetime import timedelta

from offsite.anonymity.ids import new_id
from offsite.questions.models import Question
from offsite.questions.queries import Reader
from offsite.questions.services import asking, voting
from tests.factories import NOON

KEY = b"k" * 32


def unit_of(session):
    """Units of work of a test: undone together with everything else after it."""

    @contextmanager
    def unit():
        with session.begin_nested():
            yield session

    return unit


def reader_of(person, secret=""):
    return Reader(person.id, secret, KEY)


def ask(session, queue, person, body="Why?", *, anonymous=True, secret="s" * 64, **values):
    defaults = {"form_key": new_id(), "now": NOON + timedelta(minutes=7)}
    ident = asking.ask(
        unit_of(session),
        queue_id=queue.id,
        asker=asking.Asker(person.id, secret, KEY),
        body=body,
        is_anonymous=anonymous,
        **{**defaults, **values},
    )
    return session.get_one(Question, ident)


def vote(session, question, *people, choice="up"):
    for person in people:
        voting.cast_vote(session, question=question, person_id=person.id, key=KEY, choice=choice)
