"""The closed vocabularies of the register: what an act, a shape, a status, a unit may be.

The acts follow the HURIDOCS micro-thesauri (MT04 types of acts); precisions follow the UCDP GED codebook
(`date_prec`, `where_prec`).
"""

from typing import Final, Literal

Act = Literal[
    "arrest", "raid", "refoulement", "deportation", "transfer", "disappearance", "abduction", "killing", "injury",
    "torture", "sexual_violence", "sentencing", "release", "escape", "threat", "other",
]  # fmt: skip
Shape = Literal["incident", "aggregate", "background"]
Status = Literal["reported", "confirmed", "denied", "alleged", "planned", "hypothetical"]
Unit = Literal["person", "family", "group", "household", "place"]
Basis = Literal["stated", "relative", "publication"]
PlaceBasis = Literal["stated", "inferred"]
ActorKind = Literal["state", "non-state", "unknown"]
VoiceKind = Literal["outlet", "official", "ngo", "family", "witness", "anonymous", "expert", "document", "other"]
RelationKind = Literal["same", "different", "part-of", "follows"]
Judgement = Literal["same", "different", "part-of", "unsure"]
StatementKind = Literal["response", "explanation", "confirmation", "denial", "fate", "trend", "appeal"]
Grade = Literal["single-source", "corroborated", "acknowledged", "contested", "discounted"]
Decision = Literal["accepted", "rejected"]

ACTS: Final[tuple[Act, ...]] = Act.__args__  # type: ignore[attr-defined]
JUDGEMENTS: Final[tuple[Judgement, ...]] = Judgement.__args__  # type: ignore[attr-defined]
UNITS: Final[tuple[Unit, ...]] = Unit.__args__  # type: ignore[attr-defined]
TOLD: Final[frozenset[str]] = frozenset({"reported", "confirmed", "alleged"})
"""Statuses of claims that are told as having happened; only these can be counted."""

DAY, DAYS, WEEK, MONTH, LONGER = 1, 2, 3, 4, 5
"""UCDP date_prec: exact day; two to six days; a week; a month (8-30 days); longer."""

POINT, NEAR, ADMIN2, ADMIN1, REGION, COUNTRY, WATERS = 1, 2, 3, 4, 5, 6, 7
"""UCDP where_prec: exact place; near it (about 25 km); second- and first-order division; region; country; sea or air."""

BY_MODEL: Final = "lm/"
"""How the readers begin that are language models ("lm/llama3.1:8b"), in `Claim.found_by`; all others are rules."""

RULES_VERSION: Final = "3"
"""Version of the counting and linking rules; printed with every figure."""
