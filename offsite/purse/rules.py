"""Money as whole minor units, and how people write it."""

import re
from decimal import Decimal, InvalidOperation

from babel.numbers import get_currency_precision

from offsite.errors import BadInput, Sentence

CURRENCIES = (
    "PLN", "EUR", "USD", "GBP", "CHF", "CZK", "DKK", "HUF", "NOK", "RON", "SEK", "UAH",
    "CAD", "AUD", "JPY", "INR",
)  # fmt: skip
"""What an entry can be in."""
LARGEST = 10**12
"""Minor units; above it somebody's finger slipped."""
WRITTEN = re.compile(r"\d+(?:[.,]\d{1,3})?")


class BadAmount(BadInput):
    """The text is no amount of money."""


def minor_units(text: str, currency: str) -> int:
    """``text`` ("12", "12.50", "1 234,50") in minor units of ``currency``.

    Blanks and apostrophes may group digits; one point or comma stands before the fraction.

    Raises:
        BadAmount: it is no amount above zero, has finer parts than the currency, or the
            currency is not one of ours.
    """
    if currency not in CURRENCIES:
        raise BadAmount("Choose a currency of the list.")
    plain = re.sub(r"[\s’']", "", text)
    if not (plain.isascii() and WRITTEN.fullmatch(plain)):
        raise BadAmount("Write the amount in digits, like 12.50.")
    try:
        amount = Decimal(plain.replace(",", ".")).scaleb(get_currency_precision(currency))
    except InvalidOperation as fault:
        raise BadAmount("Write the amount in digits, like 12.50.") from fault
    if amount != int(amount):
        raise BadAmount(Sentence("%(currency)s has no parts that small.", currency=currency))
    if not 0 < amount <= LARGEST:
        raise BadAmount("Write an amount above zero that somebody could have spent.")
    return int(amount)


def decimal_of(amount: int, currency: str) -> Decimal:
    """The amount in whole units, exact: 1250 grosz are ``Decimal("12.50")``."""
    return Decimal(amount).scaleb(-get_currency_precision(currency))
