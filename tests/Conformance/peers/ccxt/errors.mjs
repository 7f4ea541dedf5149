// What the exchange refuses, as the classes that a user of ccxt catches.
import { assert, check, finish, refused, until, venue } from '../kit/checks.mjs';
import { ccxt, open, resting, smallest, symbol } from './client.mjs';

const exchange = await open();
const futures = await named();
const { price, amount, bid } = await resting(exchange);
const far = (factor) => Number(exchange.priceToPrecision(symbol, bid * factor));
const limit = (more = {}, value = price) => futures.createOrder(symbol, 'limit', 'buy', amount, value, more);

/** ccxt that believes to speak to a host of Binance's kind: its table of futures errors is for those only. */
async function named() {
  const client = new ccxt.pro.binanceusdm({ apiKey: venue.key, secret: venue.secret, enableRateLimit: false, hostname: 'venue.local' });
  for (const name of Object.keys(client.urls.api)) {
    if (name.startsWith('fapi')) client.urls.api[name] = client.urls.api[name].replace('binance.com', 'venue.local');
  }
  client.fetchImplementation = (url, options) => fetch(url.replace('https://fapi.venue.local', venue.http), options);
  client.setMarkets(exchange.markets);
  return client;
}

async function control(path, body, method = 'POST') {
  const answer = await fetch(`${venue.http}/venue/v1/${path}`, { method, body: JSON.stringify(body), headers: { Authorization: `Bearer ${venue.token}` } });
  assert.equal(answer.status, 200, await answer.text());
}

/** The call is refused as exactly this class, with this in its message. */
async function throws(type, text, call) {
  const error = await refused(call);
  assert.equal(error.constructor, ccxt[type], `${type} expected: ${error.constructor.name} ${error.message}`);
  assert.match(error.message, text);
}

/** The next order meets the fault. */
async function struck(type, call, more = {}) {
  await control('faults', { type, key: venue.key, match: '/order', method: 'POST', count: 1, ...more });
  return call();
}

const own = [
  ['InsufficientFunds', /-2019/, () => futures.createOrder(symbol, 'limit', 'buy', Number(futures.amountToPrecision(symbol, 3_500_000 / price)), price)],
  ['OrderNotFound', /-2011/, () => futures.cancelOrder('999999999', symbol)],
  ['OrderNotFound', /-2013/, () => futures.fetchOrder('999999999', symbol)],
  ['OrderImmediatelyFillable', /-2021/, () => futures.createOrder(symbol, 'market', 'sell', amount, undefined, { stopLossPrice: far(1.05) })],
  ['InvalidOrder', /-2022/, () => futures.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true })],
  ['InvalidOrder', /-4164/, () => futures.createOrder(symbol, 'limit', 'buy', futures.market(symbol).limits.amount.min, far(0.9))],
  ['OrderNotFillable', /-5021/, () => limit({ timeInForce: 'FOK' })],
  ['OrderNotFillable', /-5022/, () => limit({ postOnly: true }, far(1.01))],
  ['BadRequest', /-4016/, () => limit({}, far(1.3))],
  ['BadRequest', /-1111/, () => futures.fapiPrivatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.00000001' })],
  ['BadRequest', /-1102/, () => futures.fapiPrivatePostOrder({ symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET' })],
  ['BadRequest', /-1117/, () => futures.fapiPrivatePostOrder({ symbol: 'BTCUSDT', side: 'HOLD', type: 'MARKET', quantity: '1' })],
  ['BadRequest', /-4028/, () => futures.fapiPrivatePostLeverage({ symbol: 'BTCUSDT', leverage: 126 })],
  ['BadRequest', /-5037/, () => limit({ priceMatch: 'BEST' }, undefined)],
  ['BadRequest', /-5040/, () => limit({ timeInForce: 'GTD', goodTillDate: 1000 })],
  ['BadSymbol', /-1121/, () => futures.fapiPublicGetDepth({ symbol: 'NOPEUSDT' })],
  ['OperationRejected', /-4171/, () => futures.fapiPrivatePostMultiAssetsMargin({ multiAssetsMargin: 'false' })],
  ['OperationRejected', /-4061/, () => limit({ positionSide: 'LONG' })],
  ['MarginModeAlreadySet', /-4046/, () => futures.fapiPrivatePostMarginType({ symbol: 'BTCUSDT', marginType: 'CROSSED' })],
  ['AuthenticationError', /-1125/, () => futures.fapiPrivatePutListenKey()],
];
for (const [type, text, call] of own) await check(`${type} ${text.source}`, () => throws(type, text, call));

await check('InvalidOrder -4116, OperationRejected -5027: the order that is there already', async () => {
  const placed = await limit({ clientOrderId: 'errors-twice' });
  await throws('InvalidOrder', /-4116/, () => limit({ clientOrderId: 'errors-twice' }));
  await throws('OperationRejected', /-5027/, () => futures.editOrder(placed.id, symbol, 'limit', 'buy', amount, price));
  await throws('OperationRejected', /-4067/, () => futures.setPositionMode(true));
  await futures.cancelOrder(placed.id, symbol);
});

await check('OperationRejected -4068, BadRequest -4049: what a position forbids', async () => {
  const size = smallest(exchange, symbol, bid);
  await futures.createOrder(symbol, 'market', 'buy', size);
  await throws('OperationRejected', /-4068/, () => futures.setPositionMode(true));
  await throws('BadRequest', /-4049/, () => futures.addMargin(symbol, 10));
  await futures.createOrder(symbol, 'market', 'sell', size, undefined, { reduceOnly: true });
});

await check('AuthenticationError: wrong secret, unknown key, malformed key', async () => {
  for (const [apiKey, secret, text] of [[venue.key, 'wrong', /-1022/], ['k'.repeat(64), 'wrong', /-2015/]]) {
    const stranger = await named();
    Object.assign(stranger, { apiKey, secret });
    await throws('AuthenticationError', text, () => stranger.fetchBalance());
  }
});

await check('InvalidNonce: a clock that is behind, or ahead', async () => {
  for (const shift of [-60_000, 60_000]) {
    const late = await named();
    late.options.timeDifference = -shift;
    await throws('InvalidNonce', /-1021/, () => late.fetchBalance());
  }
});

await check('DDoSProtection: 429 and 418, with Retry-After', async () => {
  await throws('DDoSProtection', /429.*-1003/s, () => struck('rate_limited', () => limit()));
  assert.ok(Number(new Map(Object.entries(futures.last_response_headers).map(([k, v]) => [k.toLowerCase(), v])).get('retry-after')) > 0);
  await throws('DDoSProtection', /418.*-1003/s, () => struck('banned', () => limit()));
});

await check('OperationFailed and RequestTimeout: what became of the order is unknown', async () => {
  for (const [type, text, fault] of [['OperationFailed', /-1000/, 'lost_answer'], ['OperationFailed', /-1006/, 'bus_error'], ['RequestTimeout', /-1007/, 'timeout_after']]) {
    const clientOrderId = `errors-${fault}`;
    await throws(type, text, () => struck(fault, () => limit({ clientOrderId })));
    assert.equal((await futures.fetchOrder(undefined, symbol, { clientOrderId })).status, 'open');
    await futures.cancelOrder(undefined, symbol, { clientOrderId });
  }
});

await check('OperationFailed and RequestTimeout: the order was not placed', async () => {
  for (const [type, text, fault] of [['OperationFailed', /-1001/, 'internal_error'], ['OperationFailed', /-1008/, 'throttled'], ['RequestTimeout', /-1007/, 'timeout_before']]) {
    const clientOrderId = `errors-${fault}`;
    await throws(type, text, () => struck(fault, () => limit({ clientOrderId })));
    await throws('OrderNotFound', /-2013/, () => futures.fetchOrder(undefined, symbol, { clientOrderId }));
  }
});

await check('NetworkError: the connection ends before an answer', async () => {
  for (const fault of ['cut_before', 'cut_after']) {
    const error = await struck(fault, () => refused(() => limit({ clientOrderId: `errors-${fault}` })));
    assert.ok(error instanceof ccxt.NetworkError, `${fault}: ${error.constructor.name} ${error.message}`);
  }
  assert.equal((await futures.fetchOrder(undefined, symbol, { clientOrderId: 'errors-cut_after' })).status, 'open');
  await throws('OrderNotFound', /-2013/, () => futures.fetchOrder(undefined, symbol, { clientOrderId: 'errors-cut_before' }));
  await futures.cancelAllOrders(symbol);
});

await check('PermissionDenied and OperationRejected for reasons outside the exchange', async () => {
  for (const [type, code] of [['PermissionDenied', -4400], ['PermissionDenied', -4192], ['PermissionDenied', -4401], ['OperationFailed', -2023], ['PermissionDenied', -4088]]) {
    await throws(type, new RegExp(String(code)), () => struck('refused', () => limit(), { code }));
  }
});

await check('a halted symbol refuses orders, another one does not', async () => {
  await control('actions', { action: 'halt', symbol: 'ETHUSDT' });
  await throws('BadRequest', /-1122|-4140/, () => futures.createOrder('ETH/USDT:USDT', 'market', 'buy', 1));
  await control('actions', { action: 'reopen', symbol: 'ETHUSDT' });
  const placed = await limit();
  await futures.cancelOrder(placed.id, symbol);
});

await check('unavailable and maintenance: refused with 503, and nothing was done', async () => {
  await throws('ExchangeNotAvailable', /Service Unavailable/, () => struck('unavailable', () => limit({ clientOrderId: 'errors-unavailable' })));
  await throws('OrderNotFound', /-2013/, () => futures.fetchOrder(undefined, symbol, { clientOrderId: 'errors-unavailable' }));
  await control('faults', { type: 'maintenance' });
  await throws('OnMaintenance', /under maintenance/, () => limit());
  await control('faults', undefined, 'DELETE');
  const placed = await until(() => limit().catch(() => undefined), (order) => order !== undefined);
  await futures.cancelOrder(placed.id, symbol);
});

finish();
