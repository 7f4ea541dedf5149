// Every ability that ccxt claims for a perpetual is called at least once, here or in the other scripts of this folder; what is not has its reason.
import { readdirSync, readFileSync } from 'node:fs';
import { assert, check, finish, refused, venue } from '../kit/checks.mjs';
import { listening, open, other, resting, smallest, symbol } from './client.mjs';

const exchange = await open();
const { price, amount, bid } = await resting(exchange);
const at = (factor) => Number(exchange.priceToPrecision(symbol, bid * factor));
const size = smallest(exchange, symbol, bid);

/** Kinds of abilities that a futures account does not have, with a pattern of their names. */
const not_of_futures = [
  ['other products and ways of trading', /^(spot|margin|swap|future|option|ws|sandbox|CORS|publicAPI|privateAPI)$/],
  ['loans of the margin account', /[bB]orrow|repay/],
  ['conversion of assets, a service of the wallet', /Convert/],
  ['deposits, withdrawals and transfers, services of the wallet', /[dD]eposit|[wW]ithdraw|^transfer$|Transfers|TransactionFee/],
  ['options', /Greeks|fetchOption|SettlementHistory/],
  ['orders by cost, which futures do not have', /WithCost/],
  ['public liquidations: the script of streams and that of the connector cover the stream', /^watchLiquidations(ForSymbols)?$/],
];

/** ccxt claims these for all its markets; it refuses them itself for linear contracts, or asks the WebSocket API of futures for what only that of spot has. */
const refused_for_futures = {
  fetchPosition: [symbol],
  fetchPositionForSymbolWs: [symbol],
  fetchOrderTrades: ['1', symbol],
  cancelAllOrdersAfter: [0],
  watchOrdersForSymbols: [[symbol]],
  fetchOrdersWs: [symbol],
  fetchOpenOrdersWs: [symbol],
  fetchMyTradesWs: [symbol],
  fetchTradesWs: [symbol],
  fetchOHLCVWs: [symbol, '1m'],
  cancelAllOrdersWs: [symbol],
  fetchLedgerEntry: ['1', 'USDT'],
};

const calls = {
  fetchMarkets: async () => assert.equal((await exchange.fetchMarkets()).length, 4),
  fetchStatus: async () => assert.equal((await exchange.fetchStatus()).status, 'ok'),
  fetchTradingLimits: () => exchange.fetchTradingLimits([symbol]),
  createLimitOrder: async () => cancelled(await exchange.createLimitOrder(symbol, 'buy', amount, price)),
  createMarketOrder: async () => {
    assert.equal((await exchange.createMarketOrder(symbol, 'buy', size)).status, 'closed');
    assert.equal((await exchange.createMarketOrder(symbol, 'sell', size)).status, 'closed');
  },
  fetchCurrencies: () => exchange.fetchCurrencies(),
  fetchFundingInterval: async () => assert.ok((await exchange.fetchFundingInterval(symbol)) !== null),
  fetchMarkOHLCV: async () => assert.ok((await exchange.fetchMarkOHLCV(symbol, '1m', undefined, 3)).length > 0),
  fetchIndexOHLCV: async () => assert.ok((await exchange.fetchIndexOHLCV(symbol, '1m', undefined, 3)).length > 0),
  fetchPremiumIndexOHLCV: async () => assert.ok((await exchange.fetchPremiumIndexOHLCV(symbol, '1m', undefined, 3)).length > 0),
  createLimitBuyOrder: async () => cancelled(await exchange.createLimitBuyOrder(symbol, amount, price)),
  createLimitSellOrder: async () => cancelled(await exchange.createLimitSellOrder(symbol, amount, at(1.03))),
  createPostOnlyOrder: async () => cancelled(await exchange.createPostOnlyOrder(symbol, 'limit', 'buy', amount, price)),
  createMarketBuyOrder: async () => assert.equal((await exchange.createMarketBuyOrder(symbol, size)).status, 'closed'),
  fetchPositionWs: async () => assert.ok((await exchange.fetchPositionWs(symbol)).length > 0),
  fetchADLRank: async () => assert.ok(await exchange.fetchPositionADLRank(symbol)),
  createReduceOnlyOrder: async () => cancelled(await exchange.createReduceOnlyOrder(symbol, 'limit', 'sell', size, at(1.03))),
  createMarketSellOrder: async () => assert.equal((await exchange.createMarketSellOrder(symbol, size)).status, 'closed'),
  fetchCanceledAndClosedOrders: async () => assert.ok((await exchange.fetchCanceledAndClosedOrders(symbol)).length > 0),
  createStopOrder: async () => cancelled(await exchange.createStopOrder(symbol, 'market', 'sell', amount, undefined, at(0.9)), true),
  createStopLimitOrder: async () => cancelled(await exchange.createStopLimitOrder(symbol, 'sell', amount, at(0.9), at(0.9)), true),
  createStopMarketOrder: async () => cancelled(await exchange.createStopMarketOrder(symbol, 'sell', amount, at(0.9)), true),
  createStopLossOrder: async () => cancelled(await exchange.createStopLossOrder(symbol, 'market', 'sell', amount, undefined, at(0.9)), true),
  createTakeProfitOrder: async () => cancelled(await exchange.createTakeProfitOrder(symbol, 'market', 'sell', amount, undefined, at(1.1)), true),
  createTriggerOrder: async () => cancelled(await exchange.createTriggerOrder(symbol, 'market', 'sell', amount, undefined, at(0.9)), true),
  createTrailingPercentOrder: async () => cancelled(await exchange.createTrailingPercentOrder(symbol, 'market', 'sell', amount, undefined, 1, at(1.05)), true),
  watchMyLiquidations: async () => {
    const seen = Promise.all([exchange.watchMyLiquidations(symbol), exchange.watchMyLiquidationsForSymbols([symbol])]);
    await listening(exchange);
    await exchange.createOrder(symbol, 'market', 'buy', size);
    await fetch(`${venue.http}/venue/v1/actions`, { method: 'POST', body: JSON.stringify({ action: 'liquidate', account: venue.key }), headers: { Authorization: `Bearer ${venue.token}` } });
    for (const [row] of await seen) assert.equal(row.symbol, symbol);
    assert.ok((await exchange.fetchMyLiquidations(symbol)).length > 0);
  },
  fetchCurrenciesWs: () => exchange.fetchCurrenciesWs(),
  createMarketOrderWs: async () => {
    await exchange.createMarketOrderWs(symbol, 'buy', size);
    await exchange.createMarketOrderWs(symbol, 'sell', size);
  },
  fetchL2OrderBook: async () => assert.ok((await exchange.fetchL2OrderBook(symbol, 5)).bids.length > 0),
  unWatchTicker: () => again('Ticker', symbol),
  unWatchTickers: () => again('Tickers', [symbol]),
  unWatchOHLCV: () => again('OHLCV', symbol, '1m'),
  unWatchOHLCVForSymbols: () => again('OHLCVForSymbols', [[other, '1m']]),
  unWatchOrderBook: () => again('OrderBook', symbol),
  unWatchOrderBookForSymbols: () => again('OrderBookForSymbols', [symbol, other]),
  unWatchTradesForSymbols: () => again('TradesForSymbols', [symbol, other]),
  unWatchMarkPrice: () => again('MarkPrice', symbol),
  unWatchMarkPrices: () => again('MarkPrices', [symbol]),
  unWatchBidsAsks: () => again('BidsAsks', [symbol]),
};

/** Watched, let go, and watched once more. */
async function again(what, ...given) {
  await exchange[`watch${what}`](...given);
  await exchange[`unWatch${what}`](...given);
  await exchange[`watch${what}`](...given);
}

async function cancelled(order, isConditional = false) {
  assert.equal(order.status, 'open');
  await exchange.cancelOrder(order.id, symbol, isConditional ? { stop: true } : {});
}

await check('every ability that ccxt claims is called in these scripts, or has a reason why not', async () => {
  const folder = new URL('.', import.meta.url);
  const text = readdirSync(folder).map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const isCalled = (name) => name in calls || name in refused_for_futures || new RegExp(`\\.${name}\\(`).test(text);
  const claimed = Object.entries(exchange.has).filter(([, has]) => has).map(([name]) => name);
  assert.ok(claimed.length > 100);
  assert.deepEqual(claimed.filter((name) => !isCalled(name) && !not_of_futures.some(([, names]) => names.test(name))), []);
});

for (const [name, call] of Object.entries(calls)) await check(name, call, 20000);
for (const [name, given] of Object.entries(refused_for_futures)) {
  await check(`${name}: other markets only`, async () => {
    const error = await refused(async () => exchange[name](...given));
    assert.match(error.message, /supports? (option|spot) markets only|only supports spot|not supported yet|only be used for type option|is not a function|Unknown method/);
  });
}

await exchange.close();
finish();
