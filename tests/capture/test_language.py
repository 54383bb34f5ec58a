"""Which language a report is in."""

import pytest

from bearwitness.capture.language import decide_language, guess_language, parse_language_tag

ENGLISH = "Police in the city held two women who had come from the north, and they were not seen again."
KOREAN = "중국에서 체포된 탈북민은 모두 네 명이라고 소식통이 전했다."
CHINESE = "五月二十五日，警方在沈阳逮捕了四人，其中两名是女性。"
JAPANESE = "警察は五月に瀋陽で四人を逮捕したと関係者が語った。"
SPANISH = (
    "La policía detuvo a dos mujeres en la ciudad fronteriza el martes, según dijo una fuente que pidió no ser citada"
    " por miedo. Las dos habían cruzado el río en mayo con un guía local y fueron llevadas a una comisaría."
)
ARABIC = "اعتقلت الشرطة شخصين في المدينة الحدودية يوم الثلاثاء"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"), (ENGLISH.upper(), "en"), (KOREAN, "ko"), (CHINESE, "zh"), (JAPANESE, "ja"), (ARABIC, "und"),
        (SPANISH, "und"), ("Two held", None), ("", None), ("Yanji 4, Tonghua 2, Nanning 4, Shenyang 7", None),
    ],
)  # fmt: skip
def test_language_is_known_by_script_and_common_words(text: str, language: str | None) -> None:
    """Script first, then frequent words; too little text gives no guess."""
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("tag", "language"),
    [("en-US", "en"), ("en_GB", "en"), ("KO", "ko"), (" zh-Hant", "zh"), ("english", None), ("", None)],
)
def test_language_tags_give_their_first_part(tag: str, language: str | None) -> None:
    """BCP 47 tags and locale names."""
    assert parse_language_tag(tag) == language


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("en", KOREAN, "ko"), ("ko-KR", ENGLISH, "en"), ("es", SPANISH, "es"), ("en", "Two held", "en"),
        (None, "Two held", None), ("x", ARABIC, "und"),
    ],
)  # fmt: skip
def test_language_of_the_words_outranks_the_template(declared: str | None, text: str, language: str | None) -> None:
    """A template declares one language on every page; the words know better where they tell."""
    assert decide_language(declared, text) == language
