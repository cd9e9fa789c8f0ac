import re

from tests.docs.codes import emitted_codes
from tests.docs.pages import page

_PARAGRAPHS = re.compile(r"^\*\*`([^`]+)`\*\* · ([a-z ]+)\. (.+?)(?=\n\n|\Z)", re.MULTILINE | re.DOTALL)

# One expression chooses code and severity together; what a model got wrong is told as a note in the end.
_CHOSEN_ELSEWHERE = {"row.long", "row.short", "model.unusable"}


def _documented():
    return {code: set(severities.split(" or ")) for code, severities, _ in _PARAGRAPHS.findall(page("findings.md"))}


def test_every_finding_code_has_its_paragraph():
    assert sorted(emitted_codes().keys() - _documented().keys()) == []


def test_every_paragraph_is_about_a_code_that_exists():
    assert sorted(_documented().keys() - emitted_codes().keys()) == []


def test_every_paragraph_names_the_severities_of_its_code():
    documented = _documented()

    wrong = {
        code: severities
        for code, severities in emitted_codes().items()
        if code not in _CHOSEN_ELSEWHERE and severities and set(severities) != documented.get(code)
    }

    assert wrong == {}


def test_no_code_has_two_paragraphs():
    codes = [code for code, *_ in _PARAGRAPHS.findall(page("findings.md"))]

    assert len(codes) == len(set(codes))
