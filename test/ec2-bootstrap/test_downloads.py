"""bin/fetch: an interrupted download goes on, and never becomes a wrong file."""

import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archives import sha256
from host import Host

CONTENT = bytes(range(256)) * 400


class Web(ThreadingHTTPServer):
    """An https server with one file; knows ranges and versions, as S3 and web servers do, unless told otherwise."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), File)
        self.content, self.version = CONTENT, '"one"'
        self.knows_ranges, self.bytes_until_cut = True, 0
        self.replaced_after_cut = False
        self.asked: list[str] = []


class File(BaseHTTPRequestHandler):
    server: Web

    def do_GET(self) -> None:
        web, wanted = self.server, self.headers.get("Range", "")
        web.asked.append(wanted)
        same = self.headers.get("If-Range", web.version) == web.version
        begin = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and web.knows_ranges and same else 0
        if begin >= len(web.content):
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(web.content) - 1}/{len(web.content)}")
        self.send_header("ETag", web.version)
        self.send_header("Content-Length", str(len(web.content) - begin))
        self.end_headers()
        body = web.content[begin:]
        if web.bytes_until_cut:
            body, web.bytes_until_cut = body[: web.bytes_until_cut], 0
            if web.replaced_after_cut:
                web.content, web.version = CONTENT[::-1], '"two"'
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    key, public = folder / "key", folder / "certificate"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(public), "-days", "2"]
    named = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([*made, *named], check=True, capture_output=True)
    return public, key


@pytest.fixture
def web(host: Host, certificate: tuple[Path, Path]) -> Iterator[Web]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    host.environment["CURL_CA_BUNDLE"] = str(certificate[0])
    with Web() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetch(host: Host, web: Web, checksum: str = "") -> "subprocess.CompletedProcess[str]":
    return host.run("bin/fetch", f"https://127.0.0.1:{web.server_address[1]}/dogs.zip", str(target(host)), checksum)


def target(host: Host) -> Path:
    return host.folder / "got/dogs.zip"


def begin_with(host: Host, content: bytes) -> None:
    target(host).parent.mkdir()
    target(host).with_name("dogs.zip.partial").write_bytes(content)


@pytest.mark.parametrize("checksum", ["", sha256(CONTENT)], ids=["without checksum", "with checksum"])
def test_a_broken_https_download_goes_on_where_it_stopped(host: Host, web: Web, checksum: str):
    web.bytes_until_cut = 1000
    done = fetch(host, web, checksum)
    assert done.returncode == 0, done.stderr
    assert target(host).read_bytes() == CONTENT
    assert web.asked == ["", "bytes=1000-"]


def test_a_download_of_an_earlier_boot_goes_on_when_a_checksum_says_what_it_is(host: Host, web: Web):
    begin_with(host, CONTENT[:1000])
    assert fetch(host, web, sha256(CONTENT)).returncode == 0
    assert target(host).read_bytes() == CONTENT
    assert web.asked == ["bytes=1000-"]


def test_without_checksum_and_version_nothing_is_gone_on_with(host: Host, web: Web):
    begin_with(host, b"whatever this is")
    assert fetch(host, web).returncode == 0
    assert target(host).read_bytes() == CONTENT
    assert web.asked == [""]


def test_a_file_that_changed_meanwhile_is_fetched_from_the_beginning(host: Host, web: Web):
    web.bytes_until_cut, web.replaced_after_cut = 1000, True
    assert fetch(host, web).returncode == 0
    assert target(host).read_bytes() == CONTENT[::-1]


def test_a_server_without_ranges_still_delivers(host: Host, web: Web):
    web.knows_ranges = False
    web.bytes_until_cut = 1000
    assert fetch(host, web).returncode == 0
    assert target(host).read_bytes() == CONTENT


def test_a_download_that_was_complete_but_not_yet_in_place_is_put_there(host: Host, web: Web):
    begin_with(host, CONTENT)
    assert fetch(host, web, sha256(CONTENT)).returncode == 0
    assert target(host).read_bytes() == CONTENT
    assert web.asked == []


def test_one_without_a_checksum_is_no_dead_end(host: Host, web: Web):
    begin_with(host, CONTENT)
    target(host).with_name("dogs.zip.partial.etag").write_text(web.version)
    assert fetch(host, web).returncode == 0
    assert target(host).read_bytes() == CONTENT


def test_a_wrong_beginning_is_thrown_away_so_that_the_next_download_is_right(host: Host, web: Web):
    begin_with(host, b"wrong")
    assert fetch(host, web, sha256(CONTENT)).returncode == 1
    assert not target(host).exists()
    assert fetch(host, web, sha256(CONTENT)).returncode == 0
    assert target(host).read_bytes() == CONTENT


def test_a_certificate_that_nobody_vouches_for_is_refused(host: Host, web: Web):
    del host.environment["CURL_CA_BUNDLE"]
    done = fetch(host, web, sha256(CONTENT))
    assert done.returncode == 1
    assert "certificate" in done.stderr
    assert web.asked == []


def from_store(host: Host, checksum: str = "") -> "subprocess.CompletedProcess[str]":
    return host.run("bin/fetch", "s3://store/deep/big.zip", str(target(host)), checksum)


def ranges(host: Host) -> list[str]:
    return [call[call.index("--range") + 1] for call in host.calls("aws") if call[:2] == ["s3api", "get-object"]]


def test_a_broken_download_from_s3_goes_on_where_it_stopped(host: Host):
    host.cloud.put("deep/big.zip", CONTENT)
    (host.folder / "cut").write_text("1000")
    done = from_store(host)
    assert done.returncode == 0, done.stderr
    assert target(host).read_bytes() == CONTENT
    assert ranges(host) == ["bytes=0-", "bytes=1000-"]
    assert [path.name for path in target(host).parent.iterdir()] == ["dogs.zip"]


def test_what_a_killed_download_from_s3_left_is_gone_on_with(host: Host):
    host.cloud.put("deep/big.zip", CONTENT)
    version = host.cloud.s3.head_object(Bucket="store", Key="deep/big.zip")["ETag"]
    begin_with(host, CONTENT[:1500])
    partial = target(host).with_name("dogs.zip.partial")
    partial.with_name("dogs.zip.partial.etag").write_text(version + "\n")
    # Killed while a chunk was being appended: 500 of its bytes are there already.
    partial.with_name("dogs.zip.partial.from-1000").write_bytes(CONTENT[1000:3000])
    assert from_store(host).returncode == 0
    assert target(host).read_bytes() == CONTENT
    assert ranges(host) == ["bytes=3000-"]


def test_an_object_that_was_replaced_meanwhile_is_fetched_from_the_beginning(host: Host):
    host.cloud.put("deep/big.zip", CONTENT)
    begin_with(host, CONTENT[:1000])
    target(host).with_name("dogs.zip.partial.etag").write_text('"of-another-version"\n')
    assert from_store(host).returncode == 0
    assert target(host).read_bytes() == CONTENT
    assert ranges(host) == ["bytes=0-"]


def test_an_empty_object_and_a_missing_one(host: Host):
    host.cloud.put("deep/big.zip", b"")
    assert from_store(host).returncode == 0
    assert target(host).read_bytes() == b""
    target(host).unlink()
    host.cloud.s3.delete_object(Bucket="store", Key="deep/big.zip")
    done = from_store(host)
    assert done.returncode == 1
    assert "s3://store/deep/big.zip could not be downloaded" in done.stderr
    assert not target(host).exists()
