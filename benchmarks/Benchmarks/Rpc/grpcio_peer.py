"""The grpcio side of the comparison. argv: server|client threads|asyncio, and for a client: address warmup sequential concurrent lanes.

A client prints two lines of p50_us p99_us calls_per_second: one call after another, then `lanes` at once. Payloads are plain
bytes, so no protobuf work counts against it.
"""
import asyncio
import sys
import threading
import time
from concurrent import futures

import grpc
import grpc.aio

PATH = "/bench.Echo/Once"
PAYLOAD = b"x" * 64


class Once(grpc.GenericRpcHandler):
    def __init__(self, handler):
        self._method = grpc.unary_unary_rpc_method_handler(handler)

    def service(self, details):
        return self._method if details.method == PATH else None


def serve_threads():
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=16))
    server.add_generic_rpc_handlers((Once(lambda request, context: request),))
    print("listening", server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    sys.stdin.read()
    server.stop(0)


async def serve_asyncio():
    async def once(request, context):
        return request

    server = grpc.aio.server()
    server.add_generic_rpc_handlers((Once(once),))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print("listening", port, flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await server.stop(0)


def report(times, elapsed):
    times = sorted(times)
    print("measured", times[len(times) // 2] * 1e6, times[len(times) * 99 // 100] * 1e6, len(times) / elapsed, flush=True)


def call_threads(address, warmup, sequential, concurrent, lanes):
    once = grpc.insecure_channel(address).unary_unary(PATH)

    def lane(count, times):
        for _ in range(count):
            began = time.perf_counter()
            once(PAYLOAD, timeout=10)
            times.append(time.perf_counter() - began)

    lane(warmup, [])
    times, began = [], time.perf_counter()
    lane(sequential, times)
    report(times, time.perf_counter() - began)
    results = [[] for _ in range(lanes)]
    threads = [threading.Thread(target=lane, args=(concurrent // lanes, result)) for result in results]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    report([one for result in results for one in result], time.perf_counter() - began)


async def call_asyncio(address, warmup, sequential, concurrent, lanes):
    async with grpc.aio.insecure_channel(address) as channel:
        once = channel.unary_unary(PATH)

        async def lane(count, times):
            for _ in range(count):
                began = time.perf_counter()
                await once(PAYLOAD, timeout=10)
                times.append(time.perf_counter() - began)

        await lane(warmup, [])
        times, began = [], time.perf_counter()
        await lane(sequential, times)
        report(times, time.perf_counter() - began)
        times, began = [], time.perf_counter()
        await asyncio.gather(*[lane(concurrent // lanes, times) for _ in range(lanes)])
        report(times, time.perf_counter() - began)


role, style, *rest = sys.argv[1:]
if role == "server":
    serve_threads() if style == "threads" else asyncio.run(serve_asyncio())
else:
    address, counts = rest[0], [int(count) for count in rest[1:]]
    call_threads(address, *counts) if style == "threads" else asyncio.run(call_asyncio(address, *counts))
    print("resident", next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")), flush=True)
