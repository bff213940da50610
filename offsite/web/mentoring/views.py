"""All pages of mentor selection: each module adds its routes to the blueprint."""

from offsite.web.mentoring import choosing, listing, running, turns
from offsite.web.mentoring.blueprint import bp

__all__ = ["bp", "choosing", "listing", "running", "turns"]
