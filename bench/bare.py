"""The least that Flask can do for a live page: `gunicorn bench.bare:app`."""

from flask import Flask, Response, request

app = Flask(__name__)


@app.get("/")
def page() -> Response:
    response = Response("<p>live</p>", content_type="text/html; charset=utf-8")
    response.set_etag("same", weak=True)
    return response.make_conditional(request)
