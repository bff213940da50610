"""All pages of the purse: each module adds its routes to the blueprint."""

from offsite.web.purse import budgeting, correcting, listing, writing
from offsite.web.purse.blueprint import bp

__all__ = ["bp", "budgeting", "correcting", "listing", "writing"]
