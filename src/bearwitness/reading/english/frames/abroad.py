"""Whether those who did an act can have done it in a place: police, courts and governments act in their own country."""

from bearwitness.core.records import Where
from bearwitness.core.tables import load_table
from bearwitness.reading.english.frames.frame import Frame
from bearwitness.reading.english.places.demonyms import find_nationalities

STATE_ACTS = frozenset({"arrest", "raid", "refoulement", "deportation", "transfer", "sentencing"})


def acts_at_home(frame: Frame) -> bool:
    """Police, courts and governments arrest, search and expel in their own country; armies do so abroad as well."""
    if frame.act not in STATE_ACTS or frame.actor is None or frame.actor.kind != "state":
        return False
    return not set(frame.actor.text.lower().split()) & set(load_table("reading.english", "actors.toml")["abroad"])


def is_foreign(frame: Frame, where: Where) -> bool:
    """Are those who did it told as the police or government of another country ("Iranian police", behind a sentence on Ankara)?"""
    if not acts_at_home(frame) or frame.actor is None or where.country is None:
        return False
    codes = {n.code for n in find_nationalities(frame.actor.text)}
    return bool(codes) and where.country not in codes
