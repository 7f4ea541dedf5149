using Platform.Primitives.Numbers;
using Platform.Venue.Accounts;
using Platform.Venue.Engine.Books;
using Platform.Venue.Engine.Contract;
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
}

/// <summary>The state of the whole exchange. One thread at a time has the turn; the desks of the core are its only writers.</summary>
internal sealed class CoreState
{
    private readonly Dictionary<string, SymbolState> _bySymbol = new(StringComparer.Ordinal);
    private readonly List<List<OrderShelf>> _shelves = [];
    private long _lastOrderId = 8_000_000_000;
    private long _lastTransactionId = 100_000;

    public CoreState(ExchangeOptions options, IMarketSource source)
    {
        (Options, Source, Now_ms) = (options, source, options.VirtualStart_ms ?? source.Start_ms);
        Start_ms = Now_ms;
        Ledger = new ExchangeLedger(source.Listings.Count);
        TapeDepth depth = TapeDepth.For(source.Listings.Count);
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

    public OrderShelf ShelfOf(Holding holding)
    {
        while (_shelves.Count <= holding.Account.Id.Value)
            _shelves.Add([]);
        List<OrderShelf> own = _shelves[holding.Account.Id.Value];
        while (own.Count <= holding.Ordinal)
            own.Add(new OrderShelf(holding.Account.Holdings[own.Count]));
        return own[holding.Ordinal];
    }

    /// <summary>The shelves of one account, in order of its first touch of each symbol.</summary>
    public IEnumerable<OrderShelf> ShelvesOf(Account account) => account.Holdings.Select(ShelfOf);

    public long NextOrderId() => ++_lastOrderId;

    public long NextTransactionId() => ++_lastTransactionId;

    /// <summary>Sum of all pockets; anything but zero is a programmer's error.</summary>
    public Notional Imbalance() => Ledger.Imbalance(Accounts);
}
