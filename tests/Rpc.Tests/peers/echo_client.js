// Calls the Echo and health services at the address in argv[2] with @grpc/grpc-js; prints "PASS name" or "FAIL name: why".
'use strict';
const assert = require('node:assert');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, protoRoot] = process.argv.slice(2);
const load = file => grpc.loadPackageDefinition(loader.loadSync(file, { keepCase: true, defaults: true, enums: String, includeDirs: ['.', protoRoot] }));
const credentials = grpc.credentials.createInsecure();
const sizes = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };
const echo = new (load('echo.proto').rpc.test.Echo)(address, credentials, sizes);
const health = new (load('grpc/health/v1/health.proto').grpc.health.v1.Health)(address, credentials);

const within = ms => ({ deadline: Date.now() + ms });
const limit = () => within(20000);

function unaryCall(client, method, request, metadata = new grpc.Metadata(), options = limit()) {
  return new Promise(resolve => {
    const seen = {};
    const call = client[method](request, metadata, options, (error, response) => { seen.error = error; seen.response = response; });
    call.on('metadata', headers => { seen.headers = headers; });
    call.on('status', status => { seen.status = status; resolve(seen); });
    if (options.afterStart) options.afterStart(call);
  });
}

const once = (request, metadata, options) => unaryCall(echo, 'Once', request, metadata, options);

function streamOf(call) {
  return new Promise(resolve => {
    const seen = { messages: [] };
    call.on('data', message => seen.messages.push(message));
    call.on('error', error => { seen.error = error; });
    call.on('status', status => { seen.status = status; resolve(seen); });
  });
}

const scenarios = {
  async unary() {
    const { response } = await once({ text: 'a', number: 7 });
    assert.deepStrictEqual([response.text, response.number], ['a', 7]);
  },
  async large_payload() {
    const payload = Buffer.alloc(3000000, 'abc');
    assert.ok(payload.equals((await once({ payload })).response.payload));
    assert.strictEqual((await once({ text: 'enlarge', number: 8000000 })).response.payload.length, 8000000);
  },
  async metadata_and_trailers() {
    const sent = new grpc.Metadata();
    sent.set('echo-text', 'one');
    sent.set('echo-raw-bin', Buffer.from([0, 255, 128, 44]));
    const { headers, status } = await once({}, sent);
    assert.deepStrictEqual(headers.get('echo-text'), ['one']);
    assert.deepStrictEqual([...headers.get('echo-raw-bin')[0]], [0, 255, 128, 44]);
    assert.deepStrictEqual(status.metadata.get('trailing-echo-text'), ['one']);
    assert.deepStrictEqual([...status.metadata.get('trailing-echo-raw-bin')[0]], [0, 255, 128, 44]);
  },
  async every_status() {
    for (let code = 1; code <= 16; code++) {
      const { status } = await once({ text: 'fail', number: code });
      assert.deepStrictEqual([status.code, status.details], [code, 'asked to fail: 100% sûr\n']);
      assert.deepStrictEqual(status.metadata.get('reason'), ['asked']);
    }
  },
  async thrown_exception() {
    const { status } = await once({ text: 'throw' });
    assert.strictEqual(status.code, grpc.status.UNKNOWN);
    assert.ok(!status.details.includes('secret'));
  },
  async unknown_method() {
    const code = await new Promise(resolve => echo.makeUnaryRequest('/rpc.test.Echo/Never', x => x, x => x, Buffer.alloc(0), error => resolve(error.code)));
    assert.strictEqual(code, grpc.status.UNIMPLEMENTED);
  },
  async deadline() {
    assert.strictEqual((await once({ text: 'wait' }, undefined, within(200))).status.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async cancellation() {
    const { status } = await once({ text: 'wait' }, undefined, { ...limit(), afterStart: call => setTimeout(() => call.cancel(), 50) });
    assert.strictEqual(status.code, grpc.status.CANCELLED);
  },
  async client_streaming() {
    const number = await new Promise((resolve, reject) => {
      const call = echo.Collect(new grpc.Metadata(), limit(), (error, response) => (error ? reject(error) : resolve(response.number)));
      for (let n = 1; n <= 100; n++) call.write({ number: n });
      call.end();
    });
    assert.strictEqual(number, 5050);
  },
  async server_streaming() {
    const { messages, status } = await streamOf(echo.Expand({ number: 5000 }, limit()));
    assert.deepStrictEqual(messages.map(pong => pong.number), [...Array(5000).keys()]);
    assert.strictEqual(status.code, grpc.status.OK);
  },
  async duplex_streaming() {
    const call = echo.Talk(limit());
    call.on('data', pong => (pong.number < 99 ? call.write({ number: pong.number + 1 }) : call.end()));
    call.write({ number: 0 });
    const { messages, status } = await streamOf(call);
    assert.deepStrictEqual([messages.length, status.code], [100, grpc.status.OK]);
  },
  async stream_that_fails() {
    const call = echo.Talk(limit());
    call.write({ number: 1 });
    call.write({ text: 'fail', number: 10 });
    const { messages, status } = await streamOf(call);
    assert.deepStrictEqual([messages.length, status.code, status.metadata.get('reason')], [1, grpc.status.ABORTED, ['asked']]);
  },
  async concurrent_calls() {
    const answers = await Promise.all([...Array(500).keys()].map(number => once({ number })));
    assert.deepStrictEqual(answers.map(answer => answer.response?.number), [...Array(500).keys()]);
  },
  async too_large() {
    assert.strictEqual((await once({ payload: Buffer.alloc(5 << 20) })).status.code, grpc.status.RESOURCE_EXHAUSTED);
  },
  async compressed() {
    const gzip = new (load('echo.proto').rpc.test.Echo)(address, credentials, { 'grpc.default_compression_algorithm': 2 });
    assert.strictEqual((await unaryCall(gzip, 'Once', { text: 'z'.repeat(5000) })).status.code, grpc.status.UNIMPLEMENTED);
    gzip.close();
  },
  async health_check_and_watch() {
    assert.strictEqual((await unaryCall(health, 'Check', { service: 'rpc.test.Echo' })).response.status, 'SERVING');
    assert.strictEqual((await unaryCall(health, 'Check', { service: 'no' })).status.code, grpc.status.NOT_FOUND);
    const watch = health.Watch({}, limit());
    watch.on('data', () => watch.cancel());
    assert.strictEqual((await streamOf(watch)).status.code, grpc.status.CANCELLED);
  },
};

(async () => {
  for (const [name, scenario] of Object.entries(scenarios)) {
    try {
      await scenario();
      console.log(`PASS ${name}`);
    } catch (problem) {
      console.log(`FAIL ${name}: ${problem.stack.replaceAll('\n', ' ')}`);
    }
  }
  console.log('done');
  process.exit(0);
})();
