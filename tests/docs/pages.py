"""The pages of the documentation as the tests read them."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name):
    """Return the text of a page in docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def blocks(text, *languages):
    """Return the code blocks in these languages; "" is a block without one."""
    return [body for language, body in _BLOCK.findall(text) if language in languages]


def commands(text):
    """Return the `listgen …` command lines of all code blocks without comments and prompts."""
    found = []
    for body in blocks(text, "", "console"):
        lines = body.splitlines()
        prompts = any(line.startswith("$ ") for line in lines)
        for line in lines:
            if prompts and not line.startswith("$ "):
                continue  # output
            for part in line.removeprefix("$ ").split("#")[0].split("&&"):
                if part.strip().startswith("listgen "):
                    found.append(part.strip())
    return found


def pattern(shown):
    """Return what an output has to match: `…` alone stands for lines, inside a line for the rest of it."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line.rstrip()).replace("…", ".*") + r"[ ]*\n"
        for line in shown.splitlines()
    ]
    return "".join(lines) + r"\n?"
