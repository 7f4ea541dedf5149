using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Conditional;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Entry;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Pricing;
using Platform.Venue.Core.Risk;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Engine;

/// <summary>
/// The exchange without threads and without a clock: it executes one command or event at a time, in virtual time.
/// The same source and the same calls give the same events.
/// </summary>
internal sealed class ExchangeCore
{
    private const long Step_ms = 50;
    private const long Second_ms = 1_000;
    private const long Hour_ms = 3_600_000;

    private readonly FillProcessor _fills;
    private readonly MarketMaker _marketMaker;
    private readonly OrderEntry _orders;
    private readonly AmendmentEntry _modify;
    private readonly ReduceOnlyWatch _closers;
    private readonly ConditionalOrderEngine _algos;
    private readonly AccountSettingsEntry _settings;
    private readonly FundingEngine _funding;
    private readonly LiquidationEngine _liquidation;
    private readonly ListingSchedule _listings;
    private readonly BookReporter _books;
    private long _nextStep_ms;

    public ExchangeCore(ExchangeOptions options, IMarketSource source)
    {
        State = new CoreState(options, source);
        _fills = new FillProcessor(State);
        var matcher = new Matcher(_fills);
        _books = new BookReporter(State);
        _marketMaker = new MarketMaker(State, matcher, _fills);
        _orders = new OrderEntry(State, new OrderChecks(State), matcher, _fills);
        _modify = new AmendmentEntry(State, _orders, matcher, _fills);
        _closers = new ReduceOnlyWatch(State, matcher, _fills);
        _algos = new ConditionalOrderEngine(State, _orders);
        _settings = new AccountSettingsEntry(State, _fills);
        Pricing = new PricingEngine(State);
        Klines = new KlineReader(State, Pricing);
        _funding = new FundingEngine(State, Pricing, _fills);
        _liquidation = new LiquidationEngine(State, _orders, _fills, matcher);
        _listings = new ListingSchedule(State, _orders, _algos, _liquidation);
        // The 50 ms ticks are multiples of Unix time, independent of the start, as are seconds, funding times and candles.
        _nextStep_ms = UnixTime.FloorTo(State.Now_ms + Step_ms - 1, Step_ms);
        foreach (AccountSeed seed in options.Accounts)
            Check.That(Register(seed) is not null, $"account '{seed.Name}' is given twice");
    }

    public CoreState State { get; }

    public PricingEngine Pricing { get; }

    public KlineReader Klines { get; }

    public ConditionalOrderEngine Algos => _algos;

    /// <summary>The file to which each command is written before it is executed; null for none.</summary>
    public StateFile? Journal { get; set; }

    /// <summary>Opens an account at run time; null when an open account has the name.</summary>
    public AccountId? Open(OpenAccount request)
    {
        Journal?.Append(State.Now_ms, request);
        return Register(new AccountSeed(request.Name, request.Balance, request.FeeTier), request.Credential);
    }

    private AccountId? Register(AccountSeed seed, string? credential = null)
    {
        if (State.FindAccount(seed.Name) is not null)
            return null;
        var opened = new Account(new AccountId(State.Accounts.Count), seed.Name, State.Options.History)
        {
            Updated_ms = State.Now_ms, FeeTier = seed.FeeTier, Fees = FeeTiers.At(seed.FeeTier, State.Options), Credential = credential,
        };
        State.Open(opened);
        State.Ledger.Deposit(opened, seed.Balance);
        return opened.Id;
    }

    /// <summary>Writes all state that a run has changed, or reads it into a core that was just built. Called only while no command or event is executed.</summary>
    public void Serialize(SnapshotSerializer serializer)
    {
        serializer.Section("state");
        State.Serialize(serializer);
        serializer.Section("desks");
        _fills.Serialize(serializer);
        _orders.Serialize(serializer);
        _modify.Serialize(serializer);
        _algos.Serialize(serializer);
        Pricing.Serialize(serializer);
        _nextStep_ms = serializer.Value(_nextStep_ms);
        serializer.Section("market");
        if (!State.Source.Serialize(serializer) && serializer.IsReading)
            NoMarketActions.Play(State.Source, State.Now_ms);
    }

    /// <summary>Executes all events up to and including a virtual time, Unix ms.</summary>
    public void AdvanceTo(long target_ms)
    {
        while (true)
        {
            long next = Math.Min(Math.Min(State.Source.Next_ms, _orders.NextTimer_ms), _nextStep_ms);
            if (next > target_ms)
                break;
            State.Now_ms = Math.Max(State.Now_ms, next);
            if (_orders.NextTimer_ms <= State.Now_ms)
                _orders.RunTimers();
            if (State.Source.Next_ms <= State.Now_ms)
                AdvanceSource();
            if (_nextStep_ms <= State.Now_ms && State.Source.Next_ms > State.Now_ms)
                Heartbeat();
            Settle();
        }

        State.Now_ms = Math.Max(State.Now_ms, target_ms);
    }

    public Reply<T> Execute<T>(Command<T> command)
    {
        if (command is not PlaceOrder { Test: true })
            Journal?.Append(State.Now_ms, command);
        var reply = (Reply<T>)Dispatch(command);
        Settle();
        return reply;
    }

    /// <summary>Replays a logged command; a command that was refused is refused again.</summary>
    public void Repeat(long at_ms, Command command)
    {
        AdvanceTo(at_ms);
        if (command is OpenAccount open)
        {
            Open(open);
            return;
        }

        Dispatch(command);
        Settle();
    }

    private object Dispatch(Command command)
    {
        return command switch
        {
            PlaceOrder place => _orders.Place(place),
            CancelOrder cancel => _orders.Cancel(cancel),
            ModifyOrder modify => _modify.Modify(modify),
            CancelAllOrders all => _orders.CancelAll(all.Account, all.Symbol),
            SetCountdown countdown => _orders.Countdown(countdown),
            PlaceAlgoOrder place => _algos.Place(place),
            CancelAlgoOrder cancel => _algos.Cancel(cancel),
            CancelAllAlgoOrders all => _algos.CancelAll(all),
            SetLeverage set => _settings.SetLeverage(set),
            SetMarginType set => _settings.SetMarginType(set),
            SetPositionMode set => _settings.SetPositionMode(set),
            SetMultiAssets set => _settings.SetMultiAssets(set),
            SetFeeBurn set => _settings.SetFeeBurn(set),
            AdjustIsolatedMargin adjust => _settings.AdjustIsolatedMargin(adjust),
            TransferMoney transfer => _settings.Transfer(transfer),
            SetInstrumentStatus set => _listings.SetStatus(set),
            CapLeverage cap => _listings.Cap(cap),
            ControlPositions control => _listings.Control(control),
            ReplaceInstrument replace => _listings.Replace(replace),
            CloseAccount close => Close(close),
            ForceLiquidation force => Liquidate(force),
            ForceDeleveraging force => Deleverage(force),
            _ => throw new CheckFailedException($"no handler for {command.GetType().Name}"),
        };
    }

    private void AdvanceSource()
    {
        State.Source.Advance(_marketMaker);
        foreach ((SymbolState symbol, InstrumentStatus status) in _marketMaker.StatusChanges)
            _listings.Change(symbol, status);
        _marketMaker.StatusChanges.Clear();
    }

    private void Heartbeat()
    {
        if (_nextStep_ms % Second_ms == 0)
            Second();
        _fills.CloseAggregates();
        Settle();
        State.Events.TimeAdvanced(_nextStep_ms);
        _nextStep_ms += Step_ms;
    }

    private void Second()
    {
        foreach (SymbolState symbol in State.Symbols)
        {
            Pricing.Tick(symbol);
            _funding.Tick(symbol);
        }

        if (_nextStep_ms % Hour_ms == 0)
            _orders.ExpireAged();
        _algos.OnMarks();
        _liquidation.Tick();
    }

    /// <summary>Processes the consequences of fills until none is left: closing orders are reduced and conditional orders trigger. Then publishes the book changes.</summary>
    private void Settle()
    {
        while (_fills.Changed.Count + _fills.AlgoOrdersChanged.Count + _fills.Moved.Count > 0)
        {
            for (int i = 0; i < _fills.Changed.Count; i++)
            {
                _closers.Trim(_fills.Changed[i]);
                _algos.OnPosition(_fills.Changed[i]);
            }

            _fills.Changed.Clear();
            _algos.Follow(_fills.AlgoOrdersChanged);
            _fills.AlgoOrdersChanged.Clear();
            SymbolState[] moved = _algos.IsEmpty ? [] : [.. _fills.Moved];
            _fills.Moved.Clear();
            foreach (SymbolState symbol in moved)
                _algos.OnLast(symbol);
        }

        _books.Report();
    }

    private Reply<Accepted> Close(CloseAccount request)
    {
        Account account = State.Of(request.Account);
        foreach (Holding holding in account.Holdings.ToArray())
        {
            SymbolState symbol = State.Symbols[holding.Listing.Index];
            _orders.CancelAll(holding, symbol, OrderStatus.Canceled, ExpiryReason.None);
            _algos.CancelAll(new CancelAllAlgoOrders(account.Id, symbol.Listing.Symbol));
            _liquidation.SettleAtMark(holding, symbol);
        }

        _settings.PayOut(account);
        account.IsClosed = true;
        return new Accepted();
    }

    private Reply<Accepted> Liquidate(ForceLiquidation request)
    {
        if (request.Symbol is { } name && State.Find(name) is null)
            return VenueErrors.InvalidSymbol;
        _liquidation.Force(State.Of(request.Account), request.Symbol is null ? null : State.Find(request.Symbol));
        return new Accepted();
    }

    private Reply<Accepted> Deleverage(ForceDeleveraging request)
    {
        if (State.Find(request.Symbol) is not { } symbol)
            return VenueErrors.InvalidSymbol;
        _liquidation.Deleverage(State.Of(request.Account), symbol);
        return new Accepted();
    }
}
