"""Two versions of a text, each cut down to where they differ, so that a reader sees what changed."""

CONTEXT_WORDS = 4
LONGEST = 160


def where_they_differ(before: str, after: str) -> tuple[str, str]:
    """Both texts without the words that they begin and end with alike, but for a few of these."""
    old, new = before.split(), after.split()
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    return _cut(old, start, end), _cut(new, start, end)


def _alike(old: list[str], new: list[str]) -> int:
    """How many words the two have in common from the beginning."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _cut(words: list[str], start: int, end: int) -> str:
    first = max(0, start - CONTEXT_WORDS)
    last = min(len(words), len(words) - end + CONTEXT_WORDS)
    middle = " ".join(words[first:last])
    if len(middle) > LONGEST:
        middle = middle[: LONGEST - 1].rstrip()
        last = 0
    return f"{'… ' if first else ''}{middle}{' …' if last < len(words) else ''}"
