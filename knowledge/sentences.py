"""Words at the start of a sentence, and the same words within one."""


def capitalised(text: str) -> str:
    """The text with its first letter large and every other one as it was."""
    return text[:1].upper() + text[1:]


def uncapitalised(text: str) -> str:
    """The text with its first letter small and every other one as it was."""
    return text[:1].lower() + text[1:]
