"""People's markdown on a page."""

import re

import pytest

from offsite.web.rendering import safe_markdown


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
