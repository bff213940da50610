from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from offsite.errors import BadInput
from offsite.orm import WRITES
from offsite.people import privacy, services
from offsite.people.models import Person
from offsite.people.rules import Profile
from offsite.people.services import AlreadyFounded
from tests.factories import NOON, make_person


def people_in(session):
    return session.scalar(select(func.count(Person.id)))


def found(session, email="ada@example.org", name="Ada Lovelace"):
    return services.found_installation(session, name=name, email=email, now=NOON)


def test_the_first_person_founds_the_installation(session):
    ada = found(session, email=" Ada@Example.org", name="  Ada   Lovelace ")

    assert (ada.name, ada.email, ada.founded_at) == ("Ada Lovelace", "ada@example.org", NOON)


def test_nobody_founds_an_installation_that_has_people(session):
    make_person(session)

    with pytest.raises(AlreadyFounded):
        found(session)

    assert people_in(session) == 1


def test_ten_founders_at_once_are_one(engine):
    def try_to_found(number):
        with Session(engine) as session:
            session.connection(execution_options={WRITES: True})
            try:
                found(session, email=f"ada{number}@example.org")
                session.commit()
            except AlreadyFounded:
                return "refused"
        return "founded"

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(try_to_found, range(10)))

    with Session(engine) as session:
        founders = people_in(session)
        session.execute(delete(Person))
        session.commit()
    assert (sorted(outcomes), founders) == (["founded"] + ["refused"] * 9, 1)


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@example.org", "a@b@c", "ada@example.org\nBcc: x@y.z", "a b@c.d"]
)
def test_what_is_not_one_address_is_refused(session, email):
    with pytest.raises(BadInput, match="not a mail address"):
        found(session, email=email)

    assert people_in(session) == 0


def test_a_new_person_gets_the_given_name(session):
    bob = services.find_or_create_person(session, email="BOB@example.org", name="Bob", now=NOON)

    assert (bob.name, bob.email, bob.founded_at) == ("Bob", "bob@example.org", None)


def test_without_a_name_the_address_suggests_one(session):
    bob = services.find_or_create_person(
        session, email="bob.the_builder@example.org", name="", now=NOON
    )

    assert bob.name == "Bob The Builder"


def test_a_known_person_keeps_their_name(session):
    bob = make_person(session, "Bob", email="bob@example.org")

    again = services.find_or_create_person(session, email="Bob@example.org", name="Rob", now=NOON)

    assert (again.id, again.name) == (bob.id, "Bob")


def test_a_profile_is_kept_as_said(session):
    bob = make_person(session)
    said = Profile(
        name="Bob", team="Search", track="Architect", leadership=("people",), languages=("Polski",)
    )

    services.change_profile(session, person=bob, profile=said)
    session.expire_all()

    assert (bob.team, bob.track, bob.leadership, bob.languages) == (
        "Search",
        "Architect",
        ["people"],
        ["Polski"],
    )


def test_a_profile_with_faults_is_refused_with_a_sentence_for_each(session):
    bob = make_person(session)

    with pytest.raises(BadInput) as refusal:
        services.change_profile(
            session,
            person=bob,
            profile=Profile(name=" ", team="x" * 101, leadership=("juggling",)),
        )

    assert len(refusal.value.faults) == 3
    assert (bob.name, bob.team) == ("Bob", "")


def test_the_export_covers_every_column_about_a_person(session):
    bob = make_person(session)
    asked = services.start_sign_in(
        session, email=bob.email, browser="secret", next_path="", now=NOON
    )
    services.finish_sign_in(session, token=asked.token, browser="secret", agent="", now=NOON)

    export = privacy.export_of(session, person_id=bob.id)

    for part, model in (("sign_ins", "sign_in"), ("sign_in_links", "sign_in_link")):
        columns = set(Person.metadata.tables[model].columns.keys())
        assert set(export[part][0]) == columns - privacy.SECRETS
    assert set(export["person"]) == set(Person.__table__.columns.keys())


def test_the_export_holds_nothing_of_others(session):
    bob = make_person(session)
    cleo = make_person(session, "Cleo")
    services.open_sign_in(session, person=cleo, method="mail", agent="canary", now=NOON)

    export = str(privacy.export_of(session, person_id=bob.id))

    assert "canary" not in export
    assert cleo.email not in export
