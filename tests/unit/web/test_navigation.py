from offsite.web.navigation import current_url

URLS = ["/tlm/organize/", "/tlm/organize/schedule/", "/tlm/schedule/", "/tlm/vote"]


def test_a_page_below_a_link_marks_the_nearest_one():
    assert current_url(URLS, "/tlm/organize/schedule/7/") == "/tlm/organize/schedule/"


def test_a_link_does_not_claim_a_page_that_only_begins_like_it():
    assert current_url(URLS, "/tlm/voters") is None


def test_a_page_of_its_own_marks_itself():
    assert current_url(URLS, "/tlm/vote") == "/tlm/vote"
