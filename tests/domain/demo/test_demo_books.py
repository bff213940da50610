"""Notes and forewords of the demo's earlier editions."""

from random import Random

from offsite.demo import books, history
from offsite.demo.content_history import TENTH
from offsite.demo.content_notes import FOREWORD
from offsite.proceedings.queries.book import binding_of, contents_of
from tests.domain.demo.test_demo_history import stage

assert stage


def test_an_edition_leaves_a_book(session, stage):
    history.hold_edition(session, stage=stage, programme=TENTH, rng=Random(1))

    books.write(session, stage=stage, rng=Random(1))

    assert len(contents_of(session, stage.event).notes) >= 2
    assert binding_of(session, stage.event).foreword == FOREWORD
