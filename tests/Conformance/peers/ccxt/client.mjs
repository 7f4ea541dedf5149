// ccxt as its users set it up for an exchange at another address; the package itself is not touched.
import ccxt from 'ccxt';
import { venue, onGrid } from '../kit/checks.mjs';

export { ccxt };
export const symbol = 'BTC/USDT:USDT';
export const other = 'ETH/USDT:USDT';

/** With markets given these are not asked for. */
export async function open(options = {}, keys = { apiKey: venue.key, secret: venue.secret }, markets = undefined) {
  const exchange = new ccxt.pro.binanceusdm({ ...keys, options, enableRateLimit: false });
  for (const name of Object.keys(exchange.urls.api)) {
    if (name.startsWith('fapi')) {
      exchange.urls.api[name] = exchange.urls.api[name].replace('https://fapi.binance.com', venue.http);
    }
  }
  exchange.urls.api.sapi = `${venue.http}/sapi/v1`;
  exchange.urls.api.ws.future = `${venue.ws}/ws`;
  exchange.urls.api.ws['ws-api'].future = `${venue.ws}/ws-fapi/v1`;
  await exchange.loadHttpProxyAgent();
  if (markets) exchange.setMarkets(markets);
  else await exchange.loadMarkets();
  return exchange;
}

/** A buying price that rests well below the market, and an amount worth at least the least notional. */
export async function resting(exchange, name = symbol, below = 0.03) {
  const { bid } = (await exchange.fetchBidsAsks([name]))[name];
  const market = exchange.market(name);
  const price = Number(onGrid(bid * (1 - below), market.precision.price));
  return { price, amount: smallest(exchange, name, price), bid };
}

/** Twice the least amount that the minimum notional lets through. */
export function smallest(exchange, name, price) {
  const market = exchange.market(name);
  const least = Math.max(market.limits.amount.min, market.limits.cost.min / price);
  return Number(onGrid(2 * least + Number(market.precision.amount), market.precision.amount));
}

/** Waits until the private socket is open: events before that are lost, as at the real exchange. */
export async function listening(client) {
  for (;;) {
    const socket = Object.values(client.clients).find((candidate) => candidate.url.includes('/private/'));
    if (socket?.isConnected) return;
    await new Promise((resume) => setTimeout(resume, 10));
  }
}
