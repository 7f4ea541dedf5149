// RSA and Ed25519 keys: api_secret is the private key as PEM text.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, check, finish, refused, venue } from '../kit/checks.mjs';
import { rest, socketApi, symbol, terms } from './client.mjs';

for (const kind of ['ed25519', 'rsa']) {
  const keys = { api_key: `${venue.key}-${kind}`, api_secret: readFileSync(join(venue.secret, `${kind}.pem`), 'utf8') };
  const client = rest(keys);
  const { price, quantity } = await terms(client);
  const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price };

  await check(`${kind}: query, order, batch and cancel`, async () => {
    assert.ok((await client.getBalanceV3()).some((row) => row.asset === 'USDT'));
    const placed = await client.submitNewOrder(order);
    assert.equal((await client.cancelOrder({ symbol, orderId: placed.orderId })).status, 'CANCELED');
    const [row] = await client.submitMultipleOrders([{ ...order, quantity: String(quantity), price: String(price) }]);
    assert.equal((await client.cancelOrder({ symbol, orderId: row.orderId })).status, 'CANCELED');
  });

  await check(`${kind}: another key is refused`, async () => {
    const other = readFileSync(join(venue.secret, `${kind === 'rsa' ? 'ed25519' : 'rsa'}.pem`), 'utf8');
    assert.equal((await refused(() => rest({ ...keys, api_secret: other }).getBalanceV3())).code, -1022);
  });

  await check(`${kind}: the WebSocket API${kind === 'ed25519' ? ' after session.logon' : ''}`, async () => {
    const api = socketApi(keys);
    const placed = (await api.submitNewFuturesOrder('usdm', { ...order, timestamp: Date.now() })).result;
    assert.equal(placed.status, 'NEW');
    assert.equal((await api.cancelFuturesOrder('usdm', { symbol, orderId: placed.orderId, timestamp: Date.now() })).result.status, 'CANCELED');
  });
}

finish();
