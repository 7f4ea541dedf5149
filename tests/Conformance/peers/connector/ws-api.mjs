import { assert, check, finish, refused } from '../kit/checks.mjs';
import { open, symbol, terms } from './client.mjs';

const client = open();
const { price, quantity, at } = await terms(client);
const api = await client.websocketAPI.connect();
const result = async (call) => (await call).data ?? (await call).result;

await check('market data: book, price, best prices', async () => {
  assert.ok((await result(api.orderBook({ symbol, limit: 5 }))).bids.length > 0);
  assert.ok(Number((await result(api.symbolPriceTicker({ symbol }))).price) > 0);
  assert.ok(Number((await result(api.symbolOrderBookTicker({ symbol }))).bidPrice) > 0);
});

await check('an order is placed, queried, modified and cancelled', async () => {
  const placed = await result(api.newOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price }));
  assert.equal(placed.status, 'NEW');
  const { orderId } = placed;
  assert.equal((await result(api.queryOrder({ symbol, orderId }))).orderId, orderId);
  const modified = await result(api.modifyOrder({ symbol, orderId, side: 'BUY', quantity, price: at(0.95) }));
  assert.equal(Number(modified.price), at(0.95));
  assert.equal((await result(api.cancelOrder({ symbol, orderId }))).status, 'CANCELED');
});

await check('the order counts are in the answer', async () => {
  const answer = await api.newOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price });
  assert.ok(answer.rateLimits.some((row) => row.rateLimitType === 'ORDERS' && Number(row.count) > 0));
  await api.cancelOrder({ symbol, orderId: (await result(Promise.resolve(answer))).orderId });
});

await check('a refusal carries the code', async () => {
  const error = await refused(() => api.cancelOrder({ symbol, orderId: 1 }));
  assert.match(JSON.stringify(error, Object.getOwnPropertyNames(error)), /-2011/);
});

await check('a conditional order is placed and cancelled', async () => {
  const placed = await result(api.newAlgoOrder({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice: at(0.9) }));
  assert.equal(placed.algoStatus, 'NEW');
  const cancelled = await result(api.cancelAlgoOrder({ algoId: placed.algoId }));
  assert.equal(Number(cancelled.algoId), Number(placed.algoId));
});

await check('account, balances and positions by both versions', async () => {
  assert.ok(Number((await result(api.accountInformation())).totalWalletBalance) > 0);
  assert.ok(Number((await result(api.accountInformationV2())).totalWalletBalance) > 0);
  assert.ok((await result(api.futuresAccountBalance())).some((row) => row.asset === 'USDT'));
  assert.ok((await result(api.futuresAccountBalanceV2())).some((row) => row.asset === 'USDT'));
  assert.ok(Array.isArray(await result(api.positionInformation({ symbol }))));
  assert.ok(Array.isArray(await result(api.positionInformationV2({ symbol }))));
});

await check('a listen key is started, kept alive and closed', async () => {
  const { listenKey } = await result(api.startUserDataStream());
  assert.ok(listenKey.length > 20);
  await api.keepaliveUserDataStream();
  await api.closeUserDataStream();
});

await api.disconnect();
finish();
