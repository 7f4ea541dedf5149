using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Market;
using Platform.Exchanges.Binance.Orders;
using Platform.Exchanges.Binance.Rest;
using Platform.Executor.Gateway;
using Platform.Hosting.Alerts;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Executor.Paper;

/// <summary>
/// The gateway of a dry run. The exchange checks an order that opens a position without placing it; the order is then filled on
/// paper from the live depth. A reduction is checked here, because the exchange does not have the positions. The session only
/// reads: no code of a dry run can sign a change of an account. Owned by the account's context.
/// </summary>
internal sealed class PaperOrderGateway(BinanceRest rest, PaperLedger ledger, PaperRules rules, AlertPublisher alerts, TimeProvider clock) : IOrderGateway
{
    private const int MarginShort = -2019;
    private const int ReduceOnlyRefused = -2022;
    private const int DuplicateId = -4116;
    private const int NotAMaker = -5022;
    private static readonly Fault s_hedgeFixed = new(
        FaultKind.Denied, "the account is in another position mode than execution.position_mode, and a dry run does not change it: change the configuration or the account");

    private readonly BinanceOrderClient _orders = new(rest);
    private readonly BinanceAccountClient _settings = new(rest);
    private readonly QuoteReader _quotes = new(rest, clock);
    private readonly PaperDepth _depth = new(new BinanceMarketClient(rest), clock, rules.DepthAgeMax_ms);
    private readonly PaperAccount _account = new(rest, ledger, rules.Leverage, clock);
    private readonly PaperFunding _funding = new(new BinanceMarketClient(rest), ledger, clock);
    private readonly PaperLiquidation _liquidation = new(ledger, alerts, clock);

    public bool IsPaper => true;

    public IAccountBookings Bookings => ledger.State.Bookings;

    /// <summary>Fills are known with the answer.</summary>
    public TimeSpan FillRetryPolicy => TimeSpan.Zero;

    public async Task<Result<VenueOrder>> PlaceAsync(NewOrder order, Func<string> whyNot, CancellationToken cancel)
    {
        if (await _account.BeginAsync(cancel) is { } unread)
            return unread;
        if (!order.ReducesRisk && await TestAsync(order, cancel) is { } refused)
            return refused;
        Result<CommissionRates> rates = await _account.RatesAsync(order.Symbol, cancel);
        if (!rates.IsOk)
            return rates.Fault;
        Result<BookSnapshot> book = await _depth.ReadAsync(order.Symbol, order.Side, order.Quantity, order.Price, cancel);
        if (!book.IsOk)
            return book.Fault;
        if (whyNot() is { Length: > 0 } why)
            return new Fault(FaultKind.Denied, $"not placed: {why}", IsTransient: true);
        return Accept(order, book.Value, rates.Value);
    }

    public Task<Result<VenueOrder>> CancelAsync(string symbol, string clientOrderId, CancellationToken cancel)
    {
        if (ledger.State.Find(clientOrderId) is not { IsOpen: true } order || order.Order.Symbol != symbol)
            return Task.FromResult<Result<VenueOrder>>(new Fault(FaultKind.NotFound, $"{clientOrderId} is no open order on paper"));
        ledger.Record(new PaperEnded(Now_ms, clientOrderId, VenueOrderStatus.Canceled));
        ledger.Commit(Now_ms);
        return Task.FromResult<Result<VenueOrder>>(ledger.State.Find(clientOrderId)!.Order);
    }

    public async Task<Result<VenueOrder>> QueryAsync(string symbol, string clientOrderId, CancellationToken cancel)
    {
        if (ledger.State.Find(clientOrderId) is not { } order || order.Order.Symbol != symbol)
            return new Fault(FaultKind.NotFound, $"{clientOrderId} was never placed on paper");
        if (order.IsOpen && await FillRestingAsync(symbol, cancel) is { } fault)
            return fault;
        return ledger.State.Find(clientOrderId)!.Order;
    }

    public Task<Result<IReadOnlyList<VenueTrade>>> TradesOfAsync(string symbol, long venueOrderId, CancellationToken cancel) =>
        Task.FromResult(Result<IReadOnlyList<VenueTrade>>.Ok(ledger.State.Find(venueOrderId)?.Trades ?? []));

    public async Task<Result<IReadOnlyList<VenueOrder>>> OpenOrdersAsync(string? symbol, CancellationToken cancel) =>
        await FillRestingAsync(symbol, cancel) is { } fault
            ? fault
            : Result<IReadOnlyList<VenueOrder>>.Ok([.. ledger.State.OpenOrders.Where(order => symbol is null || order.Order.Symbol == symbol).Select(order => order.Order)]);

    /// <summary>None: the executor places no conditional orders, and those at the exchange do not belong to the paper account.</summary>
    public Task<Result<IReadOnlyList<ConditionalOrder>>> ConditionalOrdersAsync(string? symbol, CancellationToken cancel) =>
        Task.FromResult(Result<IReadOnlyList<ConditionalOrder>>.Ok([]));

    public Task<Result<Done>> CancelAllAsync(string symbol, CancellationToken cancel)
    {
        foreach (PaperOrder order in ledger.State.OpenOrders.Where(order => order.Order.Symbol == symbol).ToArray())
            ledger.Record(new PaperEnded(Now_ms, order.Order.ClientOrderId, VenueOrderStatus.Canceled));
        ledger.Commit(Now_ms);
        return Task.FromResult(Result<Done>.Ok(Done.Value));
    }

    /// <summary>Does nothing: no order rests at the exchange.</summary>
    public Task<Result<Done>> CountDownAsync(string symbol, long countdown_ms, CancellationToken cancel) => Task.FromResult(Result<Done>.Ok(Done.Value));

    public async Task<Result<AccountState>> AccountAsync(CancellationToken cancel)
    {
        await _funding.SettleAsync(cancel);
        await _account.ReadBracketsAsync(cancel);
        if (await FillRestingAsync(null, cancel) is { } fault)
            return fault;
        Result<AccountState> read = await _account.ReadAsync(cancel);
        if (!read.IsOk || !PaperLiquidation.IsDue(read.Value))
            return read;
        Result<CommissionRates> rates = await _account.RatesAsync(read.Value.Positions[0].Symbol, cancel);
        if (!rates.IsOk)
            return rates.Fault;
        _liquidation.Close(read.Value, rates.Value.Taker);
        return await _account.ReadAsync(cancel);
    }

    public Task<Result<IReadOnlyList<IncomeEntry>>> TransfersAsync(long from_ms, CancellationToken cancel) => Task.FromResult(Result<IReadOnlyList<IncomeEntry>>.Ok([]));

    /// <summary>The mode of the exchange's account, which checks the orders.</summary>
    public async Task<Result<bool>> HedgeModeAsync(CancellationToken cancel)
    {
        Result<bool> multi = await _settings.GetMultiAssetsModeAsync(cancel);
        return multi is { IsOk: true, Value: true } ? ModeFaults.MultiAssets : await _settings.GetHedgeModeAsync(cancel);
    }

    public Task<Result<Done>> SetHedgeModeAsync(bool hedge, CancellationToken cancel) => Task.FromResult<Result<Done>>(s_hedgeFixed);

    /// <summary>Does nothing: on paper all margin is crossed.</summary>
    public Task<Result<Done>> SetMarginTypeAsync(string symbol, MarginType type, CancellationToken cancel) => Task.FromResult(Result<Done>.Ok(Done.Value));

    public Task<Result<Done>> SetLeverageAsync(string symbol, int leverage, CancellationToken cancel)
    {
        if (ledger.State.LeverageOf(symbol, 0) != leverage)
            ledger.Record(new PaperLeverageSet(Now_ms, symbol, leverage));
        ledger.Commit(Now_ms);
        return Task.FromResult(Result<Done>.Ok(Done.Value));
    }

    public Task<Result<IReadOnlyList<BestQuote>>> QuotesAsync(string? symbol, CancellationToken cancel) => _quotes.ReadAsync(symbol, cancel);

    public void Dispose() => ledger.Dispose();

    private long Now_ms => clock.NowMilliseconds();

    /// <summary>A lost answer is not of unknown outcome: a test places nothing.</summary>
    private async Task<Fault?> TestAsync(NewOrder order, CancellationToken cancel)
    {
        Fault? fault = (await _orders.TestAsync(order, cancel)).Fault;
        return fault is { Kind: FaultKind.Unknown } ? fault with { Kind = FaultKind.Unavailable } : fault;
    }

    /// <summary>Runs the checks that need the paper account, and fills from the book.</summary>
    private Result<VenueOrder> Accept(NewOrder order, BookSnapshot book, CommissionRates rates)
    {
        if (ledger.State.Find(order.ClientOrderId) is not null)
            return Refuse(DuplicateId, $"{order.ClientOrderId} was placed already");
        Quantity quantity = order.Quantity;
        if (order.ReducesRisk)
        {
            Quantity closable = Closable(order);
            if (closable.IsZero || (quantity > closable && order.PositionSide != PositionSide.Both))
                return Refuse(ReduceOnlyRefused, $"{order.Symbol} {order.PositionSide}: {closable} can be closed, not {quantity}");
            quantity = Quantity.Min(quantity, closable);
        }

        bool rests = order.TimeInForce is TimeInForce.Gtx or TimeInForce.Gtc;
        if (order.TimeInForce == TimeInForce.Gtx && PaperDepth.Crosses(book, order.Side, order.Price!.Value))
            return Refuse(NotAMaker, $"{order.Price} would trade at once");
        IReadOnlyList<DepthLevel> fills = _depth.Match(book, order.Symbol, order.Side, quantity, order.Price);
        Notional value = fills.Aggregate(order.Price is { } limit && rests ? limit * quantity : Notional.Zero, (sum, fill) => sum + (rests ? Notional.Zero : fill.Price * fill.Quantity));
        if (!order.ReducesRisk && !_account.Affords(order.Symbol, value))
            return Refuse(MarginShort, $"{order.Symbol}: the paper account has too little margin for {quantity}");
        _depth.Take(book, order.Symbol, fills);
        Book(order, quantity, fills, rests, rates.Taker);
        return ledger.State.Find(order.ClientOrderId)!.Order;
    }

    private void Book(NewOrder order, Quantity quantity, IReadOnlyList<DepthLevel> fills, bool rests, Rate commission)
    {
        var placed = new VenueOrder(
            ledger.State.NextId(Now_ms), order.ClientOrderId, order.Symbol, order.Side, order.PositionSide, order.Type, VenueOrderStatus.New, quantity, Quantity.Zero, order.Price ?? Price.Zero, Price.Zero,
            order.ReduceOnly, Now_ms);
        ledger.Record(new PaperPlaced(Now_ms, placed));
        foreach (DepthLevel fill in fills)
            Fill(placed, fill.Quantity, fill.Price, commission, isMaker: false);
        if (!rests && ledger.State.Find(order.ClientOrderId) is { IsOpen: true })
            ledger.Record(new PaperEnded(Now_ms, order.ClientOrderId, VenueOrderStatus.Expired));
        ledger.Commit(Now_ms);
    }

    private void Fill(VenueOrder order, Quantity quantity, Price price, Rate commission, bool isMaker)
    {
        ledger.Record(ledger.State.FillOf(Now_ms, order, new DepthLevel(price, quantity), commission, isMaker));
    }

    /// <summary>
    /// Fills resting orders at their own price when the best quote of the other side reaches it, up to the quantity of that quote. Quotes
    /// between two reads are missed, so that paper fills tend to be too small.
    /// </summary>
    private async Task<Fault?> FillRestingAsync(string? symbol, CancellationToken cancel)
    {
        if (!ledger.State.OpenOrders.Any(order => symbol is null || order.Order.Symbol == symbol))
            return null;
        Result<IReadOnlyList<BestQuote>> read = await _quotes.ReadAsync(symbol, cancel);
        if (!read.IsOk)
            return read.Fault;
        Dictionary<string, BestQuote> quotes = read.Value.ToDictionary(quote => quote.Symbol, StringComparer.Ordinal);
        foreach (PaperOrder open in ledger.State.OpenOrders.ToArray())
        {
            VenueOrder order = open.Order;
            if (!quotes.TryGetValue(order.Symbol, out BestQuote? quote) || !(await _account.RatesAsync(order.Symbol, cancel)).TryGet(out CommissionRates rates, out _))
                continue;
            DepthLevel other = order.Side == Side.Buy ? quote.Ask : quote.Bid;
            bool reached = !other.Price.IsZero && (order.Side == Side.Buy ? other.Price <= order.Price : other.Price >= order.Price);
            Quantity part = Quantity.Min(open.Left, order.ReduceOnly ? Quantity.Min(other.Quantity, ClosableBy(order)) : other.Quantity);
            if (reached && part.Sign > 0 && ledger.State.Find(order.ClientOrderId) is { IsOpen: true })
                Fill(order, part, order.Price, rates.Maker, isMaker: true);
        }

        ledger.Commit(Now_ms);
        return null;
    }

    private Quantity Closable(NewOrder order) => Opposite(ledger.State.Held(order.Symbol, order.PositionSide), order.Side);

    private Quantity ClosableBy(VenueOrder order) => Opposite(ledger.State.Held(order.Symbol, order.PositionSide), order.Side);

    private static Quantity Opposite(Quantity held, Side side) => held.Sign == -(int)side ? held.Abs : Quantity.Zero;

    private static Fault Refuse(int code, string message) => new(FaultKind.Rejected, $"on paper: {message}", Code: code);
}

/// <summary>How a dry run fills.</summary>
/// <param name="Leverage">Of contracts for which none was set.</param>
/// <param name="DepthAgeMax_ms">Platform ms beyond which the depth is not filled on.</param>
internal sealed record PaperRules(int Leverage, long DepthAgeMax_ms);
