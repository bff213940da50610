from dataclasses import replace

import pytest
from sqlalchemy import func, select

from offsite.people.company import (
    AddressTaken,
    CompanyIdentity,
    NotFoundedYet,
    UnverifiedAddress,
    sign_in_by_company,
)
from offsite.people.models import Person, SignIn
from offsite.people.services import CannotSignIn
from tests.factories import NOON, make_person

ADA = CompanyIdentity(
    issuer="https://id.example.org",
    subject="ada-1",
    email="ada@example.org",
    email_is_verified=True,
    name="Ada Lovelace",
)


@pytest.fixture(autouse=True)
def founder(session):
    return make_person(session, "Grace", founded_at=NOON)


def come_in(session, identity=ADA):
    return sign_in_by_company(session, identity=identity, agent="Firefox", now=NOON).person


def test_a_verified_address_finds_the_account_and_binds_it(session):
    ada = make_person(session, "Ada", email="ada@example.org")

    assert come_in(session) == ada
    assert (ada.oidc_issuer, ada.oidc_subject) == ("https://id.example.org", "ada-1")


def test_a_new_colleague_gets_an_account(session):
    ada = come_in(session)

    assert (ada.name, ada.email, ada.founded_at) == ("Ada Lovelace", "ada@example.org", None)


def test_a_bound_account_is_known_by_its_subject_whatever_the_address_is_now(session):
    ada = come_in(session)

    again = come_in(session, replace(ADA, email="ada.king@example.org", email_is_verified=False))

    assert again == ada


def test_an_unverified_address_opens_no_account(session):
    make_person(session, "Ada", email="ada@example.org")

    with pytest.raises(UnverifiedAddress):
        come_in(session, replace(ADA, email_is_verified=False))

    assert session.scalar(select(func.count(SignIn.id))) == 0
    assert session.scalar(select(func.count(Person.oidc_subject))) == 0


def test_an_account_bound_to_one_identity_is_not_taken_by_another(session):
    come_in(session)

    with pytest.raises(AddressTaken):
        come_in(session, replace(ADA, subject="mallory-2"))


def test_the_same_subject_of_another_issuer_is_somebody_else(session):
    ada = come_in(session)

    other = come_in(
        session, replace(ADA, issuer="https://other.example.org", email="eve@example.org")
    )

    assert other != ada


def test_a_closed_account_stays_closed(session):
    make_person(session, "Ada", email="ada@example.org", disabled_at=NOON)

    with pytest.raises(CannotSignIn):
        come_in(session)


@pytest.mark.parametrize("claim", ["true", "false", 1, None])
def test_only_a_true_claim_verifies_an_address(claim):
    identity = CompanyIdentity.of_claims(
        {"iss": "i", "sub": "s", "email": "ada@example.org", "email_verified": claim}
    )

    assert not identity.email_is_verified


def test_the_first_colleague_does_not_found_the_installation(session, founder):
    session.delete(founder)
    session.flush()

    with pytest.raises(NotFoundedYet):
        come_in(session)

    assert session.scalar(select(func.count(Person.id))) == 0
