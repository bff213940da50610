import pytest
from hypothesis import given
from hypothesis import strategies as st

from offsite.web.local_path import local_path


@pytest.mark.parametrize("path", ["/", "/me", "/spring-2027/proposals/?q=a%20b#c", "/wydarzenie/ą"])
def test_a_path_of_this_site_is_kept(path):
    assert local_path(path) == path


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "me",
        "//h",
        "/\\h",
        "\\\\h",
        "/\t/h",
        "/\n/h",
        "http:/h",
        "///h",
        "/ /h",
        "/sign-in",
    ],
)
def test_everything_else_becomes_the_first_page(text):
    assert local_path(text) == "/"


@given(st.text(alphabet="/\\:@.ah\t\n %?#"))
def test_nothing_kept_can_name_another_host(text):
    kept = local_path(text)

    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert not any(one in kept for one in "\\\t\n")
