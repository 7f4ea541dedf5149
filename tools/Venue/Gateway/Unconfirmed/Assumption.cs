using System.Globalization;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Unconfirmed;

/// <summary>One unconfirmed fact: its name on the command line, the accepted values, and the functions that show and parse a value. Immutable.</summary>
internal sealed record Assumption(string Name, string Expected, Func<UnconfirmedFacts, string> Show, Func<UnconfirmedFacts, string, UnconfirmedFacts?> Read)
{
    public static IReadOnlyList<Assumption> All { get; } =
    [
        Number("recv-window-ms", 1, 10_000_000, facts => facts.RecvWindowMax_ms, (facts, value) => facts with { RecvWindowMax_ms = value }),
        Flag("percent-encoding-required", facts => facts.RequiresEncoding, (facts, value) => facts with { RequiresEncoding = value }),
        Number("historical-trades-weight", 0, 1_000, facts => facts.HistoricalTradesWeight, (facts, value) => facts with { HistoricalTradesWeight = value }),
        Number("agg-trades-hours", 1, 9_000, facts => facts.AggTradesLookBack_hours, (facts, value) => facts with { AggTradesLookBack_hours = value }),
        Flag("bracket-object", facts => facts.BracketIsObject, (facts, value) => facts with { BracketIsObject = value }),
        Number("connections-per-5m", 0, 1_000_000, facts => facts.ConnectionsPer5Minutes, (facts, value) => facts with { ConnectionsPer5Minutes = value }),
        Number("floods-before-ban", 0, 1_000_000, facts => facts.FloodsBeforeBan, (facts, value) => facts with { FloodsBeforeBan = value }),
        Flag("pings-count", facts => facts.PingsCount, (facts, value) => facts with { PingsCount = value }),
        Flag("control-errors-wrapped", facts => facts.WrapsControlErrors, (facts, value) => facts with { WrapsControlErrors = value }),
        Flag("book-ticker-update-id", facts => facts.BookTickerHasUpdateId, (facts, value) => facts with { BookTickerHasUpdateId = value }),
        Flag("user-trades-pair", facts => facts.UserTradesHavePair, (facts, value) => facts with { UserTradesHavePair = value }),
        Flag("hedge-both-row", facts => facts.HedgeHasBothRow, (facts, value) => facts with { HedgeHasBothRow = value }),
        Flag("trade-stream-st", facts => facts.TradeStreamHasSt, (facts, value) => facts with { TradeStreamHasSt = value }),
        Flag("listen-key-serves-all", facts => facts.ListenKeyServesAll, (facts, value) => facts with { ListenKeyServesAll = value }),
        new("fill-events", "account-first or order-first", facts => facts.FillEvents == FillEventOrder.AccountFirst ? "account-first" : "order-first", (facts, value) => value switch
        {
            "account-first" => facts with { FillEvents = FillEventOrder.AccountFirst },
            "order-first" => facts with { FillEvents = FillEventOrder.OrderFirst },
            _ => null,
        }),
    ];

    /// <summary>Applies each NAME=VALUE to the defaults; the fault says which name is unknown or which value is out of range.</summary>
    public static Result<UnconfirmedFacts> Apply(IEnumerable<string> texts)
    {
        var facts = new UnconfirmedFacts();
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? text : text[..equals], value = equals < 0 ? "" : text[(equals + 1)..];
            if (All.FirstOrDefault(assumption => assumption.Name == name) is not { } known)
                return new Fault(FaultKind.Invalid, $"--assume '{text}': unknown name '{name}'; expected NAME=VALUE with one of {string.Join(", ", All.Select(assumption => assumption.Name))}.");
            if (known.Read(facts, value) is not { } changed)
                return new Fault(FaultKind.Invalid, $"--assume '{text}': the value of {name} must be {known.Expected}.");
            facts = changed;
        }

        return facts;
    }

    private static Assumption Flag(string name, Func<UnconfirmedFacts, bool> show, Func<UnconfirmedFacts, bool, UnconfirmedFacts> read) => new(
        name, "true or false", facts => show(facts) ? "true" : "false", (facts, text) => text is "true" or "false" ? read(facts, text == "true") : null);

    private static Assumption Number(string name, int least, int most, Func<UnconfirmedFacts, int> show, Func<UnconfirmedFacts, int, UnconfirmedFacts> read) => new(
        name, $"a number from {least} to {most}", facts => show(facts).ToString(CultureInfo.InvariantCulture),
        (facts, text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? read(facts, value) : null);
}
