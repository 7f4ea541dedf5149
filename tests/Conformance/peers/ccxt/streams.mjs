import { assert, check, finish } from '../kit/checks.mjs';
import { open, other, symbol } from './client.mjs';

const exchange = await open();

// All at once: streams are slow by design, and a client listens to many.
await Promise.all([
  check('watchTrades by single trades: ids rise by one', async () => {
    const trades = await collect(() => exchange.watchTrades(symbol), 4);
    for (const trade of trades) assert.ok(trade.price > 0 && trade.amount > 0 && ['buy', 'sell'].includes(trade.side));
    for (let i = 1; i < trades.length; i++) assert.ok(Number(trades[i].id) > Number(trades[i - 1].id));
  }),
  check('watchTrades by aggTrade: aggregate ids rise by one', async () => {
    // A symbol of its own: ccxt keeps one list of trades for each symbol, whichever stream they come from.
    const trades = await collect(() => exchange.watchTrades('SOL/USDT:USDT', undefined, undefined, { name: 'aggTrade' }), 4);
    for (let i = 1; i < trades.length; i++) assert.equal(Number(trades[i].id), Number(trades[i - 1].id) + 1);
  }),
  check('watchTradesForSymbols', async () => {
    const seen = new Set();
    while (seen.size < 2) for (const trade of await exchange.watchTradesForSymbols([symbol, other])) seen.add(trade.symbol);
  }),
  check('watchOrderBook applies 20 updates without a gap, and equals the REST book in the end', async () => {
    let book;
    for (let i = 0; i < 20; i++) {
      book = await exchange.watchOrderBook(symbol, 50);
      assert.ok(book.bids[0][0] < book.asks[0][0], 'the book is crossed');
    }
    assert.ok(book.nonce > 0);
    for (;;) {
      book = await exchange.watchOrderBook(symbol, 50);
      const own = { nonce: book.nonce, bids: top(book.bids), asks: top(book.asks) };
      const rest = await exchange.fetchOrderBook(symbol, 20);
      if (own.nonce !== rest.nonce) continue;
      assert.deepEqual(own, { nonce: rest.nonce, bids: top(rest.bids), asks: top(rest.asks) });
      break;
    }
  }, 30000),
  check('watchOrderBookForSymbols', async () => {
    const seen = new Set();
    while (seen.size < 2) seen.add((await exchange.watchOrderBookForSymbols([symbol, other])).symbol);
  }),
  check('watchTicker, watchTickers', async () => {
    assert.ok((await exchange.watchTicker(symbol)).last > 0);
    const tickers = await exchange.watchTickers();
    assert.ok(Object.values(tickers).every((ticker) => ticker.last > 0));
  }),
  check('watchBidsAsks', async () => {
    const { bid, ask } = (await exchange.watchBidsAsks([symbol]))[symbol];
    assert.ok(bid > 0 && ask > bid);
  }),
  check('watchMarkPrice, watchMarkPrices', async () => {
    assert.ok((await exchange.watchMarkPrice(symbol)).markPrice > 0);
    assert.ok(Object.keys(await exchange.watchMarkPrices()).length > 1);
  }),
  check('watchOHLCV, watchOHLCVForSymbols', async () => {
    const [[time, o, h, l, c, volume]] = (await exchange.watchOHLCV(symbol, '1m')).slice(-1);
    assert.equal(time % 60_000, 0);
    assert.ok(l <= Math.min(o, c) && h >= Math.max(o, c) && volume >= 0);
    assert.ok(Object.keys(await exchange.watchOHLCVForSymbols([[other, '5m']])).length === 1);
  }),
]);

await check('unWatchTrades silences the stream and it can be watched again', async () => {
  await exchange.unWatchTrades(symbol);
  assert.ok((await exchange.watchTrades(symbol)).length > 0);
});

await exchange.close();
finish();

/** The best ten levels as plain numbers. */
function top(side) {
  return Array.from(side).slice(0, 10).map(([price, amount]) => [price, amount]);
}

/** Trades as they come, until there are so many. */
async function collect(watch, least) {
  const trades = [];
  while (trades.length < least) trades.push(...(await watch()));
  return [...new Map(trades.map((trade) => [trade.id, trade])).values()];
}
