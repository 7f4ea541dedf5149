using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>
/// Money and positions of a dry run at live mark prices. It starts with the wallet balance of the exchange account and pays that
/// account's commission rates. Owned by the account's context.
/// </summary>
/// <param name="leverage">Of contracts for which none was set.</param>
internal sealed class PaperAccount(BinanceRest rest, PaperLedger ledger, int leverage, TimeProvider clock)
{
    private readonly BinanceAccountClient _account = new(rest);
    private readonly BinanceMarketClient _market = new(rest);
    private IReadOnlyDictionary<string, Price> _marks = new Dictionary<string, Price>();
    private IReadOnlyDictionary<string, SymbolBrackets> _brackets = new Dictionary<string, SymbolBrackets>();
    private CommissionRates? _rates;

    /// <summary>The account as it is now.</summary>
    public async Task<Result<AccountState>> ReadAsync(CancellationToken cancel)
    {
        if (await BeginAsync(cancel) is { } fault)
            return fault;
        if (ledger.State.Positions.Count > 0)
        {
            Result<IReadOnlyList<PremiumIndex>> marks = await _market.GetPremiumIndexAsync(null, cancel);
            if (!marks.IsOk)
                return marks.Fault;
            _marks = marks.Value.Where(row => row.MarkPrice.Units > 0).ToDictionary(row => row.Symbol, row => row.MarkPrice, StringComparer.Ordinal);
        }

        return Describe();
    }

    /// <summary>Takes over the wallet of the exchange's account, once; a fault when it cannot be read.</summary>
    public async Task<Fault?> BeginAsync(CancellationToken cancel)
    {
        if (ledger.State.IsOpened)
            return null;
        Result<AccountTotals> real = await _account.GetAccountAsync(cancel);
        if (!real.IsOk)
            return real.Fault;
        if (ledger.State.IsOpened)
            return null;
        ledger.Record(new PaperOpened(clock.NowMilliseconds(), real.Value.WalletBalance));
        ledger.Commit(clock.NowMilliseconds());
        return null;
    }

    /// <summary>The commission rates of the exchange account; read once for all contracts, because its tier decides them.</summary>
    public async Task<Result<CommissionRates>> RatesAsync(string symbol, CancellationToken cancel)
    {
        if (_rates is { } known)
            return known;
        Result<CommissionRates> read = await _account.GetCommissionRatesAsync(symbol, cancel);
        if (read.IsOk)
            _rates = read.Value;
        return read;
    }

    /// <summary>False when opening for the notional would take more margin than is free.</summary>
    public bool Affords(string symbol, Notional notional)
    {
        Notional margin = Notional.FromUnits(notional.Units / ledger.State.LeverageOf(symbol, leverage));
        return margin.Truncate() <= Describe().Totals.AvailableBalance;
    }

    /// <summary>Reads the margin tables, which maintenance margin follows from; without them it counts as none.</summary>
    public async Task ReadBracketsAsync(CancellationToken cancel)
    {
        if (_brackets.Count > 0)
            return;
        Result<IReadOnlyList<SymbolBrackets>> read = await _account.GetLeverageBracketsAsync(null, cancel);
        if (read.IsOk)
            _brackets = read.Value.ToDictionary(row => row.Symbol, StringComparer.Ordinal);
    }

    private AccountState Describe()
    {
        PositionRisk[] positions = [.. ledger.State.Positions.Select(Describe)];
        Money unrealized = Sum(positions.Select(row => row.UnrealizedPnl)), balance = ledger.State.Wallet + unrealized;
        Money initial = Sum(positions.Select(row => Notional.FromUnits((row.MarkPrice * row.Quantity).Abs.Units / ledger.State.LeverageOf(row.Symbol, leverage)).Truncate()));
        var totals = new AccountTotals(
            ledger.State.Wallet, unrealized, balance, Money.Max(Money.Zero, balance - initial), initial, Sum(positions.Select(Maintenance)),
            [.. positions.Select(row => new AccountPosition(row.Symbol, row.PositionSide, row.Quantity, row.UnrealizedPnl, row.MarkPrice * row.Quantity))]);
        return new AccountState(totals, positions);
    }

    private PositionRisk Describe(PaperPosition position)
    {
        Price entry = PaperState.PriceOf(position.Cost, position.Quantity), mark = _marks.GetValueOrDefault(position.Symbol, entry);
        Notional value = (mark * position.Quantity).Abs, gained = position.Quantity.Sign > 0 ? value - position.Cost : position.Cost - value;
        return new PositionRisk(position.Symbol, position.Side, position.Quantity, entry, mark, gained.Truncate(), Price.Zero, position.Update_ms);
    }

    private Money Maintenance(PositionRisk position)
    {
        Notional value = (position.MarkPrice * position.Quantity).Abs;
        LeverageBracket? bracket = _brackets.GetValueOrDefault(position.Symbol)?.Brackets.LastOrDefault(row => row.NotionalFloor <= value);
        return bracket is null ? Money.Zero : Money.Max(Money.Zero, bracket.MaintenanceRate.Of(value) - bracket.Cumulative);
    }

    private static Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(Money.Zero, (sum, amount) => sum + amount);
}
