// Every method of the connector's three classes is called at least once: what it has and is not here fails, and so does what it lost.
import { assert, check, finish, refused, venue } from '../kit/checks.mjs';
import { body, open, symbol, terms } from './client.mjs';

const client = open();
const { restAPI } = client;
const { price, quantity, at } = await terms(client);
const pair = symbol;
const span = { interval: '1m', limit: 2 };
const period = '5m';
const order = (more = {}) => ({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price, ...more });
const conditional = (more = {}) => ({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice: at(0.9), ...more });
const texts = (row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
const hours = { startTime: Date.now() - 3_600_000, endTime: Date.now() };

/** Arguments by which a call is answered; a step made ready by an earlier call is a function. */
const rest = {
  // The market
  ...each('testConnectivity checkServerTime exchangeInformation markPrice getFundingRateHistory getFundingRateInfo ticker24hrPriceChangeStatistics symbolPriceTicker symbolPriceTickerV2 symbolOrderBookTicker compositeIndexSymbolInformation assetIndex adlRisk tradingSchedule queryInsuranceFundBalanceSnapshot'),
  ...each('orderBook rpiOrderBook recentTradesList oldTradesLookup compressedAggregateTradesList openInterest queryIndexPriceConstituents', { symbol }),
  ...each('klineCandlestickData markPriceKlineCandlestickData premiumIndexKlineData', { symbol, ...span }),
  indexPriceKlineCandlestickData: { pair, ...span },
  continuousContractKlineCandlestickData: { pair, contractType: 'PERPETUAL', ...span },
  ...each('openInterestStatistics topTraderLongShortRatioAccounts topTraderLongShortRatioPositions longShortRatio takerBuySellVolume', { symbol, period }),
  basis: { pair, contractType: 'PERPETUAL', period },
  quarterlyContractSettlementPrice: { pair },
  // The account
  ...each('accountInformationV2 accountInformationV3 futuresAccountBalanceV2 futuresAccountBalanceV3 futuresAccountConfiguration futuresTradingQuantitativeRulesIndicators getBnbBurnStatus getCurrentMultiAssetsMode getCurrentPositionMode getIncomeHistory notionalAndLeverageBrackets queryUserRateLimit symbolConfiguration positionAdlQuantileEstimation positionInformationV2 positionInformationV3 usersForceOrders'),
  ...each('userCommissionRate getPositionMarginChangeHistory accountTradeList', { symbol }),
  toggleBnbBurnOnFuturesTrade: { feeBurn: 'false' },
  changeInitialLeverage: { symbol, leverage: 9 },
  changeMarginType: { symbol: 'ETHUSDT', marginType: 'ISOLATED' },
  changeMultiAssetsMode: /No need|Adjusted asset mode/,
  changePositionMode: /No need to change position side/,
  modifyIsolatedPositionMargin: /position is 0|Add margin only/,
  // Orders
  newOrder: order({ newClientOrderId: 'methods-1' }),
  queryOrder: { symbol, origClientOrderId: 'methods-1' },
  queryCurrentOpenOrder: { symbol, origClientOrderId: 'methods-1' },
  currentAllOpenOrders: { symbol },
  allOrders: { symbol },
  modifyOrder: { symbol, side: 'BUY', origClientOrderId: 'methods-1', quantity, price: at(0.95) },
  getOrderModifyHistory: { symbol, origClientOrderId: 'methods-1' },
  cancelOrder: { symbol, origClientOrderId: 'methods-1' },
  testOrder: order(),
  placeMultipleOrders: { batchOrders: [texts(order({ newClientOrderId: 'methods-2' }))] },
  modifyMultipleOrders: { batchOrders: [texts({ symbol, side: 'BUY', origClientOrderId: 'methods-2', quantity, price: at(0.96) })] },
  cancelMultipleOrders: { symbol, origClientOrderIdList: ['methods-2'] },
  autoCancelAllOpenOrders: { symbol, countdownTime: 0 },
  cancelAllOpenOrders: { symbol },
  newAlgoOrder: conditional({ clientAlgoId: 'methods-3' }),
  queryAlgoOrder: { clientAlgoId: 'methods-3' },
  currentAllAlgoOpenOrders: { symbol },
  queryAllAlgoOrders: { symbol },
  cancelAlgoOrder: { clientAlgoId: 'methods-3' },
  cancelAllAlgoOpenOrders: { symbol },
  ...each('startUserDataStream keepaliveUserDataStream closeUserDataStream'),
  // By hand
  sendRequest: ['/fapi/v1/ping', 'GET'],
  sendSignedRequest: ['/fapi/v3/balance', 'GET'],
};

/** What a simulated exchange has no use for; it is refused at once as a path that there is not. */
const not_offered = {
  'conversion of one asset into another is a service of the wallet': { listAllConvertPairs: {}, sendQuoteRequest: { fromAsset: 'USDT', toAsset: 'BTC', fromAmount: 1 }, acceptTheOfferedQuote: { quoteId: '1' }, orderStatus: {} },
  'archives of years past, made by hours of work of the exchange': {
    ...each('getDownloadIdForFuturesOrderHistory getDownloadIdForFuturesTradeHistory getDownloadIdForFuturesTransactionHistory', hours),
    ...each('getFuturesOrderHistoryDownloadLinkById getFuturesTradeDownloadLinkById getFuturesTransactionHistoryDownloadLinkById', { downloadId: '1' }),
  },
  'portfolio margin is another product': { classicPortfolioMarginAccountInformation: { asset: 'USDT' } },
  'a contract on paper for tokenised shares': { futuresTradfiPerpsContract: {} },
};

function each(names, parameters = {}) {
  return Object.fromEntries(names.split(' ').map((name) => [name, parameters]));
}

/** What the class can be asked, without what it is built with. */
function methods(instance) {
  const names = new Set();
  for (let part = instance; part && part !== Object.prototype; part = Object.getPrototypeOf(part)) {
    for (const name of Object.getOwnPropertyNames(part)) if (typeof instance[name] === 'function' && name !== 'constructor') names.add(name);
  }
  return [...names].sort();
}

await check('every method of the REST class is called below, and every one below is there', async () => {
  const refusals = Object.values(not_offered).flatMap((group) => Object.keys(group));
  assert.deepEqual(methods(restAPI), [...Object.keys(rest), ...refusals].sort());
});

for (const [name, given] of Object.entries(rest)) {
  await check(`restAPI.${name}`, async () => {
    if (given instanceof RegExp) {
      const refusal = { changeMultiAssetsMode: { multiAssetsMargin: 'false' }, changePositionMode: { dualSidePosition: 'false' }, modifyIsolatedPositionMargin: { symbol: 'ETHUSDT', amount: 10, type: 1 } };
      assert.match((await refused(() => restAPI[name](refusal[name]))).message, given);
    } else {
      const answer = await body(restAPI[name](...(Array.isArray(given) ? given : [given])));
      assert.equal(typeof answer, 'object', JSON.stringify(answer));
      if (name.endsWith('MultipleOrders')) assert.equal(answer[0].code, undefined, answer[0].msg);
    }
  });
}

for (const [reason, group] of Object.entries(not_offered)) {
  for (const [name, parameters] of Object.entries(group)) {
    await check(`restAPI.${name} is refused: ${reason}`, async () => {
      assert.equal((await refused(() => restAPI[name](parameters))).name, 'NotFoundError');
    });
  }
}

const socket = {
  ...each('accountInformation accountInformationV2 futuresAccountBalance futuresAccountBalanceV2 positionInformation positionInformationV2 symbolOrderBookTicker symbolPriceTicker startUserDataStream keepaliveUserDataStream closeUserDataStream'),
  orderBook: { symbol },
  newOrder: order({ newClientOrderId: 'methods-4' }),
  queryOrder: { symbol, origClientOrderId: 'methods-4' },
  modifyOrder: { symbol, side: 'BUY', origClientOrderId: 'methods-4', quantity, price: at(0.95) },
  cancelOrder: { symbol, origClientOrderId: 'methods-4' },
  newAlgoOrder: conditional({ clientAlgoId: 'methods-5' }),
  cancelAlgoOrder: { clientAlgoId: 'methods-5' },
  sendMessage: ['ticker.price', { symbol }],
  sendSignedMessage: ['v2/account.balance', {}],
};
const lower = symbol.toLowerCase();
const spoken = {
  ...each('aggregateTradeStreams individualSymbolMiniTickerStream individualSymbolTickerStreams markPriceStream diffBookDepthStreams individualSymbolBookTickerStreams rpiDiffBookDepthStreams', { symbol: lower }),
  ...each('allMarketMiniTickersStream allMarketTickersStreams markPriceStreamForAllMarket allBookTickersStream assetIndex tradingSessionStream'),
  klineCandlestickStreams: { symbol: lower, interval: '1m' },
  continuousContractKlineCandlestickStreams: { pair: lower, contractType: 'perpetual', interval: '1m' },
  partialBookDepthStreams: { symbol: lower, levels: 5 },
  // These speak when an account is liquidated and when the status of a contract changes, which happens below.
  liquidationOrderStreams: { symbol: lower },
  ...each('allMarketLiquidationOrderStreams contractInfoStream'),
};
/** A basket is listed among hundreds of contracts; that its stream speaks is shown by the tests of shapes. */
const silent_here = { compositeIndexSymbolInformationStreams: { symbol: 'defiusdt' } };
/** What belongs to the connection itself. */
const connection = ['disconnect', 'isConnected', 'off', 'on', 'pingServer'];

const api = await client.websocketAPI.connect();
const streams = await client.websocketStreams.connect();

await check('every method of the WebSocket API and of the streams is called below, and every one below is there', async () => {
  assert.deepEqual(methods(api), [...Object.keys(socket), ...connection].sort());
  assert.deepEqual(methods(streams), [...Object.keys({ ...spoken, ...silent_here }), ...connection, 'isSubscribed', 'subscribe', 'unsubscribe', 'userData'].sort());
});

for (const [name, given] of Object.entries(socket)) {
  await check(`websocketAPI.${name}`, async () => {
    const answer = await api[name](...(Array.isArray(given) ? given : [given]));
    assert.equal(typeof (answer.data ?? answer.result ?? answer), 'object');
  });
}

await check('every stream speaks', async () => {
  const { listenKey } = await body(restAPI.startUserDataStream());
  const silent = new Set([...Object.keys(spoken), 'userData']);
  let end;
  const ended = new Promise((resolve) => { end = resolve; });
  for (const name of silent) {
    const stream = name === 'userData' ? streams.userData(listenKey) : streams[name](spoken[name]);
    stream.on('message', () => {
      silent.delete(name);
      if (silent.size === 0) end();
    });
    await new Promise((resume) => setTimeout(resume, 110)); // The exchange closes a socket that is sent more than ten messages a second
  }
  assert.ok(streams.isSubscribed(`${lower}@aggTrade`));
  for (const [name, parameters] of Object.entries(silent_here)) streams[name](parameters);
  await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity }));
  await control({ action: 'liquidate', account: venue.key });
  await control({ action: 'halt', symbol: 'ETHUSDT' });
  await control({ action: 'reopen', symbol: 'ETHUSDT' });
  await Promise.race([ended, new Promise((_, reject) => setTimeout(() => reject(new Error(`silent: ${[...silent].join(' ')}`)), 12_000))]);
}, 20_000);

await check('the methods of a connection: events, pings, subscriptions by name', async () => {
  const answered = new Promise((resolve) => streams.on('pong', resolve));
  for (const part of [api, streams]) {
    assert.equal(part.isConnected(), true);
    part.on('message', ignored);
    part.off('message', ignored);
    part.pingServer();
  }
  await answered;
  streams.subscribe('ethusdt@bookTicker');
  assert.equal(streams.isSubscribed('ethusdt@bookTicker'), true);
  streams.unsubscribe('ethusdt@bookTicker');
  assert.equal(streams.isSubscribed('ethusdt@bookTicker'), false);
  await streams.disconnect();
  await api.disconnect();
});

finish();

function ignored() {}

async function control(action) {
  const answer = await fetch(`${venue.http}/venue/v1/actions`, { method: 'POST', body: JSON.stringify(action), headers: { Authorization: `Bearer ${venue.token}` } });
  assert.equal(answer.status, 200, await answer.text());
}
