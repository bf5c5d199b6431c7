"""Reading the notice from real folders and real servers, a hostile one among them."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lpo_desk.updates import reading
from lpo_desk.updates.notice import LARGEST, KeyRefused, NoticeRefused
from lpo_desk.updates.reading import PlaceAway, is_usable, look
from tests.updates.notices import NOTICE, PUBLIC_TEXT, sealed

OURS = "1.0.0"
Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """`answers` by path; what was asked is kept in `asked`, with its headers."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, dict(self.headers)))
                answer = outer.answers.get(self.path)
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Server()
    yield made
    made.close()


def says(content: bytes, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def test_a_folder_and_a_file_of_a_share(tmp_path: Path) -> None:
    share = tmp_path / "päivitykset"
    share.mkdir()
    with pytest.raises(PlaceAway):
        look(str(share), PUBLIC_TEXT, OURS)
    (share / "update.json").write_bytes(sealed())
    assert look(str(share), PUBLIC_TEXT, OURS) == NOTICE
    assert look(str(share / "update.json"), PUBLIC_TEXT, OURS) == NOTICE


def test_a_share_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(PlaceAway):
        look(str(tmp_path / "absent"), PUBLIC_TEXT, OURS)
    (tmp_path / "update.json").mkdir()
    with pytest.raises(PlaceAway):
        look(str(tmp_path), PUBLIC_TEXT, OURS)


def test_a_web_server(server: Server) -> None:
    server.answers["/desk/update.json"] = says(sealed())
    assert look(f"{server.address}/desk", PUBLIC_TEXT, OURS) == NOTICE
    assert look(f"{server.address}/desk/", PUBLIC_TEXT, OURS) == NOTICE
    assert look(f"{server.address}/desk/update.json", PUBLIC_TEXT, OURS) == NOTICE
    with pytest.raises(PlaceAway):
        look(server.address, PUBLIC_TEXT, OURS)


def test_the_question_tells_nothing_of_us(server: Server) -> None:
    """Neither which computer, user or version asks: the server learns that somebody has the program."""
    server.answers["/update.json"] = says(sealed())
    look(server.address, PUBLIC_TEXT, OURS)
    ((path, headers),) = server.asked
    assert path == "/update.json"
    assert {name.lower() for name in headers} == {"accept-encoding", "host", "user-agent", "connection"}
    assert headers["User-Agent"] == "LPO Desk"


def test_the_same_version_is_no_news_and_an_older_one_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "update.json"
    file.write_bytes(sealed(version=OURS))
    assert look(str(tmp_path), PUBLIC_TEXT, OURS) is None
    file.write_bytes(sealed(version="0.9.9"))
    with pytest.raises(NoticeRefused) as refused:
        look(str(tmp_path), PUBLIC_TEXT, OURS)
    assert refused.value.key == "update.older"


def test_without_a_key_nothing_is_believed(tmp_path: Path) -> None:
    (tmp_path / "update.json").write_bytes(sealed())
    with pytest.raises(KeyRefused):
        look(str(tmp_path), "", OURS)


def test_no_more_is_read_than_a_notice_may_have(server: Server) -> None:
    """A server that never ends: what it could send is not bounded, what is read is."""
    gone = threading.Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 65536)
        except OSError:
            gone.set()

    server.answers["/update.json"] = endless
    with pytest.raises(NoticeRefused) as refused:
        look(server.address, PUBLIC_TEXT, OURS)
    assert refused.value.key == "update.too_big"
    assert gone.wait(30), "it was hung up on"


def test_a_large_file_is_not_read_whole(tmp_path: Path) -> None:
    with (tmp_path / "update.json").open("wb") as file:
        file.truncate(1 << 40)  # a sparse file: reading it all would need a terabyte
    with pytest.raises(NoticeRefused) as refused:
        look(str(tmp_path), PUBLIC_TEXT, OURS)
    assert refused.value.key == "update.too_big"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirection_is_not_followed(server: Server, tmp_path: Path, code: int) -> None:
    (tmp_path / "update.json").write_bytes(sealed())
    for target in ("/elsewhere/update.json", (tmp_path / "update.json").as_uri()):

        def answer(handler: BaseHTTPRequestHandler, target: str = target) -> None:
            handler.send_response(code)
            handler.send_header("Location", target)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        server.answers["/update.json"] = answer
        server.answers["/elsewhere/update.json"] = says(sealed())
        with pytest.raises(PlaceAway):
            look(server.address, PUBLIC_TEXT, OURS)
    assert {path for path, _ in server.asked} == {"/update.json"}


@pytest.mark.parametrize(
    "spoken",
    [
        b"",
        b"\x00" * 100,
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{",
        b"SSH-2.0-x\r\n",
        b"HTTP/9 9 9\r\n\r\n",
    ],
    ids=range(5),
)
def test_a_server_that_speaks_nonsense(spoken: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            caller, _ = listening.accept()
            with caller:
                caller.recv(4096)
                caller.sendall(spoken)

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises((PlaceAway, NoticeRefused)):
            look(f"http://127.0.0.1:{listening.getsockname()[1]}", PUBLIC_TEXT, OURS)
        thread.join()


def test_a_server_that_drips_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter now and then keeps every single wait short; the whole has its own end."""
    monkeypatch.setattr(reading, "SECONDS", 0.3)
    gone = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while not gone.wait(0.02):
                handler.wfile.write(b" ")
        except OSError:
            gone.set()

    server.answers["/update.json"] = drip
    with pytest.raises(PlaceAway):
        look(server.address, PUBLIC_TEXT, OURS)
    gone.set()


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(PlaceAway):
        look(f"http://127.0.0.1:{port}", PUBLIC_TEXT, OURS)


@pytest.mark.parametrize(
    "place",
    [
        "ftp://palvelin/update.json",
        "file:///etc/update.json",
        "http://maija:salasana@palvelin/",
        "http://maija@palvelin/",
        "http://",
        "http://[::1",
        "päivitykset",
        "../update.json",
        "",
    ],
)
def test_what_is_no_place(place: str) -> None:
    assert not is_usable(place)
    with pytest.raises(PlaceAway):
        look(place, PUBLIC_TEXT, OURS)


@pytest.mark.skipif(os.name != "nt", reason="the paths of Windows")
@pytest.mark.parametrize("place", [r"\\palvelin\jako", r"D:\päivitykset", r"\\palvelin\jako\update.json"])
def test_shares_are_places(place: str) -> None:
    assert is_usable(place)


def test_the_bound_is_what_the_sentence_says() -> None:
    assert LARGEST == 64 * 1024
