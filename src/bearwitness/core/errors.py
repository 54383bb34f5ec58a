"""Errors raised when the caller is wrong; oddities of the world are values with reasons instead.

    BearwitnessError
    ├── UsageError        a question, option or path that cannot be understood
    │   └── UnknownPlaceError   a place asked for that the gazetteer does not hold
    ├── UnreadableError   bytes that hold no text we can read (becomes one error line of a batch)
    ├── ContractError     JSON that does not follow the contract
    ├── QuoteError        a claim whose quote does not stand in the report at its offsets
    ├── StaleError        what was decided on has changed since it was seen
    ├── RegisterError     a register file that is missing, locked, or of another version
    │   └── BusyRegisterError   one that is locked, or whose server is away: it may be there again in a moment
    ├── VaultError        a vault that does not open, or that somebody changed
    └── InstallError      a part of the installation (model, gazetteer) is missing or not what was locked

Every message says what was found, what was expected, and what to do. None carries report text: a report may name a source.
"""


class BearwitnessError(Exception):
    """The common ancestor: catching it catches everything this package raises on purpose."""


class UsageError(BearwitnessError):
    """The question or option cannot be understood as given."""


class UnknownPlaceError(UsageError):
    """A place was asked for that the gazetteer does not hold, or that names several places."""


class UnreadableError(BearwitnessError):
    """The bytes hold no text that can be read; the message says what to do about it."""


class ContractError(BearwitnessError):
    """A JSON value does not follow the published contract."""


class QuoteError(BearwitnessError):
    """A quote does not stand in the report at its offsets."""


class StaleError(BearwitnessError):
    """What somebody decided on has changed since they saw it: nothing was written, and they are to look again."""


class RegisterError(BearwitnessError):
    """The register file cannot be used as it is."""


class BusyRegisterError(RegisterError):
    """The register is held by another program, or its server does not answer: what is tried again later may succeed."""


class VaultError(BearwitnessError):
    """A vault or an identity does not open, or is not as its recipients left it. The message never holds what a vault keeps."""


class InstallError(BearwitnessError):
    """A locked part of the installation is missing or differs from what was locked."""
