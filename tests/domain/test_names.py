from hypothesis import given
from hypothesis import strategies as st

from listgen.domain.names import derive_seed, safe_name, sku_of

AWKWARD = [
    "../x",
    "a/b",
    "CON",
    "con",
    "nul.txt",
    "",
    ".",
    "..",
    "👟",
    "x" * 300,
    "A b",
    "a~1",
    "%41",
    "MUG",
    "mug",
    "Mug",
]


@given(sku=st.text(max_size=40))
def test_a_short_sku_can_be_read_back_from_its_file_name(sku):
    name = safe_name(sku)

    assert "%%" in name or sku_of(name) == sku


@given(one=st.text(max_size=12), other=st.text(max_size=12))
def test_two_skus_never_share_a_name_even_where_case_does_not_count(one, other):
    assert (safe_name(one).lower() == safe_name(other).lower()) == (one == other)


def test_awkward_skus_become_plain_file_names():
    names = [safe_name(sku) for sku in AWKWARD]

    assert len({name.lower() for name in names}) == len(AWKWARD)
    for name in names:
        assert 0 < len(name) <= 120
        assert not set(name) & set('/\\:*?"<>| ')
        assert name not in (".", "..")


def test_a_seed_depends_on_the_names_alone():
    assert derive_seed("run", "MUG-01", "hero", "A") == derive_seed("run", "MUG-01", "hero", "A")
    assert derive_seed("ab", "c") != derive_seed("a", "bc")
