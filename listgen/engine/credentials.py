"""Content Credentials for the pictures of a run: each is signed once, and the ledger keeps the signed file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from listgen.domain.finding import Finding, Severity
from listgen.domain.picture import Picture
from listgen.engine.keys import content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.picture_tasks import PictureTask
from listgen.errors import ImageError

if TYPE_CHECKING:
    from listgen.imaging.credentials import Credentials


class SignedPictures:
    """Gives pictures their credentials; signing runs in this process, so that no worker needs the key."""

    def __init__(self, credentials: Credentials, ledger: Ledger) -> None:
        from listgen.imaging.credentials import PictureSigner

        self._signer = PictureSigner(credentials)
        self._identity = credentials.identity
        self._ledger = ledger

    def sign(self, task: PictureTask, picture: Picture) -> Picture:
        """Return the picture with the file that is signed; where that fails, with a finding and the file as it was."""
        key = content_key("signed", of=picture.blob, certificate=self._identity)
        name = f"signed/{task.name}"
        entry = self._ledger.find(key)
        if entry is None:
            path = self._ledger.blob_path(picture.blob)
            try:
                data = self._signer.sign(
                    path.read_bytes(),
                    picture.suffix,
                    title=f"{picture.slot}{picture.suffix}",
                    source_type=picture.source_type,
                    photo=task.job.photo,
                )
                if task.job.spec.max_bytes and len(data) > task.job.spec.max_bytes:
                    raise ImageError("with its signature the file is larger than the marketplace takes")
            except ImageError as error:
                return replace(picture, findings=(*picture.findings, _not_signed(task, error)))
            entry = Entry("{}", self._ledger.add_blob(data))
            self._ledger.add(key, "signature", name, entry)
        else:
            self._ledger.remember(name, key)
        path = self._ledger.blob_path(entry.blob)
        return replace(picture, blob=entry.blob, size=path.stat().st_size, path=path)


def _not_signed(task: PictureTask, error: ImageError) -> Finding:
    return Finding(
        code="picture.not-signed",
        severity=Severity.WARNING,
        message=f"the {task.job.spec.kind} has no Content Credentials: {error.message}",
        sku=task.job.sku,
        field=task.job.spec.kind,
        hint="the file is complete without them; the next run tries again",
    )
