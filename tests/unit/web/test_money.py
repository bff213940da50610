"""Money on a page."""

import pytest

from offsite.web.purse.blueprint import apart


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("PLN4,287.21", "PLN\N{NO-BREAK SPACE}4,287.21"),
        ("-PLN5.00", "-PLN\N{NO-BREAK SPACE}5.00"),
        ("4 287,21zł", "4 287,21\N{NO-BREAK SPACE}zł"),
        ("€12.50", "€12.50"),
        ("4 287,21 zł", "4 287,21 zł"),
    ],
)
def test_letters_of_a_currency_stand_off_its_digits(written, shown):
    assert apart(written) == shown
