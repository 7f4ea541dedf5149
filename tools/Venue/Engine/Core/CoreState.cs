using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Accounts;
using Platform.Venue.Engine.Books;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Images;
using Platform.Venue.Engine.Listings;
using Platform.Venue.Engine.Orders;
using Platform.Venue.Engine.Tape;
using Platform.Venue.Market;

namespace Platform.Venue.Engine.Core;

/// <summary>Everything one symbol has.</summary>
internal sealed class SymbolState(Listing listing, TradeTape tape, List<int> dirtyBooks)
{
    public Listing Listing { get; } = listing;

    public OrderBook Book { get; } = new(listing.Index, dirtyBooks);

    public TradeTape Tape { get; } = tape;

    /// <summary>Waiting in the list of aggregates to complete.</summary>
    public bool IsAggregatePending { get; set; }

    public BookTickerView LastTicker { get; set; }

    /// <param name="find">The open order of an id.</param>
    public void Keep(StateTape tape, Func<long, Order> find)
    {
        Listing.Keep(tape);
        Book.Keep(tape, find);
        Tape.Keep(tape);
        BookTickerView last = LastTicker;
        LastTicker = new BookTickerView(
            Listing.Symbol, tape.Value(last.UpdateId), tape.Value(last.Bid), tape.Value(last.BidQuantity), tape.Value(last.Ask), tape.Value(last.AskQuantity), tape.Value(last.Time_ms));
    }
}

/// <summary>The state of the whole exchange. One thread at a time has the turn; the desks of the core are its only writers.</summary>
internal sealed class CoreState
{
    private readonly Dictionary<string, SymbolState> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<OrderLedger> _orders = [];
    private long _lastOrderId = 8_000_000_000;
    private long _lastTransactionId = 100_000;

    public CoreState(ExchangeOptions options, IMarketSource source)
    {
        (Options, Source, Now_ms) = (options, source, options.VirtualStart_ms ?? source.Start_ms);
        Start_ms = Now_ms;
        Ledger = new ExchangeLedger(source.Listings.Count);
        TapeDepth depth = TapeDepth.For(source.Listings.Count, options.History);
        Symbols = new SymbolState[source.Listings.Count];
        for (int i = 0; i < Symbols.Length; i++)
        {
            Price price = source.InitialPrice(i);
            var listing = new Listing(i, source.Listings[i]) { LastPrice = price, MarkPrice = price, IndexPrice = price };
            Symbols[i] = new SymbolState(listing, new TradeTape(listing, depth, MinuteBar.MinuteOf(Now_ms)), DirtyBooks);
            _bySymbol.Add(listing.Symbol, Symbols[i]);
        }
    }

    public ExchangeOptions Options { get; }

    public IMarketSource Source { get; }

    public long Start_ms { get; }

    public long Now_ms { get; set; }

    public SymbolState[] Symbols { get; }

    /// <summary>Symbols whose book changed since the last report.</summary>
    public List<int> DirtyBooks { get; } = [];

    public List<Account> Accounts { get; } = [];

    public ExchangeLedger Ledger { get; }

    public EventFan Events { get; } = new();

    /// <summary>Fills kept from the tape for good when the tape is a recording.</summary>
    public bool PrintsClients => !Source.TapeIsRecorded;

    public SymbolState? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    public Account Of(AccountId id) => Accounts[id.Value];

    public OrderLedger OrdersOf(Account account) => _orders[account.Id.Value];

    public OrderShelf ShelfOf(Holding holding) => OrdersOf(holding.Account).Of(holding);

    public void Open(Account account)
    {
        Accounts.Add(account);
        _orders.Add(new OrderLedger(account, Options.History));
    }

    public long NextOrderId() => ++_lastOrderId;

    public long NextTransactionId() => ++_lastTransactionId;

    public void Keep(StateTape tape)
    {
        Check.That(DirtyBooks.Count == 0, "a state is kept when all books are reported");
        (Now_ms, _lastOrderId, _lastTransactionId) = (tape.Value(Now_ms), tape.Value(_lastOrderId), tape.Value(_lastTransactionId));
        Ledger.Keep(tape);
        KeepAccounts(tape);
        var open = new Dictionary<long, Order>();
        foreach (Order order in _orders.SelectMany(ledger => ledger.Shelves).SelectMany(shelf => shelf.Open))
            open.Add(order.Id, order);
        foreach (SymbolState symbol in Symbols)
            symbol.Keep(tape, id => open[id]);
    }

    private void KeepAccounts(StateTape tape)
    {
        int count = tape.Count(Accounts.Count);
        if (tape.IsReading)
        {
            Accounts.Clear();
            _orders.Clear();
        }

        for (int i = 0; i < count; i++)
        {
            if (tape.IsReading)
                Open(Account.Read(tape, Options, i));
            else
                Accounts[i].KeepTerms(tape);
            Accounts[i].Keep(tape, index => Symbols[index].Listing);
            _orders[i].Keep(tape);
        }
    }

    /// <summary>Sum of all pockets; anything but zero is a programmer's error.</summary>
    public Notional Imbalance() => Ledger.Imbalance(Accounts);
}
