"""Programmes that come and go; the routes are in the modules beside this one."""

from offsite.web.exchange import bringing, feeds, founding, index, naming
from offsite.web.exchange.blueprint import bp

__all__ = ["bp", "bringing", "feeds", "founding", "index", "naming"]
