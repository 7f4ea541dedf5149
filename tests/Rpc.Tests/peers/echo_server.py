"""The Echo service on grpcio. Prints "listening PORT". The text of a request chooses what happens."""
import sys
import threading
from concurrent import futures

import grpc

import contracts

messages = contracts.messages("rpc.test", "Ping", "Pong")


def maybe_end(ping, context):
    if ping.text == "fail":
        context.set_trailing_metadata((("reason", "asked"), ("reason-bin", bytes([0, 255]))))
        code = next(code for code in grpc.StatusCode if code.value[0] == ping.number)
        context.abort(code, "asked to fail: 100% sûr\n")
    if ping.text == "throw":
        raise RuntimeError("secret detail")
    if ping.text == "wait":
        print("waiting", flush=True)
        ended = threading.Event()
        if not context.add_callback(ended.set):
            ended.set()
        ended.wait(30)
        print("cancelled", flush=True)


def reflect_metadata(context):
    echoed = [(key, value) for key, value in context.invocation_metadata() if key.startswith("echo-")]
    if echoed:
        context.send_initial_metadata(echoed)
        context.set_trailing_metadata([("trailing-" + key, value) for key, value in echoed])


def answer(ping):
    payload = bytes(ping.number) if ping.text == "enlarge" else ping.payload
    return messages.Pong(text=ping.text, number=ping.number, payload=payload)


class Echo:
    def Once(self, request, context):
        reflect_metadata(context)
        maybe_end(request, context)
        return answer(request)

    def Collect(self, request_iterator, context):
        pong = messages.Pong()
        for ping in request_iterator:
            maybe_end(ping, context)
            pong.number += ping.number
            pong.text += ping.text
        return pong

    def Expand(self, request, context):
        reflect_metadata(context)
        for number in range(request.number):
            yield messages.Pong(text=request.text, number=number, payload=request.payload)
        maybe_end(request, context)

    def Talk(self, request_iterator, context):
        for ping in request_iterator:
            maybe_end(ping, context)
            yield answer(ping)


# An argument is the time in ms after which an idle connection is closed.
limits = [("grpc.max_connection_idle_ms", int(sys.argv[1]))] if len(sys.argv) > 1 else []
server = grpc.server(futures.ThreadPoolExecutor(max_workers=32), options=limits)
server.add_generic_rpc_handlers((contracts.handler("rpc.test.Echo", Echo(), **contracts.ECHO),))
print("listening", server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(0)
