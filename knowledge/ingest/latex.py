"""Text as LaTeX in a BibTeX field, and back.

Letters stay Unicode; only what LaTeX would take for an order is written as a command. Braces become
commands too: BibTeX counts every brace, even one with a backslash before it.
"""

import re
import unicodedata
from typing import Final

_COMMANDS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "%&_$#"},
}
_SPECIAL: Final = re.compile(r"[\\{}~^%&_$#]")
_LIGATURE: Final = re.compile(r"(?<=-)-|(?<=')'|(?<=[`?!])`")
"""Where two characters in a row would be set as one other."""

_WORDS: Final = {
    command.strip("\\{}"): char for char, command in _COMMANDS.items() if command.startswith(r"\text")
} | dict(
    pair.split("=")
    for pair in (
        "ss=ß ae=æ AE=Æ oe=œ OE=Œ o=ø O=Ø l=ł L=Ł aa=å AA=Å dh=ð DH=Ð th=þ TH=Þ dj=đ DJ=Đ ng=ŋ NG=Ŋ i=ı j=ȷ "
        "textendash=– textemdash=— ldots=… dots=… textellipsis=… textquoteleft=‘ textquoteright=’ "
        "textquotedblleft=“ textquotedblright=” textquotesingle=' textquotedbl=\" guillemotleft=« guillemotright=» "
        "textunderscore=_ textdollar=$ textbar=| textless=< textgreater=> textasciigrave=` "
        "S=§ P=¶ copyright=© pounds=£ textsterling=£ texteuro=€ euro=€ textdegree=° textbullet=• textperiodcentered=· "
        "textexclamdown=¡ textquestiondown=¿ textregistered=® texttrademark=™ textordfeminine=ª textordmasculine=º"
    ).split()
)
_FORMATTING: Final = frozenset(
    (
        "emph textit textbf textsc textsl texttt textrm textsf textnormal textup textmd textsubscript textsuperscript "
        "em it bf sc sl tt rm sf itshape bfseries scshape url path enquote mkbibquote mkbibemph mbox hbox text "
        "relax noop uppercase lowercase MakeUppercase MakeLowercase ensuremath"
    ).split()
)
"""Commands that only say how text is set: the text stays, the command goes."""

_ACCENTS: Final = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
_SPACES: Final = frozenset("\\ ,;:\n\t")
_NOTHING: Final = frozenset("-/@!")

_TOKEN: Final = re.compile(
    r"""
      \\(?P<accent>[`'^~=."]|[uHrvdckb](?![A-Za-z]))
        \s*(?:\{\s*\\?(?P<under>[^\W\d_])\s*\}|\\(?P<dotless>[ij])(?![A-Za-z])\s*|(?P<letter>[^\W\d_]))
    | \\(?P<word>[A-Za-z]+)(?:\{\}|[ \t\n]+)?
    | \\(?P<symbol>[^A-Za-z])(?:\{\})?
    | (?P<ligature>---?|``|'')
    | (?P<tie>~)
    | (?P<brace>[{}])
    """,
    re.VERBOSE,
)
_LIGATURES: Final = {"--": "–", "---": "—", "``": "“", "''": "”"}


def to_latex(text: str) -> str:
    """The text so that LaTeX sets exactly its characters; braces in it are balanced."""
    escaped = _SPECIAL.sub(lambda match: _COMMANDS[match.group()], text)
    return _LIGATURE.sub(lambda match: "{}" + match.group(), escaped)


def from_latex(latex: str) -> str:
    """The text that LaTeX would set, white space collapsed; a command nobody knows stays as it stands."""
    return " ".join(_TOKEN.sub(_character, latex).split())


def _character(match: re.Match[str]) -> str:
    if accent := match["accent"]:
        letter = match["under"] or match["dotless"] or match["letter"]
        return unicodedata.normalize("NFC", letter + _ACCENTS[accent])
    if word := match["word"]:
        return "" if word in _FORMATTING else _WORDS.get(word, match.group())
    if symbol := match["symbol"]:
        return " " if symbol in _SPACES else "" if symbol in _NOTHING else symbol
    if ligature := match["ligature"]:
        return _LIGATURES[ligature]
    return " " if match["tie"] else ""
