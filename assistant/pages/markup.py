"""Markup that cannot be broken out of.

Nothing is pasted into markup by hand. :func:`element` is the only maker of :class:`Html`, and it
escapes every child and attribute that is not :class:`Html` already, so that a text from a source, a
record or a reader stays text.
"""

import html
from collections.abc import Iterable, Sequence

# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})


class Html(str):
    """Markup that is safe to show. Made by :func:`element` and :func:`join` alone."""

    __slots__ = ()


def element(tag: str, *children: str, **attributes: str | bool | None) -> Html:
    """One element; plain strings are escaped, ``Html`` children are not.

    ``class_`` stands for ``class`` and ``data_x`` for ``data-x``; an attribute that is ``None`` or
    false is left out, one that is true has no value.
    """
    written = [tag]
    for key, value in attributes.items():
        name = key.rstrip("_").replace("_", "-")
        if value is True:
            written.append(name)
        elif value is not None and value is not False:
            written.append(f'{name}="{html.escape(value)}"')
    opening = f"<{' '.join(written)}>"
    return Html(opening if tag in _VOID else f"{opening}{join(children)}</{tag}>")


def join(children: Iterable[str]) -> Html:
    """Children side by side, escaped where they are plain text."""
    return Html("".join(child if isinstance(child, Html) else html.escape(child) for child in children))


def outside_link(url: str | None, words: str) -> Html | None:
    """A link that leaves this site; ``None`` for anything that is not an http address."""
    if url is None or not url.startswith(("https://", "http://")):
        return None
    return element("a", words, href=url, rel="noopener noreferrer nofollow", target="_blank")


def rows_of(rows: Iterable[tuple[str, str]], *, lang: str | None = None) -> Html:
    """Terms with a text each; those without a text are left out. ``lang`` is the language of the texts."""
    pairs = (element("div", element("dt", term), element("dd", text, lang=lang)) for term, text in rows if text)
    return element("dl", *pairs, class_="rows")


def lists_of(rows: Iterable[tuple[str, Sequence[str]]]) -> Html:
    """Terms with a list each."""
    pairs = (
        element("div", element("dt", term), element("dd", element("ul", *(element("li", one) for one in each))))
        for term, each in rows
    )
    return element("dl", *pairs, class_="rows")
