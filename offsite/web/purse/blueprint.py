"""The blueprint of the purse, its folder of pictures, and how money is shown."""

import re
from decimal import Decimal

from flask import Blueprint, current_app
from flask_babel import format_currency
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from offsite.purse.receipts import FOLDER, ReceiptFolder
from offsite.purse.rules import decimal_of

bp = Blueprint("purse", __name__)

TOUCHING = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")

Answer = AnyResponse | str | tuple[str, int]


def receipts() -> ReceiptFolder:
    """Below the instance, where nothing is served from by itself."""
    return ReceiptFolder(current_app.extensions["offsite"].instance_dir.resolve() / FOLDER)


@bp.app_template_filter("money")
def money(amount: int, currency: str) -> str:
    """Minor units as the reader writes money."""
    value: Decimal = decimal_of(amount, currency)
    return apart(str(format_currency(value, currency)))


def apart(written: str) -> str:
    """Keep a currency's letters off the digits, as CLDR asks; babel sets "PLN5" in one."""
    return TOUCHING.sub("\N{NO-BREAK SPACE}", written)


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
