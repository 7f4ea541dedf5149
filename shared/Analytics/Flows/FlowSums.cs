using Platform.Domain.Market;
using Platform.Primitives.Numbers;

namespace Platform.Analytics.Flows;

/// <summary>Derived order-flow figures of a bar that are not stored (spec/quant.md §2.2).</summary>
public static class FlowSums
{
    /// <summary>Buy minus sell quote amount of one bucket (1 to 4), USDT, 16 decimals.</summary>
    public static Notional NetDolvol(this Bar bar, int bucket) => bar.Buys[bucket - 1].Dolvol - bar.Sells[bucket - 1].Dolvol;

    /// <summary>Net inflow of the two largest buckets, USDT.</summary>
    public static Notional MainNetDolvol(this Bar bar) => bar.NetDolvol(3) + bar.NetDolvol(4);

    /// <summary>Mean quote amount of the aggTrades of a flow, USDT; NaN without aggTrades.</summary>
    public static double AverageDolvol(Flow flow) => flow.Count == 0 ? double.NaN : flow.Dolvol.ToDouble() / flow.Count;
}
