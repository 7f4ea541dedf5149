"""Messages, stubs and handlers from the descriptors that the test hands over in PEER_DESCRIPTORS (a FileDescriptorSet in base64)."""
import base64
import os
from types import SimpleNamespace

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

_pool = descriptor_pool.DescriptorPool()
for _file in descriptor_pb2.FileDescriptorSet.FromString(base64.b64decode(os.environ["PEER_DESCRIPTORS"])).file:
    _pool.Add(_file)


def _class_of(descriptor):
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(_pool).GetPrototype(descriptor)


def messages(package, *names):
    return SimpleNamespace(**{name: _class_of(_pool.FindMessageTypeByName(f"{package}.{name}")) for name in names})


def _methods(service_name, streaming):
    for method in _pool.FindServiceByName(service_name).methods:
        yield method.name, streaming[method.name], _class_of(method.input_type), _class_of(method.output_type)


def stub(channel, service_name, **streaming):
    """streaming: "unary_stream" and so on, by method name."""
    made = {}
    for name, kind, request, response in _methods(service_name, streaming):
        made[name] = getattr(channel, kind)(f"/{service_name}/{name}", request.SerializeToString, response.FromString)
    return SimpleNamespace(**made)


def handler(service_name, servicer, **streaming):
    made = {}
    for name, kind, request, response in _methods(service_name, streaming):
        made[name] = getattr(grpc, f"{kind}_rpc_method_handler")(getattr(servicer, name), request.FromString, response.SerializeToString)
    return grpc.method_handlers_generic_handler(service_name, made)


ECHO = {"Once": "unary_unary", "Collect": "stream_unary", "Expand": "unary_stream", "Talk": "stream_stream"}
