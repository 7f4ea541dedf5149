// RSA and Ed25519 keys: the account knows the public half, the client signs with the private one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, check, finish, refused, venue } from '../kit/checks.mjs';
import { ccxt, listening, open, resting, symbol } from './client.mjs';

for (const kind of ['ed25519', 'rsa']) {
  const secret = readFileSync(join(venue.secret, `${kind}.pem`), 'utf8');
  const exchange = await open({}, { apiKey: `${venue.key}-${kind}`, secret });
  const { price, amount } = await resting(exchange);

  await check(`${kind}: a query, an order in the body, a change in the body, a cancel in the query`, async () => {
    assert.equal((await exchange.fetchBalance()).USDT.total, 100_000);
    const placed = await exchange.createOrder(symbol, 'limit', 'buy', amount, price);
    const lower = Number(exchange.priceToPrecision(symbol, price * 0.99));
    assert.equal((await exchange.editOrder(placed.id, symbol, 'limit', 'buy', amount, lower)).price, lower);
    assert.equal((await exchange.cancelOrder(placed.id, symbol)).status, 'canceled');
  });

  await check(`${kind}: batches, whose JSON is signed as it is`, async () => {
    const order = { symbol, type: 'limit', side: 'buy', amount, price };
    const placed = await exchange.createOrders([order, order]);
    assert.ok((await exchange.cancelOrders(placed.map((row) => row.id), symbol)).every((row) => row.status === 'canceled'));
  });

  await check(`${kind}: user stream and WebSocket API`, async () => {
    const told = exchange.watchOrders(symbol);
    await listening(exchange);
    const placed = await exchange.createOrderWs(symbol, 'limit', 'buy', amount, price);
    const [event] = await told;
    assert.equal(event.id, placed.id);
    assert.equal((await exchange.cancelOrderWs(placed.id, symbol)).status, 'canceled');
  });

  await check(`${kind}: the key of another account does not sign for this one`, async () => {
    const other = kind === 'rsa' ? 'ed25519' : 'rsa';
    const stranger = await open({}, { apiKey: `${venue.key}-${kind}`, secret: readFileSync(join(venue.secret, `${other}.pem`), 'utf8') }, exchange.markets);
    const error = await refused(() => stranger.fetchBalance());
    assert.ok(error instanceof ccxt.AuthenticationError, error.message);
    assert.match(error.message, /-1022/);
  });

  await exchange.close();
}

finish();
