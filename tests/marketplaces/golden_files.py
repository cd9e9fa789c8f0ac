"""Golden upload files of the invented shop. `python -m tests.marketplaces.golden_files` writes them anew.

Read the difference before committing it: these files are what a seller would upload.
"""

import gzip
from pathlib import Path

from listgen.marketplaces.profiles import profile_names
from tests.marketplaces.shop import bundle

GOLDEN = Path(__file__).parent / "golden"


def golden_name(marketplace, path):
    return f"{marketplace}-{path.replace('/', '-').removesuffix('.gz')}"


def unpacked(file):
    """Return the bytes of a file; of a packed one those inside, which every zlib gives back alike."""
    return gzip.decompress(file.data) if file.path.endswith(".gz") else file.data


def uploads_of(made):
    return [file for file in made.files if file.role == "upload"]


def main():
    for marketplace in profile_names():
        for file in uploads_of(bundle(marketplace)):
            (GOLDEN / golden_name(marketplace, file.path)).write_bytes(unpacked(file))


if __name__ == "__main__":
    main()
