"""The voices of the North Korean state, and the phrases by which a text says that it has something from them.

This is data, a :class:`Language` each, read by ``attributions``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Names that belong together, as regular expressions, and why they are sought."""

    reason: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How one language attributes: with words ``before`` a name ("according to") or ``after`` it ("reported").

    ``link_before`` and ``link_after`` are what may stand between. All are regular expressions and match within a
    sentence and a bounded length.
    """

    outlets: tuple[Group, ...]
    before: str
    after: str
    link_before: str
    link_after: str


def _any(*alternatives: str) -> str:
    return f"(?:{'|'.join(alternatives)})"


_MEDIA = (
    r"(?:[Mm]edia|[Pp]ress|[Rr]adio|[Tt]elevision|TV|[Nn]ews [Aa]genc(?:y|ies)|[Nn]ewspapers?|[Dd]aily|"
    r"[Bb]roadcast(?:s|ers?|ing)?|[Pp]ropaganda|[Ww]ebsites?)"
)
_OF_THE_STATE = (
    r"(?:(?:[Oo]fficial|[Ss]tate(?:[ -](?:run|controlled|owned))?|(?:ruling )?[Pp]arty|[Cc]entral|[Ss]ole) ){0,2}"
)
_NORTH = _any(
    r"North Korean?(?:['’]s)?", r"[Tt]he North(?:['’]s)", r"(?:[Tt]he )?DPRK(?:['’]s)?", r"Pyongyang(?:['’]s)?"
)

_FROM = r"\b(?:[Tt]aken|[Dd]rawn|[Cc]opied|[Tt]ranslated|[Cc]omes?|[Cc]ame) from|\b[Rr]el(?:ying|ies|ied) on"

ENGLISH = Language(
    outlets=(
        Group(
            "The state's news agency by name; in full, for others have a Central News Agency too.",
            (
                r"(?:North )?Korean Central News Agency",
                r"Central News Agency of (?:the DPRK|North Korea|the Democratic People['’]s Republic of Korea)",
                r"KCNA(?! Watch)",
            ),
        ),
        Group(
            "The papers of the party, the cabinet and the army, in the spellings in use.",
            (
                r"[RN]odong Sh?inmu?n",
                r"Min[jc]u (?:Ch|J)os[oŏ]n",
                r"(?:Ch|J)os[oŏ]n Inmingun",
                r"Pyongyang Times",
            ),
        ),
        Group(
            "The state's radio and television, and its sites for readers abroad.",
            (
                r"Pyongyang [Rr]adio",
                r"[Rr]adio Pyongyang",
                r"Korean Central (?:Television|TV|Broadcasting(?: Station)?)",
                r"KCTV",
                r"Voice of Korea",
                r"Uriminzokk?iri",
            ),
        ),
        Group(
            "State media by description, with the country in it, for South Korea has official media too.",
            (
                rf"{_NORTH} {_OF_THE_STATE}{_MEDIA}",
                r"(?:[Ss]tate|[Oo]fficial) (?:media|press|radio) (?:in|of) (?:Pyongyang|North Korea|the DPRK)",
            ),
        ),
    ),
    before=_any(
        r"\b[Aa]ccording to",
        r"\b(?:[Qq]uot|[Cc]it|[Rr]elay|[Ee]cho|[Rr]epeat)ing",
        _FROM,
        r"\b(?:reported|announced|broadcast|published|printed|claimed|carried|quoted|cited|read|released|stated) "
        r"(?:by|in|on|over)",
        r"\b(?:dispatch|report|statement|article|editorial|commentary)(?:e?s)? (?:of|from|by|in)",
        r"[,”\"’'] (?:says?|said|reported|announced|claimed)",
    ),
    link_before=(
        r" (?:(?:an?|the|its|one|recent|official|English|today['’]s|\w{3,6}day['’]s|\d{1,4},?|\w{3,9} \d{1,2},?|"
        r"dispatch(?:es)?|reports?|statements?|articles?|editorials?|broadcasts?|commentary|of|in|from|by|on|"
        r"state|state-run|news|newspaper|agency|party|organ) ){0,7}"
    ),
    link_after=(
        r"(?:['’]s (?:English |Korean |daily )?(?:service|website|report|account))?"
        r"(?: \([A-Z]{2,5}\))?(?:, [^,.;:()]{1,60},)? "
        r"(?:(?:also|later|then|now|today|yesterday|once|has|have|had|is|are|was|were|for the first time|\w{2,12}ly|"
        r"on \w+(?: \d{1,2},?)?|in \d{4}|broadcasts?|reports?|dispatch(?:es)?) ){0,4}"
    ),
    after=(
        r"(?:says?|said|saying|report(?:s|ed|ing)|claim(?:s|ed|ing)|announc(?:es|ed|ing)|stat(?:es|ed|ing)|"
        r"declar(?:es|ed|ing)|assert(?:s|ed|ing)|alleg(?:es|ed|ing)|boast(?:s|ed|ing)|carried|carries|"
        r"broadcast(?! on\b)|publish(?:es|ed)|print(?:s|ed)|quot(?:es|ed|ing)|cit(?:es|ed|ing)|wrote|writes|"
        r"den(?:ies|ied)|confirm(?:s|ed)|list(?:s|ed)|describ(?:es|ed))\b(?! (?:nothing|no\b|neither|by\b))"
    ),
)
"""Verbs in the base form are left out on purpose: "did not report", "would say" and "may claim" report nothing."""

STATE = Language(
    outlets=(
        Group(
            'The state or its officials. With verbs of claiming only: "said" would find every diplomat\'s talk.',
            (
                r"Pyongyang",
                r"North Korea",
                r"[Tt]he (?:North|DPRK)",
                r"(?:[Tt]he )?North Koreans",
                r"(?:[Tt]he )?(?:North Korean|DPRK) (?:government|authorities|officials|regime|leadership)",
            ),
        ),
        Group(
            "What a work says that it was made from.",
            (r"(?:[Tt]he )?(?:North Korean|DPRK) (?:sources|accounts?|texts|publications|figures|statistics|claims)",),
        ),
    ),
    before=_any(r"\b[Aa]ccording to", r"\b(?:[Qq]uot|[Cc]it|[Rr]elay|[Ee]cho|[Rr]epeat)ing", _FROM),
    link_before=r" (?:(?:officials|authorities|official figures|figures) (?:in|from) )?",
    link_after=r" (?:(?:also|later|then|now|today|once|has|have|had|is|are|was|were|\w{2,12}ly) ){0,3}",
    after=(
        r"(?:said|announced|reported|stated|confirmed) in an? (?:official |radio )?(?:broadcast|statement|communiqué)|"
        r"(?:claim(?:s|ed|ing)|assert(?:s|ed|ing)|alleg(?:es|ed|ing)|boast(?:s|ed|ing))\b"
        r"(?! (?:(?:the |its |a |an |all |any )?(?:sovereignty|jurisdiction|ownership|title|rights?|credit|"
        r"responsibility|victory|islands?|waters|territor\w+|twelve|12)\b|itself\b|themselves\b|as\b|nothing\b|no\b))"
    ),
)
"""Land and rights are claimed as well as facts: "claims the islands" and "asserted itself" repeat nothing."""

KOREAN = Language(
    outlets=(
        Group(
            "The same outlets by their Korean names, in the spelling of the North and of the South.",
            (
                r"조선중앙통신",
                r"[로노]동신문",
                r"조선중앙방송",
                r"조선중앙(?:TV|텔레비[죤전])",
                r"평양방송",
                r"민주조선",
            ),
        ),
        Group(
            "State media as the South's press describes them.", (r"북한\s?(?:관영|국영|선전)?\s?(?:매체|언론|통신)",)
        ),
    ),
    before=r"(?!)",  # the particle follows the name
    link_before="",
    link_after=r"(?:[^.。\n]{0,80}?)",
    after=r"(?:에 따르면|에 의하면|인용|보도(?!하지|되지)|전했|전하였|밝혔|주장(?!하지)|발표(?!하지))",
)

SPANISH = Language(
    outlets=(
        Group(
            "The agency under both of its Spanish names, and by the initials that the press uses.",
            (
                r"Agencia (?:Telegráfica )?Central (?:de Noticias )?(?:de )?(?:Corea|[Nn]orcoreana)",
                r"ACNC",
                r"KCNA(?! Watch)",
                r"[RN]odong Sinmun",
            ),
        ),
        Group(
            "State media by description, with the country in it.",
            (
                r"(?:prensa|medios?|agencia|radio|televisión)(?: de noticias)?(?: oficial(?:es)?| estatal(?:es)?){0,2} "
                r"(?:norcorean[oa]s?|de Corea del Norte)",
            ),
        ),
    ),
    before=_any(
        r"\b[Ss]egún",
        r"\b[Dd]e acuerdo con",
        r"\b[Cc]itando",
        r"\b(?:informó|anunció|afirmó|publicó|aseguró|dijo|informad[oa]s? por|citad[oa]s? por|publicad[oa]s? por)",
    ),
    link_before=(
        r" (?:(?:ayer|hoy|informó|a|la|el|los|las|un|una|despacho|de|del|por|agencia|diario|oficial|"
        r"estatal) ){0,5}"
    ),
    link_after=r"(?: \([A-Z]{2,5}\))?(?:, [^,.;:()]{1,60},)? (?:(?:ha|también|hoy|ayer) ){0,2}",
    after=r"(?:inform[óa]|anunci[óa]|afirm[óa]|public[óa]|asegur[óa]|dijo|dice|declar[óa]|señal[óa]|sostiene)\b",
)

CHINESE_AND_RUSSIAN = Language(
    outlets=(
        Group(
            "The agency and the party's paper as the two allies' press names them: the nearest to relay them.",
            (r"朝中社", r"朝鲜中央通讯社", r"朝鲜《?劳动新闻》?", r"ЦТАК", r"Нодон [Сс]инмун"),
        ),
    ),
    before=r"(?:据|引述|援引|[Пп]о (?:сообщению|данным|информации)|сообща(?:ет|ло)|сообщил[оа]?|переда(?:ёт|ет|ло))",
    link_before=r" ?(?:(?:агентства?|газеты?) )?[«“]?",
    link_after=r"[»”]? ?(?:\d{1,2}日|今天|昨天)?",
    after=r"(?:报道|报导|称|表示|сообщ(?:ает|ило|ила)|заяв(?:ляет|ило|ила)|переда(?:ёт|ет|ло))",
)

LANGUAGES = (ENGLISH, STATE, KOREAN, SPANISH, CHINESE_AND_RUSSIAN)
