"""Settings from the environment and `.env`; nothing else reads either."""

from functools import lru_cache
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE if (PACKAGE / "templates").is_dir() else PACKAGE.parent
"""The folder that holds `templates/`, `static/` and `migrations/`: the package itself once
installed from a wheel, else the checkout around it."""

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting is wrong; the text names it in one sentence a line."""


class Settings(BaseSettings):
    """Everything that differs between installations.  Names are `OFFSITE_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="OFFSITE_", env_file=".env", env_file_encoding="utf-8", extra="ignore"
    )

    instance_dir: Path = Path("instance")
    base_url: str = "http://127.0.0.1:5000"
    secret_key: str = ""
    database_url: str = ""
    queue_url: str = ""
    mail_url: str = "console:"
    mail_from: str = "Offsite <offsite@localhost>"
    rate_limit_url: str = "memory://"
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    metrics_token: str = ""
    demo: bool = False
    debug: bool = False

    calendar_host: str = ""
    """Part of every calendar entry's identity; keep the old one when the site moves."""

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = "Company sign-in"

    @field_validator("base_url")
    @classmethod
    def base_url_is_absolute(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an address such as https://offsite.example.org")
        if parts.path not in {"", "/"} or parts.query or parts.fragment:
            raise ValueError("must be a bare host, without a path")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def database_is_known(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            raise ValueError("must start with sqlite:/// or postgresql+psycopg://")
        return value

    @field_validator("queue_url")
    @classmethod
    def queue_is_known(cls, value: str) -> str:
        known = ("sqlite:///", "postgresql://", "redis://", "rediss://")
        # `memory:` does the work at once, in the page's process: for tests.
        if value and value != "memory:" and not value.startswith(known):
            raise ValueError("must start with sqlite:///, postgresql:// or redis://")
        return value

    @field_validator("mail_url")
    @classmethod
    def mail_is_known(cls, value: str) -> str:
        if not value.startswith(("console:", "smtp://", "smtps://", "smtp+starttls://", "memory:")):
            raise ValueError("must be console:, smtp://, smtps:// or smtp+starttls://")
        if value.startswith("smtp"):
            _check_mail_server(value)
        return value

    @model_validator(mode="after")
    def oidc_is_whole(self) -> "Settings":
        given = [bool(self.oidc_issuer), bool(self.oidc_client_id), bool(self.oidc_client_secret)]
        if any(given) and not all(given):
            raise ValueError(
                "OFFSITE_OIDC_ISSUER, OFFSITE_OIDC_CLIENT_ID and OFFSITE_OIDC_CLIENT_SECRET "
                "belong together: set all three or none"
            )
        return self

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach us by https, so that cookies can insist on it."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).hostname or "localhost"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the pages."""
        return self.host in LOOPBACK_HOSTS

    @property
    def uid_host(self) -> str:
        return self.calendar_host or self.host

    @property
    def has_oidc(self) -> bool:
        return bool(self.oidc_issuer)

    @property
    def resolved_database_url(self) -> str:
        return self.database_url or f"sqlite:///{self.instance_dir.resolve() / 'offsite.db'}"

    @property
    def resolved_queue_url(self) -> str:
        return self.queue_url or f"sqlite:///{self.instance_dir.resolve() / 'queue.db'}"


def _check_mail_server(url: str) -> None:
    form = "smtp://name:password@host:port"
    try:
        parts = urlsplit(url)
        known = bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise ValueError(f"must name a server and its port, as {form}")


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, `.env` and ``overrides`` (which win).

    Raises:
        SettingsError: one sentence for each wrong setting.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_sentence(fault) for fault in error.errors())) from None


@lru_cache(maxsize=1)
def current_settings() -> Settings:
    """The settings of this process, read once."""
    return load_settings()


def _sentence(fault: object) -> str:
    assert isinstance(fault, dict)
    name = "_".join(str(part) for part in fault["loc"])
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"OFFSITE_{name.upper()}: {reason}." if name else f"{reason}."
