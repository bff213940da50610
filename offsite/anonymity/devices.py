"""The asker's device holds a secret; a row keeps only what proves that they belong together."""

import hashlib
import hmac
import secrets

PROOF_LENGTH = 64


def new_secret() -> str:
    """A secret for one device: 256 random bits."""
    return secrets.token_bytes(32).hex()


def kept_proof(secret: str, *, person_id: int, row_id: str) -> str:
    """What the row keeps: SHA-256 of a proof made for this row alone.

    Two rows of one device have nothing in common, and another person who signs in on the
    same device proves nothing.
    """
    said = f"{person_id}:{row_id}".encode()
    proof = hmac.new(secret.encode(), said, hashlib.sha256).digest()
    return hashlib.sha256(proof).hexdigest()


def proves(secret: str, kept: str | None, *, person_id: int, row_id: str) -> bool:
    """Whether the device with ``secret``, used by that person, wrote the row."""
    if not secret or not kept:
        return False
    return hmac.compare_digest(kept_proof(secret, person_id=person_id, row_id=row_id), kept)
