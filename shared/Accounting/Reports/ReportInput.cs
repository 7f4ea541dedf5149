using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Accounting.Reports;

/// <summary>All stored records of one account that a report needs, from one version of the store.</summary>
/// <param name="Fills">From the beginning of the records to the end of the period, because positions open at its start were opened earlier.</param>
/// <param name="Income">From the beginning of the records to the end of the period.</param>
/// <param name="Equity">Samples of the period, and the last one before it.</param>
internal sealed record ReportInput(
    string Account, StorePeriod Period, AccountManifest Manifest, IReadOnlyList<FillRecord> Fills, IReadOnlyList<OrderRecord> Orders, IReadOnlyList<ParentRecord> Parents, IReadOnlyList<IncomeRecord> Income,
    IReadOnlyList<EquityRecord> Equity)
{
    /// <summary>The margin asset of USD-margined accounts in single-asset mode.</summary>
    public const string MarginAsset = "USDT";

    public IEnumerable<FillRecord> PeriodFills => Fills.Where(fill => Period.Contains(fill.Time_ms));

    public IEnumerable<IncomeRecord> PeriodIncome => Income.Where(row => Period.Contains(row.Time_ms));

    /// <summary>Zero before the first sample.</summary>
    public Money InitialEquity => Equity.Count == 0 ? Money.Zero : Equity[0].Equity;

    public static Result<ReportInput> Read(AccountStoreReader store, string account, StorePeriod period)
    {
        var before = new StorePeriod(long.MinValue, period.To_ms);
        if (!store.Manifest(account).TryGet(out AccountManifest? manifest, out Fault? fault))
            return fault;
        Result<List<FillRecord>> fills = store.Fills(account, before);
        Result<List<IncomeRecord>> income = store.Income(account, before);
        Result<List<OrderRecord>> orders = store.Orders(account, period);
        Result<List<ParentRecord>> parents = store.Parents(account, period);
        Result<List<EquityRecord>> equity = store.Equity(account, before);
        fault = fills.Fault ?? income.Fault ?? orders.Fault ?? parents.Fault ?? equity.Fault;
        if (fault is not null)
            return fault;
        int first = equity.Value.FindIndex(sample => sample.Time_ms >= period.From_ms);
        List<EquityRecord> samples = first < 0 ? equity.Value.TakeLast(1).ToList() : equity.Value[Math.Max(0, first - 1)..];
        return new ReportInput(account, period, manifest, fills.Value, orders.Value, parents.Value, income.Value, samples);
    }

    /// <summary>True for a deposit or withdrawal, which is not part of profit and loss.</summary>
    public static bool IsTransfer(IncomeRecord row) =>
        row.Kind.Contains("TRANSFER", StringComparison.Ordinal) || row.Kind is "COIN_SWAP_DEPOSIT" or "COIN_SWAP_WITHDRAW" or "AUTO_EXCHANGE" or "WELCOME_BONUS";
}

/// <summary>Converts amounts of other assets to the margin asset at the price of the given time.</summary>
internal sealed class AssetPrices(TradePrices? prices)
{
    private readonly SortedDictionary<string, int> _unpriced = new(StringComparer.Ordinal);

    /// <summary>Number of amounts by asset that could not be converted because no price is known.</summary>
    public IReadOnlyDictionary<string, int> Unpriced => _unpriced;

    /// <summary>The amount in the margin asset. Zero when no price is known; the amount is then counted in <see cref="Unpriced"/>.</summary>
    public Money InMargin(Money amount, string asset, long time_ms)
    {
        if (asset is ReportInput.MarginAsset or "" || amount.IsZero)
            return amount;
        Price price = prices?.PriceAt(asset + ReportInput.MarginAsset, time_ms) ?? Price.Zero;
        if (!price.IsZero)
            return (price * Quantity.FromUnits(amount.Units)).Truncate();
        _unpriced[asset] = _unpriced.GetValueOrDefault(asset) + 1;
        return Money.Zero;
    }
}
