"""One post to a real server that answers, fails, hangs, resets and redirects."""

import json
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.hooks.wire import HookWire
from domain.hooks.fate import Accepted, Refused, Silent
from domain.hooks.signature import signature
from tests.hooks.receiver import SECRET, Receiver, answers, hangs, receiving, resets, trickles

BODY = '{"v":1,"сөз":"сәлем"}'.encode()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as server:
        yield server


@pytest.fixture
async def wire(receiver: Receiver) -> AsyncIterator[HookWire]:
    one = HookWire(receiver.url, SECRET, SystemClock(), total=0.5)
    yield one
    await one.close()


async def test_body_key_and_signature_arrive_as_they_are(
    wire: HookWire, receiver: Receiver
) -> None:
    assert await wire.post("7-1800000000", BODY) == Accepted()
    [post] = receiver.posts
    assert post.body == BODY
    assert post.key == "7-1800000000"
    assert post.headers["Content-Type"] == "application/json; charset=utf-8"
    time = int(post.signature.partition(",")[0].removeprefix("t="))
    assert post.signature == signature(SECRET, BODY, time)
    assert SECRET not in json.dumps(post.headers)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_any_2xx_accepts(wire: HookWire, receiver: Receiver, status: int) -> None:
    receiver.prepared = [answers(status)]
    assert await wire.post("1-1", BODY) == Accepted()


@pytest.mark.parametrize("status", [400, 401, 404, 408, 422, 425, 500, 502])
async def test_other_answers_are_values(wire: HookWire, receiver: Receiver, status: int) -> None:
    receiver.prepared = [answers(status, Retry_After="60")]
    assert await wire.post("1-1", BODY) == Refused(status)


async def test_retry_after_in_seconds_and_as_a_date(wire: HookWire, receiver: Receiver) -> None:
    date = formatdate(SystemClock().now() + 120, usegmt=True)
    receiver.prepared = [answers(429, Retry_After="30"), answers(503, Retry_After=date)]
    assert await wire.post("1-1", BODY) == Refused(429, 30.0)
    answer = await wire.post("1-1", BODY)
    assert isinstance(answer, Refused)
    assert answer.retry_after == pytest.approx(120, abs=3)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(wire: HookWire, receiver: Receiver, status: int) -> None:
    receiver.prepared = [answers(status, Location="/elsewhere")]
    assert await wire.post("1-1", BODY) == Refused(status)
    assert len(receiver.posts) == 1


async def test_a_server_that_hangs_is_left_in_time(wire: HookWire, receiver: Receiver) -> None:
    receiver.prepared = [hangs]
    answer = await wire.post("1-1", BODY)
    assert answer in (Silent("no answer in time"), Silent("ReadTimeout"))


async def test_a_broken_connection_is_silence_and_the_next_post_works(
    wire: HookWire, receiver: Receiver
) -> None:
    receiver.prepared = [resets]
    answer = await wire.post("1-1", BODY)
    assert isinstance(answer, Silent)
    assert answer.reason in {"RemoteProtocolError", "ReadError"}
    assert await wire.post("1-1", BODY) == Accepted()


async def test_the_head_decides_whatever_becomes_of_the_body(
    wire: HookWire, receiver: Receiver
) -> None:
    receiver.prepared = [trickles]
    assert await wire.post("1-1", BODY) == Accepted()


async def test_nobody_there_is_silence_without_an_address() -> None:
    wire = HookWire("http://127.0.0.1:9/events?token=hidden", SECRET, SystemClock(), total=2)
    answer = await wire.post("1-1", BODY)
    await wire.close()
    assert answer == Silent("ConnectError")


async def test_a_proxy_of_the_environment_is_not_asked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    wire = HookWire(receiver.url, SECRET, SystemClock())
    assert await wire.post("1-1", BODY) == Accepted()
    await wire.close()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Key and certificate of 127.0.0.1 that no authority knows."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    file = tmp_path / "both.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out", tmp_path / "only.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    file.write_text(file.read_text() + (tmp_path / "only.pem").read_text())
    return file


async def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    async with receiving(tls) as receiver:
        strange = HookWire(receiver.url, SECRET, SystemClock())
        assert await strange.post("1-1", BODY) == Silent("ConnectError")
        await strange.close()
        assert receiver.posts == []
        # as when the machine's owner has installed the authority of the call centre
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_name("only.pem")))
        known = HookWire(receiver.url, SECRET, SystemClock())
        assert await known.post("1-1", BODY) == Accepted()
        await known.close()
