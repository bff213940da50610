"""All pages about plans: each module adds its routes to the blueprint."""

from offsite.web.planning import deciding, making, said, turns
from offsite.web.planning.blueprint import bp

__all__ = ["bp", "deciding", "making", "said", "turns"]
