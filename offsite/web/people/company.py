"""Sign-on by the company's provider: OpenID Connect with PKCE, state and nonce."""

from collections.abc import Mapping
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, current_app, request
from flask import session as cookie
from flask.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from offsite.config import Settings
from offsite.errors import NotFound, RuleBroken
from offsite.people.company import CompanyIdentity, sign_in_by_company
from offsite.web.access import public, unit_of_work, utc_now
from offsite.web.errors import sentence, status_of
from offsite.web.limits import limiter
from offsite.web.local_path import local_path
from offsite.web.observe import log
from offsite.web.people.entering import absolute, agent, enter, leave_previous
from offsite.web.people.forms import SignInForm
from offsite.web.people.views import sign_in_page

bp = Blueprint("company", __name__)

CLIENT = "offsite_company"
NEXT = "company_next"
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Only signatures that the provider alone can make: no shared secrets, and never none."""


class ProviderDown(Exception):
    """The provider does not answer, or answers something else than OpenID Connect."""


@bp.record_once
def connect(state: BlueprintSetupState) -> None:
    settings: Settings = state.app.extensions["offsite"]
    if not settings.has_oidc:
        return
    issuer = settings.oidc_issuer.rstrip("/")
    state.app.extensions[CLIENT] = OAuth(state.app).register(
        name="company",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": 5,
        },
    )


def client() -> Any:
    """The connection to the provider, which has told us its addresses.

    Raises:
        NotFound: this installation has no company sign-in.
        ProviderDown: it does not answer, or calls itself by another name.
    """
    found = current_app.extensions.get(CLIENT)
    if found is None:
        raise NotFound("There is nothing here, or it is not yours to see.")
    settings: Settings = current_app.extensions["offsite"]
    told = _ask(found.load_server_metadata)
    if str(told.get("issuer", "")).rstrip("/") != settings.oidc_issuer.rstrip("/"):
        raise ProviderDown("the provider names another issuer than OFFSITE_OIDC_ISSUER")
    offered = told.get("id_token_signing_alg_values_supported") or ["RS256"]
    told["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNATURES]
    return found


def _ask(question: Any, **values: Any) -> Any:
    try:
        return question(**values)
    except (requests.RequestException, RuntimeError) as error:
        raise ProviderDown(type(error).__name__) from error


@bp.get("/sign-in/company")
@public
@limiter.limit("30 per hour")
def start() -> Response | tuple[str, int, dict[str, str]]:
    settings: Settings = current_app.extensions["offsite"]
    wanted = local_path(request.args.get("next"), otherwise="")
    try:
        answer: Response = _ask(
            client().authorize_redirect, redirect_uri=absolute(settings, "company.back")
        )
    except ProviderDown as error:
        return no_answer(error)
    cookie[NEXT] = wanted
    return answer


@bp.get("/sign-in/company/back")
@public
def back() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    """The provider sends the browser here.  The state proves that this browser began it."""
    wanted = cookie.pop(NEXT, "")
    try:
        identity = CompanyIdentity.of_claims(_claims())
        with unit_of_work() as session:
            leave_previous(session)
            opened = sign_in_by_company(session, identity=identity, agent=agent(), now=utc_now())
    except ProviderDown as error:
        return no_answer(error)
    except RuleBroken as refusal:
        return sign_in_page(SignInForm(next=wanted), sentence(refusal)), status_of(refusal)
    return enter(opened, wanted)


class NotConfirmed(RuleBroken):
    """What came back does not prove who it is."""


def _claims() -> Mapping[str, Any]:
    """The claims of the ID token; its signature, issuer, audience, time and nonce hold.

    Raises:
        NotConfirmed: something of this does not hold, or the person said no there.
    """
    try:
        told = _ask(client().authorize_access_token)
    except (AuthlibBaseError, JoseError, ValueError) as error:
        # The error's text may hold what the provider sent: only its kind is written down.
        log.warning("company_sign_in_refused", kind=type(error).__name__)
        raise _not_confirmed() from error
    claims: Mapping[str, Any] | None = told.get("userinfo")
    if not claims or not claims.get("sub"):
        raise _not_confirmed()
    return claims


def _not_confirmed() -> NotConfirmed:
    return NotConfirmed("Your company did not confirm the sign-in. Please start again.")


def no_answer(error: ProviderDown) -> tuple[str, int, dict[str, str]]:
    log.error("company_sign_in_down", kind=str(error))
    text = _("Your company's sign-in does not answer right now. Sign in by mail, or try later.")
    return sign_in_page(SignInForm(), text), 503, {"Retry-After": "30"}
