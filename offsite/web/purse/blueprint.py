"""The blueprint of the purse, its folder of pictures, and how money is shown."""

from decimal import Decimal

from flask import Blueprint, current_app
from flask_babel import format_currency
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.purse.receipts import FOLDER, ReceiptFolder
from offsite.purse.rules import decimal_of

bp = Blueprint("purse", __name__)

Answer = AnyResponse | str | tuple[str, int]


def receipts() -> ReceiptFolder:
    """Below the instance, where nothing is served from by itself."""
    return ReceiptFolder(current_app.extensions["offsite"].instance_dir.resolve() / FOLDER)


@bp.app_template_filter("money")
def money(amount: int, currency: str) -> str:
    """Minor units as the reader writes money."""
    value: Decimal = decimal_of(amount, currency)
    return str(format_currency(value, currency))


@bp.app_template_global("expense_step_label")
def step_label(kind: str) -> str:
    """What happened to an entry, as people read it."""
    labels: dict[str, str] = {
        "written": _("Written down"),
        "changed": _("Changed; it said before:"),
        "struck": _("Struck out"),
        "restored": _("Counts again"),
    }
    return labels[kind]
