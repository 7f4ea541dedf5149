import { assert, check, finish, refused } from '../kit/checks.mjs';
import { ccxt, open, other, smallest, symbol } from './client.mjs';

const exchange = await open();

await check('fetchBalance by v2 and v3', async () => {
  const balance = await exchange.fetchBalance();
  assert.ok(balance.USDT.total > 0 && balance.USDT.free > 0);
  const older = await exchange.fetchBalance({ useV2: true });
  assert.equal(older.USDT.total, balance.USDT.total);
});

await check('a position opens, shows in every reading of positions, and closes', async () => {
  const { bid } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  const amount = smallest(exchange, symbol, bid);
  await exchange.createOrder(symbol, 'market', 'buy', amount);
  const [position] = await exchange.fetchPositions([symbol]);
  assert.equal(position.side, 'long');
  assert.equal(position.contracts, amount);
  assert.equal(position.hedged, false);
  assert.ok(position.entryPrice > 0 && position.markPrice > 0 && position.initialMargin > 0 && position.maintenanceMargin > 0);
  assert.equal(position.marginMode, 'cross');
  const byAccount = await exchange.fetchPositions([symbol], { method: 'account' });
  assert.equal(byAccount.filter((row) => row.contracts !== 0).length, 1);
  const byRisk = await exchange.fetchPositions([symbol], { useV2: true });
  assert.equal(byRisk.filter((row) => row.contracts === amount).length, 1);
  assert.ok(Array.isArray(await exchange.fetchPositionsRisk([symbol])));
  await exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { reduceOnly: true });
  assert.equal((await exchange.fetchPositions([symbol])).filter((row) => row.contracts > 0).length, 0);
});

await check('fetchLedger and income show fees and realised results', async () => {
  const ledger = await exchange.fetchLedger('USDT');
  assert.ok(ledger.length > 0);
  const income = await exchange.fapiPrivateGetIncome({ incomeType: 'COMMISSION' });
  assert.ok(income.length >= 2 && income.every((row) => Number(row.income) < 0 && row.asset === 'USDT'));
  assert.ok(Array.isArray(await exchange.fetchFundingHistory(symbol)));
});

await check('fetchLeverageTiers, fetchMarketLeverageTiers', async () => {
  const tiers = await exchange.fetchMarketLeverageTiers(symbol);
  assert.ok(tiers.length > 1 && tiers[0].maxLeverage >= tiers[1].maxLeverage && tiers[0].minNotional === 0);
  assert.ok(Object.keys(await exchange.fetchLeverageTiers()).length > 0);
});

await check('setLeverage is seen by fetchLeverage and fetchLeverages', async () => {
  const answer = await exchange.setLeverage(7, symbol);
  assert.equal(Number(answer.leverage), 7);
  assert.equal((await exchange.fetchLeverage(symbol)).longLeverage, 7);
  assert.equal((await exchange.fetchLeverages())[symbol].longLeverage, 7);
});

await check('setMarginMode isolated and back; a repetition is "already so"', async () => {
  await exchange.setMarginMode('isolated', other);
  assert.equal((await exchange.fetchMarginMode(other)).marginMode, 'isolated');
  const repeated = await exchange.setMarginMode('isolated', other).catch((error) => error);
  assert.ok(repeated instanceof ccxt.MarginModeAlreadySet || Number(repeated.code) === -4046, String(repeated));
  await exchange.setMarginMode('cross', other);
  assert.equal((await exchange.fetchMarginMode(other)).marginMode, 'cross');
  assert.equal((await exchange.fetchMarginModes([other]))[other].marginMode, 'cross');
});

await check('isolated margin is added, reduced and listed', async () => {
  await exchange.setMarginMode('isolated', other);
  const { bid } = (await exchange.fetchBidsAsks([other]))[other];
  const amount = smallest(exchange, other, bid);
  await exchange.createOrder(other, 'market', 'buy', amount);
  const added = await exchange.addMargin(other, 50);
  assert.equal(added.type, 'add');
  assert.equal(added.amount, 50);
  assert.equal((await exchange.fetchPositions([other]))[0].marginMode, 'isolated');
  const reduced = await exchange.reduceMargin(other, 20);
  assert.equal(reduced.type, 'reduce');
  assert.equal((await exchange.fetchMarginAdjustmentHistory(other)).length, 2);
  await exchange.createOrder(other, 'market', 'sell', amount, undefined, { reduceOnly: true });
  await exchange.setMarginMode('cross', other);
});

await check('fetchTradingFee, fetchTradingFees', async () => {
  const fee = await exchange.fetchTradingFee(symbol);
  assert.ok(fee.maker > 0 && fee.taker >= fee.maker);
  assert.ok(Object.keys(await exchange.fetchTradingFees()).length > 0);
});

await check('fetchMyLiquidations, fetchPositionADLRank, fetchADLRank', async () => {
  assert.deepEqual(await exchange.fetchMyLiquidations(symbol), []);
  assert.ok(await exchange.fetchPositionsADLRank([symbol]));
});

await check('multi-assets mode and fee burning are told, not ignored', async () => {
  assert.equal((await exchange.fapiPrivateGetMultiAssetsMargin()).multiAssetsMargin, false);
  const answer = await exchange.fapiPrivatePostMultiAssetsMargin({ multiAssetsMargin: 'false' }).catch((error) => error);
  assert.match(String(answer.message ?? answer.code), /-4171/);
  assert.equal(typeof (await exchange.fapiPrivateGetFeeBurn()).feeBurn, 'boolean');
  await exchange.fapiPrivateGetApiTradingStatus();
  await exchange.fapiPrivateGetRateLimitOrder();
});

await check('setPositionMode to hedge and back; a repetition is "already so"', async () => {
  await exchange.setPositionMode(true);
  assert.equal((await exchange.fetchPositionMode()).hedged, true);
  assert.match(String((await exchange.setPositionMode(true).catch((error) => error)).message ?? '-4059'), /-4059/);
  await exchange.setPositionMode(false);
  assert.equal((await exchange.fetchPositionMode()).hedged, false);
});

await check('hedge mode: both sides live side by side and are closed by side', async () => {
  await exchange.setPositionMode(true);
  const { bid } = (await exchange.fetchBidsAsks([symbol]))[symbol];
  const amount = smallest(exchange, symbol, bid);
  assert.match((await refused(() => exchange.createOrder(symbol, 'market', 'buy', amount))).message, /-4061/);
  await exchange.createOrder(symbol, 'market', 'buy', amount, undefined, { positionSide: 'LONG' });
  await exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { positionSide: 'SHORT' });
  const sides = (await exchange.fetchPositions([symbol])).filter((row) => row.contracts > 0);
  assert.deepEqual(sides.map((row) => row.side).sort(), ['long', 'short']);
  assert.ok(sides.every((row) => row.hedged));
  assert.match((await refused(() => exchange.setPositionMode(false))).message, /-4068/);
  const closed = await exchange.createOrder(symbol, 'market', 'sell', amount, undefined, { hedged: true, reduceOnly: true });
  assert.equal(closed.status, 'closed');
  await exchange.createOrder(symbol, 'market', 'buy', amount, undefined, { positionSide: 'SHORT' });
  assert.equal((await exchange.fetchPositions([symbol])).filter((row) => row.contracts > 0).length, 0);
  await exchange.setPositionMode(false);
});

finish();
