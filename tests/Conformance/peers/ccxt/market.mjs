import { assert, check, finish, refused } from '../kit/checks.mjs';
import { ccxt, open, symbol } from './client.mjs';

const exchange = await open();
const minute = 60_000;

await check('loadMarkets gives linear swaps with filters', async () => {
  const market = exchange.market(symbol);
  assert.equal(market.id, 'BTCUSDT');
  assert.equal(market.swap && market.linear && market.active && market.contract, true);
  assert.equal(market.settle, 'USDT');
  assert.ok(market.precision.price > 0 && market.precision.amount > 0);
  assert.ok(market.limits.amount.min > 0 && market.limits.amount.max > market.limits.amount.min);
  assert.ok(market.limits.price.min > 0 && market.limits.cost.min > 0);
  assert.ok(market.limits.market.max > 0);
});

await check('fetchTime is near the clock of this machine', async () => {
  assert.ok(Math.abs((await exchange.fetchTime()) - Date.now()) < 1500);
});

await check('a ping is answered', async () => {
  assert.deepEqual(await exchange.fapiPublicGetPing(), {});
});

await check('fetchOrderBook is sorted and has a nonce', async () => {
  const book = await exchange.fetchOrderBook(symbol, 20);
  assert.ok(book.bids.length > 0 && book.asks.length > 0 && book.bids.length <= 20);
  assert.ok(book.bids[0][0] < book.asks[0][0]);
  for (let i = 1; i < book.bids.length; i++) assert.ok(book.bids[i][0] < book.bids[i - 1][0]);
  for (let i = 1; i < book.asks.length; i++) assert.ok(book.asks[i][0] > book.asks[i - 1][0]);
  assert.ok(book.nonce > 0 && book.timestamp > 0);
});

await check('fetchTrades gives aggregate trades in order', async () => {
  const trades = await exchange.fetchTrades(symbol, undefined, 50);
  assert.ok(trades.length > 0);
  for (const trade of trades) {
    assert.ok(trade.price > 0 && trade.amount > 0 && ['buy', 'sell'].includes(trade.side));
    assert.ok(Math.abs(trade.cost - trade.price * trade.amount) < 1e-6 * trade.cost);
  }
  for (let i = 1; i < trades.length; i++) assert.equal(Number(trades[i].id), Number(trades[i - 1].id) + 1);
});

await check('fetchTrades by the public and the historical endpoint', async () => {
  const recent = await exchange.fetchTrades(symbol, undefined, 20, { fetchTradesMethod: 'fapiPublicGetTrades' });
  const older = await exchange.fetchTrades(symbol, undefined, 20, { fetchTradesMethod: 'fapiPublicGetHistoricalTrades' });
  assert.ok(recent.length > 0 && older.length > 0);
  assert.ok(recent.every((trade) => trade.price > 0 && trade.id !== undefined));
});

for (const [interval, span] of [['1m', minute], ['5m', 5 * minute], ['1h', 60 * minute]]) {
  await check(`fetchOHLCV ${interval}`, async () => {
    const rows = await exchange.fetchOHLCV(symbol, interval, undefined, 5);
    assert.ok(rows.length > 0, 'no rows');
    for (const [time, o, h, l, c, volume] of rows) {
      assert.equal(time % span, 0);
      assert.ok(l <= Math.min(o, c) && h >= Math.max(o, c) && volume >= 0);
    }
    for (let i = 1; i < rows.length; i++) assert.equal(rows[i][0] - rows[i - 1][0], span);
  });
}

for (const price of ['mark', 'index', 'premiumIndex']) {
  await check(`fetchOHLCV of the ${price} price`, async () => {
    const rows = await exchange.fetchOHLCV(symbol, '1m', undefined, 3, { price });
    assert.ok(rows.length > 0, 'no rows');
    for (const [, o, h, l, c] of rows) assert.ok(l <= Math.min(o, c) && h >= Math.max(o, c));
  });
}

await check('fetchTicker and fetchTickers', async () => {
  const ticker = await exchange.fetchTicker(symbol);
  assert.ok(ticker.last > 0 && ticker.high >= ticker.low && ticker.baseVolume >= 0 && ticker.quoteVolume >= 0);
  const all = await exchange.fetchTickers();
  assert.equal(Object.keys(all).length, exchange.symbols.length);
});

await check('fetchBidsAsks, fetchLastPrices, fetchMarkPrice, fetchMarkPrices', async () => {
  const { bid, ask } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  assert.ok(bid > 0 && ask > bid);
  assert.ok((await exchange.fetchLastPrices([symbol]))[symbol].price > 0);
  assert.ok((await exchange.fetchMarkPrice(symbol)).markPrice > 0);
  assert.ok(Object.keys(await exchange.fetchMarkPrices()).length > 0);
});

await check('fetchFundingRate, fetchFundingRates, fetchFundingRateHistory, fetchFundingIntervals', async () => {
  const funding = await exchange.fetchFundingRate(symbol);
  assert.ok(funding.markPrice > 0 && funding.indexPrice > 0 && Number.isFinite(funding.fundingRate));
  assert.ok(funding.fundingTimestamp > Date.now() - minute);
  assert.ok(Object.keys(await exchange.fetchFundingRates()).length > 0);
  assert.ok(Array.isArray(await exchange.fetchFundingRateHistory(symbol, undefined, 5)));
  assert.equal(typeof (await exchange.fetchFundingIntervals()), 'object');
});

await check('fetchOpenInterest, fetchOpenInterestHistory, fetchLongShortRatioHistory', async () => {
  assert.ok((await exchange.fetchOpenInterest(symbol)).openInterestAmount >= 0);
  assert.ok(Array.isArray(await exchange.fetchOpenInterestHistory(symbol, '5m', undefined, 3)));
  assert.ok(Array.isArray(await exchange.fetchLongShortRatioHistory(symbol, '5m', undefined, 3)));
});

await check('raw auxiliary endpoints answer', async () => {
  await exchange.fapiPublicGetRpiDepth({ symbol: 'BTCUSDT' });
  await exchange.fapiPublicGetIndexInfo();
  await exchange.fapiPublicGetAssetIndex();
  await exchange.fapiPublicGetConstituents({ symbol: 'BTCUSDT' });
  await exchange.fapiPublicGetInsuranceBalance();
  await exchange.fapiPublicGetSymbolAdlRisk({ symbol: 'BTCUSDT' });
  await exchange.fapiPublicV2GetTickerPrice({ symbol: 'BTCUSDT' });
});

await check('an unknown symbol is a BadSymbol of the wire', async () => {
  assert.ok((await refused(() => exchange.fapiPublicGetDepth({ symbol: 'NOPEUSDT' }))) instanceof ccxt.BadSymbol);
});

await check('the weight counter is in the headers', async () => {
  await exchange.fapiPublicGetTime();
  const headers = Object.fromEntries(Object.entries(exchange.last_response_headers).map(([k, v]) => [k.toLowerCase(), v]));
  assert.ok(Number(headers['x-mbx-used-weight-1m']) > 0);
});

finish();
