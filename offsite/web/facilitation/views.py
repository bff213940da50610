"""All pages of running sessions: each module adds its routes to the blueprint."""

from offsite.web.facilitation import challenging, leading, on_session, showing
from offsite.web.facilitation.blueprint import bp

__all__ = ["bp", "challenging", "leading", "on_session", "showing"]
