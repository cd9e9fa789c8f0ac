"""The records of a marketplace profile: what a marketplace accepts, each number with its source."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from listgen.domain.channel import Channel, FieldSpec, PictureSpec
from listgen.errors import MarketplaceError
from listgen.marketplaces.columns import Column
from listgen.marketplaces.limit import Limit

__all__ = ["Column", "FieldRules", "FileFormat", "Limit", "PictureSlot", "Profile"]

# A key that no record knows is a typing error in the TOML file, and is refused.
_STRICT: dict[str, str] = {"extra": "forbid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRule:
    """The limit that held until a day; read by `--rules-date`."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    until: datetime.date
    maximum: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRules:
    """What a marketplace accepts in one text field; `label` is the field's name in the upload file."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: Literal[
        "title", "highlights", "bullets", "description", "search_terms", "tags", "seo_title", "seo_description"
    ]
    label: str
    required: bool = False
    html: bool = False
    banned: str = ""
    since: datetime.date | None = None
    minimum: Limit | None = None
    maximum: Limit | None = None
    total: Limit | None = None
    min_items: Limit | None = None
    max_items: Limit | None = None
    earlier: tuple[EarlierRule, ...] = ()
    by_locale: dict[str, Limit] = field(default_factory=dict)

    def maximum_for(self, locale: str, on: datetime.date) -> Limit | None:
        """Return the limit of one item in a locale on a day."""
        for rule in sorted(self.earlier, key=lambda rule: rule.until):
            if on <= rule.until:
                return rule.maximum
        return self.by_locale.get(locale, self.maximum)

    def spec(self, locale: str, on: datetime.date) -> FieldSpec:
        """Return what writers of text need to know of the field."""
        maximum = self.maximum_for(locale, on)
        return FieldSpec(
            name=self.name,
            limit=maximum.text_limit if maximum else None,
            minimum=self.minimum.value if self.minimum else 0,
            min_items=self.min_items.value if self.min_items else 0,
            max_items=self.max_items.value if self.max_items else 1,
            total=self.total.text_limit if self.total else None,
            required=self.required,
            html=self.html,
            soft=maximum is not None and maximum.status == "recalled",
            soft_items=self.max_items is not None and self.max_items.status == "recalled",
            banned=self.banned,
        )

    @property
    def limits(self) -> tuple[tuple[str, Limit], ...]:
        """Return every number of the field with what it counts, for printing."""
        named = (
            ("longest", self.maximum),
            ("shortest", self.minimum),
            ("all items together", self.total),
            ("fewest items", self.min_items),
            ("most items", self.max_items),
        )
        current = tuple((what, limit) for what, limit in named if limit is not None)
        local = tuple((f"longest in {locale}", limit) for locale, limit in sorted(self.by_locale.items()))
        return current + local + tuple((f"longest until {rule.until}", rule.maximum) for rule in self.earlier)


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSlot:
    """One picture that the marketplace takes of every SKU, and how its file is named.

    `generated` says whether a model may have painted any of it: "disclosed" is yes, if the file or the listing says so;
    `people` whether persons may be seen. `background` "white" means that everything around the product has to be pure
    white. `listed` is False for pictures
    that belong to no product row: banners, advertising. `name` holds `{id}` and `{ext}`.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    slot: str
    kind: Literal["packshot", "hero", "size", "features", "detail", "banner"]
    use: str
    width: int
    height: int
    name: str
    folder: str = "images"
    shadow: Literal["none", "contact"] = "none"
    fill: float = 0.86
    text: bool = False
    button: bool = False
    badge: bool = False
    max_bytes: int = 10_000_000
    background: Literal["any", "white"] = "any"
    generated: Literal["allowed", "disclosed", "forbidden"] = "allowed"
    people: Literal["allowed", "disclosed", "forbidden"] = "allowed"
    listed: bool = True
    rules: tuple[Limit, ...] = ()

    @property
    def spec(self) -> PictureSpec:
        """Return what the picture room needs to know of the slot."""
        return PictureSpec(
            slot=self.slot,
            kind=self.kind,
            width=self.width,
            height=self.height,
            shadow=self.shadow,
            fill=self.fill,
            text=self.text,
            button=self.button,
            badge=self.badge,
            max_bytes=self.max_bytes,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat:
    """How the upload file is written. `format` names the exporter; words stand for yes, no and stock.

    `guards_formulas` tells whether the importer takes the apostrophe away again that stands before formulas.

    The rest is for the format "table", which a profile's `[[columns]]` describe: `layout` is a delimited text, JSON
    lines or a workbook; `info` are lines before the head, word for word; `heads` are the head rows, each of which
    shows one thing of every column, "" an empty row; `rows` tells whether parents have rows ("families": they
    have, and a variation without its parent has none); `price` holds `{amount}` and perhaps `{currency}`;
    `cell_newline` replaces line feeds in a cell; `sheet` names the sheet of a workbook.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    format: str
    name: str
    encoding: Literal["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"] = "utf-8"
    line_end: Literal["lf", "crlf"] = "lf"
    delimiter: str = ","
    yes: str = "1"
    no: str = "0"
    in_stock: str = "in_stock"
    out_of_stock: str = "out_of_stock"
    max_bytes: Limit | None = None
    max_messages: Limit | None = None
    max_rows: Limit | None = None
    max_sku: Limit | None = None
    guards_formulas: bool = False
    layout: Literal["delimited", "json-lines", "workbook"] = "delimited"
    quoting: Literal["minimal", "all", "never"] = "minimal"
    info: tuple[str, ...] = ()
    heads: tuple[Literal["name", "label", "need", ""], ...] = ("name",)
    rows: Literal["all", "sold", "families"] = "all"
    price: str = "{amount}"
    cell_newline: str = "\n"
    sheet: str = "Sheet1"

    @property
    def newline(self) -> str:
        """Return the characters that end a line."""
        return "\r\n" if self.line_end == "crlf" else "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageNames:
    """Which rule the names of picture files follow: "amazon" identifiers or "shop" names.

    `zip` is the name of an archive where the marketplace takes pictures so, "" where it takes addresses alone.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    style: Literal["amazon", "shop"] = "shop"
    zip: str = ""
    max_zip: Limit | None = None
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocaleRules:
    """What differs by locale; `currency` "" follows the country. `words` fill braces in heads and info lines."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    marketplace_id: str = ""
    currency: str = ""
    words: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherTable:
    """One more table of a marketplace, for sellers whose `setting` is true; `step` is its line in the HOWTO."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    setting: str
    step: str
    file: FileFormat
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that listgen knows of one marketplace. `on` is the day whose rules hold.

    `howto` are the steps of an upload in a seller's words, with `{files}` for the names of the upload files. `columns`
    describe the upload table where the file's format is "table"; `categories` pair listgen's product types with the
    marketplace's. `settings` are the keys of `[marketplace.NAME]` in listgen.toml, each with what it is for;
    `file_settings` are those of them that name a file or a folder of the project.
    `home_locale` is the one locale of a marketplace of one country, whatever the run asks for.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    name: str
    title: str
    checked: datetime.date
    file: FileFormat
    fields: tuple[FieldRules, ...]
    pictures: tuple[PictureSlot, ...]
    title_order: str
    title_case: Literal["title", "sentence"] = "title"
    bullet_style: Literal["amazon", "plain"] = "plain"
    family_text: bool = False
    ai_text_disclosure: str = ""
    only_listed_locales: bool = False
    image_names: ImageNames = ImageNames()
    howto: tuple[str, ...] = ()
    locales: dict[str, LocaleRules] = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    further: tuple[FurtherTable, ...] = ()
    categories: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    file_settings: tuple[str, ...] = ()
    home_locale: str = ""
    on: datetime.date | None = None

    @property
    def day(self) -> datetime.date:
        """Return the day whose rules hold: `on`, else the day on which the profile was checked."""
        return self.on or self.checked

    def field(self, name: str) -> FieldRules | None:
        """Return the rules of a field, None where the marketplace has no such field on that day."""
        return next((rules for rules in self.current_fields if rules.name == name), None)

    def slot(self, name: str) -> PictureSlot | None:
        """Return a picture slot by name."""
        return next((slot for slot in self.pictures if slot.slot == name), None)

    @property
    def current_fields(self) -> tuple[FieldRules, ...]:
        """Return the fields that exist on the profile's day."""
        return tuple(rules for rules in self.fields if rules.since is None or rules.since <= self.day)

    @property
    def own_settings(self) -> dict[str, str]:
        """Return the keys that a seller may give under `[marketplace.NAME]`, each with what it is for."""
        every = (*self.columns, *(column for table in self.further for column in table.columns))
        columns = {column.setting: f"the cell of `{column.name}`" for column in every if column.setting}
        return {**columns, **self.settings}

    @property
    def tables(self) -> tuple[Profile, ...]:
        """Return the profile once for each table that it describes, its own first."""
        more = (dataclasses.replace(self, file=table.file, columns=table.columns) for table in self.further)
        return (self, *more)

    def locales_of(self, asked: Sequence[str]) -> tuple[str, ...]:
        """Return the locales that a run makes for the marketplace."""
        return (self.home_locale,) if self.home_locale else tuple(asked)

    def locale_rules(self, locale: str) -> LocaleRules:
        """Return what differs in a locale.

        Raises:
            MarketplaceError: The marketplace has no shop in that locale.
        """
        known = self.locales.get(locale)
        if known is None and self.only_listed_locales:
            raise MarketplaceError(
                f"{self.title} has no marketplace for the locale `{locale}`",
                hint=f"known: {', '.join(sorted(self.locales))}",
            )
        return known or LocaleRules()

    def channel(self, locale: str) -> Channel:
        """Return the marketplace in one locale, as writers of text and pictures see it.

        Raises:
            MarketplaceError: The locale is malformed, names no country, or is not served by the marketplace.
        """
        rules = self.locale_rules(locale)
        return Channel(
            marketplace=self.name,
            locale=locale,
            fields=tuple(spec.spec(locale, self.day) for spec in self.current_fields),
            pictures=tuple(slot.spec for slot in self.pictures),
            title_order=self.title_order,
            title_case=self.title_case,
            bullet_style=self.bullet_style,
            family_text=self.family_text,
            currency=rules.currency or _currency_of(locale, self.checked),
            ai_text_disclosure=self.ai_text_disclosure,
        )


def _currency_of(locale: str, on: datetime.date) -> str:
    """Return the currency of a locale's country. The day is handed in: babel would take today's."""
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_territory_currencies

    try:
        territory = Locale.parse(locale, sep="-").territory
    except (ValueError, UnknownLocaleError) as error:
        raise MarketplaceError(f"unknown locale `{locale}`", hint="write language and country, as in en-US") from error
    currencies = get_territory_currencies(territory, start_date=on) if territory else []
    if not currencies:
        raise MarketplaceError(
            f"the locale `{locale}` names no country", hint="write language and country, as in en-US"
        )
    return str(currencies[0])
