"""What a folder holds, to compare runs byte by byte."""


def bytes_of(folder):
    """Return the bytes of every file below a folder by its path there; a folder that holds nothing fails the test."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert files, f"{folder} holds no file"
    return files
