import { assert, check, finish, refused } from '../kit/checks.mjs';
import { body, open, symbol } from './client.mjs';

const { restAPI } = open();

await check('testConnectivity, checkServerTime', async () => {
  await restAPI.testConnectivity();
  assert.ok(Math.abs(Number((await body(restAPI.checkServerTime())).serverTime) - Date.now()) < 1500);
});

await check('exchangeInformation', async () => {
  const response = await restAPI.exchangeInformation();
  const { symbols, rateLimits, assets } = await response.data();
  assert.ok(symbols.length > 0 && rateLimits.length === 3 && assets.some((row) => row.asset === 'USDT'));
  assert.ok(response.rateLimits.some((limit) => limit.rateLimitType === 'REQUEST_WEIGHT' && limit.count > 0));
});

await check('orderBook, rpiOrderBook', async () => {
  const book = await body(restAPI.orderBook({ symbol, limit: 20 }));
  assert.ok(book.bids.length > 0 && Number(book.bids[0][0]) < Number(book.asks[0][0]) && book.lastUpdateId > 0);
  assert.ok((await body(restAPI.rpiOrderBook({ symbol, limit: 1000 }))).asks.length > 0);
});

await check('recentTradesList, oldTradesLookup, compressedAggregateTradesList', async () => {
  const recent = await body(restAPI.recentTradesList({ symbol, limit: 10 }));
  assert.ok(recent.length > 0 && typeof recent[0].isRPITrade === 'boolean');
  const old = await body(restAPI.oldTradesLookup({ symbol, limit: 10, fromId: Number(recent[0].id) }));
  assert.equal(Number(old[0].id), Number(recent[0].id));
  const rows = await body(restAPI.compressedAggregateTradesList({ symbol, limit: 20 }));
  for (let i = 1; i < rows.length; i++) assert.equal(Number(rows[i].a), Number(rows[i - 1].a) + 1);
  const again = await body(restAPI.compressedAggregateTradesList({ symbol, limit: 1, fromId: Number(rows[0].a) }));
  assert.deepEqual(again[0], rows[0]);
});

await check('all six kline lists have twelve columns', async () => {
  const span = { interval: '1m', limit: 3 };
  const lists = [
    await body(restAPI.klineCandlestickData({ symbol, ...span })),
    await body(restAPI.continuousContractKlineCandlestickData({ pair: symbol, contractType: 'PERPETUAL', ...span })),
    await body(restAPI.indexPriceKlineCandlestickData({ pair: symbol, ...span })),
    await body(restAPI.markPriceKlineCandlestickData({ symbol, ...span })),
    await body(restAPI.premiumIndexKlineData({ symbol, ...span })),
  ];
  for (const rows of lists) {
    assert.ok(rows.length > 0);
    for (const row of rows) {
      assert.equal(row.length, 12);
      assert.equal(Number(row[6]) - Number(row[0]), 59_999);
    }
  }
});

await check('markPrice, getFundingRateHistory, getFundingRateInfo', async () => {
  const one = await body(restAPI.markPrice({ symbol }));
  assert.ok(Number(one.markPrice) > 0 && Number(one.nextFundingTime) > Date.now() - 60_000);
  assert.ok((await body(restAPI.markPrice())).length > 1);
  assert.ok(Array.isArray(await body(restAPI.getFundingRateHistory({ symbol, limit: 5 }))));
  assert.ok(Array.isArray(await body(restAPI.getFundingRateInfo())));
});

await check('tickers with and without a symbol', async () => {
  assert.equal((await body(restAPI.ticker24hrPriceChangeStatistics({ symbol }))).symbol, symbol);
  assert.ok((await body(restAPI.ticker24hrPriceChangeStatistics())).length > 1);
  assert.ok(Number((await body(restAPI.symbolPriceTicker({ symbol }))).price) > 0);
  assert.ok((await body(restAPI.symbolPriceTickerV2())).length > 1);
  assert.ok(Number((await body(restAPI.symbolOrderBookTicker({ symbol }))).bidPrice) > 0);
});

await check('openInterest and the statistics', async () => {
  assert.ok(Number((await body(restAPI.openInterest({ symbol }))).openInterest) >= 0);
  const span = { symbol, period: '5m', limit: 3 };
  for (const call of ['openInterestStatistics', 'topTraderLongShortRatioAccounts', 'topTraderLongShortRatioPositions', 'longShortRatio', 'takerBuySellVolume']) {
    assert.ok(Array.isArray(await body(restAPI[call](span))), call);
  }
  assert.ok(Array.isArray(await body(restAPI.basis({ pair: symbol, contractType: 'PERPETUAL', period: '5m', limit: 3 }))));
  assert.ok(Array.isArray(await body(restAPI.quarterlyContractSettlementPrice({ pair: symbol }))));
});

await check('index, constituents, insurance fund, ADL risk, trading schedule', async () => {
  assert.ok(Array.isArray(await body(restAPI.compositeIndexSymbolInformation())));
  assert.ok(Array.isArray(await body(restAPI.assetIndex())));
  const { constituents } = await body(restAPI.queryIndexPriceConstituents({ symbol }));
  assert.ok(Number(constituents[0].price) > 0);
  const { assets } = await body(restAPI.queryInsuranceFundBalanceSnapshot({ symbol }));
  assert.equal(assets[0].asset, 'USDT');
  await body(restAPI.adlRisk({ symbol }));
  assert.equal(typeof (await body(restAPI.tradingSchedule())).marketSchedules, 'object');
});

await check('a bad request is a BadRequestError with the code of the exchange', async () => {
  const error = await refused(() => restAPI.orderBook({ symbol: 'NOPEUSDT' }));
  assert.equal(error.name, 'BadRequestError');
  assert.match(error.message, /Invalid symbol/);
});

await check('a service that is not offered is refused at once, not left hanging', async () => {
  assert.equal((await refused(() => restAPI.listAllConvertPairs({ fromAsset: 'USDT' }))).name, 'NotFoundError');
});

finish();
