"""What is sent to a model: the passage and the report's day, and nothing else of the report."""

import json
from datetime import date

from bearwitness.core.vocabulary import ACTS
from bearwitness.reading.model.request import render_request


def test_only_the_passage_and_the_day_are_sent() -> None:
    body = json.loads(render_request("Two men were held.", date(2021, 6, 8), "m", with_schema=True))
    system, user = (message["content"] for message in body["messages"])
    assert user == "The report was published on 2021-06-08.\n<report>\nTwo men were held.\n</report>"
    assert all(f"- {act}: " in system for act in ACTS)
    assert (body["model"], body["temperature"], body["stream"]) == ("m", 0, False)


def test_the_shape_asked_for_is_closed() -> None:
    shape = json.loads(render_request("x", None, "m", with_schema=True))["response_format"]["json_schema"]["schema"]
    claim = shape["properties"]["claims"]["items"]
    assert claim["additionalProperties"] is False
    assert set(claim["required"]) == set(claim["properties"])
    assert "start" not in claim["properties"]  # a model knows no offsets


def test_a_server_that_knows_no_shapes_is_asked_without() -> None:
    assert "response_format" not in json.loads(render_request("x", None, "m", with_schema=False))
