using Platform.Domain.Labels;

namespace Platform.Wire.Market;

/// <summary>Names of the bus topics that the data process publishes.</summary>
public static class MarketTopics
{
    public const string Health = "health.data";

    public static string Bar(BarInterval interval, string symbol) => $"bar.{interval.Name}.{symbol}";

    /// <summary>Every symbol of one interval.</summary>
    public static string Bars(BarInterval interval) => $"bar.{interval.Name}";

    public static string Funding(string symbol) => $"funding.{symbol}";

    public static string PremiumIndex(string symbol) => $"premium.{symbol}";
}
