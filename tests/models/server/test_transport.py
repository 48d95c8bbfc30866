import socket
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from skelbench.errors import ModelError, ParameterError, ServerError
from skelbench.models.server import ServerConfig, Transport

KEY = "sk-not-a-real-key"


def test_a_reply_comes_back_byte_for_byte_and_no_key_goes_out_unasked(model_server, transport):
    model_server.say(b'{"a": 1}')
    assert transport().post("/chat/completions", {"x": "y"}) == b'{"a": 1}'
    assert model_server.bodies == [{"x": "y"}]
    assert "Authorization" not in model_server.headers[0]


def test_the_key_is_read_from_the_named_variable_and_an_empty_one_is_refused(model_server, transport, monkeypatch):
    monkeypatch.setenv("SOME_KEY", KEY)
    model_server.say({})
    transport(key_variable="SOME_KEY").post("/x", {})
    assert model_server.headers[0]["Authorization"] == f"Bearer {KEY}"
    monkeypatch.delenv("SOME_KEY")
    with pytest.raises(ParameterError, match="in the variable SOME_KEY, found none"):
        transport(key_variable="SOME_KEY")


def test_a_server_that_repeats_the_key_does_not_make_us_repeat_it(model_server, transport, monkeypatch):
    monkeypatch.setenv("SOME_KEY", KEY)
    model_server.say({"error": {"message": f"Incorrect key {KEY}\n\x1b[31mred"}}, status=401)
    with pytest.raises(ServerError) as found:
        transport(key_variable="SOME_KEY").post("/x", {})
    assert KEY not in str(found.value) and "Incorrect key (SOME_KEY) [31mred" in str(found.value)
    model_server.replies.clear()
    model_server.say({"text": f"your key is {KEY}"})
    assert KEY.encode() not in transport(key_variable="SOME_KEY").post("/x", {})


def test_too_many_requests_are_tried_again_after_the_seconds_that_were_asked_for(model_server, transport, slept):
    model_server.say({"error": "slow down"}, status=429, headers={"Retry-After": "7"})
    model_server.say(b"ok")
    assert transport().post("/x", {}) == b"ok"
    assert slept == [7.0]


def test_a_date_to_come_back_at_is_understood(model_server, transport, slept):
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    model_server.say({}, status=503, headers={"Retry-After": moment})
    model_server.say(b"ok")
    transport().post("/x", {})
    assert slept == [pytest.approx(29.5, abs=1.5)]


def test_a_server_that_asks_to_wait_for_an_hour_ends_the_work(model_server, transport, slept):
    model_server.say({}, status=429, headers={"Retry-After": "3600"})
    with pytest.raises(ServerError, match="asks to wait 3600 s"):
        transport().post("/x", {})
    assert slept == []


def test_a_broken_server_is_asked_ever_more_slowly_and_then_left(model_server, transport, slept):
    model_server.say({"error": {"message": "out of order"}}, status=500)
    with pytest.raises(ServerError, match="at the last of 4 tries: 500 out of order; what was answered is kept"):
        transport(tries=4).post("/x", {})
    assert len(model_server.bodies) == 4
    assert slept == [pytest.approx(wait, rel=0.26) for wait in (1, 2, 4)]


def test_a_server_that_keeps_silent_is_given_up_in_time(model_server, transport):
    model_server.say({}, before=threading.Event())
    started = time.monotonic()
    with pytest.raises(ServerError, match=r"no answer within 0.1 s"):
        transport(timeout=0.1, tries=2).post("/x", {})
    assert time.monotonic() - started < 3
    model_server.replies[0]["before"].set()


def test_a_reply_that_never_ends_is_given_up_in_time():
    """A byte now and then keeps every single read short."""
    listening = socket.create_server(("127.0.0.1", 0))

    def drip():
        connection, _ = listening.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            for _ in range(100):
                time.sleep(0.05)
                try:
                    connection.sendall(b" ")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    config = ServerConfig(f"http://127.0.0.1:{listening.getsockname()[1]}/v1", "tiny", timeout=0.3, tries=1)
    carrier = Transport(config)
    with pytest.raises(ServerError, match=r"no whole answer within 0\.3 s"):
        carrier.post("/x", {})
    carrier.close()
    thread.join(10)
    listening.close()


@pytest.mark.parametrize("drop", [0, 5])
def test_a_connection_that_closes_within_a_reply_is_tried_again(model_server, transport, slept, drop):
    model_server.say(b'{"whole": true}', drop=drop)
    model_server.say(b'{"whole": true}')
    assert transport().post("/x", {}) == b'{"whole": true}'
    assert len(slept) == 1


def test_nobody_at_home_is_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    carrier = Transport(ServerConfig(f"http://127.0.0.1:{port}/v1", "tiny", tries=2), sleep=lambda seconds: None)
    with pytest.raises(ServerError, match=f"Expected an answer from 127.0.0.1:{port}"):
        carrier.post("/x", {})
    carrier.close()


def test_a_reply_larger_than_allowed_is_not_read(model_server, transport):
    model_server.say(b" " * 300_000)
    with pytest.raises(ModelError, match="at most 1000 bytes"):
        transport(largest_reply=1000).post("/x", {})


def test_a_reply_compressed_unasked_is_not_opened(model_server, transport):
    model_server.say(b"bomb", headers={"Content-Encoding": "gzip"})
    with pytest.raises(ModelError, match="found it compressed"):
        transport().post("/x", {})
    assert model_server.headers[0]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed_so_no_key_goes_to_another_host(model_server, transport, monkeypatch, status):
    monkeypatch.setenv("SOME_KEY", KEY)
    model_server.say(b"", status=status, headers={"Location": "https://elsewhere.example/v1"})
    with pytest.raises(ServerError, match=r"sends on to https://elsewhere\.example/v1: nothing follows"):
        transport(key_variable="SOME_KEY").post("/x", {})
    assert len(model_server.bodies) == 1


def test_a_first_request_that_is_refused_ends_the_work_and_a_later_one_fails_alone(model_server, transport):
    model_server.say({"error": {"message": "unknown field"}}, status=422)
    model_server.say(b"ok")
    model_server.say({"detail": "picture too large"}, status=400)
    carrier = transport()
    with pytest.raises(ServerError, match="refuses to answer: 422 unknown field"):
        carrier.post("/x", {})
    carrier.post("/x", {})
    with pytest.raises(ModelError, match="refused this request: 400 picture too large"):
        carrier.post("/x", {})


def test_requests_keep_the_pace(model_server, transport, slept):
    model_server.say(b"ok")
    carrier = transport()
    waits = []
    carrier.pace.wait = lambda: waits.append(1)
    carrier.post("/x", {})
    carrier.post("/x", {})
    assert waits == [1, 1]
