"""The training room: names, ties and directions, learnt from corpora that the user has.

In: annotated corpora. Out: a :class:`~kg.reading.ties.model.Model`, small, the same bytes from
the same corpora and seed. No corpus and no model trained on one is part of this project.
"""

from kg.training.learning import Learnt, train, write

__all__ = ["Learnt", "train", "write"]
