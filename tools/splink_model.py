"""Occurrences as Splink (4.x, on DuckDB) links them: a row each, and the model that its documentation would have us build.

Splink is no dependency: `make bench-splink` installs it from `requirements-bench.lock`. Nothing here runs without it, and nothing of the
package needs it. Rows are told apart by `unique_id`; one report's occurrences are never compared with one another, as in our own linking.
"""

import logging
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from bearwitness.core.vocabulary import ADMIN1
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.windows import find_town

SEED = 1
MISSING = "Splink is not installed. It is no part of Bearwitness; `make bench-splink` installs it and runs this."
_RAREST, _COMMON = 12, 30
"""Words of an occurrence that it is looked up by, and the reports from which on a word is none of them."""
_RANDOM_PAIRS = 2e6
_THREADS = 2
_LEAST = 1e-4
"""What a level that was never seen counts as: Splink leaves its probability out."""
_APART = "l.report <> r.report"
_SHARED = "array_length(list_intersect(l.rare, r.rare))"
_SURE = (
    f"l.town = r.town and l.day = r.day and {_SHARED} >= 2 and {_APART}",
    f"l.rarest = r.rarest and l.month = r.month and {_SHARED} >= 5 and {_APART}",
)
"""Rules that hold for few pairs that are not one event, from which Splink works out how rare matches are."""
_RECALL = 0.5
_BLOCKS = (
    f"l.town = r.town and l.day = r.day and {_APART}",
    f"l.town = r.town and l.week = r.week and {_APART}",
    f"l.town = r.town and l.week = r.week + 1 and {_APART}",
    f"l.day = r.day and l.act = r.act and l.number = r.number and l.admin1 = r.admin1 and {_APART}",
)
_TRAINING = (
    f"l.town = r.town and l.day = r.day and {_APART}",
    f"l.rarest = r.rarest and {_SHARED} >= 2 and {_APART}",
)
"""Two rules, so that every comparison is learned in the round whose rule does not use its column."""
_BEST_FIRST = {
    "ages": "several one untold apart",
    "days": "same overlap next untold near apart",
    "details": "9 8 7 6 5 4 3 2 untold 1 0",
    "numbers": "several same same-in-part near coarse untold other-acts against",
    "places": "few inferred-few district some inferred-some many inferred-many crowd inferred-crowd near coarse untold"
    " elsewhere apart inferred-apart abroad inferred-abroad",
    "published": "day week month unknown quarter later",
    "who": "agree untold mixed against",
}
"""The levels of our traits from what speaks for one event to what speaks against it: EM starts from this order, as Splink asks."""


def build_table(occurrences: Sequence[Occurrence]) -> Any:
    """The occurrences as a table of plain values. Rare words are those of few reports, over all time."""
    holders: defaultdict[str, set[int]] = defaultdict(set)
    for one in occurrences:
        for word in one.details:
            holders[word].add(one.report)
    spread = Counter({word: len(reports) for word, reports in holders.items()})
    return import_module("pandas").DataFrame([_build_row(one, spread) for one in occurrences])


def _build_row(one: Occurrence, spread: Counter[str]) -> dict[str, Any]:
    town, day = find_town(one.where), one.when.earliest if one.when and one.when.earliest == one.when.latest else None
    said = one.published_on or day
    act, count = next(iter(one.counts.items()), (one.claims[0].act, None))
    rare = sorted((word for word in one.details if 2 <= spread[word] <= _COMMON), key=lambda word: (spread[word], word))
    return {
        "unique_id": one.id,
        "report": one.report,
        "act": act,
        "acts": sorted(one.counts) or None,
        "number": count.low if count else None,
        "killed": one.counts["killing"].low if "killing" in one.counts else None,
        "wounded": one.counts["injury"].low if "injury" in one.counts else None,
        "town": "/".join(town) if town else None,
        "admin1": one.where.admin1 if one.where and one.where.prec <= ADMIN1 else None,
        "day": day.isoformat() if day else None,
        "published": said.isoformat() if said else None,
        "week": said.toordinal() // 7 if said else None,
        "month": one.month,
        "ages": sorted(one.ages) or None,
        "rare": rare or None,
        "keys": rare[:_RAREST] or None,
        "rarest": rare[0] if rare else None,
    }


def build_linker(table: Any, model: Path | None = None) -> Any:
    """A linker with comparisons and blocking rules as the documentation advises: not yet trained, or as trained and saved before."""
    splink, compare, levels = _load_splink()
    if model is not None:
        return splink.Linker(table, str(model), _connect(splink), input_table_aliases="rows")
    days = {"input_is_string": True, "metrics": ["day"] * 3, "thresholds": [1, 7, 30]}
    settings = splink.SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[
            compare.AbsoluteTimeDifferenceAtThresholds("day", **days),
            compare.AbsoluteTimeDifferenceAtThresholds("published", **days),
            compare.CustomComparison(
                output_column_name="place",
                comparison_levels=[
                    levels.CustomLevel("town_l is null or town_r is null", "no town").configure(is_null_level=True),
                    levels.ExactMatchLevel("town", term_frequency_adjustments=True),
                    levels.ExactMatchLevel("admin1"),
                    levels.ElseLevel(),
                ],
            ),
            compare.ArrayIntersectAtSizes("acts", [2, 1]),
            compare.ExactMatch("killed"),
            compare.ExactMatch("wounded"),
            compare.ArrayIntersectAtSizes("ages", [2, 1]),
            compare.ArrayIntersectAtSizes("rare", [8, 5, 3, 2, 1]),
        ],
        blocking_rules_to_generate_predictions=[
            *_BLOCKS,
            {"blocking_rule": f"l.keys = r.keys and {_APART}", "arrays_to_explode": ["keys"], "sql_dialect": "duckdb"},
        ],
    )
    return splink.Linker(table, settings, _connect(splink), input_table_aliases="rows")


def train_unsupervised(linker: Any) -> None:
    """How rare matches are from sure rules, u from random pairs, m by EM: nobody labels anything."""
    train = linker.training
    train.estimate_probability_two_random_records_match(list(_SURE), recall=_RECALL)
    train.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=SEED)
    for rule in _TRAINING:
        train.estimate_parameters_using_expectation_maximisation(rule)


def train_supervised(linker: Any, same: Iterable[tuple[str, str]]) -> None:
    """The same, with m from pairs that persons put together."""
    train = linker.training
    train.estimate_probability_two_random_records_match(list(_SURE), recall=_RECALL)
    train.estimate_u_using_random_sampling(max_pairs=_RANDOM_PAIRS, seed=SEED)
    rows = [
        {"source_dataset_l": "rows", "unique_id_l": left, "source_dataset_r": "rows", "unique_id_r": right}
        for left, right in same
    ]
    linker.table_management.register_table(import_module("pandas").DataFrame(rows), "labels", overwrite=True)
    train.estimate_m_from_pairwise_labels("labels")


def predict(linker: Any, least: float = -6.0) -> list[tuple[str, str, float]]:
    """The pairs that the rules bring together, with the log odds (natural) of being one, from `least` bits on."""
    found = linker.inference.predict(threshold_match_weight=least).as_pandas_dataframe()
    weights = found["match_weight"] * math.log(2)
    return list(zip(found["unique_id_l"], found["unique_id_r"], weights, strict=True))


def learn_by_em(pairs: Sequence[dict[str, str]], chance: Sequence[dict[str, str]] = ()) -> dict[str, dict[str, float]]:
    """Splink's EM over pairs whose traits are levelled already: log odds (natural) by trait and level.

    With random pairs in `chance`, u is how often these have a level, and EM learns m alone, as Splink advises; without, it learns both.

    Splink compares values of two rows, and a trait of ours belongs to the pair. So each pair is two rows that share only its number,
    and the left one carries the levels.
    """
    splink, compare, levels = _load_splink()
    pandas = import_module("pandas")
    names = {
        name: [one for one in order.split() if any(p[name] == one for p in pairs)]
        for name, order in _BEST_FIRST.items()
    }
    rows = pandas.DataFrame([{"unique_id": n, "pair": n, **pair} for n, pair in enumerate(pairs)])
    settings = splink.SettingsCreator(
        link_type="link_only",
        comparisons=[
            compare.CustomComparison(
                output_column_name=name,
                comparison_levels=[
                    (
                        levels.ElseLevel() if level == found[-1] else levels.CustomLevel(f"{name}_l = '{level}'", level)
                    ).configure(u_probability=_find_share(chance, name, level, len(found)) if chance else None)
                    for level in found
                ],
            )
            for name, found in names.items()
        ],
        blocking_rules_to_generate_predictions=["l.pair = r.pair"],
        max_iterations=200,
    )
    linker = splink.Linker([rows, rows], settings, _connect(splink), input_table_aliases=["a", "b"])
    train = linker.training.estimate_parameters_using_expectation_maximisation
    train("l.pair = r.pair", fix_u_probabilities=bool(chance))
    learned = linker.misc.save_model_to_json()["comparisons"]
    return {
        one["output_column_name"]: {
            level: math.log(max(row.get("m_probability", 0.0), _LEAST) / max(row.get("u_probability", 0.0), _LEAST))
            for level, row in zip(names[one["output_column_name"]], one["comparison_levels"], strict=True)
        }
        for one in learned
    }


def _find_share(pairs: Sequence[dict[str, str]], name: str, level: str, levels: int) -> float:
    return (sum(pair[name] == level for pair in pairs) + 1) / (len(pairs) + levels)


def _load_splink() -> tuple[Any, Any, Any]:
    logging.getLogger("splink").setLevel(logging.ERROR)
    return (
        import_module("splink"),
        import_module("splink.comparison_library"),
        import_module("splink.comparison_level_library"),
    )


def _connect(splink: Any) -> Any:
    connection = import_module("duckdb").connect()
    connection.execute(f"set threads = {_THREADS}")
    return splink.DuckDBAPI(connection=connection)
