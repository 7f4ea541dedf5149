namespace Platform.Venue.Core.Contract;

/// <summary>How much of everything the exchange keeps in memory at one moment; each has a bound that <see cref="ExchangeOptions.History"/> and the number of symbols set.</summary>
/// <param name="Forgotten">Ended orders that were given up, for their age or their number.</param>
internal sealed record KeptView(
    long OpenOrders, long EndedOrders, long Forgotten, long Fills, long Incomes, long Amendments, long ConditionalOrders, long Trades, long AggTrades, long Minutes);
