"""CSL names as text, and back: "van der Berg, Jan" for catalogues and RIS, "van der Berg, Jr, Jan" for BibTeX.

Two conventions make a line of text carry a particle. Before the family name it belongs to it ("van der Berg,
Jan": *non-dropping*); after the given name it does not ("Beethoven, Ludwig van": *dropping*). A name in one
piece comes back as ``literal``, whichever field of CSL it stood in: they are set alike.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from knowledge.ingest.latex import from_latex, to_latex
from knowledge.normalisation import collapse

CslName = dict[str, Any]

_PARTICLES: Final = frozenset(
    "af al av bin da das de del della der des di do dos du d' ibn la le 't ten ter van vom von y zu zum zur".split()
)
_IN_ONE_PIECE: Final = re.compile(r"\{.*\}", re.DOTALL)


def write_inverted(name: Mapping[str, Any]) -> str:
    """A person as "family, given, suffix"; a body as it is, with its first comma doubled.

    The doubled comma is EndNote's mark of a body: after a single one a given name would begin.
    A comma within a person's family or given name cannot be written, and becomes a space.
    """
    if (body := _one_piece(name)) is not None:
        return body.replace(",", ",,", 1)
    family, given, suffix = (part.replace(",", " ") for part in _parts(name))
    return ", ".join(collapse(part) for part in (family, given, suffix) if part)


def read_inverted(text: str) -> CslName:
    """The name in "family, given, suffix"; a body where no given name stands."""
    if ",," in text:
        return {"literal": text.replace(",,", ",", 1)}
    family, given, suffix = (*(part.strip() for part in text.split(",", 2)), "", "")[:3]
    if not given or not family:
        return {"literal": family or given}
    return _person(family, given=given, suffix=suffix)


def write_bibtex_name(name: Mapping[str, Any]) -> str:
    """A name for BibTeX: "von Last, Jr, First", a body in braces."""
    if (body := _one_piece(name)) is not None:
        return body if body == "others" else f"{{{to_latex(body)}}}"
    particle, family, given, dropping, suffix = (
        collapse(str(name.get(field) or ""))
        for field in ("non-dropping-particle", "family", "given", "dropping-particle", "suffix")
    )
    if "\\" in to_latex(particle) or not all(_looks_like_particle(word) for word in particle.split()):
        particle, family = "", collapse(f"{particle} {family}")
    last = f"{to_latex(particle)} {_guarded(family, particles=False)}".strip()
    first = f"{_guarded(given)} {to_latex(dropping)}".strip()
    return ", ".join(part for part in (last, _guarded(suffix), first) if part)


def read_bibtex_name(latex: str) -> CslName:
    """The name in BibTeX's writing; a body where it stands in braces or in one piece.

    BibLaTeX's "family=…, given=…, prefix=…" is read as well. pybtex must be installed.
    """
    if re.match(r"\s*(?:family|given|prefix|suffix)\s*=", latex):
        return _extended(latex)
    from pybtex.database import Person
    from pybtex.exceptions import PybtexError

    try:
        person = Person(latex)
    except PybtexError:  # more commas than a person's name has: some body's
        return {"literal": from_latex(latex)}
    given_latex = " ".join(person.bibtex_first_names)
    particle, family, given, suffix = (
        from_latex(" ".join(words))
        for words in (person.prelast_names, person.last_names, person.bibtex_first_names, person.lineage_names)
    )
    if not given or not family:
        return {"literal": " ".join(part for part in (particle, family, given, suffix) if part)}
    found = _person(family, given=given, suffix=suffix, divided=False)
    if not _IN_ONE_PIECE.fullmatch(given_latex):
        found |= _divided_given(given)
    return ({"non-dropping-particle": particle} if particle else {}) | found


def _one_piece(name: Mapping[str, Any]) -> str | None:
    """The name as one text where it has no family or no given name; ``None`` for a person's."""
    if name.get("family") and name.get("given"):
        return None
    fields = ("literal", "dropping-particle", "non-dropping-particle", "family", "given", "suffix")
    return collapse(" ".join(str(name[field]) for field in fields if name.get(field)))


def _parts(name: Mapping[str, Any]) -> tuple[str, str, str]:
    """Family with the particle that belongs to it, given with the one that does not, suffix."""

    def joined(*fields: str) -> str:
        return collapse(" ".join(str(name.get(field) or "") for field in fields))

    return joined("non-dropping-particle", "family"), joined("given", "dropping-particle"), joined("suffix")


def _person(family: str, *, given: str, suffix: str, divided: bool = True) -> CslName:
    name: CslName = {"family": family, "given": given}
    if divided:
        words = family.split()
        count = next((place for place, word in enumerate(words[:-1]) if word not in _PARTICLES), len(words) - 1)
        if count:
            name |= {"non-dropping-particle": " ".join(words[:count]), "family": " ".join(words[count:])}
        name |= _divided_given(given)
    return name | ({"suffix": suffix} if suffix else {})


def _divided_given(given: str) -> CslName:
    """The given name without the particles that stand after it."""
    words = given.split()
    count = len(words)
    while count > 1 and words[count - 1] in _PARTICLES:
        count -= 1
    name = {"given": " ".join(words[:count])}
    return name | ({"dropping-particle": " ".join(words[count:])} if count < len(words) else {})


def _guarded(text: str, *, particles: bool = True) -> str:
    """A part of a name as LaTeX, in braces where BibTeX would divide it elsewhere."""
    latex = to_latex(text)
    divided = "," in latex or "\\" in latex or re.search(r"(?i)(?<!\S)and(?!\S)", latex)
    if divided or (not particles and any(_looks_like_particle(word) for word in latex.split())):
        return f"{{{latex}}}"
    return latex


def _looks_like_particle(word: str) -> bool:
    """Whether BibTeX takes a word for a particle: its first letter is a small one."""
    return next((char.islower() for char in word if char.isalpha()), False)


def _extended(latex: str) -> CslName:
    """A name in BibLaTeX's extended writing."""
    pairs = (part.partition("=") for part in re.split(r",(?![^{]*\})", latex))
    given = {key.strip(): from_latex(value.strip().strip('"')) for key, _, value in pairs}
    fields = {"family": "family", "given": "given", "suffix": "suffix"}
    fields["prefix"] = "dropping-particle" if given.get("useprefix") == "false" else "non-dropping-particle"
    name = {field: given[key] for key, field in fields.items() if given.get(key)}
    return name if "family" in name and "given" in name else {"literal": " ".join(name.values())}
