import { assert, check, finish } from '../kit/checks.mjs';
import { open, other, symbol } from './client.mjs';

const client = open();
const streams = await client.websocketStreams.connect();
const lower = symbol.toLowerCase();

/** The first messages of a stream. */
function messages(stream, count = 1) {
  return new Promise((resolve) => {
    const seen = [];
    stream.on('message', (message) => {
      seen.push(message);
      if (seen.length === count) resolve(seen);
    });
  });
}

const number = (value) => Number(value);

// At once, since streams are slow by design, but below ten messages a second on a socket: the exchange closes one that sends more.
await Promise.all([
  check('connect opens three sockets', async () => {
    assert.equal(streams.isConnected(), true);
  }),
  check('aggregateTradeStreams: ids rise by one', async () => {
    const rows = await messages(streams.aggregateTradeStreams({ symbol: lower }), 4);
    for (const row of rows) {
      assert.equal(row.e, 'aggTrade');
      assert.equal(row.s, symbol);
      assert.ok(number(row.p) > 0 && number(row.q) > 0 && number(row.nq) >= 0 && number(row.l) >= number(row.f));
      assert.equal(number(row.st), 1);
    }
    for (let i = 1; i < rows.length; i++) assert.equal(number(rows[i].a), number(rows[i - 1].a) + 1);
  }),
  check('diffBookDepthStreams: pu equals the u before', async () => {
    const rows = await messages(streams.diffBookDepthStreams({ symbol: lower, updateSpeed: '100ms' }), 8);
    for (let i = 1; i < rows.length; i++) assert.equal(number(rows[i].pu), number(rows[i - 1].u));
    assert.ok(rows.every((row) => row.e === 'depthUpdate' && number(row.U) <= number(row.u)));
  }),
  check('partialBookDepthStreams has so many levels', async () => {
    const [row] = await messages(streams.partialBookDepthStreams({ symbol: lower, levels: 5, updateSpeed: '100ms' }));
    assert.ok(row.b.length === 5 && row.a.length === 5 && number(row.b[0][0]) < number(row.a[0][0]));
  }),
  check('rpiDiffBookDepthStreams', async () => {
    const [row] = await messages(streams.rpiDiffBookDepthStreams({ symbol: lower }));
    assert.equal(row.s, symbol);
  }),
  check('book tickers, one and all', async () => {
    const [one] = await messages(streams.individualSymbolBookTickerStreams({ symbol: lower }));
    assert.ok(number(one.b) < number(one.a) && number(one.u) > 0);
    const [all] = await messages(streams.allBookTickersStream());
    assert.equal(all.e, 'bookTicker');
  }),
  check('klines, of the contract and continuous', async () => {
    const [row] = await messages(streams.klineCandlestickStreams({ symbol: lower, interval: '1m' }));
    assert.equal(row.k.i, '1m');
    assert.equal(number(row.k.T) - number(row.k.t), 59_999);
    const [continuous] = await messages(streams.continuousContractKlineCandlestickStreams({ pair: lower, contractType: 'perpetual', interval: '1m' }));
    assert.equal(continuous.e, 'continuous_kline');
    assert.equal(continuous.ps, symbol);
  }),
  check('mark prices, one and all', async () => {
    const [one] = await messages(streams.markPriceStream({ symbol: lower, updateSpeed: '1s' }));
    assert.ok(number(one.p) > 0 && number(one.i) > 0 && number(one.T) > Date.now() - 60_000);
    const [all] = await messages(streams.markPriceStreamForAllMarket({ updateSpeed: '1s' }));
    assert.ok(Array.isArray(all) && all.length > 1);
  }),
  check('tickers and mini tickers, one and all', async () => {
    const rows = await Promise.all([
      messages(streams.individualSymbolTickerStreams({ symbol: lower })),
      messages(streams.individualSymbolMiniTickerStream({ symbol: lower })),
      messages(streams.allMarketTickersStreams()),
      messages(streams.allMarketMiniTickersStream()),
    ]);
    assert.deepEqual(rows.slice(0, 2).map(([row]) => row.e), ['24hrTicker', '24hrMiniTicker']);
    assert.ok(rows.slice(2).every(([row]) => Array.isArray(row) && number(row[0].c) > 0));
  }),
]);

await check('unsubscribe ends a stream', async () => {
  let count = 0;
  const stream = streams.aggregateTradeStreams({ symbol: other.toLowerCase() });
  await messages(stream, 1);
  stream.on('message', () => { count += 1; });
  stream.unsubscribe();
  const clock = streams.markPriceStream({ symbol: other.toLowerCase(), updateSpeed: '1s' });
  await messages(clock, 1);
  const before = count;
  await messages(clock, 2);
  assert.equal(count, before);
});

await check('streams that have nothing to say are accepted, and the others go on', async () => {
  const silent = [`${lower}@forceOrder`, '!forceOrder@arr', '!contractInfo', '!assetIndex@arr', 'defiusdt@compositeIndex', 'tradingSession', 'no-such-stream'];
  streams.subscribe(silent);
  await messages(streams.markPriceStream({ symbol: other.toLowerCase() }), 1);
});

await streams.disconnect();
finish();
