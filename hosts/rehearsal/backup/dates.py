"""Gives each archived version the date that S3 gives it: when it was written. The gateway dates it by when it was replaced; the
true time stands in its version's id, a ULID, whose first ten letters count milliseconds since 1970."""

import os
import pathlib
import sys

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

for path in pathlib.Path(sys.argv[1]).rglob("*"):
    if path.is_file() and len(path.name) == 26:
        milliseconds = 0
        for letter in path.name[:10]:
            milliseconds = milliseconds * 32 + LETTERS.index(letter)
        os.utime(path, (milliseconds / 1000, milliseconds / 1000))
