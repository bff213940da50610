from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import delete, func, select

from offsite import db
from offsite.config import Settings
from offsite.people.models import Person, SignIn
from offsite.web import create_app
from offsite.web.limits import limiter
from tests.factories import NOON, make_person
from tests.web.people.provider import CLIENT_ID, CLIENT_SECRET, Provider


@pytest.fixture(scope="module")
def house():
    """The provider; it lives as long as the tests of this file."""
    found = Provider()
    yield found
    found.stop()


@pytest.fixture
def provider(house):
    yield house
    house.be_honest()
    house.token_requests.clear()


@pytest.fixture(scope="module")
def site(house, tmp_path_factory):
    return site_with(tmp_path_factory.mktemp("company"), house.issuer)


@pytest.fixture
def company_app(site, provider):
    """The site with Grace, who founded it, and Ada."""
    with site.app_context():
        limiter.reset()
        with db.unit_of_work() as session:
            make_person(session, "Grace", founded_at=NOON)
            make_person(session, "Ada", email="ada@example.org")
    yield site
    with site.app_context(), db.unit_of_work() as session:
        session.execute(delete(Person))


def site_with(folder, issuer):
    app = create_app(
        Settings(
            instance_dir=folder,
            secret_key="a secret of forty characters for the tests",
            mail_url="memory:",
            log_level="ERROR",
            oidc_issuer=issuer,
            oidc_client_id=CLIENT_ID,
            oidc_client_secret=CLIENT_SECRET,
            oidc_name="Example Ltd",
            _env_file=None,
        )
    )
    app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False)
    with app.app_context():
        db.db.create_all()
    return app


@pytest.fixture
def visitor(company_app):
    return company_app.test_client()


def come_back(visitor, provider, **query):
    start = visitor.get("/sign-in/company", query_string=query)
    return visitor.get(provider.authorize(start.location))


def is_in(visitor):
    return visitor.get("/me").status_code == 200


def sign_ins(app):
    with app.app_context():
        return db.db.session.scalar(select(func.count(SignIn.id)))


def test_the_button_is_there_when_a_provider_is_configured(visitor):
    page = visitor.get("/sign-in").text

    assert "Example Ltd" in page
    assert "/sign-in/company" in page


def test_without_a_provider_there_is_no_button_and_no_address(client, rows):
    with rows() as session:
        make_person(session)

    assert "/sign-in/company" not in client.get("/sign-in").text
    assert client.get("/sign-in/company").status_code == 404
    assert client.get("/sign-in/company/back").status_code == 404


def test_ada_comes_in_and_where_she_wanted_to_go(visitor, provider, company_app):
    answer = come_back(visitor, provider, next="/me?x=1")

    assert (answer.status_code, answer.location) == (303, "/me?x=1")
    assert is_in(visitor)
    with company_app.app_context():
        ada = db.db.session.scalars(select(Person).where(Person.email == "ada@example.org")).one()
        assert (ada.oidc_issuer, ada.oidc_subject) == (provider.issuer, "ada-1")


def test_the_request_is_bound_by_state_nonce_and_proof_of_key(visitor, provider):
    start = visitor.get("/sign-in/company", headers={"Host": "evil.example"})
    asked = parse_qs(urlsplit(start.location).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 16
    assert asked["scope"] == ["openid email profile"]
    assert asked["redirect_uri"] == ["http://127.0.0.1:5000/sign-in/company/back"]


def test_the_proof_of_key_reaches_the_provider(visitor, provider):
    come_back(visitor, provider)

    assert len(provider.token_requests[0]["code_verifier"]) >= 43


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "of another sign-in"},
        {"aud": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1_000_000_000, "iat": 999_999_000},
    ],
    ids=["nonce", "audience", "issuer", "expired"],
)
def test_a_token_made_for_something_else_is_refused(visitor, provider, company_app, claims):
    provider.claims = claims

    answer = come_back(visitor, provider)

    assert answer.status_code == 409
    assert "did not confirm" in answer.text
    assert sign_ins(company_app) == 0


def test_an_answer_without_an_id_token_is_refused(visitor, provider):
    provider.sends_id_token = False

    assert come_back(visitor, provider).status_code == 409
    assert not is_in(visitor)


def test_a_token_signed_with_another_key_is_refused(visitor, provider, company_app):
    come_back(visitor, provider)
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    answer = come_back(company_app.test_client(), provider)

    assert answer.status_code == 409
    assert sign_ins(company_app) == 1


@pytest.mark.parametrize("secret", [CLIENT_SECRET, "anything"])
def test_a_token_signed_with_a_shared_secret_is_refused(visitor, provider, secret):
    provider.algorithm = "HS256"
    provider.signs_with = OctKey.import_key(secret, {"kid": "one"})

    assert come_back(visitor, provider).status_code == 409
    assert not is_in(visitor)


def test_a_token_without_a_signature_is_refused(visitor, provider):
    provider.algorithm = "none"

    assert come_back(visitor, provider).status_code == 409
    assert not is_in(visitor)


def test_another_state_is_refused(visitor, provider, company_app):
    start = visitor.get("/sign-in/company")
    back = provider.authorize(start.location).replace("state=", "state=x")

    answer = visitor.get(back)

    assert answer.status_code == 409
    assert sign_ins(company_app) == 0


def test_an_answer_that_another_browser_asked_for_is_refused(company_app, visitor, provider):
    start = visitor.get("/sign-in/company")
    back = provider.authorize(start.location)
    victim = company_app.test_client()

    assert victim.get(back).status_code == 409
    assert not is_in(victim)


def test_the_same_answer_works_once(visitor, provider, company_app):
    start = visitor.get("/sign-in/company")
    back = provider.authorize(start.location)
    visitor.get(back)

    assert visitor.get(back).status_code == 409
    assert sign_ins(company_app) == 1


def test_an_unverified_address_is_refused_with_a_sentence(visitor, provider, company_app):
    provider.claims = {"email_verified": False}

    answer = come_back(visitor, provider)

    assert answer.status_code == 409
    assert "does not vouch" in answer.text
    assert sign_ins(company_app) == 0


def test_a_no_at_the_provider_is_said(visitor, provider):
    answer = visitor.get("/sign-in/company/back?error=access_denied&state=x")

    assert answer.status_code == 409
    assert "did not confirm" in answer.text


def test_no_way_from_the_provider_leads_to_another_site(visitor, provider):
    answer = come_back(visitor, provider, next="//evil.example")

    assert answer.location == "/"


def test_when_the_provider_is_down_the_page_says_so_and_offers_the_mail(tmp_path):
    gone = Provider()
    gone.stop()
    visitor = site_with(tmp_path, gone.issuer).test_client()

    answer = visitor.get("/sign-in/company")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "does not answer right now" in answer.text
    assert 'name="email"' in answer.text


def test_when_the_provider_goes_down_on_the_way_back_the_page_says_so(tmp_path):
    going = Provider()
    visitor = site_with(tmp_path, going.issuer).test_client()
    back = going.authorize(visitor.get("/sign-in/company").location)
    going.stop()

    assert visitor.get(back).status_code == 503
    assert not is_in(visitor)


def test_a_provider_under_another_name_is_not_trusted(tmp_path, provider):
    other_name = provider.issuer.replace("127.0.0.1", "localhost")
    visitor = site_with(tmp_path, other_name).test_client()

    assert visitor.get("/sign-in/company").status_code == 503
