"""Money as people write it, and as the ledger counts it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.purse.rules import CURRENCIES, BadAmount, decimal_of, minor_units


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12", "PLN", 1200),
        ("12.5", "PLN", 1250),
        ("1 234,50", "EUR", 123450),
        ("1\u00a0234", "CZK", 123400),
        ("500", "JPY", 500),
    ],
)
def test_amounts_are_read_as_people_write_them(text, currency, amount):
    assert minor_units(text, currency) == amount


@pytest.mark.parametrize(
    "text", ["", "0", "-3", "1.2.3", "=1+1", "12,345", "1e5", "٣", "9" * 15, "nan", "1,234.50"]
)
def test_other_texts_are_refused(text):
    with pytest.raises(BadAmount):
        minor_units(text, "PLN")


def test_a_currency_without_parts_has_none():
    with pytest.raises(BadAmount, match="no parts that small"):
        minor_units("1.5", "JPY")


def test_an_unknown_currency_is_refused():
    with pytest.raises(BadAmount):
        minor_units("1", "XXX")


@given(amount=st.integers(1, 10**12), currency=st.sampled_from(CURRENCIES))
def test_nothing_is_lost_between_digits_and_minor_units(amount, currency):
    assert minor_units(str(decimal_of(amount, currency)), currency) == amount
    assert isinstance(decimal_of(amount, currency), Decimal)
