using Platform.Accounting.Records;

namespace Platform.Accounting.Stores;

/// <summary>Rows that enter the store together: all of them, with how far they reach, or none.</summary>
/// <param name="Sequence">The last ledger fact whose rows are in the batch or in the store; never lower than the store's.</param>
/// <param name="Income_ms">Every booking before this time is in the batch or in the store; never lower than the store's.</param>
public sealed record AccountBatch(long Sequence, long Income_ms)
{
    public IReadOnlyList<OrderRecord> Orders { get; init; } = [];

    public IReadOnlyList<FillRecord> Fills { get; init; } = [];

    public IReadOnlyList<ParentRecord> Parents { get; init; } = [];

    public IReadOnlyList<IncomeRecord> Income { get; init; } = [];

    public IReadOnlyList<EquityRecord> Equity { get; init; } = [];

    public int Rows => Orders.Count + Fills.Count + Parents.Count + Income.Count + Equity.Count;
}
