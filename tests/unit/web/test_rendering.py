"""People's markdown on a page."""

import re
from datetime import date

import pytest

from offsite.web.rendering import each_line, period, safe_markdown


@pytest.mark.parametrize(
    ("written", "level", "shown"),
    [
        ("# One\n\n## Two\n\n# Three", 3, ["h3", "h4", "h3"]),
        ("#### One\n\n# Two", 2, ["h2", "h2"]),
        ("## One\n\n##### Two\n\n## Three", 2, ["h2", "h3", "h2"]),
        ("One\n===\n\n###### Two", 5, ["h5", "h6"]),
        ("\n\n".join("#" * depth + " Deep" for depth in range(1, 7)), 5, ["h5", *["h6"] * 5]),
    ],
)
def test_headings_fit_in_below_the_one_they_stand_under(written, level, shown):
    html = safe_markdown(written, level=level)

    assert re.findall(r"<(h\d)>", html) == re.findall(r"</(h\d)>", html) == shown


def test_nothing_that_acts_comes_through():
    html = safe_markdown("<script>x</script> ![i](https://a.b/c.png) [l](javascript:x)")

    assert not re.search(r"<(script|img|a)\b", html)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Test it\nThen ship it", "- Test it\n- Then ship it"),
        ("Only one", "Only one"),
        ("- One\n- Two", "- One\n- Two"),
        ("1. One\n2. Two", "1. One\n2. Two"),
        ("A thought.\n\nAnother.", "A thought.\n\nAnother."),
        ("| a | b |\n|---|---|", "| a | b |\n|---|---|"),
    ],
)
def test_lines_become_a_list_unless_they_are_markdown_already(written, shown):
    assert each_line(written) == shown


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 12, 24), date(2026, 12, 26), "24 – 26 Dec 2026"),
        (date(2026, 9, 28), date(2026, 10, 2), "28 Sep – 2 Oct 2026"),
        (date(2026, 12, 21), date(2027, 1, 30), "21 Dec 2026 – 30 Jan 2027"),
        (date(2026, 12, 24), date(2026, 12, 24), "Thu 24 Dec 2026"),
    ],
)
def test_a_period_says_once_what_its_ends_share(app, first, last, shown):
    with app.test_request_context():
        assert period(first, last).replace("\N{NO-BREAK SPACE}", " ") == shown
