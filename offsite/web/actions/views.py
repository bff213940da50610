"""All pages of action points: each module adds its routes to the blueprint."""

from offsite.web.actions import closing, listing, on_session, owning, reviewing, turns, writing
from offsite.web.actions.blueprint import bp

__all__ = ["bp", "closing", "listing", "on_session", "owning", "reviewing", "turns", "writing"]
