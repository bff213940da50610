"""The blueprint that all pages of this folder share: they are one feature in many files."""

from flask import Blueprint

from offsite.web.seeded import seeded

bp = Blueprint("events", __name__)
bp.app_template_filter("seeded")(seeded)
