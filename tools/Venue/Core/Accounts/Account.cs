using System.Globalization;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Accounts;

/// <summary>The wallet, settings and positions of one client. The wallet includes the isolated wallets of the positions.</summary>
internal sealed class Account(AccountId id, string name, int history = 1_000)
{
    private readonly Dictionary<int, Holding> _holdings = [];
    private readonly List<Holding> _inOrder = [];

    public AccountId Id { get; } = id;

    public string Name { get; } = name;

    public Money Wallet { get; set; }

    /// <summary>Fee tier, 0 to 9.</summary>
    public int FeeTier { get; init; }

    public FeeRates Fees { get; init; }

    public bool Hedge { get; set; }

    public bool MultiAssets { get; set; }

    public bool FeeBurn { get; set; }

    public long Updated_ms { get; set; }

    /// <summary>True while a margin call of the cross positions is active, so that it is sent only once.</summary>
    public bool IsMarginCalled { get; set; }

    /// <summary>True after an operator has closed the account. Its number is not used again, and no request can reach it.</summary>
    public bool IsClosed { get; set; }

    /// <summary>The settings and positions in each symbol that the account has used, in order of first use.</summary>
    public IReadOnlyList<Holding> Holdings => _inOrder;

    /// <summary>The credential of an account that was opened at run time; null for an account of the options.</summary>
    public string? Credential { get; init; }

    /// <summary>The newest income rows of the wallet, ascending.</summary>
    public Ring<IncomeRow> Income { get; } = new(2 * history, first: 0);

    /// <summary>The newest changes of isolated margin, ascending.</summary>
    public Ring<MarginChangeView> MarginChanges { get; } = new(Math.Max(100, history / 10), first: 0);

    /// <summary>The newest liquidation and auto-deleveraging orders, ascending.</summary>
    public Ring<ForceOrderView> ForceOrders { get; } = new(Math.Max(100, history / 10), first: 0);

    public Holding In(Listing listing)
    {
        if (_holdings.TryGetValue(listing.Index, out Holding? holding))
            return holding;
        holding = new Holding(this, listing) { Ordinal = _inOrder.Count };
        _holdings.Add(listing.Index, holding);
        _inOrder.Add(holding);
        return holding;
    }

    public Holding? TryIn(Listing listing) => _holdings.GetValueOrDefault(listing.Index);

    /// <summary>Writes name, credential and fee tier; <see cref="Read"/> reads them.</summary>
    public void SerializeTerms(SnapshotSerializer serializer)
    {
        serializer.Text(Name);
        serializer.Text(Credential);
        serializer.Value(FeeTier);
    }

    public static Account Read(SnapshotSerializer serializer, ExchangeOptions options, int number)
    {
        (string name, string? credential, int tier) = (serializer.Text(null)!, serializer.Text(null), serializer.Value(0));
        return new Account(new AccountId(number), name, options.History) { Credential = credential, FeeTier = tier, Fees = FeeTiers.At(tier, options) };
    }

    /// <param name="listingAt">Returns the contract with an index.</param>
    public void Serialize(SnapshotSerializer serializer, Func<int, Listing> listingAt)
    {
        (Wallet, Hedge, MultiAssets, FeeBurn) = (serializer.Value(Wallet), serializer.Value(Hedge), serializer.Value(MultiAssets), serializer.Value(FeeBurn));
        (Updated_ms, IsMarginCalled, IsClosed) = (serializer.Value(Updated_ms), serializer.Value(IsMarginCalled), serializer.Value(IsClosed));
        int holdings = serializer.Count(_inOrder.Count);
        for (int i = 0; i < holdings; i++)
            In(listingAt(serializer.Value(serializer.IsReading ? 0 : _inOrder[i].Listing.Index))).Serialize(serializer);
        Income.Serialize(serializer, row => new IncomeRow(
            serializer.RepeatedText(row.Symbol)!, serializer.Value(row.Type), serializer.Value(row.Amount), serializer.RepeatedText(row.Text), serializer.Value(row.Time_ms), serializer.Value(row.TransactionId), serializer.Value(row.TradeId)));
        MarginChanges.Serialize(serializer, row => serializer.Record(row));
        ForceOrders.Serialize(serializer, row => serializer.Record(row));
    }

    public Money CrossWallet
    {
        get
        {
            Money isolated = Money.Zero;
            foreach (Holding holding in _inOrder)
                isolated += holding.IsolatedWallet;
            return Wallet - isolated;
        }
    }
}

/// <summary>One account in one symbol: its settings, positions, and the exposure of its open orders.</summary>
internal sealed class Holding(Account account, Listing listing)
{
    public Account Account { get; } = account;

    public Listing Listing { get; } = listing;

    /// <summary>The index in <see cref="Account.Holdings"/>.</summary>
    public int Ordinal { get; init; }

    /// <summary>The leverage; initially 20, or the contract's maximum when that is smaller.</summary>
    public int Leverage { get; set; } = Math.Min(20, listing.View.Brackets[0].Leverage);

    public MarginType MarginType { get; set; } = MarginType.Crossed;

    public ExactPosition Both { get; } = new(PositionSide.Both);

    public ExactPosition Long { get; } = new(PositionSide.Long);

    public ExactPosition Short { get; } = new(PositionSide.Short);

    /// <summary>Exact notional of the open buy orders that may open a position.</summary>
    public Notional OpeningBids { get; set; }

    public Notional OpeningAsks { get; set; }

    /// <summary>Exact notional of all open buy orders.</summary>
    public Notional Bids { get; set; }

    public Notional Asks { get; set; }

    public int OpenOrders { get; set; }

    /// <summary>Number of open orders that may only close a position.</summary>
    public int ClosingOrders { get; set; }

    public bool IsIsolated => MarginType == MarginType.Isolated;

    public bool HasPosition => Both.IsOpen || Long.IsOpen || Short.IsOpen;

    public bool IsActive => HasPosition || OpenOrders > 0;

    public ExactPosition Of(PositionSide side) => side switch
    {
        PositionSide.Long => Long,
        PositionSide.Short => Short,
        _ => Both,
    };

    /// <summary>The positions in the account's position mode: one, or in hedge mode long and short.</summary>
    public IEnumerable<ExactPosition> Positions => Account.Hedge ? [Long, Short] : [Both];

    public Money IsolatedWallet => Both.IsolatedWallet + Long.IsolatedWallet + Short.IsolatedWallet;

    public void Serialize(SnapshotSerializer serializer)
    {
        (Leverage, MarginType) = (serializer.Value(Leverage), serializer.Value(MarginType));
        (OpeningBids, OpeningAsks, Bids, Asks) = (serializer.Value(OpeningBids), serializer.Value(OpeningAsks), serializer.Value(Bids), serializer.Value(Asks));
        Both.Serialize(serializer);
        Long.Serialize(serializer);
        Short.Serialize(serializer);
    }

    /// <summary>The maximum notional of a position at the current leverage.</summary>
    public Money MaxNotional => Money.Of(Brackets.CapFor(Listing.View.Brackets, Leverage));
}

/// <summary>One income row as it is stored; a null text stands for the trade id.</summary>
internal readonly record struct IncomeRow(string Symbol, IncomeType Type, Money Amount, string? Text, long Time_ms, long TransactionId, long TradeId)
{
    public IncomeView ToView(AccountId account) =>
        new(account, Symbol, Type, Amount, Text ?? TradeId.ToString(CultureInfo.InvariantCulture), Time_ms, TransactionId, TradeId);
}

/// <summary>The maker and taker fee rates of an account.</summary>
internal readonly record struct FeeRates(Rate Maker, Rate Taker);

internal static class FeeTiers
{
    public const int Highest = 9;

    private static readonly FeeRates[] Rates =
    [
        Of("0.0002", "0.0005"), Of("0.00016", "0.0004"), Of("0.00014", "0.00035"), Of("0.00012", "0.00032"), Of("0.0001", "0.0003"),
        Of("0.00008", "0.00027"), Of("0.00006", "0.00025"), Of("0.00004", "0.00022"), Of("0.00002", "0.0002"), Of("0", "0.00017"),
    ];

    /// <summary>The fees of a tier: for tier 0 those of the options, for tiers 1 to 9 the exchange's published VIP fees.</summary>
    public static FeeRates At(int tier, ExchangeOptions options) => tier == 0 ? new FeeRates(options.MakerFee, options.TakerFee) : Rates[tier];

    private static FeeRates Of(string maker, string taker) => new(Rate.Parse(maker), Rate.Parse(taker));
}
