"""Bytes to characters: byte-order mark, then what is declared, then UTF-8, then windows-1252 where it is plausible."""

import codecs
import re
from dataclasses import dataclass
from functools import cache

from bearwitness.core.errors import UnreadableError
from bearwitness.core.tables import load_table

_MARKS = (
    (codecs.BOM_UTF8, "utf_8"),
    (codecs.BOM_UTF32_LE, "utf_32_le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf_32_be"),
    (codecs.BOM_UTF16_LE, "utf_16_le"),
    (codecs.BOM_UTF16_BE, "utf_16_be"),
)
_MULTIBYTE = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_BROKEN = "\ufffd"
_LEGACY_SHARE = (
    0.25  # French or German in windows-1252 has under .12 of its bytes above 0x7f, Russian or Korean over .6
)
_DAMAGE_SHARE = 0.05  # random bytes have .12 control characters even when read as windows-1252
_SAMPLE = 200_000
_NOT_TEXT = "the bytes are not text; give the report as text, HTML, PDF or .docx"
_SEVERAL_BYTES = frozenset({"utf_8", "utf_16", "gb18030", "big5hkscs", "cp949", "cp932", "euc_jp", "iso2022_jp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Characters, the codec that gave them, and notes on what could not be read."""

    text: str
    codec: str
    notes: tuple[str, ...] = ()


@cache
def _labels() -> dict[str, str]:
    table = load_table("capture", "charset.toml")["codecs"]
    return {label: codec for codec, labels in table.items() for label in labels}


def is_known_charset(label: str) -> bool:
    """Whether the label names an encoding that is read."""
    return label.strip().lower() in _labels()


def find_mark(data: bytes) -> tuple[str, int] | None:
    """The codec a byte-order mark names and the mark's length in bytes; None without one."""
    return next(((codec, len(mark)) for mark, codec in _MARKS if data.startswith(mark)), None)


def decode_text(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of `data`. `declared` is a charset label the bytes or their carrier name, trusted only if known.

    Bytes that fit no reading are kept as U+FFFD and counted in a note. Raises UnreadableError when more than one
    character in twenty is broken, or when the bytes are a legacy encoding that nothing names: a wrong guess would
    give fluent nonsense.
    """
    decoded = _decode(data, declared)
    broken = decoded.text.count(_BROKEN)
    if broken > _DAMAGE_SHARE * len(decoded.text) or _is_binary(decoded.text):
        raise UnreadableError(_NOT_TEXT)
    if not broken:
        return decoded
    codec = decoded.codec.replace("_", "-").upper()
    note = f"bytes that are not {codec} were kept as U+FFFD ({broken} times); check those places in the original"
    return Decoded(text=decoded.text, codec=decoded.codec, notes=(note,))


def _decode(data: bytes, declared: str | None) -> Decoded:
    mark = find_mark(data)
    if mark is not None:
        codec, length = mark
        return Decoded(text=data[length:].decode(codec, "replace"), codec=codec)
    codec = _labels().get(declared.strip().lower(), "") if declared else ""
    if codec and codec not in _SEVERAL_BYTES and _MULTIBYTE.search(data) and _is_valid(data, "utf_8"):
        # Templates declare iso-8859-1 and hold UTF-8; a single-byte codec would accept it and show "Ã©".
        codec = "utf_8"
    if codec == "utf_16" and data.count(0) * 10 < len(data):
        codec = ""  # a label that could itself be read as ASCII was not UTF-16 (WHATWG, prescan step 15)
    if codec == "utf_16":
        codec = _find_wide(data) or "utf_16_le"
    if codec:
        return Decoded(text=data.decode(codec, "replace"), codec=codec)
    return _decode_unnamed(data)


def _decode_unnamed(data: bytes) -> Decoded:
    if _is_valid(data, "utf_8") and not (wide := _find_wide(data)):
        return Decoded(text=data.decode("utf_8"), codec="utf_8")
    if wide := _find_wide(data):
        return Decoded(text=data.decode(wide, "replace"), codec=wide)
    whole = sum(1 for _ in _MULTIBYTE.finditer(data))
    text = data.decode("utf_8", "replace")
    if whole > text.count(_BROKEN):
        return Decoded(text=text, codec="utf_8")
    high = sum(len(run) for run in _HIGH.findall(data))
    if high > _LEGACY_SHARE * len(data):
        if _is_binary(text):
            raise UnreadableError(_NOT_TEXT)
        raise UnreadableError(
            "the text is in an old encoding that it does not name; save it as UTF-8 and give that file"
        )
    return Decoded(text=data.decode("cp1252", "replace"), codec="cp1252")


def _is_binary(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_CONTROLS.findall(sample)) > _DAMAGE_SHARE * len(sample)


def _is_valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _find_wide(data: bytes) -> str | None:
    """UTF-16 without a mark, as some Windows tools write it: most even or most odd bytes are zero."""
    sample = data[:4096]
    half = len(sample) // 2
    if not half:
        return None
    if sample[1::2].count(0) > 0.4 * half and sample[0::2].count(0) < 0.05 * half:
        return "utf_16_le"
    if sample[0::2].count(0) > 0.4 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf_16_be"
    return None
