"""A file of claims and links to count by, one JSON object a line (`count --claims FILE`)."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from bearwitness.core.contract_fields import read_number_or_none, read_row, read_rows, read_text, read_texts, read_word
from bearwitness.core.contract_read import parse_claim
from bearwitness.core.errors import ContractError
from bearwitness.core.incidents import Link
from bearwitness.core.records import Claim
from bearwitness.core.vocabulary import Judgement


def parse_lines(lines: Iterable[str]) -> tuple[tuple[Claim, ...], tuple[Link, ...]]:
    """The claims and links of a `--claims` file: lines as `read --json` writes them, bare claims, and lines of links.

    The same claim given twice counts once; one id with two contents is refused, for a total would silently lose one of
    them.
    """
    claims: dict[str, Claim] = {}
    links: dict[Link, None] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        row = read_row(_json(line, number), f"line {number}")
        if not {"claims", "links", "act"} & row.values.keys():
            raise ContractError(
                f"line {number}: expected a claim, or an object with 'claims' or 'links'; found none of them"
            )
        for part in read_rows(row, "claims") if "claims" in row.values else [row] if "act" in row.values else []:
            claim = parse_claim(part.values, part.at)
            if claims.setdefault(claim.id, claim) != claim:
                raise ContractError(f"{part.at}: this claim id was given before with other content; ids must be unique")
        links |= dict.fromkeys(parse_link(part.values, part.at) for part in read_rows(row, "links"))
    return tuple(claims.values()), tuple(links)


def parse_link(row: Mapping[str, Any], at: str = "link") -> Link:
    """The judgement in `row`; `left` and `right` are put in order except for part-of, whose direction means
    something.
    """
    source = read_row(row, at)
    left, right = read_text(source, "left"), read_text(source, "right")
    if left == right:
        raise ContractError(f"{at}: expected two claims, found one claim linked to itself")
    judgement = read_word(source, "judgement", get_args(Judgement))
    if judgement != "part-of":
        left, right = sorted((left, right))
    score = read_number_or_none(source, "score")
    return Link(
        left=left,
        right=right,
        judgement=judgement,
        score=1.0 if score is None else score,
        reasons=read_texts(source, "reasons"),
        by=read_text(source, "by", "given"),
    )


def _json(line: str, number: int) -> object:
    try:
        return json.loads(line)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "it cannot be decoded"
        raise ContractError(f"line {number}: expected one JSON object a line; {reason}") from None
    except RecursionError:
        raise ContractError(f"line {number}: expected one JSON object a line; it is nested too deeply") from None
