"""Changed copies of the three founding reports, and what must be read from each.

In: the reports, read at run time from the developers' shared folder. Out: copies in which numbers,
units, names, wording, directions and order were changed, each with the facts that it states; and
checkers that hold an account, or the exported graph, against them.
"""
