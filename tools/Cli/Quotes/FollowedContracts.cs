using Platform.Cli.Quotes.Settings;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.QuoteSources;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes;

/// <summary>One exchange and the contracts of it that are followed.</summary>
/// <param name="Source">Null in a replay.</param>
internal sealed record FollowedExchange(QuoteListing Followed, QuoteSource? Source = null)
{
    public string Name => Followed.Exchange;

    public IReadOnlyList<QuoteInstrument> Instruments => Followed.Instruments;
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

        return Choose(settings.Symbols, [.. sources.Select(source => source.Listing)], notice)
            .Then(chosen => Result<IReadOnlyList<FollowedExchange>>.Ok([.. chosen.Select((exchange, index) => exchange with { Source = sources[index] })]));
    }

    /// <summary>The wanted symbols of each listing.</summary>
    public static Result<IReadOnlyList<FollowedExchange>> Choose(IReadOnlyList<string> symbols, IReadOnlyList<QuoteListing> listings, Action<string> notice)
    {
        foreach (string symbol in symbols)
        {
            QuoteListing[] without = [.. listings.Where(listing => listing.Find(symbol) is null)];
            string text = CanonicalSymbol.Display(symbol, "USD");
            if (without.Length == listings.Count)
                return new Fault(FaultKind.NotFound, $"--symbols {text}: no exchange lists it; the nearest names are {string.Join(", ", listings.SelectMany(listing => listing.Nearest(symbol, 3)).Distinct().Take(5))}.");
            foreach (QuoteListing listing in without)
                notice($"{listing.Exchange} does not list {text}; it is followed elsewhere only.");
        }

        return Result<IReadOnlyList<FollowedExchange>>.Ok([.. listings.Select(listing => new FollowedExchange(new QuoteListing(listing.Exchange, [.. symbols.Select(listing.Find).OfType<QuoteInstrument>()])))]);
    }
}
