import { assert, check, finish, refused } from '../kit/checks.mjs';
import { rest, socketApi, symbol, terms } from './client.mjs';

const client = rest();
const { at, price, quantity } = await terms(client);
const limit = (more = {}) => ({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price, ...more });

await check('market data', async () => {
  await client.testConnectivity();
  assert.ok(Math.abs((await client.getServerTime()) - Date.now()) < 1500);
  assert.ok((await client.getOrderBook({ symbol, limit: 20 })).bids.length > 0);
  assert.ok((await client.getRpiOrderBook({ symbol, limit: 1000 })).bids.length > 0);
  assert.ok((await client.getRecentTrades({ symbol })).length > 0);
  assert.ok((await client.getHistoricalTrades({ symbol })).length > 0);
  assert.ok((await client.getAggregateTrades({ symbol })).length > 0);
  for (const rows of [
    await client.getKlines({ symbol, interval: '1m', limit: 3 }),
    await client.getContinuousContractKlines({ pair: symbol, contractType: 'PERPETUAL', interval: '1m', limit: 3 }),
    await client.getIndexPriceKlines({ pair: symbol, interval: '1m', limit: 3 }),
    await client.getMarkPriceKlines({ symbol, interval: '1m', limit: 3 }),
    await client.getPremiumIndexKlines({ symbol, interval: '1m', limit: 3 }),
  ]) assert.equal(rows[0].length, 12);
  assert.ok(Number((await client.getMarkPrice({ symbol })).markPrice) > 0);
  assert.ok(Array.isArray(await client.getFundingRateHistory({ symbol })));
  assert.ok(Number((await client.get24hrChangeStatistics({ symbol })).lastPrice) > 0);
  assert.ok(Number((await client.getSymbolPriceTicker({ symbol })).price) > 0);
  assert.ok(Number((await client.getOpenInterest({ symbol })).openInterest) >= 0);
});

await check('account, settings and brackets', async () => {
  assert.ok((await client.getBalanceV3()).some((row) => row.asset === 'USDT'));
  assert.ok(Number((await client.getAccountInformationV3()).totalWalletBalance) > 0);
  assert.ok(Number((await client.getAccountCommissionRate({ symbol })).takerCommissionRate) > 0);
  assert.equal((await client.getFuturesAccountConfig()).dualSidePosition, false);
  assert.equal((await client.getFuturesSymbolConfig({ symbol }))[0].symbol, symbol);
  assert.ok((await client.getNotionalAndLeverageBrackets({ symbol }))[0].brackets.length > 1);
  assert.equal((await client.setLeverage({ symbol, leverage: 8 })).leverage, 8);
  assert.equal((await client.getCurrentPositionMode()).dualSidePosition, false);
  assert.match((await refused(() => client.setMarginType({ symbol, marginType: 'CROSSED' }))).body?.msg ?? '', /No need/);
});

await check('an order: placed, found, modified, cancelled', async () => {
  const newClientOrderId = client.generateNewOrderId('usdm');
  const placed = await client.submitNewOrder(limit({ newClientOrderId }));
  assert.equal(placed.status, 'NEW');
  assert.equal((await client.getOrder({ symbol, origClientOrderId: newClientOrderId })).orderId, placed.orderId);
  assert.equal((await client.getAllOpenOrders({ symbol })).length, 1);
  assert.equal(Number((await client.modifyOrder({ symbol, side: 'BUY', orderId: placed.orderId, quantity, price: at(0.95) })).price), at(0.95));
  assert.equal((await client.cancelOrder({ symbol, orderId: placed.orderId })).status, 'CANCELED');
  assert.equal((await refused(() => client.cancelOrder({ symbol, orderId: placed.orderId }))).code, -2011);
});

await check('batches: what is percent-encoded before it is signed', async () => {
  const entry = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: String(quantity), price: String(price) };
  const placed = await client.submitMultipleOrders([entry, entry]);
  assert.deepEqual(placed.map((row) => row.status), ['NEW', 'NEW']);
  const cancelled = await client.cancelMultipleOrders({ symbol, orderIdList: placed.map((row) => row.orderId) });
  assert.ok(cancelled.every((row) => row.status === 'CANCELED'));
});

await check('a position: opened, read, closed, its fills and incomes', async () => {
  const bought = await client.submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity, newOrderRespType: 'RESULT' });
  assert.equal(bought.status, 'FILLED');
  assert.equal(Number((await client.getPositionsV3({ symbol }))[0].positionAmt), quantity);
  await client.submitNewOrder({ symbol, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true' });
  assert.ok((await client.getAccountTrades({ symbol })).length >= 2);
  assert.ok((await client.getIncomeHistory({ symbol })).some((row) => row.incomeType === 'COMMISSION'));
});

await check('hedge mode', async () => {
  await client.setPositionMode({ dualSidePosition: 'true' });
  for (const positionSide of ['LONG', 'SHORT']) await client.submitNewOrder({ symbol, side: positionSide === 'LONG' ? 'BUY' : 'SELL', positionSide, type: 'MARKET', quantity });
  assert.equal((await client.getPositionsV3({ symbol })).length, 2);
  for (const positionSide of ['LONG', 'SHORT']) await client.submitNewOrder({ symbol, side: positionSide === 'LONG' ? 'SELL' : 'BUY', positionSide, type: 'MARKET', quantity });
  await client.setPositionMode({ dualSidePosition: 'false' });
});

await check('conditional orders', async () => {
  const placed = await client.submitNewAlgoOrder({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice: at(0.9) });
  assert.equal((await client.getOpenAlgoOrders({ symbol })).length, 1);
  assert.equal((await client.getAlgoOrder({ algoId: placed.algoId })).algoStatus, 'NEW');
  await client.cancelAlgoOrder({ algoId: placed.algoId });
  assert.equal((await client.getAllAlgoOrders({ symbol })).length, 1);
});

/** Here the client leaves the time to its user. */
function stamp() {
  return { timestamp: Date.now() };
}

await check('the WebSocket API', async () => {
  const api = socketApi();
  assert.ok(Number((await api.getFuturesSymbolPriceTicker({ symbol })).result.price) > 0);
  const placed = (await api.submitNewFuturesOrder('usdm', limit(stamp()))).result;
  assert.equal(placed.status, 'NEW');
  assert.equal((await api.getFuturesOrderStatus('usdm', { symbol, orderId: placed.orderId, ...stamp() })).result.orderId, placed.orderId);
  assert.equal((await api.cancelFuturesOrder('usdm', { symbol, orderId: placed.orderId, ...stamp() })).result.status, 'CANCELED');
  assert.ok((await api.getFuturesAccountBalance('usdm', stamp())).result.some((row) => row.asset === 'USDT'));
  assert.ok(Array.isArray((await api.getFuturesPosition('usdm', { symbol, ...stamp() })).result));
});

await check('a refusal: the code of the exchange', async () => {
  assert.equal((await refused(() => client.submitNewOrder(limit({ timeInForce: 'FOK' })))).code, -5021);
  assert.equal((await refused(() => rest({ api_key: 'nobody', api_secret: 'x' }).getBalanceV3())).code, -2015);
});

finish();
