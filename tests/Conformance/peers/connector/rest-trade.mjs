import { assert, check, finish, refused, until } from '../kit/checks.mjs';
import { body, open, symbol, terms } from './client.mjs';

const client = open();
const { restAPI } = client;
const { price, quantity, at } = await terms(client);
const limit = (more = {}) => ({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price, ...more });

await check('a limit order is placed, queried, modified, told in its history, and cancelled', async () => {
  const response = await restAPI.newOrder(limit({ newClientOrderId: 'connector-1' }));
  const placed = await response.data();
  assert.equal(placed.status, 'NEW');
  assert.equal(placed.avgPrice, undefined);
  assert.equal(placed.cumQuote, undefined);
  assert.ok(response.rateLimits.some((row) => row.rateLimitType === 'ORDERS' && row.count > 0));
  const { orderId } = placed;
  const queried = await body(restAPI.queryOrder({ symbol, orderId }));
  assert.equal(queried.clientOrderId, 'connector-1');
  assert.equal(Number(queried.avgPrice), 0);
  assert.equal((await body(restAPI.queryCurrentOpenOrder({ symbol, origClientOrderId: 'connector-1' }))).orderId, orderId);
  assert.equal((await body(restAPI.currentAllOpenOrders({ symbol }))).length, 1);
  const modified = await body(restAPI.modifyOrder({ symbol, orderId, side: 'BUY', quantity, price: at(0.95), modifyId: 7 }));
  assert.equal(Number(modified.price), at(0.95));
  const [amendment] = await body(restAPI.getOrderModifyHistory({ symbol, orderId }));
  assert.equal(Number(amendment.amendment.price.after), at(0.95));
  assert.equal(Number(amendment.amendment.price.before), price);
  assert.equal((await body(restAPI.cancelOrder({ symbol, orderId }))).status, 'CANCELED');
  assert.match((await refused(() => restAPI.cancelOrder({ symbol, orderId }))).message, /Unknown order sent/);
  assert.match((await refused(() => restAPI.queryCurrentOpenOrder({ symbol, orderId }))).message, /Order does not exist/);
  assert.ok((await body(restAPI.allOrders({ symbol }))).some((row) => row.orderId === orderId));
});

await check('a market order with RESULT is filled; its trades carry fee and result', async () => {
  const placed = await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity, newOrderRespType: 'RESULT' }));
  assert.equal(placed.status, 'FILLED');
  assert.equal(Number(placed.executedQty), quantity);
  const trades = await body(restAPI.accountTradeList({ symbol, orderId: placed.orderId }));
  assert.ok(trades.length > 0 && trades.every((row) => Number(row.commission) > 0 && row.maker === false && row.buyer === true));
  const closed = await body(restAPI.newOrder({ symbol, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true', newOrderRespType: 'RESULT' }));
  assert.equal(closed.reduceOnly, true);
  assert.match((await refused(() => restAPI.newOrder({ symbol, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true' }))).message, /ReduceOnly Order is rejected/);
});

await check('IOC, FOK, GTX, GTD, price matching, self-trade prevention', async () => {
  assert.equal((await body(restAPI.newOrder(limit({ timeInForce: 'IOC', newOrderRespType: 'RESULT' })))).status, 'EXPIRED');
  assert.match((await refused(() => restAPI.newOrder(limit({ timeInForce: 'FOK' })))).message, /FOK/);
  assert.match((await refused(() => restAPI.newOrder(limit({ timeInForce: 'GTX', price: at(1.01) })))).message, /Post Only/);
  const goodTillDate = (Math.floor(Date.now() / 1000) + 3600) * 1000;
  assert.equal(Number((await body(restAPI.newOrder(limit({ timeInForce: 'GTD', goodTillDate })))).goodTillDate), goodTillDate);
  const matched = await body(restAPI.newOrder(limit({ price: undefined, priceMatch: 'QUEUE_10' })));
  assert.equal(matched.priceMatch, 'QUEUE_10');
  assert.ok(Number(matched.price) > 0);
  assert.equal((await body(restAPI.newOrder(limit({ selfTradePreventionMode: 'EXPIRE_BOTH' })))).selfTradePreventionMode, 'EXPIRE_BOTH');
  const all = await body(restAPI.cancelAllOpenOrders({ symbol }));
  assert.equal(Number(all.code), 200);
  assert.deepEqual(await body(restAPI.currentAllOpenOrders({ symbol })), []);
});

await check('batches place, modify and cancel', async () => {
  const order = (value, id) => ({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: String(quantity), price: String(value), newClientOrderId: id });
  const placed = await body(restAPI.placeMultipleOrders({ batchOrders: [order(price, 'batch-1'), order(at(0.96), 'batch-2'), order(-1, 'batch-3')] }));
  assert.deepEqual(placed.map((row) => row.status), ['NEW', 'NEW', undefined]);
  assert.ok(Number(placed[2].code) < 0);
  const changes = placed.slice(0, 2).map((row) => ({ symbol, side: 'BUY', orderId: String(row.orderId), quantity: String(quantity), price: String(at(0.955)) }));
  const modified = await body(restAPI.modifyMultipleOrders({ batchOrders: changes }));
  assert.ok(modified.every((row) => Number(row.price) === at(0.955)));
  const cancelled = await body(restAPI.cancelMultipleOrders({ symbol, orderIdList: [placed[0].orderId, 1] }));
  assert.equal(cancelled[0].status, 'CANCELED');
  assert.equal(Number(cancelled[1].code), -2011);
  const byId = await body(restAPI.cancelMultipleOrders({ symbol, origClientOrderIdList: ['batch-2'] }));
  assert.equal(byId[0].status, 'CANCELED');
  const six = Array.from({ length: 6 }, (_, i) => order(price, `six-${i}`));
  assert.match((await refused(() => restAPI.placeMultipleOrders({ batchOrders: six }))).message, /batch/i);
});

await check('autoCancelAllOpenOrders cancels when its time has come', async () => {
  const { orderId } = await body(restAPI.newOrder(limit()));
  assert.equal((await body(restAPI.autoCancelAllOpenOrders({ symbol, countdownTime: 200 }))).countdownTime, '200');
  await until(() => body(restAPI.queryOrder({ symbol, orderId })), (order) => order.status === 'CANCELED');
});

await check('testOrder is judged and not placed', async () => {
  await body(restAPI.testOrder(limit()));
  assert.deepEqual(await body(restAPI.currentAllOpenOrders({ symbol })), []);
});

await check('conditional orders: placed, listed, queried, cancelled; the old endpoint says -4120', async () => {
  const stop = { algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice: at(0.9), clientAlgoId: 'algo-1' };
  const placed = await body(restAPI.newAlgoOrder(stop));
  assert.equal(placed.algoStatus, 'NEW');
  assert.equal(placed.orderType, 'STOP_MARKET');
  const queried = await body(restAPI.queryAlgoOrder({ algoId: placed.algoId }));
  assert.equal(queried.clientAlgoId, 'algo-1');
  assert.equal((await body(restAPI.currentAllAlgoOpenOrders({ symbol }))).length, 1);
  const cancelled = await body(restAPI.cancelAlgoOrder({ clientAlgoId: 'algo-1' }));
  assert.equal(cancelled.code, '200');
  const trailing = await body(restAPI.newAlgoOrder({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'TRAILING_STOP_MARKET', quantity, callbackRate: 1, activatePrice: at(1.05) }));
  assert.equal(Number(trailing.callbackRate), 1);
  await body(restAPI.newAlgoOrder({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'TAKE_PROFIT', quantity, price: at(1.05), triggerPrice: at(1.06) }));
  assert.equal(Number((await body(restAPI.cancelAllAlgoOpenOrders({ symbol }))).code), 200);
  assert.deepEqual(await body(restAPI.currentAllAlgoOpenOrders({ symbol })), []);
  assert.equal((await body(restAPI.queryAllAlgoOrders({ symbol }))).length, 3);
  assert.match((await refused(() => restAPI.newOrder({ symbol, side: 'SELL', type: 'STOP_MARKET', quantity, stopPrice: at(0.9) }))).message, /Algo Order API/);
});

await check('a stop that is hit becomes an order with the id of the conditional order', async () => {
  await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity }));
  // A stop just below the market is hit by the next trade there; one that the market has already passed is refused.
  const stop = await until(async () => {
    const { bidPrice } = await body(restAPI.symbolOrderBookTicker({ symbol }));
    const triggerPrice = Number((Number(bidPrice) - 0.1).toFixed(1));
    const order = { algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice, reduceOnly: 'true' };
    return body(restAPI.newAlgoOrder({ ...order, clientAlgoId: 'hit-1' })).catch(() => undefined);
  }, (answer) => answer !== undefined);
  const ended = (answer) => !['NEW', 'TRIGGERING', 'TRIGGERED'].includes(answer.algoStatus);
  const state = await until(() => body(restAPI.queryAlgoOrder({ algoId: stop.algoId })), ended);
  assert.equal(state.algoStatus, 'FINISHED');
  const order = await body(restAPI.queryOrder({ symbol, orderId: Number(state.actualOrderId) }));
  assert.equal(order.clientOrderId, 'hit-1');
  assert.equal(order.status, 'FILLED');
}, 40000);

await check('usersForceOrders is empty for one who was never liquidated', async () => {
  assert.deepEqual(await body(restAPI.usersForceOrders({ symbol })), []);
});

finish();
