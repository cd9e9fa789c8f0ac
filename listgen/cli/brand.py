"""`listgen brand`: shows what is in a brand kit, and checks whether its colours, fonts and logo will work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from listgen.imaging.banner.kit_report import KitReport, Swatch

_MARKS = {"error": "error", "warning": "warning", "info": "note"}

_kit = click.argument("kit", metavar="KIT")
_format = click.option(
    "--format", "style", type=click.Choice(["text", "json"]), default="text", help="Form of the answer on stdout."
)


@click.group(name="brand", epilog="Example: listgen brand check norrvik")
def command() -> None:
    """Show or check a brand kit: a folder with kit.toml, or the name of a kit."""


@command.command(name="show", epilog="Example: listgen brand show norrvik")
@_kit
@_format
def show(kit: str, style: str) -> None:
    """Show palette, fonts, logo and voice of KIT."""
    report = _inspect(kit)
    click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2) if style == "json" else _as_text(report))


@command.command(name="check", epilog="Example: listgen brand check brand_kits/ours")
@_kit
@_format
@click.pass_context
def check(context: click.Context, kit: str, style: str) -> None:
    """Check KIT; exit code 1 where something will not work."""
    report = _inspect(kit)
    if style == "json":
        click.echo(json.dumps(_as_json(report), ensure_ascii=False, indent=2))
    else:
        for finding in report.findings:
            click.echo(f"{_MARKS[finding.severity.value]}: {finding.field}: {finding.message}")
            if finding.hint:
                click.echo(f"   hint: {finding.hint}")
        if not report.findings:
            click.echo(f"{report.kit.brand}: nothing to remark")
    if any(finding.blocking for finding in report.findings):
        context.exit(1)


def _inspect(kit: str) -> KitReport:
    from listgen.catalog.brand_kit import find_brand_kit, read_brand_kit
    from listgen.imaging.banner.kit_report import inspect_kit

    return inspect_kit(read_brand_kit(find_brand_kit(kit, Path.cwd())))


def _as_text(report: KitReport) -> str:
    kit = report.kit
    lines = [f"{kit.brand}  ({kit.name}, {kit.folder})", ""]
    width = max(len(swatch.name) for swatch in report.swatches)
    lines.append(f"{'palette':<{width + 18}}OKLCH             on ink  on paper  type")
    for swatch in report.swatches:
        lines.append(
            f"  {_patch(swatch)} {swatch.name:<{width}}  {swatch.colour}   "
            f"{swatch.lightness:.2f} {swatch.chroma:.3f} {swatch.hue:3.0f}   "
            f"{swatch.ink:6.1f}  {swatch.paper:8.1f}  {swatch.carries or '-'}"
        )
    palette = kit.palette
    lines += [f"  ink {palette.ink}   paper {palette.paper}   accent {palette.accent or 'chosen per picture'}", ""]
    lines.append("fonts")
    for use in report.fonts:
        font = use.font
        lines.append(
            f"  {use.role:<9} {font.family} {font.style}, weight {font.weight}, {len(font.characters)} characters"
        )
    lines += [f"  headlines can be set in: {', '.join(report.scripts) or 'no script completely'}", "", "logo"]
    for logo in report.logos:
        lines.append(
            f"  {logo.role:<9} {logo.file.name}, {logo.aspect:.1f} : 1, "
            f"contrast {logo.on_light:.1f} on paper, {logo.on_dark:.1f} on ink"
        )
    if not report.logos:
        lines.append("  none")
    voice = kit.voice
    lines += ["", f"voice: {voice.tone}" + (f", “{voice.slogan}”" if voice.slogan else "")]
    lines += [f"  always allowed: {line}" for line in voice.licensed]
    if voice.banned:
        lines.append(f"  never: {', '.join(voice.banned)}")
    lines += [f"  {new}, not {old}" for old, new in voice.preferred]
    lines += ["", f"pictures: {kit.scene or 'set chosen per product'}"]
    lines += [f"  {line}" for line in kit.imagery]
    if report.layouts:
        lines.append(f"  own banner layouts: {', '.join(report.layouts)}")
    if report.findings:
        lines += ["", f"{len(report.findings)} remarks: listgen brand check {kit.name}"]
    return "\n".join(lines)


def _patch(swatch: Swatch) -> str:
    """Two blocks in the colour itself on terminals that take it; click removes the codes elsewhere."""
    r, g, b = (int(swatch.colour[i : i + 2], 16) for i in (1, 3, 5))
    return click.style("  ", bg=(r, g, b))


def _as_json(report: KitReport) -> dict[str, Any]:
    kit = report.kit
    return {
        "schema": "listgen.brand/1",
        "name": kit.name,
        "brand": kit.brand,
        "digest": kit.digest,
        "palette": {
            "colours": [
                {
                    "name": swatch.name,
                    "colour": swatch.colour,
                    "oklch": [round(swatch.lightness, 3), round(swatch.chroma, 4), round(swatch.hue, 1)],
                    "contrast_ink": round(swatch.ink, 2),
                    "contrast_paper": round(swatch.paper, 2),
                    "carries": swatch.carries,
                }
                for swatch in report.swatches
            ],
            "ink": kit.palette.ink,
            "paper": kit.palette.paper,
            "accent": kit.palette.accent,
        },
        "fonts": [
            {
                "role": use.role,
                "file": use.font.path.name,
                "family": use.font.family,
                "style": use.font.style,
                "weight": use.font.weight,
                "characters": len(use.font.characters),
                "scripts": list(use.scripts),
            }
            for use in report.fonts
        ],
        "scripts": list(report.scripts),
        "logos": [
            {
                "role": logo.role,
                "file": logo.file.name,
                "aspect": round(logo.aspect, 2),
                "contrast_paper": round(logo.on_light, 2),
                "contrast_ink": round(logo.on_dark, 2),
            }
            for logo in report.logos
        ],
        "voice": {
            "tone": kit.voice.tone,
            "slogan": kit.voice.slogan,
            "licensed": list(kit.voice.licensed),
            "banned": list(kit.voice.banned),
            "preferred": [{"not": old, "use": new} for old, new in kit.voice.preferred],
        },
        "scene": kit.scene,
        "layouts": list(report.layouts),
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity.value,
                "field": finding.field,
                "message": finding.message,
                "hint": finding.hint,
            }
            for finding in report.findings
        ],
    }
