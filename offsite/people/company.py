"""Sign-on by the company's own provider (OpenID Connect): which account is it?

The pages talk to the provider; here are only its verified claims.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from offsite.errors import RuleBroken
from offsite.people import queries, rules, services
from offsite.people.models import Person
from offsite.people.services import OpenedSignIn


class UnverifiedAddress(RuleBroken):
    """The provider does not vouch for the mail address."""


class AddressTaken(RuleBroken):
    """The account with this address belongs to another sign-on."""


class NotFoundedYet(RuleBroken):
    """Nobody set this installation up: the first person does that, not the first colleague."""


@dataclass(frozen=True)
class CompanyIdentity:
    """Who the provider says this is.  ``issuer`` and ``subject`` together never change hands."""

    issuer: str
    subject: str
    email: str
    email_is_verified: bool
    name: str = ""

    @classmethod
    def of_claims(cls, claims: Mapping[str, Any]) -> "CompanyIdentity":
        """From the claims of an ID token whose signature, nonce and audience were checked."""
        return cls(
            issuer=str(claims["iss"]),
            subject=str(claims["sub"]),
            email=str(claims.get("email") or "").strip().lower(),
            # Only a true `true`: some providers send the text "false".
            email_is_verified=claims.get("email_verified") is True,
            name=str(claims.get("name") or "")[: rules.LONGEST["name"]],
        )


def sign_in_by_company(
    session: Session, *, identity: CompanyIdentity, agent: str, now: datetime
) -> OpenedSignIn:
    """Sign in the person behind ``identity``.

    Known by issuer and subject it is them, whatever their address is now.  Otherwise a
    verified address finds their account, or makes one, and binds it.

    Raises:
        UnverifiedAddress: a new identity without a verified address.
        AddressTaken: the account of that address is bound to another identity.
        CannotSignIn: the person is disabled.
        NotFoundedYet: there is no first organizer.
    """
    if not queries.has_anybody(session):
        raise NotFoundedYet("This installation needs its first organizer before others come in.")
    person = queries.person_of_company(session, issuer=identity.issuer, subject=identity.subject)
    if person is None:
        person = _bind(session, identity, now)
    return services.open_sign_in(session, person=person, method="company", agent=agent, now=now)


def _bind(session: Session, identity: CompanyIdentity, now: datetime) -> Person:
    if not identity.email_is_verified or not rules.is_address(identity.email):
        raise UnverifiedAddress(
            "Your company sign-in does not vouch for your mail address. Sign in by mail instead."
        )
    person = services.find_or_create_person(
        session, email=identity.email, name=identity.name, now=now
    )
    if person.oidc_subject is not None:
        raise AddressTaken(
            "The account with your address belongs to another company sign-in. "
            "Sign in by mail, or ask an organizer."
        )
    person.oidc_issuer, person.oidc_subject = identity.issuer, identity.subject
    session.flush()
    return person
