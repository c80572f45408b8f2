"""Images behind URLs, in a network namespace where every address is a listener of the test's: nothing that is dialled stays unseen."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from interpreters import PHOTO, ROOT, SOURCE, interpreter

FIXTURES = ROOT / "test" / "fixtures"
TABLE = FIXTURES / "hostile-urls.json"
HOSTILE: list[dict[str, Any]] = json.loads(TABLE.read_text("utf-8"))
ADDRESSES = json.loads((FIXTURES / "internet-addresses.json").read_text("utf-8"))
SET_UP = "ip link set lo up && ip route add local 0.0.0.0/0 dev lo && ip -6 route add local ::/0 dev lo"
UNSHARE = ["unshare", "-n"] if os.geteuid() == 0 else ["unshare", "-rn"]
REDIRECTOR = "93.184.215.14:80"
PHOTO_BYTES = PHOTO.stat().st_size


def in_namespace(*command: str, **options: Any) -> "subprocess.CompletedProcess[str]":  # noqa: ANN401
    wrapped = [*UNSHARE, "sh", "-c", f'{SET_UP} && exec "$@"', "sh", *command]
    return subprocess.run(wrapped, capture_output=True, text=True, check=False, **options)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    trial = in_namespace("true")
    if trial.returncode != 0:
        missing = f"needs network namespaces: {trial.stderr.strip()}"
        assert os.environ.get("CI") != "true", missing
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("certificates")
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=images.example"),
            *("-addext", "subjectAltName=DNS:images.example", "-keyout", str(folder / "images.key"), "-out", str(folder / "images.pem")),
        ],
        check=True,
        capture_output=True,
    )
    session = Path(__file__).resolve().parents[1] / "download_session.py"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCE), "SSL_CERT_FILE": str(folder / "images.pem")}
    done = in_namespace(
        *(interpreter("serve"), str(session), str(TABLE), str(folder), str(PHOTO)), cwd=SOURCE, env=environment, timeout=100
    )
    assert done.returncode == 0, done.stderr
    made: dict[str, Any] = json.loads(done.stdout)
    return made


def test_the_table_is_the_functions_and_not_empty():
    assert len(HOSTILE) > 200


def test_no_hostile_url_is_connected_to_directly_or_by_a_redirect(report: dict[str, Any]):
    assert [result["url"] for result in report["hostile"]] == [entry["url"] for entry in HOSTILE]
    for result in report["hostile"]:
        for way in ("direct", "with_http"):
            assert result[way]["status"] in {400, 403}, result
            assert result[way]["arrivals"] == [], result
        # What is no whole URL leads from the redirector to itself.
        whole = ":" in result["url"].partition("/")[0]
        assert result["redirected"]["status"] in ({400, 403} if whole else {200, 400, 403}), result
        assert set(result["redirected"]["arrivals"]) <= {REDIRECTOR}, result
    # All but the one that is too long with the redirector's own.
    assert sum(bool(result["redirected"]["arrivals"]) for result in report["hostile"]) == len(HOSTILE) - 1


def test_the_real_server_connects_to_none_of_them_and_asks_no_proxy(report: dict[str, Any]):
    *hostile, http, https = report["server"]
    assert len(hostile) == len(HOSTILE)
    for result in hostile:
        # 424: a name that nobody resolves here.
        assert result["status"] in {400, 403, 424}, result
        assert result["arrivals"] == [], result
        assert list(json.loads(result["text"])) == ["error"]
    # The listeners do see what is let through.
    assert (http["status"], http["arrivals"]) == (200, [REDIRECTOR])
    assert [len(row) for row in json.loads(http["text"])] == [133]
    assert (https["status"], https["arrivals"]) == (424, ["93.184.215.14:443"])


def test_public_addresses_are_fetched_by_name_and_literally_over_both_protocols(report: dict[str, Any]):
    def came(url: str) -> tuple[int, int | None, list[str]]:
        result = report["allowed"][url]
        return result["status"], result.get("bytes"), result["arrivals"]

    assert came("http://images.example/") == (200, PHOTO_BYTES, [REDIRECTOR])
    assert came("http://93.184.215.14/") == (200, PHOTO_BYTES, [REDIRECTOR])
    assert came("http://ipv6.example/dog.jpg?a=b#part") == (200, PHOTO_BYTES, ["2606:2800:21f::1:80"])
    assert came("http://[2606:2800:21f::1]/") == (200, PHOTO_BYTES, ["2606:2800:21f::1:80"])
    assert came("https://images.example/") == (200, PHOTO_BYTES, ["93.184.215.14:443"])
    assert report["second address"]["status"] == 200


def test_a_certificate_of_another_name_is_refused(report: dict[str, Any]):
    result = report["allowed"]["https://other.example/"]
    assert (result["status"], result["arrivals"]) == (424, ["93.184.215.14:443"])


def test_three_redirects_are_followed_and_a_fourth_is_not(report: dict[str, Any]):
    three, four = (report["allowed"][f"http://images.example/?hops={hops}"] for hops in (3, 4))
    assert (three["status"], three["arrivals"]) == (200, [REDIRECTOR] * 4)
    assert (four["status"], four["arrivals"]) == (424, [REDIRECTOR] * 4)
    assert "more than 3 times" in four["reason"]


def test_a_redirect_may_go_up_to_https_and_not_down_from_it(report: dict[str, Any]):
    up = report["allowed"]["http://images.example/?to=https%3A//images.example/"]
    assert (up["status"], up["arrivals"]) == (200, [REDIRECTOR, "93.184.215.14:443"])
    assert (report["https_only"]["status"], report["https_only"]["arrivals"]) == (403, ["93.184.215.14:443"])


def test_a_name_that_is_public_first_and_loopback_later_never_reaches_loopback(report: dict[str, Any]):
    assert (report["rebinding"]["status"], report["rebinding"]["arrivals"]) == (200, [REDIRECTOR])
    again = report["rebinding on a redirect"]
    assert (again["status"], again["arrivals"]) == (403, [REDIRECTOR])


def test_no_credential_cookie_or_referrer_is_sent_along(report: dict[str, Any]):
    sent = json.loads(report["allowed"]["http://images.example?names=1"]["text"])
    assert sent == ["accept", "accept-encoding", "connection", "host", "user-agent"]


@pytest.mark.parametrize("say", ["nothing", "drip of headers", "drip of body", "drip without length"])
def test_one_deadline_ends_all_of_a_download_however_steadily_it_drips(report: dict[str, Any], say: str):
    result = report["said"][say]
    assert result["status"] == 424
    assert "within 0.6 s" in result["reason"]
    assert 0.55 < result["seconds"] < 2


@pytest.mark.parametrize(
    ("say", "status", "reason"),
    [
        ("no http", 424, "could not be fetched"),
        ("endless", 413, "More than 20000000 bytes"),
        ("too long by its header", 413, "More than 20000000 bytes"),
        ("less than promised", 424, "ended before the image did"),
        ("compressed", 415, "compressed"),
        ("not found", 424, "status 404"),
        ("redirect to nowhere", 424, "status 302"),
        ("large headers", 424, "could not be fetched"),
    ],
)
def test_an_answer_that_is_no_image_is_refused_with_what_is_wrong(report: dict[str, Any], say: str, status: int, reason: str):
    result = report["said"][say]
    assert (result["status"], result["arrivals"]) == (status, [REDIRECTOR])
    assert reason in result["reason"]


def test_as_many_bytes_as_are_allowed_arrive(report: dict[str, Any]):
    assert report["said"]["as long as allowed"]["bytes"] == 20_000_000


def asked(function: str, values: list[str]) -> list[bool]:
    script = (
        f"import json, sys; from serve.public_addresses import is_public; print(json.dumps([{function} for v in json.load(sys.stdin)]))"
    )
    done = subprocess.run(
        [interpreter("serve"), "-c", script], cwd=SOURCE, input=json.dumps(values), capture_output=True, text=True, check=True
    )
    answers: list[bool] = json.loads(done.stdout)
    return answers


def test_both_sides_of_each_ranges_edge_are_judged_as_the_function_does():
    answers = asked("is_public(v)", [address for address, _ in ADDRESSES["edges"]])
    judged = dict(zip((address for address, _ in ADDRESSES["edges"]), answers, strict=True))
    assert judged == dict(ADDRESSES["edges"])


def test_what_is_no_address_in_the_spelling_of_dns_is_not_public():
    assert asked("is_public(v)", ADDRESSES["spellings"]) == [False] * len(ADDRESSES["spellings"])


@pytest.mark.parametrize(("length", "status"), [(2048, None), (2049, 400)])
def test_a_url_of_2048_characters_is_read_and_one_of_2049_is_not(length: int, status: int | None):
    script = (
        "import sys\nfrom serve.urls import check_url\nfrom serve.errors import RequestError\n"
        "try: print(len(check_url('https://images.example/'.ljust(int(sys.argv[1]), 'a'), ('https',)).text))\n"
        "except RequestError as error: print(error.status.value, error.reason)"
    )
    done = subprocess.run([interpreter("serve"), "-c", script, str(length)], cwd=SOURCE, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(status or length))
