using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Signing;

namespace Platform.Exchanges.Binance.Rest;

/// <summary>The authentication that an endpoint requires (spec/binance-usdm.md §5.1).</summary>
internal enum RequestSecurity
{
    Open,

    /// <summary>The key header only.</summary>
    Key,

    /// <summary>Key header, timestamp and signature.</summary>
    Signed,
}

/// <summary>One REST request before the timestamp and signature are added.</summary>
internal sealed record BinanceRequest(HttpMethod Method, string Path, RequestText Text, RequestCost Cost, RequestSecurity Security = RequestSecurity.Open)
{
    /// <summary>Called directly before the request is sent, after all waits; returns why the request must not be sent, or empty.</summary>
    public Func<string>? WhyNot { get; init; }

    /// <summary>True when a lost answer leaves the outcome unknown; a read can be repeated.</summary>
    public bool IsMutation => Method != HttpMethod.Get;

    public static BinanceRequest Get(string path, RequestText text, int weight, RequestSecurity security = RequestSecurity.Open) =>
        new(HttpMethod.Get, path, text, new RequestCost(weight), security);

    public static BinanceRequest Signed(HttpMethod method, string path, RequestText text, RequestCost cost) =>
        new(method, path, text, cost, RequestSecurity.Signed);
}
