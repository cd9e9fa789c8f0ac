"""Content Credentials (C2PA 2, https://spec.c2pa.org): a picture is signed with the seller's own certificate.

What is signed: the kind of picture (its IPTC digital source type), the photo that it was made from, and listgen.
Signatures hold random numbers, so the same picture is signed in other bytes each time; the ledger keeps the first.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from listgen import __version__
from listgen.errors import ImageError, UsageError
from listgen.imaging.metadata import SOURCE_TYPE_URI

if TYPE_CHECKING:
    from c2pa import Signer
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.x509 import Certificate

_MIME = {".jpg": "image/jpeg", ".png": "image/png"}
# What a photo may be to be named as the source of a picture, by its content.
_SOURCES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "TIFF": "image/tiff", "GIF": "image/gif"}
# Thumbnails would make each file a third larger; a picture says itself what it shows.
_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}
# By the curve of an elliptic key (C2PA 2.2, section 13.2.1).
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True, slots=True)
class Credentials:
    """The seller's signing certificate and its key, as files; `identity` is the hash of the certificate chain."""

    certificate: Path
    key: Path
    identity: str


def read_credentials(certificate: Path, key: Path) -> Credentials:
    """Return the credentials that two PEM files hold: a certificate chain, the signing one first, and its private key.

    Raises:
        UsageError: the `c2pa` extra is missing, a file cannot be read, or key and certificate do not belong together.
    """
    if find_spec("c2pa") is None:
        raise UsageError("Content Credentials need the `c2pa` extra", hint="pip install 'listgen[c2pa]'")
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    chain = _read(certificate, "certificate")
    own, private = _certificate(certificate, chain), _private_key(key)
    said, known = (
        public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        for public in (own.public_key(), private.public_key())
    )
    if said != known:
        raise UsageError(
            f"{key.name} is not the key of the first certificate in {certificate.name}",
            hint="the signing certificate stands first, those above it follow",
        )
    _algorithm(key, private)
    return Credentials(certificate, key, sha256(chain).hexdigest())


class PictureSigner:
    """Signs pictures in this process; the key leaves neither the process nor its file."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._signer: Signer | None = None

    def sign(self, data: bytes, suffix: str, *, title: str, source_type: str, photo: Path) -> bytes:
        """Return the file with its credentials. Raises ImageError where it cannot be signed."""
        import c2pa

        kind = _kind_of(photo)
        actions: list[dict[str, object]] = [
            {"action": "c2pa.created", "digitalSourceType": f"{SOURCE_TYPE_URI}{source_type}"}
        ]
        if kind:
            actions.append({"action": "c2pa.placed", "parameters": {"ingredientIds": ["photo"]}})
        claim = {
            "claim_generator_info": [{"name": "listgen", "version": __version__}],
            "title": title,
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}],
        }
        signed = io.BytesIO()
        try:
            if self._signer is None:
                self._signer = _open_signer(self._credentials)
            context = c2pa.Context.from_dict(_SETTINGS)
            with c2pa.Builder(json.dumps(claim), context) as builder:
                if kind:
                    told = json.dumps({"title": photo.name, "relationship": "componentOf", "label": "photo"})
                    with photo.open("rb") as stream:
                        builder.add_ingredient(told, kind, stream)
                builder.sign(self._signer, _MIME[suffix], io.BytesIO(data), signed)
        except (c2pa.C2paError, OSError) as error:
            raise ImageError(f"the picture could not be signed ({error})") from error
        return signed.getvalue()


def _kind_of(photo: Path) -> str:
    """Return the MIME type of a photo that can be named as a source, "" for others."""
    from PIL import Image

    try:
        with Image.open(photo) as image:
            return _SOURCES.get(image.format or "", "")
    except (OSError, ValueError, Image.DecompressionBombError):
        return ""


def _open_signer(credentials: Credentials) -> Signer:
    import c2pa

    key = credentials.key
    info = c2pa.C2paSignerInfo(
        _algorithm(key, _private_key(key)).encode(),
        _read(credentials.certificate, "certificate"),
        _read(key, "key"),
        None,  # a time stamp would ask a server for each picture
    )
    return c2pa.Signer.from_info(info)


def _algorithm(path: Path, key: PrivateKeyTypes) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
        return _CURVES[key.curve.name]
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= 2048:
        return "ps256"
    raise UsageError(
        f"{path.name} is of a kind that Content Credentials do not take",
        hint="take an ECDSA key (P-256, P-384, P-521), Ed25519, or RSA of at least 2,048 bits",
    )


def _certificate(path: Path, chain: bytes) -> Certificate:
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return load_pem_x509_certificates(chain)[0]
    except ValueError as error:
        raise UsageError(f"{path} holds no certificate in PEM form", hint=str(error)) from error


def _private_key(path: Path) -> PrivateKeyTypes:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        return load_pem_private_key(_read(path, "key"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError(
            f"{path} holds no private key that can be read", hint="an unencrypted PEM file, e.g. PKCS #8"
        ) from error


def _read(path: Path, what: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"the {what} for Content Credentials cannot be read: {path}", hint=error.strerror or ""
        ) from error
