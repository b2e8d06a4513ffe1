"""Lists compressed with gzip: found by their first bytes, unpacked to disc, read like any other.

Rule: what is unpacked is bounded, and read to its end (and its checksum) before its first row is.
"""

import gzip
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from stdplan.errors import BadData
from stdplan.exchange.readers.decode import ListFile, problem
from stdplan.i18n import t

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20
# A list packs to a tenth or a hundredth; what is made to harm, to a thousandth.
LARGEST, HIGHEST_RATIO, SMALL = 4_000_000_000, 1000, 100_000_000


@contextmanager
def unpacked(file: ListFile) -> Iterator[ListFile]:
    """The file itself, or what is packed in it; BadData where that is damaged or boundless."""
    file.binary.seek(0)
    if file.binary.read(len(_GZIP)) != _GZIP:
        yield file
        return
    with tempfile.TemporaryFile() as plain:
        _unpack(file, cast(BinaryIO, plain))
        path = file.path[: -len(".gz")] if file.path.lower().endswith(".gz") else file.path
        yield ListFile(path, file.name, cast(BinaryIO, plain))


def _unpack(file: ListFile, plain: BinaryIO) -> None:
    packed = file.binary.seek(0, 2)
    file.binary.seek(0)
    size = 0
    try:
        with gzip.GzipFile(fileobj=file.binary) as stream:
            while chunk := stream.read(_CHUNK):
                size += len(chunk)
                if size > LARGEST or (size > SMALL and size // packed >= HIGHEST_RATIO):
                    raise BadData(
                        t(
                            "{file}: unpacks to over {size} bytes: this is no list",
                            file=file.name,
                            size=size - len(chunk),
                        )
                    )
                plain.write(chunk)
    except EOFError:
        raise BadData(t("{file}: the compressed file is cut off", file=file.name)) from None
    except (gzip.BadGzipFile, zlib.error):
        raise BadData(t("{file}: the compressed file is damaged", file=file.name)) from None
    except OSError as error:
        raise problem(error, file.path) from None
