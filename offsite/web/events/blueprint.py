"""The blueprint that all pages of this folder share: they are one feature in many files."""

from flask import Blueprint

bp = Blueprint("events", __name__)
