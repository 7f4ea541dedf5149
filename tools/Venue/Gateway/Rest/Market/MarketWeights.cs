using System.Globalization;
using Platform.Venue.Gateway.Wire;

namespace Platform.Venue.Gateway.Rest.Market;

/// <summary>Request weights that depend on parameters (spec/binance-usdm.md §3).</summary>
internal static class MarketWeights
{
    public static int Depth(RequestParameters parameters) => Number(parameters, 500) switch { <= 50 => 2, <= 100 => 5, <= 500 => 10, _ => 20 };

    /// <summary>The scale of all kline endpoints.</summary>
    public static int Klines(RequestParameters parameters) => Number(parameters, 500) switch { < 100 => 1, < 500 => 2, <= 1000 => 5, _ => 10 };

    /// <summary>One weight with a symbol, another for all symbols.</summary>
    public static Func<RequestParameters, int> BySymbol(int one, int all) => parameters => string.IsNullOrEmpty(parameters["symbol"]) ? all : one;

    private static int Number(RequestParameters parameters, int otherwise) =>
        int.TryParse(parameters["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit) ? limit : otherwise;
}
