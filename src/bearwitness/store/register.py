"""The register, as the one place to import it from: the file, the readings in it, and the judgements on their
claims.
"""

from bearwitness.store.address import Address, Server, parse_address
from bearwitness.store.register_file import Register, close_register, has_register, open_register
from bearwitness.store.register_judgements import (
    find_last_judgement,
    load_judgings,
    load_links,
    load_reviews,
    save_judgement,
    save_links,
    save_review,
    withdraw_judgement,
)
from bearwitness.store.register_readings import (
    Receipt,
    find_current_claims,
    load_current,
    load_current_of,
    load_reading,
    load_reading_of,
    name_report,
    report_uid,
    save_reading,
)

__all__ = [
    "Address",
    "Receipt",
    "Register",
    "Server",
    "close_register",
    "find_current_claims",
    "find_last_judgement",
    "has_register",
    "load_current",
    "load_current_of",
    "load_judgings",
    "load_links",
    "load_reading",
    "load_reading_of",
    "load_reviews",
    "name_report",
    "open_register",
    "parse_address",
    "report_uid",
    "save_judgement",
    "save_links",
    "save_reading",
    "save_review",
    "withdraw_judgement",
]
