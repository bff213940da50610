"""All pages of team tourism: each module adds its routes to the blueprint."""

from offsite.web.tourism import listing, offering, turns, visiting
from offsite.web.tourism.blueprint import bp

__all__ = ["bp", "listing", "offering", "turns", "visiting"]
