import { assert, check, finish } from '../kit/checks.mjs';
import { rest, sockets, symbol, terms } from './client.mjs';

const client = rest();
const { price, quantity } = await terms(client);
const streams = sockets();
const events = [];
let wake = () => {};
streams.on('message', (event) => {
  events.push(event);
  wake();
});
streams.on('exception', (error) => console.error('exception', error?.message ?? error));

/** The first event that the condition accepts. */
async function event(accepts) {
  for (;;) {
    const index = events.findIndex(accepts);
    if (index >= 0) return events.splice(index, 1)[0];
    await new Promise((resolve) => { wake = resolve; });
  }
}

await check('topics go to the public and the market socket by themselves', async () => {
  const lower = symbol.toLowerCase();
  streams.subscribe([`${lower}@aggTrade`, `${lower}@depth@100ms`, `${lower}@bookTicker`, `${lower}@kline_1m`, `${lower}@markPrice@1s`, '!miniTicker@arr'], 'usdm');
  for (const type of ['aggTrade', 'depthUpdate', 'bookTicker', 'kline', 'markPriceUpdate']) {
    assert.equal((await event((row) => row.e === type || row.data?.e === type)).s ?? symbol, symbol);
  }
  await event((row) => Array.isArray(row) && row[0].e === '24hrMiniTicker');
});

await check('the user stream by ?listenKey= on the private path', async () => {
  await streams.subscribeUsdFuturesUserDataStream();
  const placed = await client.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price });
  const told = await event((row) => row.e === 'ORDER_TRADE_UPDATE');
  assert.equal(told.o.i, placed.orderId);
  await client.cancelOrder({ symbol, orderId: placed.orderId });
  assert.equal((await event((row) => row.e === 'ORDER_TRADE_UPDATE')).o.X, 'CANCELED');
  await client.submitNewOrder({ symbol, side: 'BUY', type: 'MARKET', quantity });
  assert.equal((await event((row) => row.e === 'ACCOUNT_UPDATE')).a.m, 'ORDER');
  await client.submitNewOrder({ symbol, side: 'SELL', type: 'MARKET', quantity, reduceOnly: 'true' });
});

streams.closeAll(true);
finish();
