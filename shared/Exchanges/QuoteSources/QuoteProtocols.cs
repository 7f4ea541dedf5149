using Platform.Exchanges.Binance.Quotes;
using Platform.Exchanges.Hyperliquid;
using Platform.Exchanges.Okx;
using Platform.Exchanges.Paradex;
using Platform.Exchanges.Quotes;
using Platform.Primitives.Outcomes;

namespace Platform.Exchanges.QuoteSources;

/// <summary>The one place that knows every implementation of the seam: a further exchange is one line here and its folder.</summary>
internal static class QuoteProtocols
{
    /// <summary>The protocol of an exchange at its address.</summary>
    public static IQuoteExchange Of(QuoteEndpoint endpoint)
    {
        IQuoteExchange? exchange = endpoint.Exchange switch
        {
            "okx" => new OkxExchange(endpoint.Rest, endpoint.Socket),
            "hyperliquid" => new HyperliquidExchange(endpoint.Rest, endpoint.Socket),
            "paradex" => new ParadexExchange(endpoint.Rest, endpoint.Socket),
            "binance" => new BinanceQuotes(endpoint.Rest, endpoint.Socket),
            _ => null,
        };
        Check.That(exchange is not null, $"no feed exists for {endpoint.Exchange}");
        return exchange;
    }
}
