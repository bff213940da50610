def test_every_answer_carries_the_security_headers(client):
    answer = client.get("/no-such-place-at-all/x/y/z")

    assert answer.status_code == 404
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
