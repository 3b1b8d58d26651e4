"""Records in, bytes out: the files that leave. The same records give the same bytes, always. No framework.

A format is a class of its own module; `registry` has them all.
"""

from exports.formats.counts import Counts

__all__ = ["Counts"]
