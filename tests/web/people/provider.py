"""A company's OpenID provider in a thread, on loopback: real HTTP, real signatures."""

import base64
import hashlib
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, jsonify, request
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "offsite-tests"
CLIENT_SECRET = "a secret between the provider and us"


@dataclass
class Provider:
    """Signs in Ada, with whatever ``claims`` change about her."""

    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    algorithm: str = "RS256"
    sends_id_token: bool = True
    token_requests: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._key: Any = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.signs_with = self._key
        self._asked: dict[str, dict[str, str]] = {}
        self._server = make_server("127.0.0.1", 0, self._app(), threaded=True)
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def be_honest(self) -> None:
        """Forget what a test made it do."""
        self.claims, self.sends_id_token = {}, True
        self.algorithm, self.signs_with = "RS256", self._key

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def authorize(self, address: str) -> str:
        """What the person's browser does there: log in, and be sent back (path and query)."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self._asked)}"
        self._asked[code] = asked
        query = urlencode({"code": code, "state": asked["state"]})
        return f"{urlsplit(asked['redirect_uri']).path}?{query}"

    def _app(self) -> Flask:
        app = Flask("provider")
        app.get("/.well-known/openid-configuration")(self._discovery)
        app.get("/keys")(lambda: jsonify(KeySet([self._key]).as_dict(private=False)))
        app.post("/token")(self._token)
        return app

    def _discovery(self) -> Any:
        return jsonify(
            issuer=self.issuer,
            authorization_endpoint=f"{self.issuer}/authorize",
            token_endpoint=f"{self.issuer}/token",
            jwks_uri=f"{self.issuer}/keys",
            id_token_signing_alg_values_supported=["RS256", "HS256", "none"],
        )

    def _token(self) -> Any:
        given = request.form.to_dict()
        self.token_requests.append(given)
        asked = self._asked.pop(given["code"], None)
        if asked is None or not _proves(asked, given.get("code_verifier", "")):
            return jsonify(error="invalid_grant"), 400
        answer = {"access_token": "at", "token_type": "Bearer", "expires_in": 60}
        if self.sends_id_token:
            answer["id_token"] = self._id_token(asked["nonce"])
        return jsonify(answer)

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "ada-1",
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            "email": "ada@example.org",
            "email_verified": True,
            "name": "Ada Lovelace",
            **self.claims,
        }
        header = {"alg": self.algorithm, "kid": "one"}
        return jwt.encode(header, claims, self.signs_with, algorithms=[self.algorithm])


def _proves(asked: dict[str, str], verifier: str) -> bool:
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    return asked["code_challenge_method"] == "S256" and asked["code_challenge"] == challenge
