import { assert, check, finish } from '../kit/checks.mjs';
import { listening, open, resting, smallest, symbol } from './client.mjs';

const exchange = await open();
const { price, amount } = await resting(exchange);

await check('watchBalance, watchOrders, watchMyTrades and watchPositions tell a fill', async () => {
  const size = smallest(exchange, symbol, price);
  assert.deepEqual(await exchange.watchPositions([symbol]), []); // the first answer is what REST says, not an event
  const events = Promise.all([
    exchange.watchBalance(),
    exchange.watchOrders(symbol),
    exchange.watchMyTrades(symbol),
    exchange.watchPositions([symbol]),
  ]);
  await listening(exchange);
  const placed = await exchange.createOrder(symbol, 'market', 'buy', size);
  const [balance, orders, trades, positions] = await events;
  assert.ok(balance.USDT.total > 0);
  assert.ok(orders.every((order) => order.id === placed.id));
  assert.equal(trades[0].order, placed.id);
  assert.equal(trades[0].takerOrMaker, 'taker');
  assert.ok(trades[0].fee.cost > 0);
  assert.equal(positions[0].side, 'long');
  assert.equal(positions[0].contracts, size);
  const closing = exchange.watchPositions([symbol]);
  await exchange.createOrder(symbol, 'market', 'sell', size, undefined, { reduceOnly: true });
  assert.equal((await closing)[0].contracts, 0);
});

await check('watchOrders tells NEW, AMENDMENT and CANCELED of a resting order', async () => {
  const seen = [];
  const placing = exchange.createOrder(symbol, 'limit', 'buy', amount, price);
  const read = async (accept) => {
    for (;;) {
      const orders = await exchange.watchOrders(symbol);
      seen.push(...orders.map((order) => `${order.status} ${order.price}`));
      const found = orders.find(accept);
      if (found) return found;
    }
  };
  const opened = await read((order) => order.status === 'open');
  assert.equal(opened.id, (await placing).id);
  const lower = Number(exchange.priceToPrecision(symbol, price * 0.99));
  const [amended] = await Promise.all([read((order) => order.price === lower), exchange.editOrder(opened.id, symbol, 'limit', 'buy', amount, lower)]);
  assert.equal(amended.id, opened.id);
  await Promise.all([read((order) => order.status === 'canceled'), exchange.cancelOrder(opened.id, symbol)]);
});

await check('watchOrders tells of a conditional order', async () => {
  const stopPrice = Number(exchange.priceToPrecision(symbol, price * 0.9));
  const placing = exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { stopLossPrice: stopPrice });
  const [order] = await exchange.watchOrders(symbol);
  const placed = await placing;
  assert.equal(order.id, placed.id);
  assert.equal(order.triggerPrice, stopPrice);
  await exchange.cancelOrder(placed.id, symbol, { stop: true });
});

await check('the WebSocket API places, edits, reads and cancels orders', async () => {
  const placed = await exchange.createOrderWs(symbol, 'limit', 'buy', amount, price);
  assert.equal(placed.status, 'open');
  const fetched = await exchange.fetchOrderWs(placed.id, symbol);
  assert.equal(fetched.id, placed.id);
  const lower = Number(exchange.priceToPrecision(symbol, price * 0.98));
  const edited = await exchange.editOrderWs(placed.id, symbol, 'limit', 'buy', amount, lower);
  assert.equal(edited.price, lower);
  const cancelled = await exchange.cancelOrderWs(placed.id, symbol);
  assert.equal(cancelled.status, 'canceled');
});

await check('the WebSocket API fills a market order and refuses a bad one with the code', async () => {
  const size = smallest(exchange, symbol, price);
  const bought = await exchange.createOrderWs(symbol, 'market', 'buy', size);
  assert.equal(bought.symbol, symbol);
  const sold = await exchange.createOrderWs(symbol, 'market', 'sell', size, undefined, { reduceOnly: true });
  assert.equal(sold.reduceOnly, true);
  const error = await exchange.createOrderWs(symbol, 'market', 'sell', size, undefined, { reduceOnly: true }).catch((e) => e);
  assert.match(String(error.message), /-2022/);
});

await check('the WebSocket API reads balance, positions, book and tickers', async () => {
  assert.ok((await exchange.fetchBalanceWs()).USDT.total > 0);
  assert.ok(Array.isArray(await exchange.fetchPositionsWs([symbol])));
  assert.ok((await exchange.fetchOrderBookWs(symbol, 5)).bids.length > 0);
  assert.ok((await exchange.fetchTickerWs(symbol)).bid > 0);
});

await exchange.close();
finish();
