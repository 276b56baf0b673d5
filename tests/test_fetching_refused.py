"""Services that are busy, wrong or not there: asked again in time, and never believed blindly."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from standin import NCT, OTHER, Reply, Sleeper, StandIn, article, fetched, refused, study

from kg import fetching
from kg.errors import InputError, NetworkError
from kg.fetching import service
from kg.fetching.pace import Clock, Pace, pause
from kg.inputs import Source

# --- Pace and patience ---------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "most"), [("", 3), ("k", 10)])
def test_ncbi_is_asked_at_its_pace(
    standin: StandIn, sleeper: Sleeper, monkeypatch: pytest.MonkeyPatch, key: str, most: int
) -> None:
    """Three requests a second, ten with a key."""
    monkeypatch.setenv("KG_NCBI_API_KEY", key)
    refused(*(f"doi:10.1000/{n}" for n in range(2 * most + 1)))
    assert len(standin.asked) == 2 * most + 1
    assert sum(sleeper.slept) == pytest.approx(2.0)


def test_a_pace_holds_in_any_stretch_of_time() -> None:
    """Not only from one full second to the next."""
    clock = Sleeper()
    walk = Pace(2, 1.0, Clock(clock.now, clock.sleep))
    starts = []
    for pause_before in (0.9, 0.0, 0.2, 0.0, 5.0):
        clock.time += pause_before
        walk.wait()
        starts.append(round(clock.time, 3))
    assert starts == [0.9, 0.9, 1.9, 1.9, 6.9]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_service_is_asked_again(standin: StandIn, sleeper: Sleeper, status: int) -> None:
    """After one second, two, four."""
    standin.first = [Reply(status)] * 3
    assert list(fetched(NCT)) == [NCT]
    assert sleeper.slept == [1.0, 2.0, 4.0]


def test_a_service_that_says_when_is_asked_then(standin: StandIn, sleeper: Sleeper) -> None:
    """Retry-After as a number of seconds."""
    standin.first = [Reply(429, headers=(("Retry-After", "17"),))]
    assert list(fetched("PMID:101")) == ["PMID:101"]
    assert sleeper.slept == [17.0]


def test_retry_after_may_be_a_date() -> None:
    """One that has passed is no wait; what is no date is not heard."""
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert pause(1, "Thu, 01 Jan 2026 12:00:30 GMT", now) == 30.0
    assert pause(1, "Thu, 01 Jan 2026 11:00:00 GMT", now) == 0.0
    assert pause(2, "soon", now) == 2.0


def test_a_service_that_asks_for_too_long_a_wait_is_given_up(
    standin: StandIn, sleeper: Sleeper
) -> None:
    """At once, for all that it is wanted for."""
    standin.first = [Reply(503, headers=(("Retry-After", "86400"),))]
    errors = refused(NCT, OTHER)
    assert [type(error) for error in errors] == [NetworkError] * 2
    assert errors[0].got == "HTTP 503, wait 86,400 s"
    assert (standin.paths(), sleeper.slept) == ([NCT], [])


def test_a_service_that_stays_busy_is_given_up(standin: StandIn) -> None:
    """After five tries for a record, and after two records for all of them."""
    standin.first = [Reply(500)] * 100
    errors = refused(NCT, OTHER, "NCT00000001", "NCT00000002")
    assert {error.exit_code for error in errors} == {6}
    assert standin.paths() == [NCT] * 5 + [OTHER] * 5


# --- What is not taken ---------------------------------------------------------------------------

HTML = b"<!DOCTYPE html><html><body>Please log in</body></html>"


@pytest.mark.parametrize(
    ("wanted", "reply", "words"),
    [
        (NCT, Reply(404), "no such record"),
        (NCT, Reply(403, b"Forbidden"), "HTTP 403 Forbidden"),
        (NCT, Reply(body=HTML), "a page for a browser"),
        (NCT, Reply(body=b""), "an empty answer"),
        (NCT, Reply(body=study(NCT)[:-20], length=-1), "cannot be taken"),
        (NCT, Reply(body=study(OTHER)), "another record; got NCT07654321"),
        (NCT, Reply(body=b'{"studies":[]}'), "cannot be taken"),
        (NCT, Reply(302, headers=(("Location", "https://example.org/x"),)), "leads elsewhere"),
        (NCT, Reply(302), "leads elsewhere"),
        ("PMID:101", Reply(body=HTML), "a page for a browser"),
        ("PMID:101", Reply(body=article("102")), "expected a PubmedArticleSet"),
        ("PMID:101", Reply(body=b"<PubmedArticleSet></PubmedArticleSet>"), "no such record"),
        (
            "PMID:101",
            Reply(body=b"<PubmedArticleSet>" + article("102") + b"</PubmedArticleSet>"),
            "another record; got PMID:102",
        ),
        (
            "PMID:101",
            Reply(body=b"<PubmedArticleSet>" + article("101")[:-30], length=-1),
            "ends early",
        ),
        (
            "PMID:101",
            Reply(
                body=b"<PubmedArticleSet>"
                + article("101").replace(b"</Abstract>", b"")
                + b"</PubmedArticleSet>"
            ),
            "damaged record",
        ),
        (
            "PMID:101",
            Reply(
                body=b"<PubmedArticleSet>"
                + article("102").replace(b"<PMID ", b"<!-- <PMID>101</PMID> --><PMID ")
                + b"</PubmedArticleSet>"
            ),
            "another record",
        ),
        ("PMID:101", Reply(400, b"<ERROR>ID list is empty!</ERROR>"), "no such record"),
        ("PMID:101", Reply(307, headers=(("Location", "/elsewhere"),)), "leads elsewhere"),
    ],
)
def test_what_is_not_the_record_is_refused_in_one_line(
    standin: StandIn, cache_folder: Path, wanted: str, reply: Reply, words: str
) -> None:
    """It is not kept: asked again, the service may know better. What else is wanted is fetched."""
    standin.first = [reply]
    found = list(fetching.expand([wanted, OTHER]))
    error, other = found
    assert isinstance(error, InputError)
    assert words in error.line()
    assert error.where == wanted
    assert isinstance(other, Source)
    assert [path.name for path in cache_folder.rglob("*.json")] == [f"{OTHER}.source.json"]
    assert wanted in fetched(wanted)


def test_one_of_many_that_is_absent_costs_no_other(standin: StandIn) -> None:
    """PubMed leaves out what it does not have, and sends the rest."""
    del standin
    found = list(fetching.expand(["PMID:101", "PMID:999", "PMID:102"]))
    assert [type(each) for each in found] == [Source, InputError, Source]


def test_whole_records_of_a_set_that_ends_early_are_taken(standin: StandIn) -> None:
    """What is whole was checked as such; the others are lacking."""
    whole = b"<PubmedArticleSet>" + article("101") + article("102")[:-40]
    standin.first = [Reply(body=whole, length=-1)]
    found = list(fetching.expand(["PMID:101", "PMID:102"]))
    assert [type(each) for each in found] == [Source, InputError]


def test_an_answer_that_was_cut_is_asked_for_again(standin: StandIn, sleeper: Sleeper) -> None:
    """Fewer bytes than were announced are a broken line."""
    standin.first = [Reply(body=study(NCT)[:50], length=len(study(NCT)))]
    assert fetched(NCT) == {NCT: study(NCT)}
    assert sleeper.slept == [1.0]


def test_an_answer_without_end_is_not_read_to_its_end(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The memory is the person's own."""
    monkeypatch.setattr(service, "LARGEST", 1 << 16)
    standin.first = [Reply(body=b" " * (1 << 18))]
    (error,) = refused(NCT)
    assert "too large" in error.what


def test_redirects_do_not_go_round(standin: StandIn) -> None:
    """Four are enough for anybody."""
    standin.first = [Reply(302, headers=(("Location", f"/api/v2/studies/{NCT}"),))] * 9
    (error,) = refused(NCT)
    assert "in a circle" in error.what
    assert len(standin.asked) == 4


def test_a_record_that_its_service_has_lost_is_forgotten(standin: StandIn) -> None:
    """Else the next build would bring it back."""
    fetched(NCT)
    del standin.studies[NCT]
    assert "no such record" in refused(NCT, refresh=True)[0].what
    assert "no such record" in refused(NCT)[0].what


# --- Without a network ---------------------------------------------------------------------------


def test_without_a_network_there_is_one_line_for_each(silence: Sleeper) -> None:
    """Each service is tried three times, whatever it is wanted for."""
    errors = refused(NCT, OTHER, "PMID:101", "PMID:102", "doi:10.1000/a")
    assert [error.where for error in errors] == [
        NCT,
        OTHER,
        "PMID:101",
        "PMID:102",
        "doi:10.1000/a",
    ]
    assert {type(error) for error in errors} == {NetworkError}
    assert all("nothing answers at 127.0.0.1:9" in error.line() for error in errors)
    assert silence.slept == [1.0, 2.0] * 2


def test_a_name_that_is_not_known_is_no_network(
    silence: Sleeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The usual sign of a machine that is off line."""
    import socket

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    del silence
    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    monkeypatch.setenv("KG_REGISTRY_URL", "https://registry.invalid/api/v2")
    (error,) = refused(NCT)
    assert error.line() == (
        "NCT01234567: there is no network, or no registry.invalid in it; got Name or service not "
        "known. It was left out."
    )


def test_what_is_kept_does_without_a_network(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked to be fetched anew, what was kept is taken, and its day is told."""
    fetched(NCT, "doi:10.1000/zent.101")
    monkeypatch.setenv("KG_REGISTRY_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("KG_EUTILS_URL", "http://127.0.0.1:9")
    assert refused(NCT, "doi:10.1000/zent.101") == []
    found = list(fetching.expand([NCT, "doi:10.1000/zent.101"], refresh=True))
    assert [type(each) for each in found] == [NetworkError, Source, NetworkError, Source]
    assert isinstance(found[0], NetworkError)
    today = datetime.now(UTC).date().isoformat()
    assert found[0].outcome == f"The copy of {today} was taken"
    assert found[3].name == "PMID:101"  # type: ignore[union-attr]
    assert standin.paths() == ["esearch.fcgi", "efetch.fcgi", NCT]
