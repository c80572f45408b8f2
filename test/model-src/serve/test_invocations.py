import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from images import black_png, make
from request_table import CASES, JPEG, JSON, MAX_BODY_BYTES, b64, cases, check, instances
from serving import DEMO_MODEL, Server, serving


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving(DEMO_MODEL) as started:
        started.wait_until_healthy()
        yield started


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return make(tmp_path_factory.mktemp("images"))


def scores(server: Server, body: bytes, content_type: str = "image/jpeg") -> list[float]:
    answer = server.invoke(body, content_type)
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert len(answer.json) == 1
    return answer.json[0]


def test_a_photo_is_answered_with_one_row_of_a_score_for_each_label(server: Server, images: dict[str, bytes]):
    row = scores(server, images["photo.jpg"])
    assert len(row) == len(json.loads((DEMO_MODEL / "labels.json").read_text())) == 133
    assert all(isinstance(score, float) for score in row)
    assert len(set(row)) > 100, "the scores should depend on the class"


def test_another_image_gets_other_scores(server: Server, images: dict[str, bytes]):
    assert scores(server, images["photo.jpg"]) != scores(server, images["white.png"], "image/png")


@pytest.mark.parametrize("content_type", ["image/jpeg", "application/x-image", "IMAGE/JPEG", "image/jpeg; charset=binary", "image/png"])
def test_what_counts_is_the_bytes_whichever_image_type_the_request_names(server: Server, images: dict[str, bytes], content_type: str):
    assert scores(server, images["photo.jpg"], content_type) == scores(server, images["photo.jpg"])


def test_png_and_lossless_webp_of_one_photo_get_the_same_scores(server: Server, images: dict[str, bytes]):
    png = scores(server, images["photo.png"], "image/png")
    assert scores(server, images["photo.webp"], "image/webp") == png


def test_a_jpeg_that_is_decoded_at_a_part_of_its_size_gets_nearly_the_scores_of_the_whole(server: Server, images: dict[str, bytes]):
    whole = scores(server, images["photo.png"], "image/png")  # it was made from this very JPEG
    part = scores(server, images["photo.jpg"])
    assert part != whole
    assert part == pytest.approx(whole, abs=0.02 * max(map(abs, whole)))


def test_a_photo_stored_turned_is_seen_upright(server: Server, images: dict[str, bytes]):
    assert scores(server, images["turned.png"], "image/png") == scores(server, images["photo.png"], "image/png")


def test_transparent_parts_are_seen_as_white(server: Server, images: dict[str, bytes]):
    assert scores(server, images["transparent.png"], "image/png") == scores(server, images["white.png"], "image/png")


def test_a_grey_image_is_taken(server: Server, images: dict[str, bytes]):
    assert len(scores(server, images["grey.png"], "image/png")) == 133


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (63, 65)])
def test_an_image_of_an_extreme_shape_is_taken(server: Server, size: tuple[int, int]):
    assert len(scores(server, black_png(*size), "image/png")) == 133


@pytest.mark.parametrize("name", cases(urls=False))
def test_each_request_of_the_table_is_answered_as_it_says(server: Server, name: str):
    case = CASES[name]
    answer = server.invoke(case.body, case.content_type or "", case.accept)
    rows = check(case, answer.status, answer.headers["Content-Type"], answer.text)
    if case.body.startswith(JPEG) and rows:
        assert rows == [scores(server, JPEG)]


def test_each_request_with_a_url_is_answered_as_the_table_says(server: Server):
    with serving(DEMO_MODEL, "--fetch-urls", "https") as fetching:
        fetching.wait_until_healthy()
        for case in cases(urls=True).values():
            answer = fetching.invoke(case.body, case.content_type or "", case.accept)
            check(case, answer.status, answer.headers["Content-Type"], answer.text)


def test_several_images_in_json_are_answered_in_their_order(server: Server, images: dict[str, bytes]):
    names = ["photo.png", "white.png", "grey.png", "photo.webp"]
    answer = server.invoke(instances(*(b64(images[name]) for name in names)), JSON)
    assert len(answer.json) == len(names)
    for name, row in zip(names, answer.json, strict=True):
        assert row == pytest.approx(scores(server, images[name], "image/png"), abs=1e-3)


def test_no_content_type_is_refused(server: Server):
    answer = server.invoke(JPEG, "")
    assert answer.status == 415
    assert "Content-Type is missing" in answer.json["error"]


def test_a_format_that_pillow_knows_but_the_handler_does_not_offer_is_refused(server: Server, images: dict[str, bytes]):
    assert server.invoke(images["photo.gif"], "image/gif").status == 415


def test_a_body_of_a_byte_too_many_is_refused_before_it_is_sent(server: Server):
    head = f"POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: {MAX_BODY_BYTES + 1}\r\n\r\n"
    answer = raw(server, head.encode())
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert f"{MAX_BODY_BYTES} are taken".encode() in answer


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked", 411),
        ("POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: -1", 400),
        ("POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: many", 400),
        ("POST /invocations HTTP/1.1\r\nContent-Type: image/jpeg\r\nContent-Length: 5\r\nAccept: text/csv", 406),
        ("POST /other HTTP/1.1\r\nContent-Length: 0", 404),
        ("GET /invocations HTTP/1.1", 404),
        ("GET /ping/../../etc/passwd HTTP/1.1", 404),
        ("DELETE /ping HTTP/1.1", 501),
        ("nonsense", 400),
    ],
)
def test_a_request_that_breaks_the_contract_is_answered_in_json_and_the_connection_closed(server: Server, head: str, status: int):
    answer = raw(server, f"{head}\r\n\r\n".encode())
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    headers, _, body = answer.partition(b"\r\n\r\n")
    assert b"Connection: close" in headers
    assert json.loads(body)["error"]


def raw(server: Server, request: bytes) -> bytes:
    """The whole answer until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
        return b"".join(parts)


def test_requests_at_the_same_time_get_the_answers_they_get_alone(server: Server, images: dict[str, bytes]):
    bodies = [images["photo.jpg"], images["white.png"], images["grey.png"]] * 8
    alone = [scores(server, body) for body in bodies[:3]] * 8
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda body: scores(server, body), bodies))
    # Threads may add in another order: equal up to rounding.
    for one, other in zip(alone, together, strict=True):
        assert one == pytest.approx(other, abs=1e-4)


def test_a_smaller_pixel_limit_can_be_set(tmp_path: Path):
    with serving(DEMO_MODEL, "--max-pixels", "10000") as small:
        small.wait_until_healthy()
        assert small.invoke(black_png(100, 100), "image/png").status == 200
        assert small.invoke(black_png(100, 101), "image/png").status == 413
