using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Accounting.Reports;

/// <summary>Everything of one account that a report is made of, as of one moment of its store.</summary>
/// <param name="Fills">From the beginning of the records to the end of the period: positions that the period finds open were opened before.</param>
/// <param name="Income">The same.</param>
/// <param name="Equity">Of the period, and the last sample before it.</param>
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

    /// <summary>True for a booking that moves money in or out: no profit and no loss.</summary>
    public static bool IsTransfer(IncomeRecord row) =>
        row.Kind.Contains("TRANSFER", StringComparison.Ordinal) || row.Kind is "COIN_SWAP_DEPOSIT" or "COIN_SWAP_WITHDRAW" or "AUTO_EXCHANGE" or "WELCOME_BONUS";
}

/// <summary>Amounts of other assets in the margin asset, at the price of the moment.</summary>
internal sealed class AssetPrices(TradePrices? prices)
{
    private readonly SortedDictionary<string, int> _unpriced = new(StringComparer.Ordinal);

    /// <summary>Amounts that were left out because no price of their asset is known, by asset.</summary>
    public IReadOnlyDictionary<string, int> Unpriced => _unpriced;

    /// <summary>Zero, and counted, when no price is known.</summary>
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
