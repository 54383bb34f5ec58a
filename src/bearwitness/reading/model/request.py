"""What the language model is asked: one chat completion over one part of a report, with the shape its answer must have."""

import json
from datetime import date
from typing import Any, Final

from bearwitness.core.tables import load_table
from bearwitness.core.vocabulary import ACTS

STATUSES: Final = ("reported", "alleged", "denied", "planned", "hypothetical")
"""What a model may say of an act. That one is confirmed is read from the words alone."""
LONGEST_ANSWER: Final = 2_048
"""Tokens. A report part of 6,000 characters rarely tells more than a dozen acts, some 100 tokens each."""


def render_request(passage: str, published_on: date | None, model: str, *, with_schema: bool) -> str:
    """The body of the request, as JSON. It carries the passage and the report's date, and nothing else of the report.

    Temperature and seed are fixed so that the same model gives the same answer where its server allows it. Some servers
    refuse a schema: `with_schema=False` leaves it out, and the answer is checked all the same.
    """
    body: dict[str, Any] = {
        "model": model,
        "messages": [
            {"role": "system", "content": _render_instructions()},
            {"role": "user", "content": _render_passage(passage, published_on)},
        ],
        "temperature": 0,
        "seed": 0,
        "max_tokens": LONGEST_ANSWER,
        "stream": False,
    }
    if with_schema:
        shape = {"name": "claims", "strict": True, "schema": _build_schema()}
        body["response_format"] = {"type": "json_schema", "json_schema": shape}
    return json.dumps(body)


def _render_instructions() -> str:
    table = load_table("reading.model", "prompt.toml")
    acts = "\n".join(f"- {act}: {table['acts'][act]}" for act in ACTS)
    return f"{table['instructions'].strip()}\n\nThe acts:\n{acts}"


def _render_passage(passage: str, published_on: date | None) -> str:
    published = "on an unknown day" if published_on is None else f"on {published_on.isoformat()}"
    return f"The report was published {published}.\n<report>\n{passage}\n</report>"


def _build_schema() -> dict[str, Any]:
    text, maybe_text = {"type": "string"}, {"type": ["string", "null"]}
    keys: dict[str, Any] = {
        "quote": text,
        "act": {"type": "string", "enum": list(ACTS)},
        "act_words": text,
        "people": text,
        "date": maybe_text,
        "place": maybe_text,
        "actor": maybe_text,
        "voice": maybe_text,
        "status": {"type": "string", "enum": list(STATUSES)},
        "total": {"type": "boolean"},
    }
    claim = {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"claims": {"type": "array", "items": claim}},
        "required": ["claims"],
        "additionalProperties": False,
    }
