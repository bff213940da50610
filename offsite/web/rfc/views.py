"""All pages of requests for comments: each module adds its routes to the blueprint."""

from offsite.web.rfc import commenting, deciding, reading, turns, writing
from offsite.web.rfc.blueprint import bp

__all__ = ["bp", "commenting", "deciding", "reading", "turns", "writing"]
