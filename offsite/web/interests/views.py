"""All pages of interest groups: each module adds its routes to the blueprint."""

from offsite.web.interests import dating, joining, listing, on_session, writing
from offsite.web.interests.blueprint import bp

__all__ = ["bp", "dating", "joining", "listing", "on_session", "writing"]
