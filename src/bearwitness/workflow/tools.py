"""The reader's tools, loaded once per process: the parser and the gazetteer."""

from functools import cache

from bearwitness.core.places import Gazetteer
from bearwitness.reading.english.read import EnglishTools


@cache
def load_places() -> Gazetteer:
    """The gazetteer shipped with the package."""
    from bearwitness.store.gazetteer import load_gazetteer

    return load_gazetteer()


@cache
def load_english() -> EnglishTools:
    """The English parser and the gazetteer; raises InstallError when a locked part is missing or altered."""
    import gc

    from bearwitness.reading.english.parsing.parser import load_parser

    tools = EnglishTools(parser=load_parser(), gazetteer=load_places())
    # The model is no garbage for as long as the process lives; searched for it again and again, it took 4 % of reading.
    gc.freeze()
    return tools
