"""Reading product photos: whatever a seller's folder holds becomes upright sRGB, or one clear error."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from listgen.domain.finding import Finding, Severity
from listgen.errors import ImageError
from listgen.imaging.contents import is_torn

Pixels = NDArray[np.uint8]

# No output is larger than 2,200 px, so more only costs memory; the margin leaves room for trimming.
WORKING_SIDE = 2400
# A decoded picture of this size takes 240 MB; several workers run side by side.
MAX_PIXELS = 60_000_000
# A JPEG of more pixels is decoded at a half, a quarter or an eighth of its side, however long and narrow it is.
_WHOLE_JPEG = 30_000_000
# Below this nothing can be recognised.
MIN_SIDE = 16

# Only what Pillow decodes by itself (JPEG includes the MPO of phones); EPS, for one, would start another program.
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "GIF", "BMP")
_SUFFIXES = {
    "JPEG": {".jpg", ".jpeg", ".jpe", ".jfif"},
    "MPO": {".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"},
    "PNG": {".png", ".apng"},
    "WEBP": {".webp"},
    "AVIF": {".avif"},
    "TIFF": {".tif", ".tiff"},
    "GIF": {".gif"},
    "BMP": {".bmp", ".dib"},
}
_ORIENTATION_TAG = 0x0112
# What undoes each EXIF orientation; 5 to 8 swap width and height.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo as the rest of the room sees it: upright, sRGB, at most `WORKING_SIDE` px, free of camera metadata.

    `rgb` is H x W x 3; `alpha` H x W or None where the photo has no transparency; `alpha_origin` tells the file's own
    alpha from a mask file beside it. `source_size` is (width, height) in the file, after turning it upright.
    """

    path: Path
    rgb: Pixels
    alpha: Pixels | None
    alpha_origin: Literal["", "own", "mask"]
    source_size: tuple[int, int]
    findings: tuple[Finding, ...] = ()

    @property
    def scale(self) -> float:
        """Pixels of `rgb` per pixel of the file."""
        height, width = self.rgb.shape[:2]
        return float(max(height, width) / max(self.source_size))


def read_photo(path: Path) -> Photo:
    """Return the photo in `path`: first frame, orientation obeyed, colours turned into sRGB, alpha kept.

    What was done to it that a seller should know stands in the findings. A mask file beside the photo (`mug.mask.png`
    or `mug_mask.png` for `mug.jpg`) becomes its alpha.

    Raises:
        ImageError: the file is missing, no picture, damaged or cut off, too large, or too small to show anything.
    """
    photo = _read(path)
    if photo.alpha is None:
        return _with_mask_file(photo)
    return photo


def _read(path: Path) -> Photo:
    findings: list[Finding] = []
    try:
        with warnings.catch_warnings():
            # Pillow warns of broken EXIF and of pictures near its own size limit; both are handled here.
            warnings.simplefilter("ignore")
            with Image.open(path, formats=_FORMATS) as image:
                size = image.size
                findings += _check_file(path, image)
                orientation, is_jpeg = _orientation(image), image.format in {"JPEG", "MPO"}
                if is_jpeg:
                    # The decoder itself can leave out detail that is not needed: memory stays small.
                    image.draft(None, _wanted_of(image.size))
                _check_pixels(path, image)
                image.load()
                plain = _plain_mode(image)
                if is_jpeg and is_torn(np.asarray(plain.convert("L"))):
                    raise ImageError(
                        f"{path.name}: the photo is damaged: its rows do not continue each other",
                        hint="copy or export the file again",
                    )
                upright = _to_srgb(path, _smaller(plain), image.info.get("icc_profile"), findings)
    except ImageError:
        raise
    except FileNotFoundError as error:
        raise ImageError(f"{path.name}: the photo is missing", hint=f"expected at {path}") from error
    except IsADirectoryError as error:
        raise ImageError(f"{path.name}: is a folder, not a photo") from error
    except PermissionError as error:
        raise ImageError(f"{path.name}: the photo may not be read", hint="check the file's permissions") from error
    except Image.DecompressionBombError as error:
        raise ImageError(f"{path.name}: the photo has far too many pixels", hint=_SMALLER_HINT) from error
    except UnidentifiedImageError as error:
        raise ImageError(f"{path.name}: {_content_in_words(path)}", hint="save it as JPEG or PNG") from error
    except Exception as error:
        # Decoders of hostile bytes raise anything: SyntaxError, struct.error, IndexError, ZeroDivisionError …
        raise ImageError(
            f"{path.name}: the photo is damaged or cut off ({_reason(error)})", hint="copy or export the file again"
        ) from error
    if orientation in _TURNS:
        upright = upright.transpose(_TURNS[orientation])
        size = size[::-1] if orientation >= 5 else size
    pixels = np.asarray(upright)
    alpha = _alpha(path, pixels)
    rgb = np.ascontiguousarray(pixels[..., :3])
    return Photo(path, rgb, alpha, "" if alpha is None else "own", size, tuple(findings))


def _wanted_of(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size below which a JPEG's decoder need not go; it leaves out detail only where both sides allow it."""
    if size[0] * size[1] <= _WHOLE_JPEG:
        return WORKING_SIDE, WORKING_SIDE
    share = WORKING_SIDE / max(size)
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


_SMALLER_HINT = "export it with at most 5,000 px on the long side"


def _check_file(path: Path, image: Image.Image) -> list[Finding]:
    """Return what is odd about the file before a pixel is decoded; raises ImageError for pictures without content."""
    if max(image.size) < MIN_SIDE:
        raise ImageError(
            f"{path.name}: the photo has {image.width} x {image.height} px, which shows nothing",
            hint="use the photo itself, not a placeholder or tracking pixel",
        )
    findings = []
    image_format = image.format or ""
    if path.suffix.lower() not in _SUFFIXES.get(image_format, set()):
        findings.append(_remark(path, "photo.extension", f"{path.name} is a {image_format} file by its content"))
    # The second frame of a phone's MPO is a preview, the pages of a TIFF are often its thumbnails.
    frames = getattr(image, "n_frames", 1)
    if frames > 1 and image_format != "MPO":
        findings.append(_remark(path, "photo.animated", f"{path.name} has {frames} frames, the first one is used"))
    return findings


def _check_pixels(path: Path, image: Image.Image) -> None:
    # A progressive JPEG keeps all coefficients of the full picture in memory, whatever size is decoded.
    whole = image.width * image.height
    if image.info.get("progressive"):
        whole = max(whole, _stated_pixels(image))
    if whole > MAX_PIXELS:
        raise ImageError(
            f"{path.name}: the photo has {whole / 1e6:,.0f} million pixels, more than {MAX_PIXELS / 1e6:.0f} million",
            hint=_SMALLER_HINT,
        )


def _stated_pixels(image: Image.Image) -> int:
    # After `draft` the scaled size stands in `size`; the tile still knows the decoder's scale.
    scale = getattr(image, "decoderconfig", (1,))[0] or 1
    return image.width * image.height * scale * scale


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION_TAG, 1))
    except Exception:
        # Broken EXIF blocks are common and cost at most the orientation, never the photo.
        return 1


def _plain_mode(image: Image.Image) -> Image.Image:
    """Return the picture in L, LA, RGB, RGBA or CMYK with 8 bits."""
    if image.mode in {"I;16", "I;16L", "I;16B", "I;16N", "I", "F"}:
        values = np.asarray(image, np.float64)
        top = float(values.max(initial=0))
        # Pillow gives 16-bit greys as 32-bit integers or as themselves; floats are 0 to 1 by custom.
        full = 1.0 if image.mode == "F" and top <= 1 else 255.0 if top <= 255 and image.mode != "I;16" else 65535.0
        return Image.fromarray(np.clip(values / full * 255 + 0.5, 0, 255).astype(np.uint8))
    if image.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} and "transparency" not in image.info:
        return image
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("L" if image.mode == "1" else "RGB")


def _smaller(image: Image.Image) -> Image.Image:
    longest = max(image.size)
    if longest <= WORKING_SIDE:
        return image
    size = tuple(max(1, round(side * WORKING_SIDE / longest)) for side in image.size)
    return image.resize((size[0], size[1]), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _to_srgb(path: Path, image: Image.Image, profile: bytes | None, findings: list[Finding]) -> Image.Image:
    """Return RGB or RGBA in sRGB; a missing CMYK profile or a broken profile becomes a finding."""
    alpha = image.getchannel("A") if image.mode in {"LA", "RGBA"} else None
    colours = image if alpha is None else image.convert(image.mode[:-1])
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in (ImageCms.getProfileDescription(source) or "") or colours.mode == "CMYK":
                converted = ImageCms.profileToProfile(
                    colours,
                    source,
                    ImageCms.createProfile("sRGB"),
                    renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    outputMode="RGB",
                    flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
                )
                colours = converted or colours
        except (ImageCms.PyCMSError, OSError, ValueError):
            findings.append(
                _remark(
                    path,
                    "photo.profile",
                    f"{path.name}: the embedded colour profile does not fit the picture, colours are taken as sRGB",
                    Severity.WARNING,
                    hint="compare the colours with the product, or export the photo as sRGB",
                )
            )
    elif colours.mode == "CMYK":
        findings.append(
            _remark(
                path,
                "photo.cmyk",
                f"{path.name}: printing colours (CMYK) without a profile, screen colours are a guess",
                Severity.WARNING,
                hint="export the photo as sRGB",
            )
        )
    colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def _alpha(path: Path, pixels: Pixels) -> Pixels | None:
    if pixels.shape[2] < 4 or int(pixels[..., 3].min()) == 255:
        return None
    if int(pixels[..., 3].max()) < 128:
        raise ImageError(f"{path.name}: the photo is transparent all over", hint="export it with the product visible")
    return np.ascontiguousarray(pixels[..., 3])


def mask_files(path: Path) -> tuple[Path, ...]:
    """Return the files beside a photo that would be its mask, there or not."""
    names = (f"{path.stem}.mask.png", f"{path.stem}_mask.png")
    return tuple(path.with_name(name) for name in names if name != path.name)


def _with_mask_file(photo: Photo) -> Photo:
    """Return the photo with the alpha of the mask file beside it, where there is one of the same shape."""
    for beside in mask_files(photo.path):
        if not beside.is_file():
            continue
        mask = _read(beside)
        height, width = photo.rgb.shape[:2]
        off = abs(mask.rgb.shape[1] / mask.rgb.shape[0] / (width / height) - 1)
        if off > 0.01:
            remark = _remark(
                photo.path,
                "photo.mask-shape",
                f"{beside.name} has another shape than {photo.path.name} and is not used",
                Severity.WARNING,
                hint="export mask and photo with the same width and height",
            )
            return replace(photo, findings=(*photo.findings, remark))
        values = mask.rgb[..., 0] if mask.alpha is None else mask.alpha
        alpha = np.asarray(Image.fromarray(values).resize((width, height), Image.Resampling.BILINEAR))
        return replace(photo, alpha=np.ascontiguousarray(alpha), alpha_origin="mask")
    return photo


def _content_in_words(path: Path) -> str:
    """Return what a file that is no picture seems to be, from its first bytes."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        return "the file is empty"
    if start[4:8] == b"ftyp" and start[8:12] in {b"heic", b"heix", b"mif1", b"msf1", b"hevc"}:
        return "HEIC photos cannot be read"
    if b"<svg" in start.lower():
        return "is a drawing (SVG), not a photo"
    if b"<html" in start.lower() or b"<!doctype" in start.lower():
        return "is a web page, not a photo; the download probably failed"
    if start.startswith(b"%PDF"):
        return "is a PDF, not a photo"
    if start.startswith((b"\x89PNG", b"\xff\xd8", b"GIF8", b"RIFF")):
        return "the photo is damaged"
    return "is no picture that can be read"


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text[:80] if text else type(error).__name__


def _remark(path: Path, code: str, message: str, severity: Severity = Severity.INFO, *, hint: str = "") -> Finding:
    return Finding(code=code, severity=severity, message=message, place=path.name, hint=hint)
