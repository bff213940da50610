"""All pages about polls: importing their modules puts them on the blueprint."""

from offsite.web.polls import answering, bringing, composing, rating, results, turns
from offsite.web.polls.blueprint import bp

__all__ = ["answering", "bp", "bringing", "composing", "rating", "results", "turns"]
