"""The demo API over a real socket: both calls, keys, filters, errors, compression."""

import gzip
import http.client
import json
import socket
from urllib.parse import urlencode, urlsplit

import pytest

from tests.pace import PATIENCE_S
from vpe_tui.demo.catalogue import DOCUMENTED_UUID, catalogue, session_body
from vpe_tui.demo.player import EPOCH_MS, NEWEST, Kind, long_uuid, simulate
from vpe_tui.demo.server import DEMO_KEY, DEMO_PROJECT, DemoServer

HEADERS = {"x-api-key": DEMO_KEY, "x-project-id": DEMO_PROJECT}
LIST = "/v1/sessionRecent"


@pytest.fixture(scope="module")
def server():
    with DemoServer() as running:
        yield running


@pytest.fixture
def connection(server):
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=PATIENCE_S)
    yield connection
    connection.close()


def ask(connection, path, method="GET", **headers):
    connection.request(method, path, headers=HEADERS | headers)
    response = connection.getresponse()
    return response, response.read()


def listed(connection, **query):
    response, body = ask(connection, f"{LIST}?{urlencode(query, safe=',')}" if query else LIST)
    assert response.status == 200
    answer = json.loads(body)
    assert (answer["code"], list(answer)) == (200, ["code", "message", "result"])
    return answer["result"]


def test_it_listens_on_loopback_only(server):
    url = urlsplit(server.base_url)
    assert (url.scheme, url.hostname) == ("http", "127.0.0.1")
    assert url.port > 0


def test_a_session_is_served_as_the_player_logged_it(connection):
    for entry in catalogue():
        response, body = ask(connection, f"{LIST}/{entry.uuid}")
        assert response.status == 200
        assert response.headers["Content-Type"] == "application/json; charset=utf-8"
        assert body == session_body(entry.uuid)


def test_a_connection_is_kept_alive(connection):
    ask(connection, f"{LIST}/{DOCUMENTED_UUID}")
    first = connection.sock
    ask(connection, f"{LIST}/{DOCUMENTED_UUID}")
    assert connection.sock is first is not None


def test_a_long_session_is_made_for_its_uuid(connection):
    _, body = ask(connection, f"{LIST}/{long_uuid(2_000)}")
    assert len(json.loads(body)["result"]["sessionLog"]) == 2_000


@pytest.mark.parametrize("uuid", ["00000000-0000-4000-8000-000000000000", "nonsense", "%2e%2e", long_uuid(2)])
def test_an_unknown_session_is_an_empty_result(connection, uuid):
    response, body = ask(connection, f"{LIST}/{uuid}")
    assert response.status == 200
    assert json.loads(body) == {"code": 200, "message": "sessionRecentDetail", "result": None}


@pytest.mark.parametrize("key", [None, "", "another"])
def test_without_the_key_it_is_401_with_the_documented_body(connection, key):
    connection.request(
        "GET", LIST, headers={"x-project-id": DEMO_PROJECT} | ({} if key is None else {"x-api-key": key})
    )
    response = connection.getresponse()
    assert response.status == 401
    assert json.loads(response.read()) == {"error": {"errorCode": "401", "message": "Authentication Failed"}}


@pytest.mark.parametrize("path", [LIST, f"{LIST}/{DOCUMENTED_UUID}"])
def test_another_project_is_http_200_unauthorized(connection, path):
    response, body = ask(connection, path, **{"x-project-id": "another"})
    assert response.status == 200
    assert json.loads(body) == {"code": 200, "message": "Unauthorized", "result": None}


@pytest.mark.parametrize("path", ["/", "/v1", f"{LIST}/", f"/x{LIST}/{DOCUMENTED_UUID}", "/v1/charts/playCnt"])
def test_an_unknown_path_is_404(connection, path):
    response, body = ask(connection, path)
    assert response.status == 404
    assert json.loads(body)["error"]["errorCode"] == "404"


@pytest.mark.parametrize(("method", "status"), [("POST", 405), ("DELETE", 405), ("PUT", 405), ("BREW", 501)])
def test_it_only_answers_get(connection, method, status):
    response, body = ask(connection, LIST, method)
    assert response.status == status
    assert set(json.loads(body)["error"]) == {"errorCode", "message"}


def test_a_line_that_is_not_http_gets_an_error_and_does_no_harm(server, connection):
    with socket.create_connection(("127.0.0.1", urlsplit(server.base_url).port), timeout=PATIENCE_S) as raw:
        raw.sendall(b"rubbish / in HTTP/9.9 here\r\n\r\n")
        assert b'"errorCode"' in raw.makefile("rb").read()
    assert listed(connection)


def test_the_list_is_the_catalogue_newest_first(connection):
    assert listed(connection) == [entry.row for entry in catalogue()]


@pytest.mark.parametrize("device", ["PC", "Mobile"])
def test_the_list_can_be_of_one_device(connection, device):
    rows = listed(connection, device=device)
    assert {row["device"] for row in rows} == {device}
    assert [row["uuid"] for row in rows] == [e.uuid for e in catalogue() if e.row["device"] == device]
    assert [row["no"] for row in rows] == list(range(1, len(rows) + 1))


def test_the_list_can_be_of_one_kind_of_video(connection):
    live = {row["uuid"] for row in listed(connection, videoType="LIVE")}
    vod = {row["uuid"] for row in listed(connection, videoType="VOD")}
    assert live == {entry.uuid for entry in catalogue() if entry.is_live}
    assert live.isdisjoint(vod)
    assert len(live | vod) == len(listed(connection, videoType="VOD,LIVE")) == len(catalogue())


def test_the_dates_of_the_query_are_utc(connection):
    documented = {"startDate": "2025-10-08 03:52:00", "endDate": "2025-10-08 03:52:01"}
    assert [row["uuid"] for row in listed(connection, **documented)] == [DOCUMENTED_UUID]
    as_korean_time = {"startDate": "2025-10-08 12:52:00", "endDate": "2025-10-08 12:52:01"}
    assert listed(connection, **as_korean_time) == []


def test_the_list_can_be_short(connection):
    assert listed(connection, limit=3) == [entry.row for entry in catalogue()[:3]]
    assert len(listed(connection, limit=100)) == len(catalogue())


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=many", "device=TV", "videoType=", "startDate=yesterday", "page=2", "limit=-1"]
)
def test_a_query_the_api_does_not_have_is_400(connection, query):
    response, body = ask(connection, f"{LIST}?{query}")
    assert response.status == 400
    assert json.loads(body)["error"]["errorCode"] == "400"


def test_it_compresses_for_those_who_accept_it(connection):
    path = f"{LIST}/{next(entry.uuid for entry in catalogue() if entry.kind is Kind.LIVE_DAY)}"
    response, zipped = ask(connection, path, **{"Accept-Encoding": "br;q=0.5, gzip;q=0.8"})
    assert response.headers["Content-Encoding"] == "gzip"
    response, plain = ask(connection, path, **{"Accept-Encoding": "identity"})
    assert response.headers["Content-Encoding"] is None
    assert gzip.decompress(zipped) == plain
    assert len(zipped) < len(plain) / 5
    assert ask(connection, path, **{"Accept-Encoding": "gzip"})[1] == zipped


def test_two_servers_run_side_by_side():
    with DemoServer() as one, DemoServer() as other:
        assert one.base_url != other.base_url


def test_a_stopped_server_answers_nobody_not_even_a_kept_connection():
    server = DemoServer().start()
    connection = http.client.HTTPConnection(urlsplit(server.base_url).netloc, timeout=PATIENCE_S)
    ask(connection, LIST)
    server.stop()
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        ask(connection, LIST)
    connection.close()
    with pytest.raises(ConnectionError):
        ask(connection, LIST)
    connection.close()


def test_a_server_that_never_ran_can_be_stopped_and_stopped_again():
    server = DemoServer()
    server.stop()
    server.stop()


def test_it_is_quiet(connection, capfd):
    ask(connection, LIST)
    ask(connection, "/nowhere")
    assert capfd.readouterr() == ("", "")


NOW_MS = EPOCH_MS + 400 * 86_400_000
"""A year and a month later."""


def test_at_another_time_the_same_sessions_are_recent():
    then, now = catalogue(), catalogue(NOW_MS)
    assert {entry.uuid for entry in then} == {entry.uuid for entry in now}
    first, *others = now
    assert first.uuid == simulate(*NEWEST).uuid
    assert others[-1].uuid == DOCUMENTED_UUID, "as it was documented, byte for byte"
    ages_h = [(NOW_MS - entry.started_ms) / 3_600_000 for entry in now[:-1]]
    assert 0 < ages_h[0] < 0.25 and ages_h[-1] < 97


def test_the_first_session_of_the_list_is_an_instructive_one_that_has_just_ended():
    truth = simulate(*NEWEST).truth
    assert truth.errored and truth.rebuffer_count > 2
    with DemoServer(now_ms=NOW_MS) as running:
        connection = http.client.HTTPConnection(urlsplit(running.base_url).netloc, timeout=PATIENCE_S)
        first = listed(connection)[0]
        _, body = ask(connection, f"{LIST}/{first['uuid']}")
        connection.close()
    ended_ms = int(json.loads(body)["result"]["sessionLog"][-1]["logDateUnix"])
    assert first["uuid"] == simulate(*NEWEST).uuid and 0 < NOW_MS - ended_ms < 600_000
