"""Pages obey their content security policy: nothing inline, nothing from elsewhere."""

import pytest

from tests.guards.template_scan import template_faults, templates


@pytest.mark.parametrize(
    "planted",
    [
        "<script>alert(1)</script>",
        '<script type="application/json">{{ votes|tojson }}</script>',
        "<style>p { color: red }</style>",
        '<p class="a {{ "b" if c > d }}" style="color: red">',
        '<p {% if wide %}STYLE="width: 100%"{% endif %}>',
        '<button onclick="vote()">',
        '<form\n  onsubmit="return false">',
        '<div hx-on:click="vote()">',
        '<a href="javascript:vote()">',
        '<script src="https://cdn.example/htmx.js"></script>',
        '<link rel="stylesheet" href="//cdn.example/a.css">',
        '{{ form.name(class="wide", style="color: red") }}',
    ],
)
def test_a_planted_fault_is_found(planted: str) -> None:
    assert len(template_faults(planted)) == 1


def test_a_fault_is_found_in_its_line() -> None:
    assert template_faults('{# a\nb #}\n{{ x }}\n<p style="a">') == ["4: style="]


@pytest.mark.parametrize(
    "harmless",
    [
        '<script src="{{ url_for("static", filename="js/vote.js") }}" defer></script>',
        '{# <script>alert(1)</script> is forbidden #}<link rel="stylesheet" href="/static/a.css">',
        '{% if a < b %}<p class="style on">style="…" in words, onclick= too</p>{% endif %}',
        '<a href="https://example.org/">elsewhere</a>',
        '{{ ui.button("Vote", style="outline") }}',
    ],
)
def test_what_the_policy_allows_is_no_fault(harmless: str) -> None:
    assert template_faults(harmless) == []


def test_templates_have_nothing_inline_and_nothing_from_elsewhere() -> None:
    faults = [
        f"{name}:{fault}"
        for name, path in templates()
        for fault in template_faults(path.read_text("utf-8"))
    ]

    assert faults == []
