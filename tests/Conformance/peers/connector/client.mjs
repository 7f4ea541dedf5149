// The official connector as its users set it up for an exchange at another address; the package itself is not touched.
import { DerivativesTradingUsdsFutures } from '@binance/derivatives-trading-usds-futures';
import { onGrid, venue } from '../kit/checks.mjs';

export const symbol = 'BTCUSDT';
export const other = 'ETHUSDT';

export function open(keys = { apiKey: venue.key, apiSecret: venue.secret }) {
  return new DerivativesTradingUsdsFutures({
    configurationRestAPI: { ...keys, basePath: venue.http, timeout: 5000 },
    configurationWebsocketStreams: { wsURL: venue.ws },
    configurationWebsocketAPI: { ...keys, wsURL: `${venue.ws}/ws-fapi/v1` },
  });
}

/** The body of a REST call. */
export async function body(call) {
  return (await call).data();
}

/** What the exchange says of a symbol, and a price and quantity that rest far below the market. */
export async function terms(client, name = symbol, below = 0.03) {
  const { symbols } = await body(client.restAPI.exchangeInformation());
  const filters = Object.fromEntries(symbols.find((row) => row.symbol === name).filters.map((filter) => [filter.filterType, filter]));
  const { bidPrice, askPrice } = await body(client.restAPI.symbolOrderBookTicker({ symbol: name }));
  const tick = filters.PRICE_FILTER.tickSize;
  const step = filters.LOT_SIZE.stepSize;
  const at = (factor) => Number(onGrid(Number(bidPrice) * factor, tick));
  const price = at(1 - below);
  const quantity = Number(onGrid(2 * Math.max(Number(filters.MIN_NOTIONAL.notional) / price, Number(step)) + Number(step), step));
  return { price, quantity, at, bid: Number(bidPrice), ask: Number(askPrice) };
}
