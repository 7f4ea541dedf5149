import { assert, check, finish } from '../kit/checks.mjs';
import { body, open, symbol, terms } from './client.mjs';

const client = open();
const { restAPI } = client;
const streams = await client.websocketStreams.connect();
const { listenKey } = await body(restAPI.startUserDataStream());
const events = [];
let wake = () => {};
const stream = streams.userData(listenKey);
stream.on('message', (event) => {
  events.push(event);
  wake();
});
const { price, quantity, at } = await terms(client);

/** The first event that has not been taken yet and that the condition accepts. */
async function event(accepts) {
  for (;;) {
    const index = events.findIndex(accepts);
    if (index >= 0) return events.splice(index, 1)[0];
    await new Promise((resolve) => { wake = resolve; });
  }
}

const order = (status) => (row) => row.e === 'ORDER_TRADE_UPDATE' && row.o.X === status;

await check('a resting order: NEW, AMENDMENT, CANCELED', async () => {
  const { orderId } = await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price, newClientOrderId: 'user-1' }));
  const opened = await event(order('NEW'));
  assert.equal(opened.o.i, orderId);
  assert.equal(opened.o.c, 'user-1');
  assert.equal(opened.o.x, 'NEW');
  await body(restAPI.modifyOrder({ symbol, orderId, side: 'BUY', quantity, price: at(0.95) }));
  const amended = await event((row) => row.e === 'ORDER_TRADE_UPDATE' && row.o.x === 'AMENDMENT');
  assert.equal(Number(amended.o.p), at(0.95));
  await body(restAPI.cancelOrder({ symbol, orderId }));
  assert.equal((await event(order('CANCELED'))).o.x, 'CANCELED');
});

await check('a fill: TRADE_LITE, then ACCOUNT_UPDATE, then ORDER_TRADE_UPDATE, with equal T', async () => {
  events.length = 0;
  await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'MARKET', quantity, newClientOrderId: 'user-2' }));
  const filled = await event(order('FILLED'));
  const kinds = events.map((row) => row.e);
  assert.ok(kinds.indexOf('TRADE_LITE') >= 0 && kinds.indexOf('TRADE_LITE') < kinds.indexOf('ACCOUNT_UPDATE'), kinds.join());
  const account = events.filter((row) => row.e === 'ACCOUNT_UPDATE').at(-1);
  assert.equal(account.T, filled.T);
  assert.equal(account.a.m, 'ORDER');
  assert.equal(Number(account.a.P.find((row) => row.s === symbol).pa), quantity);
  const light = events.filter((row) => row.e === 'TRADE_LITE').at(-1);
  assert.equal(light.t, filled.o.t);
  assert.equal(filled.o.N, 'USDT');
  assert.ok(Number(filled.o.n) > 0);
  events.length = 0;
  await body(restAPI.newOrder({ symbol, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true' }));
  const closed = await event(order('FILLED'));
  assert.equal(closed.o.R, true);
});

await check('a change of leverage: ACCOUNT_CONFIG_UPDATE', async () => {
  await body(restAPI.changeInitialLeverage({ symbol, leverage: 11 }));
  const changed = await event((row) => row.e === 'ACCOUNT_CONFIG_UPDATE');
  assert.deepEqual({ s: changed.ac.s, l: Number(changed.ac.l) }, { s: symbol, l: 11 });
});

await check('a conditional order: ALGO_UPDATE NEW and CANCELED', async () => {
  const placed = await body(restAPI.newAlgoOrder({ algoType: 'CONDITIONAL', symbol, side: 'SELL', type: 'STOP_MARKET', quantity, triggerPrice: at(0.9), clientAlgoId: 'user-3' }));
  const opened = await event((row) => row.e === 'ALGO_UPDATE');
  assert.equal(opened.o.aid, placed.algoId);
  assert.equal(opened.o.X, 'NEW');
  await body(restAPI.cancelAlgoOrder({ algoId: placed.algoId }));
  assert.equal((await event((row) => row.e === 'ALGO_UPDATE')).o.X, 'CANCELED');
});

await check('a closed listen key says nothing more', async () => {
  await body(restAPI.closeUserDataStream());
  events.length = 0;
  const { orderId } = await body(restAPI.newOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price }));
  await body(restAPI.cancelOrder({ symbol, orderId }));
  assert.deepEqual(events.filter((row) => row.e === 'ORDER_TRADE_UPDATE'), []);
});

await streams.disconnect();
finish();
