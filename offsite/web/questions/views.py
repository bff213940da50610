"""All pages of questions: each module adds its routes to the blueprint."""

from offsite.web.questions import asking, keeping, moderating, on_session, reading, turns
from offsite.web.questions.blueprint import bp

__all__ = ["asking", "bp", "keeping", "moderating", "on_session", "reading", "turns"]
