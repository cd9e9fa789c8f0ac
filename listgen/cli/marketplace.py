"""`listgen marketplace`: which marketplaces there are, and every number that listgen knows of them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from listgen.marketplaces.profile import Limit, Profile


@click.group(name="marketplace", epilog="Example: listgen marketplace show amazon")
def command() -> None:
    """Show marketplace profiles: limits, sources, dates."""


@command.command("list", epilog="Example: listgen marketplace list")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
def list_command(form: str) -> None:
    """List the marketplaces that listgen writes for."""
    from listgen.marketplaces.profiles import load_profile, profile_names

    profiles = [load_profile(name, Path.cwd()) for name in profile_names(Path.cwd())]
    if form == "json":
        known = [
            {"name": profile.name, "title": profile.title, "file": profile.file.name, "checked": str(profile.checked)}
            for profile in profiles
        ]
        click.echo(json.dumps({"schema": "listgen.marketplaces/1", "marketplaces": known}, indent=2))
        return
    for profile in profiles:
        click.echo(f"{profile.name:<14}{profile.title:<26}{profile.file.name:<22}checked {profile.checked}")


@command.command("show", epilog="Example: listgen marketplace show amazon --locale ja-JP")
@click.argument("name")
@click.option("--locale", metavar="TAG", default="", help="Show what differs there, e.g. ja-JP.")
@click.option("--rules-date", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]), help="Replay the limits of a day.")
@click.option("--rules", is_flag=True, help="Print the rules for text as well.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Form of the answer.")
def show_command(name: str, locale: str, rules_date: datetime.datetime | None, rules: bool, form: str) -> None:
    """Print a profile: fields and pictures with every limit, its source, date and status."""
    from listgen.marketplaces.profiles import load_profile

    day = rules_date.date() if rules_date else None
    profile = load_profile(name, Path.cwd(), rules_date=day)
    if locale:
        profile.channel(locale)
    if form == "json":
        content = _json(profile, locale) | ({"rules": _rules(profile, locale, day)} if rules else {})
        click.echo(json.dumps(content, ensure_ascii=False, indent=2))
        return
    click.echo(f"{profile.title}: {profile.file.name} ({profile.file.format}), profile checked {profile.checked}")
    for head, rows in _sections(profile, locale):
        click.echo(f"\n{head}")
        for what, limit in rows:
            click.echo(
                f"    {what:<26}{limit.value:>11} {limit.unit:<11}{limit.status:<9} {limit.date}  {limit.source}"
            )
            if limit.note:
                click.echo(f"{'':<42}{limit.note}")
    if rules:
        click.echo("\nrules for text")
        for rule in _rules(profile, locale, day):
            click.echo(f"    {rule['id']:<26}{rule['severity']:<9}{rule['status']:<9} {rule['fields'] or 'all fields'}")
            for name in ("reason", "effective", "source", "fix", "appeal"):
                if rule[name]:
                    click.echo(f"        {name}: {rule[name]}")
    if profile.own_settings:
        click.echo(f"\nsettings under [marketplace.{profile.name}] in listgen.toml")
        for key, meaning in profile.own_settings.items():
            click.echo(f"    {key:<26}{meaning}")
    click.echo("\nverified: read in a source. recalled: from general knowledge; it only warns, and a file")
    click.echo(f"marketplaces/{profile.name}.toml in your project overrides it.")


def _sections(profile: Profile, locale: str) -> Iterator[tuple[str, tuple[tuple[str, Limit], ...]]]:
    """Yield a headline and the limits below it, for every field, picture and the file."""
    for field in profile.current_fields:
        required = ", required" if field.required else ""
        limits = dict(field.limits)
        current = field.maximum_for(locale, profile.day)
        if current is not None:
            limits = {"longest": current} | {what: limit for what, limit in limits.items() if what != "longest"}
        yield f"{field.name} ({field.label}{required})", tuple(limits.items())
    for slot in profile.pictures:
        size = f"{slot.width} x {slot.height} px"
        words = f"text {'allowed' if slot.text else 'forbidden'}, generated {slot.generated}, people {slot.people}"
        yield (
            f"picture {slot.slot}: {slot.kind}, {size}, {slot.use} ({words})",
            tuple((rule.what, rule) for rule in slot.rules),
        )
    sizes = (
        ("largest file", profile.file.max_bytes),
        ("most messages", profile.file.max_messages),
        ("most rows", profile.file.max_rows),
        ("longest SKU", profile.file.max_sku),
        ("largest zip of pictures", profile.image_names.max_zip),
    )
    known = tuple((what, limit) for what, limit in sizes if limit is not None)
    if known:
        yield "file", known
    cells = tuple((column.name[:26], column.limit) for column in profile.columns if column.limit is not None)
    if cells:
        yield "columns", cells


def _rules(profile: Profile, locale: str, day: datetime.date | None) -> list[dict[str, str]]:
    """Return the rules of a marketplace in a locale, all of them where none is given, as plain texts."""
    from listgen.marketplaces.rules.pack import rules_in

    return [
        {
            "id": rule.id,
            "severity": rule.effective.value,
            "status": rule.status,
            "fields": ", ".join(rule.fields),
            "reason": rule.message.replace("{market}", profile.title),
            "effective": ", ".join(
                part
                for part in (
                    f"since {rule.since}" if rule.since else "",
                    f"until {rule.until}" if rule.until else "",
                    f"in {' '.join(rule.countries)}" if rule.countries else "",
                    f"for {' '.join(rule.product_types)}" if rule.product_types else "",
                )
                if part
            ),
            "source": f"{rule.source}, {rule.date}",
            "fix": rule.fix,
            "appeal": rule.appeal,
        }
        for rule in rules_in(profile.name, locale.rpartition("-")[2], day)
    ]


def _json(profile: Profile, locale: str) -> dict[str, object]:
    return {
        "schema": "listgen.marketplace/1",
        "name": profile.name,
        "title": profile.title,
        "checked": profile.checked.isoformat(),
        "rules_date": profile.day.isoformat(),
        "format": profile.file.format,
        "file": profile.file.name,
        "title_order": profile.title_order,
        "family_text": profile.family_text,
        "locales": sorted(profile.locales),
        "settings": profile.own_settings,
        "sections": [
            {
                "name": head,
                "limits": [
                    {
                        "what": what,
                        "value": limit.value,
                        "unit": limit.unit,
                        "source": limit.source,
                        "date": limit.date.isoformat(),
                        "status": limit.status,
                        "note": limit.note,
                    }
                    for what, limit in rows
                ],
            }
            for head, rows in _sections(profile, locale)
        ],
    }
