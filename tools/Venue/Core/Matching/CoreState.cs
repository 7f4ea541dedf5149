using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Books;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Orders;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Matching;

/// <summary>The state of one symbol in the core: contract, order book and tape.</summary>
internal sealed class SymbolState(Listing listing, TradeTape tape, List<int> dirtyBooks)
{
    public Listing Listing { get; } = listing;

    public OrderBook Book { get; } = new(listing.Index, dirtyBooks);

    public TradeTape Tape { get; } = tape;

    /// <summary>True while the symbol is in the list of symbols with an open aggregate trade.</summary>
    public bool IsAggregatePending { get; set; }

    public BookTickerView LastTicker { get; set; }

    /// <param name="find">Returns the open order with an id.</param>
    public void Serialize(SnapshotSerializer serializer, Func<long, Order> find)
    {
        Listing.Serialize(serializer);
        Book.Serialize(serializer, find);
        Tape.Serialize(serializer);
        BookTickerView last = LastTicker;
        LastTicker = new BookTickerView(
            Listing.Symbol, serializer.Value(last.UpdateId), serializer.Value(last.Bid), serializer.Value(last.BidQuantity), serializer.Value(last.Ask), serializer.Value(last.AskQuantity), serializer.Value(last.Time_ms));
    }
}

/// <summary>The state of the whole exchange. Only the engines of the core change it, on the core's turn.</summary>
internal sealed class CoreState
{
    private readonly Dictionary<string, SymbolState> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<AccountOrders> _orders = [];
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
            bool hasPast = source.PastTrades(i) is not null;
            var tape = new TradeTape(listing, depth, MinuteBar.MinuteOf(Now_ms), hasPast ? PastTrades.LastTradeId : 0, hasPast ? PastTrades.LastAggregateId : 0);
            Symbols[i] = new SymbolState(listing, tape, DirtyBooks);
            _bySymbol.Add(listing.Symbol, Symbols[i]);
        }
    }

    public ExchangeOptions Options { get; }

    public IMarketSource Source { get; }

    public long Start_ms { get; }

    public long Now_ms { get; set; }

    public SymbolState[] Symbols { get; }

    /// <summary>Indices of the symbols whose book changed since the last report.</summary>
    public List<int> DirtyBooks { get; } = [];

    public List<Account> Accounts { get; } = [];

    public ExchangeLedger Ledger { get; }

    public EventDispatcher Events { get; } = new();

    /// <summary>False when the tape is a recording, so that fills of clients are not printed on it.</summary>
    public bool PrintsClients => !Source.TapeIsRecorded;

    public SymbolState? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>The open account with a name; null when there is none.</summary>
    public Account? FindAccount(string name) => Accounts.Find(account => account.Name == name && !account.IsClosed);

    public Account Of(AccountId id) => Accounts[id.Value];

    public AccountOrders OrdersOf(Account account) => _orders[account.Id.Value];

    public SymbolOrders SymbolOrdersOf(Holding holding) => OrdersOf(holding.Account).Of(holding);

    public void Open(Account account)
    {
        Accounts.Add(account);
        _orders.Add(new AccountOrders(account, Options.History));
    }

    public long NextOrderId() => ++_lastOrderId;

    public long NextTransactionId() => ++_lastTransactionId;

    public void Serialize(SnapshotSerializer serializer)
    {
        Check.That(DirtyBooks.Count == 0, "a state is serialized after all book changes are published");
        (Now_ms, _lastOrderId, _lastTransactionId) = (serializer.Value(Now_ms), serializer.Value(_lastOrderId), serializer.Value(_lastTransactionId));
        Ledger.Serialize(serializer);
        SerializeAccounts(serializer);
        var open = new Dictionary<long, Order>();
        foreach (Order order in _orders.SelectMany(ledger => ledger.BySymbol).SelectMany(orders => orders.Open))
            open.Add(order.Id, order);
        foreach (SymbolState symbol in Symbols)
            symbol.Serialize(serializer, id => open[id]);
    }

    private void SerializeAccounts(SnapshotSerializer serializer)
    {
        int count = serializer.Count(Accounts.Count);
        if (serializer.IsReading)
        {
            Accounts.Clear();
            _orders.Clear();
        }

        for (int i = 0; i < count; i++)
        {
            if (serializer.IsReading)
                Open(Account.Read(serializer, Options, i));
            else
                Accounts[i].SerializeTerms(serializer);
            Accounts[i].Serialize(serializer, index => Symbols[index].Listing);
            _orders[i].Serialize(serializer);
        }
    }

    /// <summary>Sum of all wallets and of the exchange's own accounts; a value other than zero is a programming error.</summary>
    public Notional Imbalance() => Ledger.Imbalance(Accounts);
}
