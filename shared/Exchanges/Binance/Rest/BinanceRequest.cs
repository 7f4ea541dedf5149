using Platform.Exchanges.Binance.Limits;
using Platform.Exchanges.Binance.Signing;

namespace Platform.Exchanges.Binance.Rest;

/// <summary>What an endpoint asks of the caller (spec/binance-usdm.md §5.1).</summary>
internal enum RequestSecurity
{
    Open,

    /// <summary>The key header alone.</summary>
    Key,

    /// <summary>Key header, timestamp and signature.</summary>
    Signed,
}

/// <summary>One call of the REST interface before it is stamped and signed.</summary>
internal sealed record BinanceRequest(HttpMethod Method, string Path, RequestText Text, RequestCost Cost, RequestSecurity Security = RequestSecurity.Open)
{
    /// <summary>Asked immediately before the bytes leave, after every wait for room: why the request must not leave, or empty.</summary>
    public Func<string>? WhyNot { get; init; }

    /// <summary>A lost answer leaves the outcome unknown; a read can simply be repeated.</summary>
    public bool IsMutation => Method != HttpMethod.Get;

    public static BinanceRequest Get(string path, RequestText text, int weight, RequestSecurity security = RequestSecurity.Open) =>
        new(HttpMethod.Get, path, text, new RequestCost(weight), security);

    public static BinanceRequest Signed(HttpMethod method, string path, RequestText text, RequestCost cost) =>
        new(method, path, text, cost, RequestSecurity.Signed);
}
