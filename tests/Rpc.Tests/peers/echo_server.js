// The Echo service on @grpc/grpc-js. Prints "listening PORT". The text of a request chooses what happens.
'use strict';
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync('echo.proto', { keepCase: true, defaults: true });
const { Echo } = grpc.loadPackageDefinition(definition).rpc.test;

function endingOf(ping, call) {
  if (ping.text === 'fail') {
    const trailers = new grpc.Metadata();
    trailers.set('reason', 'asked');
    trailers.set('reason-bin', Buffer.from([0, 255]));
    return { code: ping.number, details: 'asked to fail: 100% sûr\n', metadata: trailers };
  }
  if (ping.text === 'throw') return { code: grpc.status.UNKNOWN, details: 'thrown' };
  return null;
}

function isWaiting(ping, call) {
  if (ping.text !== 'wait') return false;
  console.log('waiting');
  call.on('cancelled', () => console.log('cancelled'));
  return true;
}

function reflectMetadata(call) {
  const trailers = new grpc.Metadata();
  const headers = new grpc.Metadata();
  let any = false;
  for (const key of Object.keys(call.metadata.getMap()).filter(name => name.startsWith('echo-'))) {
    for (const value of call.metadata.get(key)) {
      any = true;
      headers.add(key, value);
      trailers.add(`trailing-${key}`, value);
    }
  }
  if (any) call.sendMetadata(headers);
  return trailers;
}

function answer(ping) {
  return { text: ping.text, number: ping.number, payload: ping.text === 'enlarge' ? Buffer.alloc(ping.number) : ping.payload };
}

// An argument before the folder of the .proto files is the time in ms after which an idle connection is closed.
const limits = process.argv.length > 3 ? { 'grpc.max_connection_idle_ms': Number(process.argv[2]) } : {};
const server = new grpc.Server(limits);
server.addService(Echo.service, {
  Once(call, callback) {
    const trailers = reflectMetadata(call);
    if (isWaiting(call.request, call)) return;
    const ending = endingOf(call.request, call);
    if (ending) callback(ending);
    else callback(null, answer(call.request), trailers);
  },
  Collect(call, callback) {
    const pong = { text: '', number: 0 };
    call.on('data', ping => {
      if (isWaiting(ping, call)) return;
      const ending = endingOf(ping, call);
      if (ending) return callback(ending);
      pong.number += ping.number;
      pong.text += ping.text;
    });
    call.on('end', () => callback(null, pong));
  },
  Expand(call) {
    const trailers = reflectMetadata(call);
    for (let number = 0; number < call.request.number; number++) call.write({ text: call.request.text, number, payload: call.request.payload });
    if (isWaiting(call.request, call)) return;
    const ending = endingOf(call.request, call);
    if (ending) call.emit('error', ending);
    else call.end(trailers);
  },
  Talk(call) {
    call.on('data', ping => {
      if (isWaiting(ping, call)) return;
      const ending = endingOf(ping, call);
      if (ending) call.emit('error', ending);
      else call.write(answer(ping));
    });
    call.on('end', () => call.end());
  },
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log('listening', port);
});
process.stdin.on('end', () => process.exit(0)).resume();
