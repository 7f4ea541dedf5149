using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>The source of the market's prices and trades.</summary>
internal enum MarketKind : byte
{
    Model = 1,
    Klines = 2,
    Captures = 3,
    Archives = 4,
    Upstream = 5,
}

/// <summary>An account that exists from the start; its name is unique.</summary>
internal sealed record AccountSeed(string Name, Money Balance, int FeeTier = 0);

/// <summary>Order of the private events of one fill.</summary>
internal enum FillEventOrder : byte
{
    /// <summary>TRADE_LITE, ACCOUNT_UPDATE, ORDER_TRADE_UPDATE: the order observed at the exchange.</summary>
    AccountFirst = 1,

    /// <summary>TRADE_LITE, ORDER_TRADE_UPDATE, ACCOUNT_UPDATE.</summary>
    OrderFirst = 2,
}

/// <summary>How a client's resting order moves forward in the queue when the recorded quantity at its price decreases without a trade.</summary>
internal enum QueueModel : byte
{
    /// <summary>The cancelled quantity is divided in proportion between the orders ahead of the client and those behind, rounded to the client's disadvantage.</summary>
    ProRata = 1,

    /// <summary>Orders behind the client cancel first: the client moves forward only by trades, or when the level becomes smaller than the quantity ahead.</summary>
    Behind = 2,
}

/// <summary>All options that determine a run of the exchange.</summary>
internal sealed record ExchangeOptions
{
    public ulong Seed { get; init; } = 1;
    public MarketKind Market { get; init; } = MarketKind.Model;

    /// <summary>Folder or file of a recorded market; not used by the model.</summary>
    public string? MarketPath { get; init; }

    /// <summary>The queue model for books from a recording or from an upstream exchange; other markets do not use it.</summary>
    public QueueModel Queue { get; init; } = QueueModel.ProRata;

    /// <summary>Number of symbols; 0 means 10 for the model and all for a recording.</summary>
    public int Symbols { get; init; }

    /// <summary>Virtual seconds per real second; 0 means as fast as possible.</summary>
    public double Speed { get; init; } = 1;
    public bool StartPaused { get; init; }

    /// <summary>Virtual time of the start, Unix ms. When null, the model starts at the current time and a recording chooses its start.</summary>
    public long? VirtualStart_ms { get; init; }
    public IReadOnlyList<AccountSeed> Accounts { get; init; } = [];
    public Rate MakerFee { get; init; } = Rate.Parse("0.0002");
    public Rate TakerFee { get; init; } = Rate.Parse("0.0005");

    /// <summary>Fee rate that the maker of an RPI fill pays in addition to the maker fee.</summary>
    public Rate RpiFee { get; init; } = Rate.Parse("0.00005");

    /// <summary>
    /// Maximum number of ended orders of an account in memory. It also bounds, per account, fills and incomes (2 times), amendments (1/4),
    /// liquidations and changes of isolated margin (1/10); and ended conditional orders of all accounts together (1/2).
    /// Below 20 000 it also bounds the trades (1 time) and aggregate trades (5 times) of a symbol.
    /// </summary>
    public int History { get; init; } = 20_000;

    /// <summary>Maximum age of a resting order: one year, as the exchange documents for GTC.</summary>
    public long MaxOrderAge_ms { get; init; } = 365L * 86_400_000;
    public FillEventOrder FillEvents { get; init; } = FillEventOrder.AccountFirst;
}
