using Platform.Cli.Quotes.Settings;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes;

/// <summary>One exchange and the contracts of it that are followed.</summary>
internal sealed record FollowedExchange(QuoteSource Source, IReadOnlyList<QuoteInstrument> Instruments)
{
    public string Name => Source.Endpoint.Exchange;
}

/// <summary>Asks the exchanges what they list and finds the wanted symbols there.</summary>
internal static class FollowedContracts
{
    /// <summary>A fault when an exchange does not answer, or when no exchange lists a symbol; where one exchange of several lacks it, a notice.</summary>
    public static async Task<Result<IReadOnlyList<FollowedExchange>>> OpenAsync(QuoteSettings settings, IReadOnlyList<QuoteEndpoint> endpoints, Action<string> notice, CancellationToken cancel)
    {
        using var http = new HttpClient();
        var sources = new List<QuoteSource>();
        foreach (QuoteEndpoint endpoint in endpoints)
        {
            if (!(await QuoteSource.OpenAsync(endpoint, http, cancel)).TryGet(out QuoteSource? source, out Fault? fault))
                return fault with { Message = $"{endpoint.Exchange}: {fault.Message} Check the address, the network and the region (--okx-region, --at), or try --demo." };
            sources.Add(source);
        }

        foreach (string symbol in settings.Symbols)
        {
            QuoteSource[] without = [.. sources.Where(source => source.Find(symbol) is null)];
            string text = CanonicalSymbol.Display(symbol, "USD");
            if (without.Length == sources.Count)
                return new Fault(FaultKind.NotFound, $"--symbols {text}: no exchange lists it; the nearest names are {string.Join(", ", sources.SelectMany(source => source.Nearest(symbol, 3)).Distinct().Take(5))}.");
            foreach (QuoteSource source in without)
                notice($"{source.Endpoint.Exchange} does not list {text}; it is followed elsewhere only.");
        }

        return sources.ConvertAll(source => new FollowedExchange(source, [.. settings.Symbols.Select(source.Find).OfType<QuoteInstrument>()]));
    }
}
