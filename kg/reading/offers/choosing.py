"""Which extractor is to be asked, found out before anything is read.

In: its name and its settings. Out: nothing; or the error that a build begins with.
"""

from kg.reading.offers.asking import named, seconds
from kg.reading.offers.counted import trust


def use_extractor(name: str) -> None:
    """Names an extractor for this process and all that it starts, once it was found.

    *Errors*: ``UsageError`` for a name that nobody has or a setting that is none, ``InputError``
    for a file that cannot be read.
    """
    seconds()
    trust(named(name).name)
