import pytest

from listgen.errors import MarketplaceError
from listgen.marketplaces.bundle import SellerSettings, build_bundle
from listgen.marketplaces.profiles import load_profile, profile_names
from listgen.marketplaces.rules import check_listing
from tests.marketplaces.shop import listing


@pytest.mark.parametrize("name", profile_names())
def test_every_number_has_source_date_and_status(name):
    profile = load_profile(name)
    limits = [limit for field in profile.fields for _, limit in field.limits]
    limits += [rule for slot in profile.pictures for rule in slot.rules]

    assert limits
    for limit in limits:
        assert limit.source
        assert (limit.status == "recalled") == limit.source.startswith(("no source", "listgen's own")) or (
            limit.status == "recalled"
        )


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_wants_a_packshot_a_hero_and_a_banner(name):
    channel = load_profile(name).channel("en-US")

    kinds = [(spec.slot, spec.kind) for spec in channel.pictures]

    assert kinds[:2] == [("main", "packshot"), ("hero", "hero")]
    assert kinds[-1] == ("banner", "banner")
    assert set(kinds[2:-1]) <= {("size", "size"), ("features", "features"), ("detail", "detail")}
    assert not channel.pictures[0].text
    assert not channel.pictures[1].text


@pytest.mark.parametrize("name", profile_names())
def test_pictures_that_say_facts_have_slots_that_take_text(name):
    assert all(slot.text for slot in load_profile(name).pictures if slot.kind in ("size", "features"))


@pytest.mark.parametrize("name", ["ebay", "google", "meta", "openai"])
def test_marketplaces_whose_pictures_carry_no_text_want_none_that_say_facts(name):
    assert not [slot for slot in load_profile(name).pictures if slot.kind in ("size", "features")]


def test_renders_are_shared_between_channels():
    specs = {spec for name in profile_names() for spec in load_profile(name).channel("en-US").pictures}

    # Twelve marketplaces with pictures of their own would be three dozen renders a product.
    assert len(specs) <= 2 * len(profile_names())


def test_amazon_wants_no_shadow_and_no_button():
    pictures = {spec.slot: spec for spec in load_profile("amazon").channel("en-US").pictures}

    assert (pictures["main"].shadow, pictures["main"].fill >= 0.85, pictures["banner"].button) == ("none", True, False)


@pytest.mark.parametrize(("locale", "currency"), [("en-US", "USD"), ("de-DE", "EUR"), ("ja-JP", "JPY")])
def test_the_currency_follows_the_country(locale, currency):
    assert load_profile("google").channel(locale).currency == currency


@pytest.mark.parametrize("locale", ["en", "xx-YY", "", "en_US;rm"])
def test_a_locale_without_country_is_refused(locale):
    with pytest.raises(MarketplaceError) as caught:
        load_profile("shopify").channel(locale)

    assert caught.value.hint


def test_amazon_refuses_a_country_without_a_store():
    with pytest.raises(MarketplaceError, match="no marketplace"):
        load_profile("amazon").channel("fi-FI")


def test_limits_may_differ_by_locale():
    profile = load_profile("amazon")

    limits = [profile.channel(locale).field("search_terms").limit.maximum for locale in ("en-US", "ja-JP", "en-IN")]
    assert limits == [249, 499, 199]


def test_an_unknown_marketplace_names_the_nearest():
    with pytest.raises(MarketplaceError) as caught:
        load_profile("shopfy")

    assert caught.value.hint == "did you mean `shopify`?"


@pytest.mark.parametrize("name", ["foo", "nope"])
def test_a_marketplace_like_no_other_is_answered_with_all_of_them(name):
    with pytest.raises(MarketplaceError) as caught:
        load_profile(name)

    assert caught.value.hint.startswith("known: amazon, ebay, etsy")


def test_a_project_changes_one_number_of_a_profile(tmp_path):
    folder = tmp_path / "marketplaces"
    folder.mkdir()
    limit = 'maximum = { value = 200, unit = "characters", source = "us", date = 2026-11-22, status = "verified" }'
    (folder / "amazon.toml").write_text(f'[[fields]]\nname = "title"\n{limit}\n', encoding="utf-8")

    own = load_profile("amazon", tmp_path)

    assert own.channel("en-US").field("title").limit.maximum == 200
    assert own.channel("en-US").field("highlights").limit.maximum == 125
    assert own.fields[0].required


def test_a_marketplace_of_its_own_needs_one_file_and_no_code(tmp_path):
    folder = tmp_path / "marketplaces"
    folder.mkdir()
    (folder / "bazaar.toml").write_text(
        'title = "Bazaar"\nchecked = 2026-11-22\ntitle_order = "shop"\npictures = []\n'
        '[file]\nformat = "woocommerce-csv"\nname = "bazaar.csv"\n'
        '[[fields]]\nname = "title"\nlabel = "Name"\nrequired = true\n',
        encoding="utf-8",
    )

    assert "bazaar" in profile_names(tmp_path)
    bazaar = load_profile("bazaar", tmp_path)
    made = build_bundle(bazaar, locale="en-GB", variant="A", listings=[listing()], families=(), seller=SellerSettings())
    assert (made.channel, made.files[0].path, made.skus) == ("bazaar-en-GB", "bazaar.csv", ("MUG-01",))
    assert check_listing(listing(title="Mug N/A"), bazaar.channel("en-GB"))[0].code == "text.placeholder"


@pytest.mark.parametrize(
    ("content", "place"),
    [("titel = 1\n", "titel"), ("checked = 'soon'\n", "checked"), ("[file]\nformat = 1\n", "file.format"), ("= 1", "")],
)
def test_a_broken_profile_names_file_and_key(tmp_path, content, place):
    folder = tmp_path / "marketplaces"
    folder.mkdir()
    (folder / "amazon.toml").write_text(content, encoding="utf-8")

    with pytest.raises(MarketplaceError) as caught:
        load_profile("amazon", tmp_path)

    assert "amazon.toml" in caught.value.message
    assert place in caught.value.message
