"""Languages as BibLaTeX names them (``langid``, after babel) and by their codes (BCP 47)."""

from typing import Final

_NAMES: Final = {
    "ar": "arabic",
    "bg": "bulgarian",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "en": "english",
    "en-GB": "british",
    "en-US": "american",
    "es": "spanish",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "id": "indonesian",
    "it": "italian",
    "ja": "japanese",
    "ko": "korean",
    "la": "latin",
    "lo": "lao",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "th": "thai",
    "tr": "turkish",
    "uk": "ukrainian",
    "vi": "vietnamese",
    "zh": "chinese",
}
_CODES: Final = {name: code for code, name in _NAMES.items()} | {
    "ngerman": "de",
    "ukenglish": "en-GB",
    "usenglish": "en-US",
    "brazilian": "pt-BR",
    "farsi": "fa",
    "francais": "fr",
    "hanguk": "ko",
}


def babel_name(code: str) -> str:
    """The language's name for babel; the code itself where the list has none."""
    return _NAMES.get(code, code)


def language_code(name: str) -> str:
    """The language's code; what is no name of a language, a code above all, stays as it stands."""
    return _CODES.get(name.casefold(), name)
