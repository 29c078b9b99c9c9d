"""Dates as providers state them: mostly a day, sometimes only a month or a year."""

from __future__ import annotations

import re
from datetime import date

from deprecation_lint.frozen import dataclass

_PARTIAL = r"([0-9]{4})(?:-([0-9]{2}))?"


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a month or year of which the day is not known.

    `first` and `last` are the earliest and the latest day that it can mean.
    """

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day itself is known."""
        return self.first == self.last

    def __str__(self) -> str:
        if self.exact:
            return self.first.isoformat()
        same_month = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return f"{self.first:%Y-%m}" if same_month else f"{self.first:%Y}"


def when(value: object) -> When:
    """Read a TOML date, `"YYYY-MM"` or `"YYYY"`; raise `ValueError` for anything else."""
    if type(value) is date:
        return When(value, value)
    found = re.fullmatch(_PARTIAL, value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(f'expected a date such as 2026-01-31 (or "2026-01"), got {value!r}')
    year = int(found[1])
    if found[2] is None:
        return When(date(year, 1, 1), date(year, 12, 31))
    from calendar import monthrange  # records are compiled: hardly a run reads such a text

    month = int(found[2])
    return When(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
