"""Numbers that are kept by the million while a project is heard, in as few bytes as they need."""

from __future__ import annotations

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray

from annotation.agreement.histogram import Integers


def seen(numbers: array[Any]) -> NDArray[Any]:
    """The same numbers, of the same few bytes, and no copy: as long as it is looked at, nothing can be appended."""
    return np.asarray(numbers)


def together(key: Integers, *columns: Integers) -> tuple[Integers, ...]:
    """The key and its columns (N) with equal keys beside each other, else in their order; no copy where they are."""
    if (key[:-1] <= key[1:]).all():
        return key, *columns
    order = np.argsort(key, kind="stable")
    return key[order], *(column[order] for column in columns)
