using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>Where prices come from.</summary>
internal enum MarketKind : byte
{
    Model = 1,
    Klines = 2,
    Captures = 3,
    Archives = 4,
    Upstream = 5,
}

/// <summary>An account that exists from the start, with a unique name.</summary>
internal sealed record AccountSeed(string Name, Money Balance, int FeeTier = 0);

/// <summary>Order of the private events of one fill.</summary>
internal enum FillEventOrder : byte
{
    /// <summary>TRADE_LITE, ACCOUNT_UPDATE, ORDER_TRADE_UPDATE: as observed.</summary>
    AccountFirst = 1,

    /// <summary>TRADE_LITE, ORDER_TRADE_UPDATE, ACCOUNT_UPDATE.</summary>
    OrderFirst = 2,
}

/// <summary>How a client's resting order moves up when the recorded quantity at its price shrinks without a trade.</summary>
internal enum QueueModel : byte
{
    /// <summary>The cancelled quantity is divided between those ahead and those behind in proportion, rounded against the client.</summary>
    ProRata = 1,

    /// <summary>Those behind cancel first: a client moves up only by trades, or when the level is smaller than the quantity ahead.</summary>
    Behind = 2,
}

/// <summary>Everything that determines a run of the exchange.</summary>
internal sealed record ExchangeOptions
{
    public ulong Seed { get; init; } = 1;
    public MarketKind Market { get; init; } = MarketKind.Model;

    /// <summary>Folder or file of a recorded market; not used by the model.</summary>
    public string? MarketPath { get; init; }

    /// <summary>Used when the book is a recording: captures, and the books of an upstream exchange.</summary>
    public QueueModel Queue { get; init; } = QueueModel.ProRata;

    /// <summary>Number of symbols of the model or of a recording; 0 = 10 of the model, all of a recording.</summary>
    public int Symbols { get; init; }

    /// <summary>Virtual seconds per real second; 0 = as fast as possible.</summary>
    public double Speed { get; init; } = 1;
    public bool StartPaused { get; init; }

    /// <summary>Unix ms; null: the real time for the model, first bar + 26 h for klines.</summary>
    public long? VirtualStart_ms { get; init; }
    public IReadOnlyList<AccountSeed> Accounts { get; init; } = [];
    public Rate MakerFee { get; init; } = Rate.Parse("0.0002");
    public Rate TakerFee { get; init; } = Rate.Parse("0.0005");

    /// <summary>Rate that a fill of an RPI order pays in addition to the maker fee.</summary>
    public Rate RpiFee { get; init; } = Rate.Parse("0.00005");

    /// <summary>
    /// Maximum number of ended orders of an account; twice as many fills and incomes, a quarter as many amendments,
    /// a tenth as many liquidations and changes of isolated margin; half as many ended conditional orders of all accounts together.
    /// Below 20 000 a symbol also holds fewer trades and, five times as many, fewer aggregate trades.
    /// </summary>
    public int History { get; init; } = 20_000;

    /// <summary>Maximum age of a resting order: one year, as the exchange documents for GTC.</summary>
    public long MaxOrderAge_ms { get; init; } = 365L * 86_400_000;
    public FillEventOrder FillEvents { get; init; } = FillEventOrder.AccountFirst;
}
