"""The board as two people use it at once, without script."""


def test_a_topic_is_posted_in_one_field_and_hangs_on_the_wall(space, post):
    post(space.bob, "Why is CI slow?")

    page = space.ada.get("/here/board/").text
    assert "Why is CI slow?" in page
    assert "Waiting for a place" in page


def test_the_mode_is_shown_on_the_page(space):
    assert "Open Space" in space.bob.get("/here/board/").text
    assert "one voice is enough" in space.bob.get("/here/board/").text


def test_a_topic_without_words_is_refused_and_the_name_is_kept(space):
    answer = space.bob.post("/here/board/", data={"title": " ", "for_whom": "Grandma"})

    assert answer.status_code == 400
    assert "Say in a few words" in answer.text
    assert "Grandma" in answer.text


def test_a_host_types_for_somebody_without_a_phone(space, post):
    post(space.bob, "Paper still works", for_whom="Wanda")

    assert "Wanda" in space.ada.get("/here/board/").text


def test_who_comes_second_is_offered_the_next_free_place(space, post):
    first, second = post(space.bob, "One"), post(space.ada, "Two")
    assert space.bob.post(f"{first}/place", data={"cell": space.cells[0]}).status_code == 303

    late = space.ada.post(f"{second}/place", data={"cell": space.cells[0]})

    assert late.status_code == 409
    assert "Somebody was faster" in late.text
    assert f'name="cell" value="{space.cells[1]}"' in late.text


def test_a_cell_that_makes_no_sense_is_refused(space, post):
    topic = post(space.bob, "One")

    answer = space.bob.post(f"{topic}/place", data={"cell": "nonsense"})

    assert answer.status_code == 409
    assert "no such place" in answer.text


def test_a_withdrawn_topic_comes_back_to_its_place(space, post):
    topic = post(space.bob, "One")
    space.bob.post(f"{topic}/place", data={"cell": space.cells[0]})

    space.bob.post(f"{topic}/withdraw")
    gone = space.ada.get("/here/board/").text
    space.bob.post(f"{topic}/put-back")

    assert ">One<" not in gone
    assert "Aula" in space.bob.get(f"{topic}/").text


def test_two_conveners_swap_in_one_act(space, post):
    first, second = post(space.bob, "One"), post(space.ada, "Two")
    space.bob.post(f"{first}/place", data={"cell": space.cells[0]})
    space.ada.post(f"{second}/place", data={"cell": space.cells[1]})
    other = second.rstrip("/").rpartition("/")[2]

    space.bob.post(f"{first}/deal", data={"kind": "swap", "other": other})
    offer = space.ada.get(f"{second}/").text.partition("/board/offers/")[2].partition("/")[0]
    space.ada.post(f"/here/board/offers/{offer}/accept")

    assert "Loft" in space.bob.get(f"{first}/").text
    assert "Aula" in space.ada.get(f"{second}/").text


def test_an_offer_hangs_on_the_board_of_whoever_is_asked_alone(space, post):
    first, second = post(space.bob, "One"), post(space.ada, "Two")
    other = second.rstrip("/").rpartition("/")[2]

    space.bob.post(f"{first}/deal", data={"kind": "merge", "other": other})

    assert "Merge two topics?" in space.ada.get("/here/board/live").text
    assert "Merge two topics?" not in space.bob.get("/here/board/live").text


def test_the_order_of_pitches_changes_on_every_open_page(space, post):
    space.ada.post("/here/board/queue/circle", data={"open": "1"})
    tag = space.bob.get("/here/board/queue/live").headers["ETag"]

    post(space.bob, "One")
    page = space.ada.get("/here/board/queue/live", headers={"If-None-Match": tag})
    space.ada.post("/here/board/queue/next", data={"seen": ""})

    assert "Call the first" in page.text
    assert "I have pitched" in space.bob.get("/here/board/queue/live").text


def test_the_live_board_answers_304_until_something_changes(space, post):
    post(space.bob, "One")
    first = space.ada.get("/here/board/live")
    tag = {"If-None-Match": first.headers["ETag"]}

    again = space.ada.get("/here/board/live", headers=tag)

    assert first.status_code == 200
    assert again.status_code == 304


def test_the_board_says_how_many_come_only_about_and_never_who(space, post):
    topic = post(space.ada, "One")
    space.bob.post(f"{topic}/interest", data={"come": "1"})

    page = space.ada.get("/here/board/").text

    assert "a few people" in page
    assert "Bob" not in page.partition("board-wall")[2]


def test_a_tap_that_waited_on_a_phone_counts_once_and_moves_no_page(space, post):
    topic = post(space.ada, "One")
    space.bob.post(f"{topic}/notes", data={"summary": "Met.", "seen": "0", "go": "publish"})
    space.ada.post("/here/board/dots/open")
    candidate = space.bob.get("/here/board/dots").text.partition('id="candidate-')[2][0]
    waited = {"Idempotency-Key": "k" * 20}

    tap = {"come": "1", "from": "board"}
    come = space.bob.post(f"{topic}/interest", data=tap, headers=waited)
    dots = [
        space.bob.post(f"/here/board/dots/{candidate}/dot", headers=waited).headers[
            "Queue-Location"
        ]
        for _ in range(2)
    ]

    assert (come.status_code, "Queue-Location" in come.headers) == (204, False)
    assert dots == [f"/here/board/dots#candidate-{candidate}"] * 2
    assert space.bob.get("/here/board/dots").text.count("dot is-given") == 1


def test_a_topic_that_waited_and_is_refused_says_why(space):
    answer = space.bob.post(
        "/here/board/", data={"title": " "}, headers={"Idempotency-Key": "k" * 20}
    )

    assert answer.status_code == 400
    assert 'class="lead"' in answer.text


def test_notes_are_drafted_by_anyone_and_published(space, post):
    topic = post(space.ada, "One")

    auto = space.bob.post(f"{topic}/notes", data={"summary": "We met", "seen": "0", "go": "auto"})
    space.bob.post(f"{topic}/notes", data={"summary": "We met.", "seen": "1", "go": "publish"})

    assert auto.text == "1"
    assert "We met." in space.ada.get("/here/board/news").text
    assert "We met." in space.ada.get(f"{topic}/report").text


def test_notes_of_two_at_once_lose_nothing(space, post):
    topic = post(space.ada, "One")
    space.bob.post(f"{topic}/notes", data={"summary": "Bob's words", "seen": "0"})

    late = space.ada.post(f"{topic}/notes", data={"summary": "Ada's words", "seen": "0"})

    assert late.status_code == 409
    assert "Ada&#39;s words" in late.text
    assert "Bob&#39;s words" in late.text


def test_dots_are_hidden_until_they_are_counted(space, post):
    topic = post(space.ada, "One")
    space.bob.post(
        f"{topic}/notes",
        data={"summary": "Met.", "recommendations": "- Fix it", "seen": "0", "go": "publish"},
    )
    space.ada.post("/here/board/dots/open")
    page = space.bob.get("/here/board/dots").text
    candidate = page.partition('id="candidate-')[2].partition('"')[0]

    space.bob.post(f"/here/board/dots/{candidate}/dot")
    before = space.ada.get("/here/board/dots").text
    space.ada.post("/here/board/dots/close")
    after = space.ada.get("/here/board/dots").text

    assert "Fix it" in before
    assert "candidate-dots" not in before
    assert '<span class="candidate-dots">1 dot</span>' in after


def test_the_facilitator_sets_the_board_up_and_draws_rounds(space):
    drawn = space.ada.post(
        "/here/organize/open-space/rounds",
        data={"day": 0, "starts": "14:00", "until": "17:00", "minutes": 50, "pause": 10},
    )

    assert drawn.status_code == 303
    assert "3 rounds drawn." in space.ada.get("/here/organize/open-space").text
    assert space.bob.get("/here/organize/open-space").status_code == 404


def test_paper_leads_to_the_board_by_a_code(space, post):
    post(space.bob, "One")

    for which in ("sheets", "grid", "poster", "codes"):
        assert space.bob.get(f"/here/board/paper/{which}").status_code == 200
    assert "data:image/svg+xml" in space.bob.get("/here/board/paper/codes").text


def test_the_queue_advances_once_for_two_presses(space, post):
    space.ada.post("/here/board/queue/circle", data={"open": "1"})
    post(space.bob, "One")
    post(space.ada, "Two")
    space.ada.post("/here/board/queue/next")
    seen = space.ada.get("/here/board/queue").text.partition('name="seen" value="')[2]
    seen = seen.partition('"')[0]

    space.ada.post("/here/board/queue/next", data={"seen": seen})
    space.ada.post("/here/board/queue/next", data={"seen": seen})

    page = space.ada.get("/here/board/show").text
    assert page.partition("stage-topic")[2].partition("</p>")[0].endswith("Two")
