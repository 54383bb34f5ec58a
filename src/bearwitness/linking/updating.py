"""Reports that come, go or are read anew, linked by weighing only what they touch.

A new occurrence is compared with those it shares a key with, as from nothing. Beyond that it can change three things for others: how
common a word or a town is (counts go in steps, so that few pairs are concerned and seldom), which copies stand for all copies, and
whether a figure or a word is too common to bring anything together. Whoever is concerned is weighed anew, and the connected parts in
which any pair changed are grouped anew. What comes of it is exactly what linking from nothing finds (`tests/workflow/test_relink_laws`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from bearwitness.core.link_index import Card, LiveIndex, PairRow, Season
from bearwitness.linking.candidates import COMMON, are_partners, choose_standing, find_partners
from bearwitness.linking.cards import build_card
from bearwitness.linking.occurrences import Occurrence
from bearwitness.linking.proposing import build_row, propose_copies, propose_links, rate_words, weigh_cards
from bearwitness.linking.weighing import Weighed
from bearwitness.linking.windows import list_seasons

Load = Callable[[Iterable[str]], Mapping[str, Occurrence]]
"""Occurrences by their ids, as their reports are read now."""


def update_occurrences(
    index: LiveIndex, gone: Sequence[Card], come: Iterable[Occurrence], load: Load
) -> frozenset[str]:
    """Bring the index from the cards of some reports to what these tell now; the claims on which anything else is proposed."""
    cards = [build_card(one) for one in come]
    lost = frozenset(card.id for card in gone)
    fresh = frozenset(card.id for card in cards)
    concerned, doubted = _change_cards(index, gone, cards)
    seeds = _weigh_anew(index, concerned, lost, doubted, load)
    return _propose_anew(index, (seeds | fresh) - (lost - fresh), lost, load)


def _change_cards(index: LiveIndex, gone: Sequence[Card], come: Sequence[Card]) -> tuple[frozenset[str], list[PairRow]]:
    """Change the cards; the occurrences that may have other partners now, and pairs that may be found to be something else."""
    lost = {card.id for card in gone}
    before: dict[str, list[Card]] = {}
    after: dict[str, list[Card]] = {}
    for card in (*gone, *come):
        if card.sign not in before:
            before[card.sign] = list(index.find_by_sign(card.sign))
            after[card.sign] = [one for one in before[card.sign] if one.id not in lost]
    for card in come:
        after[card.sign].append(card)
    was, aside, heads = {}, {}, set()
    for sign, earlier in before.items():
        now = sorted(after[sign], key=lambda card: card.id)
        was.update(_find_aside(earlier))
        aside.update(_find_aside(now))
        if [card.id for card in earlier[:1]] != [card.id for card in now[:1]]:
            heads |= {card.id for card in now}
    kept = [card for group in after.values() for card in group if card.id in was and card.id not in lost]
    turned = [card for card in kept if was[card.id] != aside[card.id]]
    fresh = {card.id for card in come}
    changing = {ident: stands for ident, stands in aside.items() if ident in fresh or stands != was.get(ident)}
    moved = [*gone, *come, *turned]
    counted = _list_counted([*gone, *come])
    keys = _find_keys(index, moved), _find_counts(index, counted)
    index.change(lost, come, changing)
    changed = _find_keys(index, moved), _find_counts(index, counted)
    concerned = {card.id for card in (*come, *turned)} | heads
    concerned |= {ident for key in changed[0] if keys[0][key] != changed[0][key] for ident in _list_keyed(index, key)}
    fallen = [
        key
        for key, count in changed[1].items()
        if count < keys[1][key] or (key[1] == "reports" and count != keys[1][key])
    ]
    doubted = _find_recounted(index, [key for key, count in changed[1].items() if count != keys[1][key]])
    return frozenset(concerned | _find_freed(index, fallen)), doubted


def _find_aside(group: Sequence[Card]) -> dict[str, bool]:
    """Of cards that say the very same, which stand aside."""
    aside = {one.id for _, one in choose_standing(group)[1]}
    return {card.id: card.id in aside for card in group}


_Key = tuple[str, str]


def _find_keys(index: LiveIndex, cards: Sequence[Card]) -> dict[_Key, str]:
    """What of a key makes a difference to others: whether too many share it, and which occurrence stands for all."""
    found: dict[_Key, str] = {}
    for figure in {figure for card in cards for figure in card.figures}:
        found["figure", figure] = str(len(index.find_by_figure(figure)) > COMMON)
    for wording in {wording for card in cards for wording in card.wordings}:
        found["wording", wording] = next(iter(index.find_by_wording(wording)), "")
    words = {word for card in cards for word in card.details}
    common = index.find_common(words)
    return found | {("word", word): str(word in common) for word in words}


def _list_keyed(index: LiveIndex, key: _Key) -> Iterable[str]:
    kind, word = key
    if kind == "word":
        return index.find_all_holders([word])
    return index.find_by_figure(word) if kind == "figure" else index.find_by_wording(word)


_Count = tuple[Season, str, str]


def _list_counted(cards: Sequence[Card]) -> frozenset[_Count]:
    """The counts in which the reports of these occurrences take part."""
    found: set[_Count] = set()
    for card in cards:
        for season in list_seasons(card):
            found.add((season, "reports", ""))
            found.update((season, "word", word) for word in card.details)
            if card.town:
                found.add((season, "town", card.town))
    return frozenset(found)


def _find_counts(index: LiveIndex, counted: Iterable[_Count]) -> dict[_Count, int]:
    found = {}
    for season, kind, key in counted:
        window = index.find_window(season)
        found[season, kind, key] = (
            window.reports if kind == "reports" else window.words[key] if kind == "word" else window.towns[key]
        )
    return found


def _find_freed(index: LiveIndex, changed: Iterable[_Count]) -> set[str]:
    """The occurrences that may meet others, as a word is worth more where fewer hold it, or more reports do not."""
    freed: set[str] = set()
    for season, words in _group_words(changed).items():
        freed |= index.find_told(season, words)
    for season, kind, _ in changed:
        if kind == "reports":
            freed |= index.find_told(season, None)
    return freed


def _find_recounted(index: LiveIndex, changed: Iterable[_Count]) -> list[PairRow]:
    """The pairs to which a count means something else now."""
    found: list[PairRow] = []
    rated: list[PairRow] = []
    for season, kind, key in changed:
        if kind == "town":
            found += index.find_weighed(season, key)
        elif kind == "reports":
            rated += index.find_weighed(season, None)
    for season, words in _group_words(changed).items():
        rated += index.find_sharing(season, words)
    cards = index.load(chain.from_iterable((row.left, row.right) for row in rated))
    # Pairs of what is gone are looked at anyway.
    there = [row for row in rated if row.left in cards and row.right in cards]
    return found + [row for row in there if _is_other(row, cards[row.left], cards[row.right], index)]


def _is_other(row: PairRow, left: Card, right: Card, index: LiveIndex) -> bool:
    """Whether a pair is no longer worth comparing, or owes more or less to the words it shares."""
    window = index.find_window((row.month, row.country))
    if rate_words(left.details, right.details, window) != row.rated:
        return True
    return not row.is_aside and not are_partners(left, right, index)


def _group_words(changed: Iterable[_Count]) -> dict[Season, list[str]]:
    words: dict[Season, list[str]] = {}
    for season, kind, key in changed:
        if kind == "word":
            words.setdefault(season, []).append(key)
    return words


def _weigh_anew(
    index: LiveIndex, concerned: frozenset[str], lost: frozenset[str], doubted: Sequence[PairRow], load: Load
) -> frozenset[str]:
    """Weigh all pairs of the concerned, and those doubted; the occurrences of pairs that came, went or changed."""
    before = {(row.left, row.right): row for row in (*index.load_pairs(concerned | lost), *doubted)}
    pairs: dict[tuple[str, str], bool] = {}
    for card in index.load(concerned).values():
        standing, aside = choose_standing(index.find_by_sign(card.sign))
        pairs.update({(head.id, one.id): True for head, one in aside if card.id in (head.id, one.id)})
        if any(one.id == card.id for one in standing):
            partners = [other.id for other in find_partners(card, index)]
            pairs.update({(min(card.id, ident), max(card.id, ident)): False for ident in partners})
    touched = concerned | lost
    again = [row for row in doubted if row.left not in touched and row.right not in touched]
    cards = index.load(chain.from_iterable((row.left, row.right) for row in again))
    pairs.update(
        {
            (row.left, row.right): row.is_aside
            for row in again
            if row.is_aside or are_partners(cards[row.left], cards[row.right], index)
        }
    )
    known = load(chain.from_iterable(pairs))
    rows = {
        (left, right): build_row(weigh_cards(known[left], known[right], index), index, is_aside=is_aside)
        for (left, right), is_aside in pairs.items()
    }
    changed = [pair for pair in before.keys() | rows.keys() if before.get(pair) != rows.get(pair)]
    index.change_pairs(
        [before[pair] for pair in changed if pair in before], [rows[pair] for pair in changed if pair in rows]
    )
    return frozenset(chain.from_iterable(changed))


def _propose_anew(index: LiveIndex, seeds: frozenset[str], lost: frozenset[str], load: Load) -> frozenset[str]:
    """Group the connected parts of the seeds anew; the claims on which anything else is proposed now."""
    part, rows = _find_part(index, seeds)
    known = load({*part, *chain.from_iterable((row.left, row.right) for row in rows)})

    def weigh_all(chosen: Iterable[PairRow]) -> list[Weighed]:
        return [weigh_cards(known[row.left], known[row.right], index) for row in chosen]

    inner = [row for row in rows if not row.is_aside and row.left in part and row.right in part]
    proposals = {
        *propose_links(weigh_all(inner)),
        *propose_copies(weigh_all(row for row in rows if row.is_aside)),
    }
    before = set(index.load_proposals(part | lost))
    if proposals != before:
        index.replace_proposals(part | lost, proposals)
    return frozenset(ident for one in proposals ^ before for ident in (one.link.left, one.link.right))


def _find_part(index: LiveIndex, seeds: frozenset[str]) -> tuple[frozenset[str], list[PairRow]]:
    """The seeds with all that telling pairs join to them, and every pair of any of these."""
    part, waiting = set(seeds), set(seeds)
    rows: dict[tuple[str, str], PairRow] = {}
    while waiting:
        found = index.load_pairs(waiting)
        rows.update({(row.left, row.right): row for row in found})
        waiting = {
            ident for row in found if row.is_telling and not row.is_aside for ident in (row.left, row.right)
        } - part
        part |= waiting
    return frozenset(part), list(rows.values())
