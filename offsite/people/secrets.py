"""Tokens that are shown once and kept only as hashes."""

import hashlib
import secrets

CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Capital letters and digits without look-alikes (no I, O, 0, 1)."""


def new_token() -> str:
    """A secret for an address: 256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def new_code(length: int = 6) -> str:
    """A short code that a person can read aloud and type."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def hash_of(token: str) -> str:
    """The form in which a token is kept: hex SHA-256.  Random tokens need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()
