using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;

namespace Platform.Accounting.Reports;

/// <summary>All stored records of one account that a report needs, from one version of the store.</summary>
/// <param name="Fills">From the beginning of the records to the end of the period, because positions open at its start were opened earlier.</param>
/// <param name="Income">From the opening of the oldest position that is open at the start of the period to the end of the period.</param>
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
        if (!store.Manifest(account).TryGet(out AccountManifest? manifest, out Fault? fault))
            return fault;
        if (!store.Fills(account, new StorePeriod(long.MinValue, period.To_ms)).TryGet(out List<FillRecord>? fills, out fault))
            return fault;
        Result<List<IncomeRecord>> income = store.Income(account, period with { From_ms = OpenedBefore(fills, period.From_ms) });
        Result<List<OrderRecord>> orders = store.Orders(account, period);
        Result<List<ParentRecord>> parents = store.Parents(account, period);
        Result<List<EquityRecord>> equity = store.Equity(account, period with { From_ms = FromLastBefore(manifest, period.From_ms) });
        fault = income.Fault ?? orders.Fault ?? parents.Fault ?? equity.Fault;
        if (fault is not null)
            return fault;
        int first = equity.Value.FindIndex(sample => sample.Time_ms >= period.From_ms);
        List<EquityRecord> samples = first < 0 ? equity.Value.TakeLast(1).ToList() : equity.Value[Math.Max(0, first - 1)..];
        return new ReportInput(account, period, manifest, fills, orders.Value, parents.Value, income.Value, samples);
    }

    /// <summary>A time not later than that of the last equity sample before the start: a file holds a sample at its first time.</summary>
    private static long FromLastBefore(AccountManifest manifest, long from_ms) =>
        manifest.Files.Where(file => file.Table == "equity" && file.First_ms < from_ms).Select(file => file.First_ms).DefaultIfEmpty(from_ms).Max();

    /// <summary>When the oldest of the positions that are open at the start was opened; the start itself when there is none.</summary>
    private static long OpenedBefore(IEnumerable<FillRecord> fills, long from_ms)
    {
        var open = new Dictionary<(string, PositionSide), (Quantity Held, long Opened_ms)>();
        foreach (FillRecord fill in fills.TakeWhile(fill => fill.Time_ms < from_ms))
        {
            (Quantity before, long opened_ms) = open.GetValueOrDefault((fill.Symbol, fill.PositionSide));
            Quantity held = before + (fill.Side == Side.Buy ? fill.Quantity : -fill.Quantity);
            open[(fill.Symbol, fill.PositionSide)] = (held, held.Sign == before.Sign ? opened_ms : fill.Time_ms);
        }

        return open.Values.Where(position => !position.Held.IsZero).Select(position => position.Opened_ms).Append(from_ms).Min();
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
