import { assert, check, finish, refused } from '../kit/checks.mjs';
import { body, open, other, symbol, terms } from './client.mjs';

const client = open();
const { restAPI } = client;

await check('balances and account by v2 and v3 agree', async () => {
  const [v2, v3] = [await body(restAPI.futuresAccountBalanceV2()), await body(restAPI.futuresAccountBalanceV3())];
  assert.equal(v2.find((row) => row.asset === 'USDT').balance, v3.find((row) => row.asset === 'USDT').balance);
  const account = await body(restAPI.accountInformationV3());
  assert.equal(account.assets.find((row) => row.asset === 'USDT').walletBalance, account.totalWalletBalance);
  const older = await body(restAPI.accountInformationV2());
  assert.ok(older.positions.length >= 2 && older.canTrade === true);
});

await check('configuration of account and symbol, rates, limits, brackets, trading status', async () => {
  assert.equal((await body(restAPI.futuresAccountConfiguration())).dualSidePosition, false);
  assert.equal((await body(restAPI.symbolConfiguration({ symbol })))[0].marginType, 'CROSSED');
  assert.ok(Number((await body(restAPI.userCommissionRate({ symbol }))).takerCommissionRate) > 0);
  assert.equal((await body(restAPI.queryUserRateLimit())).length, 2);
  assert.ok((await body(restAPI.notionalAndLeverageBrackets({ symbol })))[0].brackets.length > 1);
  await body(restAPI.futuresTradingQuantitativeRulesIndicators({ symbol }));
  assert.equal((await body(restAPI.getCurrentMultiAssetsMode())).multiAssetsMargin, false);
  assert.equal(typeof (await body(restAPI.getBnbBurnStatus())).feeBurn, 'boolean');
});

await check('leverage and margin type', async () => {
  const answer = await body(restAPI.changeInitialLeverage({ symbol, leverage: 9 }));
  assert.equal(Number(answer.leverage), 9);
  assert.equal(typeof answer.maxNotionalValue, 'string');
  await body(restAPI.changeMarginType({ symbol: other, marginType: 'ISOLATED' }));
  assert.match((await refused(() => restAPI.changeMarginType({ symbol: other, marginType: 'ISOLATED' }))).message, /No need to change margin type/);
});

await check('isolated margin, positions by v2 and v3, income, quantile', async () => {
  const { quantity } = await terms(client, other);
  await body(restAPI.newOrder({ symbol: other, side: 'BUY', type: 'MARKET', quantity }));
  assert.equal(Number((await body(restAPI.modifyIsolatedPositionMargin({ symbol: other, amount: 30, type: 1 }))).code), 200);
  assert.equal((await body(restAPI.getPositionMarginChangeHistory({ symbol: other }))).length, 1);
  const [v3] = await body(restAPI.positionInformationV3({ symbol: other }));
  assert.equal(Number(v3.positionAmt), quantity);
  const v2 = (await body(restAPI.positionInformationV2({ symbol: other }))).find((row) => Number(row.positionAmt) !== 0);
  assert.equal(v2.marginType, 'isolated');
  assert.equal(v2.entryPrice, v3.entryPrice);
  const [quantile] = await body(restAPI.positionAdlQuantileEstimation({ symbol: other }));
  assert.equal(typeof quantile.adlQuantile, 'object');
  assert.match((await refused(() => restAPI.changeMarginType({ symbol: other, marginType: 'CROSSED' }))).message, /exists position/);
  await body(restAPI.newOrder({ symbol: other, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true' }));
  assert.deepEqual(await body(restAPI.positionInformationV3({ symbol: other })), []);
  const income = await body(restAPI.getIncomeHistory({ symbol: other }));
  assert.ok(income.some((row) => row.incomeType === 'COMMISSION') && income.some((row) => row.incomeType === 'REALIZED_PNL'));
  await body(restAPI.changeMarginType({ symbol: other, marginType: 'CROSSED' }));
});

await check('hedge mode on and off', async () => {
  const { quantity } = await terms(client);
  await body(restAPI.changePositionMode({ dualSidePosition: 'true' }));
  assert.equal((await body(restAPI.getCurrentPositionMode())).dualSidePosition, true);
  assert.match((await refused(() => restAPI.changePositionMode({ dualSidePosition: 'true' }))).message, /No need to change position side/);
  assert.match((await refused(() => restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity }))).message, /position side does not match/);
  await body(restAPI.newOrder({ symbol, side: 'BUY', positionSide: 'LONG', type: 'MARKET', quantity }));
  await body(restAPI.newOrder({ symbol, side: 'SELL', positionSide: 'SHORT', type: 'MARKET', quantity }));
  const sides = (await body(restAPI.positionInformationV3({ symbol }))).filter((row) => Number(row.positionAmt) !== 0);
  assert.deepEqual(sides.map((row) => row.positionSide).sort(), ['LONG', 'SHORT']);
  await body(restAPI.newOrder({ symbol, side: 'SELL', positionSide: 'LONG', type: 'MARKET', quantity }));
  await body(restAPI.newOrder({ symbol, side: 'BUY', positionSide: 'SHORT', type: 'MARKET', quantity }));
  await body(restAPI.changePositionMode({ dualSidePosition: 'false' }));
});

await check('places in the queue of auto-deleveraging: by side, and HEDGE in place of BOTH for cross positions in hedge mode', async () => {
  const { quantity } = await terms(client);
  const held = async () => Object.keys((await body(restAPI.positionAdlQuantileEstimation({ symbol })))[0].adlQuantile).sort();
  const trade = (side, more) => body(restAPI.newOrder({ symbol, side, type: 'MARKET', quantity, ...more }));
  await trade('BUY');
  assert.deepEqual(await held(), ['BOTH', 'LONG', 'SHORT']);
  await trade('SELL', { reduceOnly: 'true' });
  await body(restAPI.changePositionMode({ dualSidePosition: 'true' }));
  for (const [marginType, third] of [['CROSSED', 'HEDGE'], ['ISOLATED', 'BOTH']]) {
    await body(restAPI.changeMarginType({ symbol, marginType })).catch((error) => assert.match(error.message, /No need/));
    await trade('BUY', { positionSide: 'LONG' });
    await trade('SELL', { positionSide: 'SHORT' });
    assert.deepEqual(await held(), [third, 'LONG', 'SHORT'].sort());
    if (third === 'HEDGE') {
      const { LONG, SHORT } = (await body(restAPI.positionAdlQuantileEstimation({ symbol })))[0].adlQuantile;
      assert.equal(LONG, SHORT);
    }
    await trade('SELL', { positionSide: 'LONG' });
    await trade('BUY', { positionSide: 'SHORT' });
  }
  await body(restAPI.changeMarginType({ symbol, marginType: 'CROSSED' }));
  await body(restAPI.changePositionMode({ dualSidePosition: 'false' }));
});

await check('multi-assets mode is supported or refused, never ignored', async () => {
  const answer = await body(restAPI.changeMultiAssetsMode({ multiAssetsMargin: 'true' })).then(() => true, (error) => error.message);
  assert.equal((await body(restAPI.getCurrentMultiAssetsMode())).multiAssetsMargin, answer === true);
  if (answer === true) await body(restAPI.changeMultiAssetsMode({ multiAssetsMargin: 'false' }));
});

await check('listen keys start, live and end', async () => {
  const { listenKey } = await body(restAPI.startUserDataStream());
  assert.equal((await body(restAPI.startUserDataStream())).listenKey, listenKey);
  assert.equal((await body(restAPI.keepaliveUserDataStream())).listenKey, listenKey);
  await body(restAPI.closeUserDataStream());
  assert.match((await refused(() => restAPI.keepaliveUserDataStream())).message, /listenKey does not exist/);
});

finish();
