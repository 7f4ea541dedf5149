"""Calls the Echo, health and reflection services at the address in argv[1] with grpcio; prints "PASS name" or "FAIL name: why"."""
import sys
import threading
import traceback

import grpc
from google.protobuf import descriptor_pb2

import contracts

messages = contracts.messages("rpc.test", "Ping", "Pong")
channel = grpc.insecure_channel(sys.argv[1], options=[("grpc.max_send_message_length", 64 << 20), ("grpc.max_receive_message_length", 64 << 20)])
echo = contracts.stub(channel, "rpc.test.Echo", **contracts.ECHO)
Ping = messages.Ping
LIMIT = 20


def equal(expected, actual):
    assert expected == actual, f"expected {expected!r}, got {actual!r}"


def failure(action):
    try:
        action()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call did not fail")


def unary():
    pong = echo.Once(Ping(text="a", number=7), timeout=LIMIT)
    equal(("a", 7), (pong.text, pong.number))


def large_payload():
    payload = bytes(range(256)) * 12_000
    equal(payload, echo.Once(Ping(payload=payload), timeout=LIMIT).payload)
    equal(8_000_000, len(echo.Once(Ping(text="enlarge", number=8_000_000), timeout=LIMIT).payload))


def metadata_and_trailers():
    sent = (("echo-text", "one"), ("echo-raw-bin", bytes([0, 255, 128, 44])))
    _, call = echo.Once.with_call(Ping(), metadata=sent, timeout=LIMIT)
    headers, trailers = dict(call.initial_metadata()), dict(call.trailing_metadata())
    equal(("one", bytes([0, 255, 128, 44])), (headers["echo-text"], headers["echo-raw-bin"]))
    equal(("one", bytes([0, 255, 128, 44])), (trailers["trailing-echo-text"], trailers["trailing-echo-raw-bin"]))


def every_status():
    for code in grpc.StatusCode:
        if code is grpc.StatusCode.OK:
            continue
        error = failure(lambda: echo.Once(Ping(text="fail", number=code.value[0]), timeout=LIMIT))
        equal((code, "asked to fail: 100% sûr\n"), (error.code(), error.details()))
        equal("asked", dict(error.trailing_metadata())["reason"])


def thrown_exception():
    error = failure(lambda: echo.Once(Ping(text="throw"), timeout=LIMIT))
    equal((grpc.StatusCode.UNKNOWN, False), (error.code(), "secret" in error.details()))


def unknown_method():
    call = channel.unary_unary("/rpc.test.Echo/Never", lambda _: b"", lambda data: data)
    equal(grpc.StatusCode.UNIMPLEMENTED, failure(lambda: call(None, timeout=LIMIT)).code())


def deadline():
    equal(grpc.StatusCode.DEADLINE_EXCEEDED, failure(lambda: echo.Once(Ping(text="wait"), timeout=0.2)).code())


def cancellation():
    call = echo.Talk(iter([Ping(text="a")]), timeout=LIMIT)
    equal("a", next(call).text)
    stuck = echo.Once.future(Ping(text="wait"), timeout=LIMIT)
    stuck.cancel()
    equal(True, stuck.cancelled())
    equal("b", echo.Once(Ping(text="b"), timeout=LIMIT).text)


def client_streaming():
    equal(5050, echo.Collect((Ping(number=n) for n in range(1, 101)), timeout=LIMIT).number)
    equal(0, echo.Collect(iter([]), timeout=LIMIT).number)


def server_streaming():
    equal(list(range(5000)), [pong.number for pong in echo.Expand(Ping(number=5000), timeout=LIMIT)])
    equal([], list(echo.Expand(Ping(number=0), timeout=LIMIT)))


def duplex_streaming():
    turn = threading.Semaphore(1)

    def pings():
        for number in range(100):
            turn.acquire(timeout=LIMIT)
            yield Ping(number=number)

    seen = []
    for pong in echo.Talk(pings(), timeout=LIMIT):
        seen.append(pong.number)
        turn.release()
    equal(list(range(100)), seen)


def stream_that_fails():
    call = echo.Talk(iter([Ping(number=1), Ping(text="fail", number=10)]), timeout=LIMIT)
    equal(1, next(call).number)
    error = failure(lambda: next(call))
    equal((grpc.StatusCode.ABORTED, "asked"), (error.code(), dict(error.trailing_metadata())["reason"]))


def concurrent_calls():
    futures = [echo.Once.future(Ping(number=n), timeout=LIMIT) for n in range(500)]
    equal(list(range(500)), [future.result().number for future in futures])


def too_large():
    error = failure(lambda: echo.Once(Ping(payload=bytes(5 << 20)), timeout=LIMIT))
    equal(grpc.StatusCode.RESOURCE_EXHAUSTED, error.code())


def compressed():
    error = failure(lambda: echo.Once(Ping(text="z" * 5000), compression=grpc.Compression.Gzip, timeout=LIMIT))
    equal(grpc.StatusCode.UNIMPLEMENTED, error.code())


def health_check_and_watch():
    health = contracts.messages("grpc.health.v1", "HealthCheckRequest")
    served = contracts.stub(channel, "grpc.health.v1.Health", Check="unary_unary", Watch="unary_stream")
    check, watch = served.Check, served.Watch
    equal(1, check(health.HealthCheckRequest(service="rpc.test.Echo"), timeout=LIMIT).status)
    equal(grpc.StatusCode.NOT_FOUND, failure(lambda: check(health.HealthCheckRequest(service="no"), timeout=LIMIT)).code())
    states = watch(health.HealthCheckRequest(), timeout=LIMIT)
    equal(1, next(states).status)
    states.cancel()


def reflection_of(package):
    module = contracts.messages(package, "ServerReflectionRequest")
    ask = contracts.stub(channel, f"{package}.ServerReflection", ServerReflectionInfo="stream_stream").ServerReflectionInfo
    requests = [module.ServerReflectionRequest(list_services=""), module.ServerReflectionRequest(file_containing_symbol="rpc.test.Echo")]
    listed, file = list(ask(iter(requests), timeout=LIMIT))
    equal(True, "rpc.test.Echo" in [service.name for service in listed.list_services_response.service])
    descriptor = descriptor_pb2.FileDescriptorProto.FromString(file.file_descriptor_response.file_descriptor_proto[0])
    equal(["Once", "Collect", "Expand", "Talk"], [method.name for method in descriptor.service[0].method])


def reflection_v1():
    reflection_of("grpc.reflection.v1")


def reflection_v1alpha():
    reflection_of("grpc.reflection.v1alpha")


for scenario in (unary, large_payload, metadata_and_trailers, every_status, thrown_exception, unknown_method, deadline, cancellation,
                 client_streaming, server_streaming, duplex_streaming, stream_that_fails, concurrent_calls, too_large, compressed,
                 health_check_and_watch, reflection_v1, reflection_v1alpha):
    try:
        scenario()
        print(f"PASS {scenario.__name__}", flush=True)
    except BaseException as problem:
        print(f"FAIL {scenario.__name__}: {type(problem).__name__}: {problem} {traceback.format_exc().splitlines()}", flush=True)
print("done", flush=True)
