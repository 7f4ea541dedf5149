using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Executor.Ledger;
using Platform.Executor.Planning;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Gateway;

/// <summary>
/// Reads the account and the prices, and refuses an implausible snapshot. Owned by the account's context.
/// </summary>
internal sealed class AccountReader(IOrderGateway gateway, BinanceMarketClient market, OrderLedger ledger, TimeProvider clock)
{
    private static readonly long s_instrumentsAge_ms = UnixTime.MillisecondsPerHour;

    private IReadOnlyDictionary<string, Instrument> _instruments = new Dictionary<string, Instrument>();
    private long _instrumentsAt_ms = long.MinValue / 2;

    /// <summary>Starts with the last equity of the ledger, so that a first answer of zero after a restart is rejected as well.</summary>
    private Money _lastWallet = ledger.Equity.Equity;

    /// <summary>Reads everything a plan needs, at one moment.</summary>
    public async Task<Result<PlanningSnapshot>> ReadAsync(CancellationToken cancel)
    {
        long at_ms = clock.NowMilliseconds();
        Task<Result<AccountState>> account = gateway.AccountAsync(cancel);
        Task<Result<IReadOnlyList<PremiumIndex>>> marks = market.GetPremiumIndexAsync(null, cancel);
        Task<Result<IReadOnlyList<BestQuote>>> quotes = gateway.QuotesAsync(null, cancel);
        Task<Fault?> instruments = RefreshInstrumentsAsync(cancel);
        await Task.WhenAll(account, marks, quotes, instruments);
        Fault? fault = (await account).Fault ?? (await marks).Fault ?? (await quotes).Fault ?? await instruments ?? Impossible((await account).Value);
        if (fault is not null)
            return fault;
        AccountState state = (await account).Value;
        return new PlanningSnapshot(
            at_ms,
            state.Totals,
            state.Positions,
            (await marks).Value.Where(row => row.MarkPrice.Units > 0).ToDictionary(row => row.Symbol, row => row.MarkPrice, StringComparer.Ordinal),
            (await quotes).Value.ToDictionary(row => row.Symbol, StringComparer.Ordinal),
            _instruments);
    }

    /// <summary>Reads account and positions without the prices of other symbols, for the regular check.</summary>
    public async Task<Result<PlanningSnapshot>> SnapshotAsync(CancellationToken cancel)
    {
        long at_ms = clock.NowMilliseconds();
        Result<AccountState> read = await gateway.AccountAsync(cancel);
        if ((read.Fault ?? Impossible(read.Value)) is { } fault)
            return fault;
        IReadOnlyList<PositionRisk> held = read.Value.Positions;
        Dictionary<string, Price> marks = held.DistinctBy(row => row.Symbol).ToDictionary(row => row.Symbol, row => row.MarkPrice, StringComparer.Ordinal);
        return new PlanningSnapshot(at_ms, read.Value.Totals, held, marks, new Dictionary<string, BestQuote>(), _instruments);
    }

    /// <summary>Contracts with their filters, at most an hour old; older ones while they cannot be read again.</summary>
    public async Task<IReadOnlyDictionary<string, Instrument>> InstrumentsAsync(CancellationToken cancel)
    {
        await RefreshInstrumentsAsync(cancel);
        return _instruments;
    }

    private async Task<Fault?> RefreshInstrumentsAsync(CancellationToken cancel)
    {
        if (Math.Abs(clock.NowMilliseconds() - _instrumentsAt_ms) < s_instrumentsAge_ms)
            return null;
        Result<IReadOnlyList<Instrument>> read = await market.GetInstrumentsAsync(cancel);
        if (!read.IsOk)
            return _instruments.Count > 0 ? null : read.Fault;
        _instruments = read.Value.ToDictionary(instrument => instrument.Symbol, StringComparer.Ordinal);
        _instrumentsAt_ms = clock.NowMilliseconds();
        return null;
    }

    private Fault? Impossible(AccountState state) => Implausible(state.Totals) ?? Contradicted(state.Totals, state.Positions);

    /// <summary>
    /// Refuses a wallet balance of zero: on 2025-10-10 balances read zero for half an hour, and trading on them would have closed every
    /// position.
    /// </summary>
    private Fault? Implausible(AccountTotals totals)
    {
        if (totals.WalletBalance.IsZero && _lastWallet.Units > 0)
            return new Fault(FaultKind.Corrupt, $"the exchange reports a wallet balance of 0 after {_lastWallet}: the snapshot is not used", IsTransient: true);
        _lastWallet = totals.WalletBalance;
        return null;
    }

    /// <summary>
    /// Refuses two answers that list different positions: a fill happened between them, which a repeat settles, or one of them is wrong.
    /// </summary>
    private static Fault? Contradicted(AccountTotals totals, IReadOnlyList<PositionRisk> positions)
    {
        var named = totals.Positions.Where(row => !row.Quantity.IsZero).ToDictionary(row => (row.Symbol, row.PositionSide), row => row.Quantity);
        var shown = positions.Where(row => !row.Quantity.IsZero).ToDictionary(row => (row.Symbol, row.PositionSide), row => row.Quantity);
        foreach ((string Symbol, PositionSide Side) key in named.Keys.Union(shown.Keys))
        {
            if (named.GetValueOrDefault(key) != shown.GetValueOrDefault(key))
                return new Fault(
                    FaultKind.Corrupt, $"{key.Symbol} {key.Side}: the account reports {named.GetValueOrDefault(key)}, its positions report {shown.GetValueOrDefault(key)}: the snapshot is not used", IsTransient: true);
        }

        return null;
    }
}
