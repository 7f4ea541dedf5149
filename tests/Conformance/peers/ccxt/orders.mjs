import { assert, check, finish, refused } from '../kit/checks.mjs';
import { ccxt, open, resting, smallest, symbol } from './client.mjs';

const exchange = await open();
let resting_price;
let amount;

await check('createOrder limit rests, fetchOrder and fetchOpenOrders find it, cancelOrder ends it', async () => {
  ({ price: resting_price, amount } = await resting(exchange));
  const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price);
  assert.equal(placed.status, 'open');
  assert.equal(placed.amount, amount);
  assert.equal(placed.price, resting_price);
  assert.equal(placed.filled, 0);
  assert.match(placed.clientOrderId, /^x-cvBPrNm9/);
  const fetched = await exchange.fetchOrder(placed.id, symbol);
  assert.equal(fetched.id, placed.id);
  assert.equal(fetched.timeInForce, 'GTC');
  assert.ok((await exchange.fetchOpenOrders(symbol)).some((order) => order.id === placed.id));
  assert.equal((await exchange.fetchOpenOrder(placed.id, symbol)).id, placed.id);
  const cancelled = await exchange.cancelOrder(placed.id, symbol);
  assert.equal(cancelled.status, 'canceled');
  assert.equal((await exchange.fetchOpenOrders(symbol)).length, 0);
  assert.ok((await exchange.fetchOrders(symbol)).some((order) => order.id === placed.id && order.status === 'canceled'));
  assert.ok((await exchange.fetchCanceledOrders(symbol)).some((order) => order.id === placed.id));
});

await check('an order is found and cancelled by its client id', async () => {
  const clientOrderId = `own-${Date.now()}`;
  await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price, { clientOrderId });
  assert.equal((await exchange.fetchOrder(undefined, symbol, { clientOrderId })).clientOrderId, clientOrderId);
  const error = await refused(() => exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price, { clientOrderId }));
  assert.match(error.message, /-4116/);
  assert.equal((await exchange.cancelOrder(undefined, symbol, { clientOrderId })).status, 'canceled');
});

await check('createOrder market fills at once, with the fill in the trades', async () => {
  const placed = await exchange.createOrder(symbol, 'market', 'buy', amount);
  assert.equal(placed.status, 'closed');
  assert.equal(placed.filled, amount);
  const fetched = await exchange.fetchOrder(placed.id, symbol);
  assert.ok(fetched.average > 0 && fetched.cost > 0);
  const trades = await exchange.fetchMyTrades(symbol, undefined, 50, { orderId: placed.id });
  assert.ok(Math.abs(trades.reduce((sum, trade) => sum + trade.amount, 0) - amount) < 1e-9);
  assert.ok(trades.every((trade) => trade.takerOrMaker === 'taker' && trade.fee.cost > 0 && trade.fee.currency === 'USDT'));
  assert.ok((await exchange.fetchClosedOrders(symbol)).some((order) => order.id === placed.id));
});

await check('reduceOnly closes the position; a second one is refused as -2022', async () => {
  const closed = await exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true });
  assert.equal(closed.reduceOnly, true);
  assert.equal(closed.status, 'closed');
  assert.match((await refused(() => exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true }))).message, /-2022/);
});

await check('postOnly becomes GTX: it rests when it makes, and is refused when it would take', async () => {
  const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price, { postOnly: true });
  assert.equal(placed.timeInForce, 'PO');
  assert.equal(placed.postOnly, true);
  const { ask } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  const error = await refused(() => exchange.createOrder(symbol, 'limit', 'buy', amount, Number(exchange.priceToPrecision(symbol, ask * 1.01)), { postOnly: true }));
  assert.match(error.message, /-5022/);
  await exchange.cancelOrder(placed.id, symbol);
});

await check('IOC and FOK', async () => {
  const ioc = await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price, { timeInForce: 'IOC' });
  assert.equal(ioc.status, 'expired');
  assert.match((await refused(() => exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price, { timeInForce: 'FOK' }))).message, /-5021/);
});

await check('priceMatch QUEUE joins the best bid', async () => {
  const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, undefined, { priceMatch: 'QUEUE_5' });
  assert.ok(placed.price > 0);
  assert.equal((await exchange.cancelOrder(placed.id, symbol)).status, 'canceled');
});

await check('editOrder moves price and amount and keeps the id', async () => {
  const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price);
  const lower = Number(exchange.priceToPrecision(symbol, resting_price * 0.99));
  const edited = await exchange.editOrder(placed.id, symbol, 'limit', 'buy', amount, lower);
  assert.equal(edited.id, placed.id);
  assert.equal(edited.price, lower);
  assert.match((await refused(() => exchange.editOrder(placed.id, symbol, 'limit', 'buy', amount, lower))).message, /-5027/);
  await exchange.cancelOrder(placed.id, symbol);
});

await check('createOrders and cancelOrders work on batches; one bad order does not harm the others', async () => {
  const entry = (price) => ({ symbol, type: 'limit', side: 'buy', amount, price });
  const lower = Number(exchange.priceToPrecision(symbol, resting_price * 0.99));
  const placed = await exchange.createOrders([entry(resting_price), entry(lower)]);
  assert.equal(placed.length, 2);
  assert.ok(placed.every((order) => order.status === 'open'));
  const cancelled = await exchange.cancelOrders(placed.map((order) => order.id), symbol);
  assert.ok(cancelled.every((order) => order.status === 'canceled'));
  const mixed = await exchange.fapiPrivatePostBatchOrders({
    batchOrders: [
      { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: String(amount), price: String(resting_price) },
      { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: '0', price: String(resting_price) },
    ],
  });
  assert.equal(mixed[0].status, 'NEW');
  assert.ok(Number(mixed[1].code) < 0);
});

await check('editOrders modifies a batch', async () => {
  const [first] = await exchange.fetchOpenOrders(symbol);
  const lower = Number(exchange.priceToPrecision(symbol, first.price * 0.985));
  const edited = await exchange.editOrders([{ id: first.id, symbol, type: 'limit', side: 'buy', amount: first.amount, price: lower }]);
  assert.equal(edited[0].price, lower);
});

await check('cancelAllOrders leaves nothing; cancelAllOrdersAfter arms and disarms', async () => {
  await exchange.cancelAllOrders(symbol);
  assert.equal((await exchange.fetchOpenOrders(symbol)).length, 0);
  const armed = await exchange.fapiPrivatePostCountdownCancelAll({ symbol: 'BTCUSDT', countdownTime: 60000 });
  assert.equal(armed.countdownTime, '60000');
  await exchange.fapiPrivatePostCountdownCancelAll({ symbol: 'BTCUSDT', countdownTime: 0 });
});

await check('stop-loss, take-profit and trailing orders go to the algo service and can be read and cancelled', async () => {
  const { bid } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  const at = (factor) => Number(exchange.priceToPrecision(symbol, bid * factor));
  const size = smallest(exchange, symbol, bid);
  const stop = await exchange.createOrder(symbol, 'market', 'sell', size, undefined, { stopLossPrice: at(0.9) });
  const stopLimit = await exchange.createOrder(symbol, 'limit', 'sell', size, at(0.895), { triggerPrice: at(0.9) });
  const profit = await exchange.createOrder(symbol, 'market', 'sell', size, undefined, { takeProfitPrice: at(1.1) });
  const trailing = await exchange.createOrder(symbol, 'market', 'sell', size, undefined, { trailingPercent: 1, trailingTriggerPrice: at(1.05) });
  const placed = [stop, stopLimit, profit, trailing];
  assert.ok(placed.every((order) => order.id !== undefined && order.status === 'open'), JSON.stringify(placed.map((o) => o.status)));
  const opened = await exchange.fetchOpenOrders(symbol, undefined, undefined, { stop: true });
  for (const order of placed) assert.ok(opened.some((row) => row.id === order.id), `${order.type} not open`);
  const fetched = await exchange.fetchOrder(stop.id, symbol, { stop: true });
  assert.equal(fetched.triggerPrice, at(0.9));
  assert.equal(fetched.id, stop.id);
  await exchange.cancelOrder(stop.id, symbol, { stop: true });
  assert.ok((await exchange.fetchOrders(symbol, undefined, undefined, { stop: true })).some((row) => row.id === stop.id && row.status === 'canceled'));
  await exchange.cancelAllOrders(symbol, { stop: true });
  assert.equal((await exchange.fetchOpenOrders(symbol, undefined, undefined, { stop: true })).length, 0);
});

await check('a stop that would trigger at once is refused as -2021', async () => {
  const { bid } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  const above = Number(exchange.priceToPrecision(symbol, bid * 1.05));
  assert.match((await refused(() => exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { stopLossPrice: above }))).message, /-2021/);
});

await check('test orders are judged and not placed', async () => {
  const order = { symbol: 'BTCUSDT', side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: String(amount), price: String(resting_price) };
  await exchange.fapiPrivatePostOrderTest(order);
  assert.match((await refused(() => exchange.fapiPrivatePostOrderTest({ ...order, quantity: '0' }))).message, /-4003/);
  assert.equal((await exchange.fetchOpenOrders(symbol)).length, 0);
});

await check('errors arrive as the classes of ccxt', async () => {
  const tooMuch = Number(exchange.amountToPrecision(symbol, 3_500_000 / resting_price));
  // ccxt takes its table of futures errors only for Binance's own host names, so that the class here is the general one.
  assert.match((await refused(() => exchange.createOrder(symbol, 'limit', 'buy', tooMuch, resting_price))).message, /-2019/);
  assert.ok((await refused(() => exchange.cancelOrder('999999999', symbol))) instanceof ccxt.OrderNotFound);
  assert.ok((await refused(() => exchange.fetchOrder('999999999', symbol))) instanceof ccxt.OrderNotFound);
  const wrong = new ccxt.pro.binanceusdm({ apiKey: exchange.apiKey, secret: 'not the secret' });
  wrong.urls.api = exchange.urls.api;
  wrong.markets = undefined;
  wrong.setMarkets(exchange.markets);
  assert.match((await refused(() => wrong.fetchBalance())).message, /-1022/);
  wrong.apiKey = 'unknown-key';
  assert.ok((await refused(() => wrong.fetchBalance())) instanceof ccxt.AuthenticationError);
});

await check('order limits are in the headers of an order', async () => {
  const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, resting_price);
  const headers = Object.fromEntries(Object.entries(exchange.last_response_headers).map(([k, v]) => [k.toLowerCase(), v]));
  assert.ok(Number(headers['x-mbx-order-count-10s']) > 0 && Number(headers['x-mbx-order-count-1m']) > 0);
  await exchange.cancelOrder(placed.id, symbol);
});

finish();
