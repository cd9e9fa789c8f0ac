"""Content Credentials: pictures that are signed with the seller's own certificate."""

import datetime
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("c2pa")

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image, ImageDraw

from tests.folders import bytes_of

ROOT = Path(__file__).parents[2]
BEGIN = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)


def new_key():
    return ec.generate_private_key(ec.SECP256R1())


def certificate(subject, public, issuer, key, issuer_public, *, authority):
    def name(text):
        parts = ((NameOID.COMMON_NAME, text), (NameOID.ORGANIZATION_NAME, "Fenwick"))
        return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])

    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "encipher_only"), False
    )
    builder = (
        x509.CertificateBuilder(name(issuer), name(subject), public, x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + datetime.timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, key_cert_sign=authority, crl_sign=authority, decipher_only=False, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_public), critical=False)
    )
    if not authority:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=True)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def pem(key):
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture
def shop(tmp_path):
    project = tmp_path / "shop"
    project.mkdir()
    (project / "products.csv").write_text(
        "sku,name,brand,material,capacity,image\nMUG-1,Tarn Mug,Fenwick,stoneware,350 ml,mug.png\n", encoding="utf-8"
    )
    photo = Image.new("RGBA", (900, 900), (0, 0, 0, 0))
    ImageDraw.Draw(photo).rounded_rectangle((200, 150, 700, 800), 60, fill=(60, 90, 110, 255))
    photo.save(project / "mug.png")
    root, own = new_key(), new_key()
    (tmp_path / "chain.pem").write_bytes(
        certificate("Fenwick", own.public_key(), "Root", root, root.public_key(), authority=False)
        + certificate("Root", root.public_key(), "Root", root, root.public_key(), authority=True)
    )
    (tmp_path / "key.pem").write_bytes(pem(own))
    (tmp_path / "other.pem").write_bytes(pem(root))
    return project


def generate(project, *, key="key.pem", code=0):
    command = [sys.executable, "-m", "listgen", "generate", "products.csv", "--images", "studio", "--variants", "1"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LISTGEN_C2PA_CERTIFICATE": str(project.parent / "chain.pem"),
        "LISTGEN_C2PA_KEY": str(project.parent / key) if key else "",
    }
    done = subprocess.run(
        [*command, "--marketplace", "google", "--jobs", "1"],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == code, done.stderr
    return done


def pictures(project):
    return {path.name: path.read_bytes() for path in sorted(project.glob("build/google-en-US/A/images/*.jpg"))}


def test_every_picture_carries_its_kind_and_the_photo_it_was_made_from(shop):
    import c2pa

    generate(shop)

    for data in pictures(shop).values():
        reader = c2pa.Reader("image/jpeg", io.BytesIO(data))
        told = json.loads(reader.json())
        claim = told["manifests"][told["active_manifest"]]
        made, placed = next(one for one in claim["assertions"] if "actions" in one["label"])["data"]["actions"]
        assert reader.get_validation_state() == "Valid"
        assert made["digitalSourceType"].rpartition("/")[2] in ("digitalCapture", "compositeSynthetic")
        assert placed["action"] == "c2pa.placed"
        assert [source["title"] for source in claim["ingredients"]] == ["mug.png"]
    assert pictures(shop)


def test_a_picture_is_signed_once_and_kept(shop):
    generate(shop)
    before = pictures(shop)
    assert before
    for path in shop.glob("build/google-en-US/A/images/*.jpg"):
        path.unlink()

    generate(shop)

    assert pictures(shop) == before


def test_a_signature_changes_no_pixel(shop):
    generate(shop)
    signed = pictures(shop)
    (shop.parent / "chain.pem").rename(shop.parent / "unused.pem")
    command = [sys.executable, "-m", "listgen", "generate", "products.csv", "--images", "studio", "--variants", "1"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, "--marketplace", "google", "--jobs", "1"], cwd=shop, env=environment, check=True)

    unsigned = pictures(shop)
    assert unsigned
    assert unsigned.keys() == signed.keys()
    for name, data in unsigned.items():
        assert len(data) < len(signed[name])
        assert Image.open(io.BytesIO(data)).tobytes() == Image.open(io.BytesIO(signed[name])).tobytes()


def test_the_key_is_written_nowhere(shop):
    generate(shop)
    secret = (shop.parent / "key.pem").read_bytes().splitlines()[1]

    files = bytes_of(shop)
    assert "build/run.json" in files
    assert not [name for name, data in files.items() if secret in data]


def test_a_key_of_another_certificate_is_refused_before_anything_is_made(shop):
    done = generate(shop, key="other.pem", code=2)

    assert "other.pem is not the key of the first certificate in chain.pem" in done.stderr
    assert not (shop / "build").exists()


def test_a_certificate_without_a_key_is_refused(shop):
    done = generate(shop, key="", code=2)

    assert "LISTGEN_C2PA_KEY" in done.stderr
