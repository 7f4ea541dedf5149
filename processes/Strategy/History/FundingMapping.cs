using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.Wire.V1;

namespace Platform.Strategy.History;

/// <summary>Funding and premium rows of the wire into the history, as numbers for statistics.</summary>
internal static class FundingMapping
{
    public static void AddFunding(this MarketHistory history, FundingEvent row) =>
        history.AddFunding(row.Symbol, row.FundingTimeMs, Rate.FromUnits(row.Rate).ToDouble());

    public static void AddPremium(this MarketHistory history, PremiumIndexEvent row) => history.AddPremium(row.Symbol, new Bar
    {
        Symbol = row.Symbol,
        OpenTime_ms = row.OpenTimeMs,
        CloseTime_ms = row.OpenTimeMs + Domain.Labels.Label.Length_ms,
        Open = Price.FromUnits(row.Open),
        High = Price.FromUnits(row.High),
        Low = Price.FromUnits(row.Low),
        Close = Price.FromUnits(row.Close),
    });
}
