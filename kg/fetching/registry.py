"""Records of ClinicalTrials.gov, by the registry's API v2.

In: ids. Out: the JSON of each record as the registry serves it, or why not.

*Source*: the registry's own description of its API, https://clinicaltrials.gov/data-api/api.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kg.errors import InputError, KgError
from kg.fetching.answers import Fetched, absent, require_success, strange
from kg.fetching.ids import Id
from kg.fetching.pace import Clock, Pace
from kg.fetching.service import Answer, Service
from kg.fetching.settings import Settings

# The registry publishes no limit; clients of it have met one at about fifty a minute.
_MOST: Final = 50
_IN_SECONDS: Final = 60.0
_ABSENT: Final = 404


class _Identification(msgspec.Struct, rename="camel"):
    nct_id: str
    nct_id_aliases: tuple[str, ...] = ()


class _Protocol(msgspec.Struct, rename="camel"):
    identification_module: _Identification


class _Study(msgspec.Struct, rename="camel"):
    protocol_section: _Protocol


class Registry:
    """The registry, asked for one record after the other."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._service = Service(settings.registry, Pace(_MOST, _IN_SECONDS, clock), clock)

    def fetch(self, ids: Sequence[Id]) -> Iterator[Fetched]:
        """Each record, as soon as it is there."""
        for wanted in ids:
            path = f"studies/{wanted.name}"
            url = f"{self._service.address}/{path}"
            try:
                data = _record(self._service.get(path, {"format": "json"}), wanted)
            except KgError as error:
                yield Fetched(wanted, url, error)
            else:
                yield Fetched(wanted, url, data)


def _record(answer: Answer, wanted: Id) -> bytes:
    """The record in an answer.

    *Errors*: ``InputError`` for anything else.
    """
    if answer.status == _ABSENT:
        raise absent("the registry has no such record")
    require_success(answer)
    try:
        names = msgspec.json.decode(answer.body, type=_Study).protocol_section.identification_module
    except msgspec.DecodeError as error:
        raise strange(answer, "the JSON of a study", str(error)) from error
    # A number that was given twice to one trial leads to the number that it keeps.
    if wanted.name not in {names.nct_id, *names.nct_id_aliases}:
        raise InputError("the registry sent another record", got=names.nct_id)
    return answer.body
