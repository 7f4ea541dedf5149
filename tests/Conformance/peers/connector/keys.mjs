// RSA and Ed25519 keys by the connector's own means: privateKey in place of apiSecret, as text or as the path of a file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, check, finish, refused, venue } from '../kit/checks.mjs';
import { body, open, symbol, terms } from './client.mjs';

for (const kind of ['ed25519', 'rsa']) {
  const file = join(venue.secret, `${kind}.pem`);
  const client = open({ apiKey: `${venue.key}-${kind}`, privateKey: readFileSync(file, 'utf8') });
  const { restAPI } = client;
  const { price, quantity } = await terms(client);
  const order = { symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity, price };

  await check(`${kind}: query, order, batch and cancel`, async () => {
    assert.ok((await body(restAPI.futuresAccountBalanceV3())).some((row) => row.asset === 'USDT'));
    const placed = await body(restAPI.newOrder(order));
    assert.equal(placed.status, 'NEW');
    assert.equal((await body(restAPI.cancelOrder({ symbol, orderId: placed.orderId }))).status, 'CANCELED');
    const [row] = await body(restAPI.placeMultipleOrders({ batchOrders: [{ ...order, quantity: String(quantity), price: String(price) }] }));
    assert.equal(row.status, 'NEW');
    assert.equal((await body(restAPI.cancelMultipleOrders({ symbol, orderIdList: [row.orderId] })))[0].status, 'CANCELED');
  });

  await check(`${kind}: the key may be the path of a file`, async () => {
    assert.ok((await body(open({ apiKey: `${venue.key}-${kind}`, privateKey: file }).restAPI.futuresAccountBalanceV3())).length > 0);
  });

  await check(`${kind}: WebSocket API with a signature on each request`, async () => {
    const api = await client.websocketAPI.connect();
    const placed = (await api.newOrder(order)).data;
    assert.equal(placed.status, 'NEW');
    assert.equal((await api.cancelOrder({ symbol, orderId: placed.orderId })).data.status, 'CANCELED');
    await api.disconnect();
  });

  await check(`${kind}: another account's key is refused`, async () => {
    const other = join(venue.secret, `${kind === 'rsa' ? 'ed25519' : 'rsa'}.pem`);
    assert.match((await refused(() => open({ apiKey: `${venue.key}-${kind}`, privateKey: other }).restAPI.futuresAccountBalanceV3())).message, /Signature/);
  });
}

finish();
