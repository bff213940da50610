"""The key that signs cookies: given, or made once for an installation only we can reach."""

import os
import secrets
from pathlib import Path

from offsite.config import Settings, SettingsError

SHORTEST = 32
WELL_KNOWN = {"changeme", "secret", "dev", "development", "test"}


def of(settings: Settings) -> str:
    """The secret key of this installation.

    Raises:
        SettingsError: it is missing, short or well known on a site that others can reach,
            or debugging is on there.
    """
    if settings.debug and not settings.is_local:
        raise SettingsError("OFFSITE_DEBUG: debugging must be off where others can reach the site.")
    if not settings.secret_key:
        return _local_key(settings)
    if len(settings.secret_key) < SHORTEST or settings.secret_key.lower() in WELL_KNOWN:
        raise SettingsError(
            f"OFFSITE_SECRET_KEY: must be at least {SHORTEST} random characters; "
            "`python -c 'import secrets; print(secrets.token_urlsafe(48))'` prints one."
        )
    return settings.secret_key


def _local_key(settings: Settings) -> str:
    if not settings.is_local:
        raise SettingsError("OFFSITE_SECRET_KEY: must be set where others can reach the site.")
    path = settings.instance_dir / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        _write_privately(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_privately(path: Path, text: str) -> None:
    # Two processes may start at once: the first one's key stays.
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(text)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
