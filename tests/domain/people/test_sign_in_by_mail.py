from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from offsite.orm import WRITES
from offsite.people import queries, services
from offsite.people.models import Person, SignIn, SignInLink
from offsite.people.secrets import hash_of
from offsite.people.services import (
    CannotSignIn,
    LinkUnusable,
    NoTriesLeft,
    OtherBrowser,
    WrongCode,
)
from tests.factories import NOON, make_person

BROWSER = "the secret of Ada's browser"
SOON = NOON + timedelta(minutes=1)
TOO_LATE = NOON + timedelta(minutes=10)


def ask(session, email, *, browser=BROWSER, now=NOON):
    return services.start_sign_in(session, email=email, browser=browser, next_path="/me", now=now)


def finish(session, token, *, browser=BROWSER, now=SOON):
    return services.finish_sign_in(session, token=token, browser=browser, agent="Firefox", now=now)


def type_code(session, code, *, browser=BROWSER, now=SOON):
    services.spend_code_try(session, browser=browser, now=now)
    return services.finish_sign_in_by_code(
        session, code=code, browser=browser, agent="Firefox", now=now
    )


def count_of(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_a_link_signs_its_person_in_and_leads_where_they_wanted_to_go(session):
    ada = make_person(session, "Ada")
    asked = ask(session, ada.email)

    opened = finish(session, asked.token)

    assert (opened.person, opened.next_path) == (ada, "/me")
    assert queries.live_sign_in(session, token=opened.token, now=SOON).person == ada


def test_the_address_may_be_typed_in_capitals_and_with_blanks(session):
    ada = make_person(session, "Ada", email="ada@example.org")

    asked = ask(session, " Ada@Example.ORG ")

    assert asked.person == ada


def test_a_link_works_once(session):
    asked = ask(session, make_person(session).email)
    finish(session, asked.token)

    with pytest.raises(LinkUnusable, match="used already"):
        finish(session, asked.token)

    assert count_of(session, SignIn) == 1


def test_a_link_works_for_less_than_ten_minutes(session):
    asked = ask(session, make_person(session).email)

    with pytest.raises(LinkUnusable, match="ten minutes"):
        finish(session, asked.token, now=TOO_LATE)

    finish(session, asked.token, now=TOO_LATE - timedelta(seconds=1))


def test_a_link_does_not_work_in_another_browser_and_stays_usable(session):
    asked = ask(session, make_person(session).email)

    with pytest.raises(OtherBrowser):
        finish(session, asked.token, browser="the secret of Cleo's browser")

    assert finish(session, asked.token)


def test_a_browser_without_a_secret_cannot_use_a_link(session):
    asked = ask(session, make_person(session).email)

    with pytest.raises(OtherBrowser):
        finish(session, asked.token, browser="")


def test_an_invented_token_opens_nothing(session):
    ask(session, make_person(session).email)

    with pytest.raises(LinkUnusable):
        finish(session, "invented")


def test_only_hashes_of_the_secrets_are_kept(session):
    asked = ask(session, make_person(session).email)
    opened = finish(session, asked.token)

    link = session.scalars(select(SignInLink)).one()
    sign_in = session.scalars(select(SignIn)).one()
    kept = str(vars(link)) + str(vars(sign_in))
    assert not [one for one in (asked.token, asked.code, BROWSER, opened.token) if one in kept]
    assert link.token_hash == hash_of(asked.token)


def test_an_unknown_address_leaves_the_same_traces_and_opens_nothing(session):
    asked = ask(session, "nobody@example.org")

    link = session.get(SignInLink, asked.link_id)
    assert (asked.person, link.person_id, len(asked.code)) == (None, None, 6)
    with pytest.raises(LinkUnusable):
        finish(session, asked.token)
    assert count_of(session, SignIn) == 0


def test_a_closed_account_is_answered_like_an_unknown_one(session):
    ada = make_person(session, "Ada", disabled_at=NOON)

    assert ask(session, ada.email).person is None


def test_an_account_closed_after_asking_is_not_signed_in(session):
    ada = make_person(session, "Ada")
    asked = ask(session, ada.email)
    services.disable_person(session, person=ada, now=SOON)

    with pytest.raises(CannotSignIn):
        finish(session, asked.token)

    assert count_of(session, SignIn) == 0


def test_the_code_works_in_the_asking_browser_however_it_is_typed(session):
    ada = make_person(session, "Ada")
    code = ask(session, ada.email).code

    opened = type_code(session, f" {code[:3].lower()}-{code[3:]} ")

    assert opened.person == ada


def test_the_code_and_the_link_are_one_use_together(session):
    asked = ask(session, make_person(session).email)
    type_code(session, asked.code)

    with pytest.raises(LinkUnusable):
        finish(session, asked.token)


def test_the_code_means_nothing_in_another_browser(session):
    asked = ask(session, make_person(session).email)

    with pytest.raises(LinkUnusable):
        type_code(session, asked.code, browser="the secret of Cleo's browser")


@pytest.mark.parametrize("email", ["ada@example.org", "nobody@example.org"])
def test_five_wrong_codes_are_the_last_for_known_and_unknown_alike(session, email):
    make_person(session, "Ada", email="ada@example.org")
    ask(session, email)
    sentences = []

    for _ in range(5):
        with pytest.raises(WrongCode) as refusal:
            type_code(session, "AAAAAA")
        sentences.append(str(refusal.value))
    with pytest.raises(NoTriesLeft):
        type_code(session, "AAAAAA")

    assert [one[-2] for one in sentences] == ["4", "3", "2", "1", "0"]


def test_after_five_wrong_codes_the_right_one_is_too_late(session):
    asked = ask(session, make_person(session).email)
    for _ in range(5):
        services.spend_code_try(session, browser=BROWSER, now=SOON)

    with pytest.raises(NoTriesLeft):
        type_code(session, asked.code)


def test_the_code_of_the_newest_mail_counts(session):
    ada = make_person(session, "Ada")
    older, newer = ask(session, ada.email), ask(session, ada.email)

    with pytest.raises(WrongCode):
        type_code(session, older.code)

    assert type_code(session, newer.code).person == ada


def test_links_older_than_a_day_are_forgotten(session):
    ada = make_person(session, "Ada")
    ask(session, ada.email)

    newer = ask(session, ada.email, now=NOON + timedelta(days=2))

    assert session.scalars(select(SignInLink.id)).all() == [newer.link_id]


def test_fifty_uses_at_once_sign_in_once(engine):
    with Session(engine) as session:
        person = make_person(session)
        token = ask(session, person.email).token
        person_id = person.id
        session.commit()

    with ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(lambda _: _use_in_own_session(engine, token), range(50)))

    with Session(engine) as session:
        rows = session.scalars(select(SignIn).where(SignIn.person_id == person_id)).all()
        session.delete(session.get(Person, person_id))
        session.commit()
    assert (outcomes.count("in"), outcomes.count("refused"), len(rows)) == (1, 49, 1)


def _use_in_own_session(engine, token):
    with Session(engine) as session:
        session.connection(execution_options={WRITES: True})
        try:
            finish(session, token)
            session.commit()
        except LinkUnusable:
            session.rollback()
            return "refused"
    return "in"


def test_signing_out_kills_every_copy_of_the_cookie(session):
    ada = make_person(session, "Ada")
    opened = services.open_sign_in(session, person=ada, method="mail", agent="", now=NOON)
    row = queries.live_sign_in(session, token=opened.token, now=SOON)

    services.sign_out(session, sign_in=row, now=SOON)

    assert queries.live_sign_in(session, token=opened.token, now=SOON) is None


def test_signing_out_twice_keeps_the_first_time(session):
    ada = make_person(session, "Ada")
    services.open_sign_in(session, person=ada, method="mail", agent="", now=NOON)
    row = session.scalars(select(SignIn)).one()
    services.sign_out(session, sign_in=row, now=SOON)

    services.sign_out(session, sign_in=row, now=TOO_LATE)

    assert row.ended_at == SOON


def test_signing_out_everywhere_spares_other_people(session):
    ada, bob = make_person(session, "Ada"), make_person(session, "Bob")
    for person in (ada, ada, bob):
        services.open_sign_in(session, person=person, method="mail", agent="", now=NOON)

    ended = services.sign_out_everywhere(session, person=ada, now=SOON)

    assert ended == 2
    assert queries.live_sign_ins(session, person_id=ada.id, now=SOON) == []
    assert len(queries.live_sign_ins(session, person_id=bob.id, now=SOON)) == 1


def test_a_sign_in_ends_by_itself_after_thirty_days(session):
    ada = make_person(session, "Ada")
    opened = services.open_sign_in(session, person=ada, method="mail", agent="", now=NOON)

    later = NOON + timedelta(days=30)

    assert queries.live_sign_in(session, token=opened.token, now=later) is None


def test_closing_an_account_ends_its_sign_ins(session):
    ada = make_person(session, "Ada")
    opened = services.open_sign_in(session, person=ada, method="mail", agent="", now=NOON)

    services.disable_person(session, person=ada, now=SOON)

    assert queries.live_sign_in(session, token=opened.token, now=SOON) is None
    with pytest.raises(CannotSignIn):
        services.open_sign_in(session, person=ada, method="mail", agent="", now=SOON)
