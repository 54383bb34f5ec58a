"""A figure's certificate, from the file that holds it to the check of one that somebody hands over."""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bearwitness.core.errors import UsageError
from bearwitness.counting import certify_reading
from bearwitness.workflow.certifying import certify_figure, check_certificate
from bearwitness.workflow.figures import Asked, Figure, build_figure_of_claims
from tests.apps.front_door import call

SHENYANG = {"name": "Shenyang", "country": "CN", "admin1": "Liaoning", "prec": 1, "text": "Shenyang"}
CHINA = {"name": "China", "country": "CN", "prec": 6, "text": "China"}
ARRESTS = ("count", "--act", "arrest", "--from", "2019-05-01", "--to", "2019-05-31", "--place", "CN", "--json")


def write_claims(folder: Path) -> Path:
    """Four arrested in a town, and an organisation's total of nine over the month and the country."""
    rows: list[dict[str, Any]] = [
        {"id": "c_1", "shape": "incident", "days": ("2019-05-24", "2019-05-24"), "where": SHENYANG, "ends": (4, 4)},
        {"id": "c_2", "shape": "aggregate", "days": ("2019-05-01", "2019-05-31"), "where": CHINA, "ends": (9, None)},
    ]
    path = folder / "claims.jsonl"
    with path.open("w", encoding="utf-8") as lines:
        for row in rows:
            first, last = row["days"]
            low, high = row["ends"]
            when = {"earliest": first, "latest": last, "prec": 1, "basis": "stated", "text": ""}
            claim = {"id": row["id"], "act": "arrest", "shape": row["shape"], "when": when, "where": row["where"]}
            lines.write(json.dumps(claim | {"count": {"low": low, "high": high, "unit": "person", "text": ""}}) + "\n")
    return path


@pytest.fixture
def figure(tmp_path: Path) -> Figure:
    asked = Asked(act="arrest", earliest=None, latest=None, place="CN", group=None)
    return build_figure_of_claims(asked, write_claims(tmp_path))


def test_a_certificate_holds_as_it_is_and_with_its_answer(figure: Figure, tmp_path: Path) -> None:
    certified = certify_figure(figure)
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(certified.certificate), encoding="utf-8")
    checked = check_certificate(path)
    assert (checked.faults, checked.low, checked.high, checked.claims) == ((), 9, None, 2)
    path.write_text(json.dumps({"low": 8, "certificate": certified.certificate}), encoding="utf-8")
    assert "low: the answer says 8, and its certificate 9" in check_certificate(path).faults


def test_a_proof_that_would_be_too_long_leaves_the_figure_without_a_certificate(figure: Figure) -> None:
    with patch.object(certify_reading, "_NODES", 0):
        certified = certify_figure(figure)
    assert certified.certificate is None
    assert certified.reason == "no certificate: its low could not be proven in 0 cases"
    assert figure.estimate.low == 9


@pytest.mark.parametrize("text", ["", "{", '{"certificate": null}', "\x00"])
def test_what_holds_no_certificate_is_said(text: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError):
        check_certificate(path)
    with pytest.raises(UsageError):
        check_certificate(tmp_path / "missing.json")


def test_by_the_front_door_a_changed_digit_fails(samples: str, tmp_path: Path) -> None:
    """Of the samples' register: the answer, its check, and the same file with one digit changed."""
    answer = call(*ARRESTS, "--register", samples)
    path = tmp_path / "answer.json"
    path.write_text(answer.out, encoding="utf-8")
    held = call("verify-count", str(path))
    assert (held.code, held.out.startswith("The certificate holds: ")) == (0, True), held.out
    row = json.loads(answer.out)
    row["certificate"]["claims"][0]["low"] += 1
    path.write_text(json.dumps(row), encoding="utf-8")
    changed = call("verify-count", str(path), "--json")
    assert (changed.code, json.loads(changed.out)["holds"]) == (1, False)
