// The npm package `binance` as its users set it up for an exchange at another address; the package itself is not touched.
import { USDMClient, WebsocketAPIClient, WebsocketClient } from 'binance';
import { onGrid, venue } from '../kit/checks.mjs';

export const symbol = 'BTCUSDT';
const silent = { trace() {}, info() {}, error: console.error };

export function rest(keys = { api_key: venue.key, api_secret: venue.secret }) {
  return new USDMClient({ ...keys, baseUrl: venue.http });
}

export function sockets(keys = { api_key: venue.key, api_secret: venue.secret }) {
  return new WebsocketClient({ ...keys, wsUrl: venue.ws, restOptions: { baseUrl: venue.http } }, silent);
}

export function socketApi(keys = { api_key: venue.key, api_secret: venue.secret }) {
  return new WebsocketAPIClient({ ...keys, wsUrl: venue.ws, attachEventListeners: false }, silent);
}

/** A price and quantity that rest far below the market. */
export async function terms(client, below = 0.03) {
  const { symbols } = await client.getExchangeInfo();
  const filters = Object.fromEntries(symbols.find((row) => row.symbol === symbol).filters.map((filter) => [filter.filterType, filter]));
  const bid = Number((await client.getSymbolOrderBookTicker({ symbol })).bidPrice);
  const at = (factor) => Number(onGrid(bid * factor, filters.PRICE_FILTER.tickSize));
  const step = Number(filters.LOT_SIZE.stepSize);
  const quantity = Number(onGrid(2 * Math.max(Number(filters.MIN_NOTIONAL.notional) / at(1 - below), step) + step, step));
  return { at, price: at(1 - below), quantity };
}
