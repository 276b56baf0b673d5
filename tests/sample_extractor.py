"""A program that answers as an extractor would, or fails as one may.

It reads questions as lines of JSON, and answers with the offers that its first argument names: a
file of JSON, or a way to fail.
"""

import json
import sys
import time
from pathlib import Path


def main(way: str) -> None:
    """Answer until nobody asks any more."""
    for line in sys.stdin:
        question = json.loads(line)
        if way == "crash":
            sys.exit(3)
        if way == "hang":
            time.sleep(60)
        if way == "garble":
            say('{"sha256": "')
            continue
        if way == "elsewhere":
            say(json.dumps({"sha256": "0" * 64, "offers": []}))
            continue
        offers = json.loads(Path(way).read_text(encoding="utf-8"))
        say(json.dumps({"sha256": question["sha256"], "offers": offers}))


def say(answer: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{answer}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
