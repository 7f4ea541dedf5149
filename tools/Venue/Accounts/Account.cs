using Platform.Primitives.Numbers;
using Platform.Venue.Engine.Contract;
using Platform.Venue.Engine.Listings;

namespace Platform.Venue.Accounts;

/// <summary>One client's money and positions. The wallet is the whole; what isolated positions hold is a part of it.</summary>
internal sealed class Account(AccountId id, string name)
{
    private readonly Dictionary<int, Holding> _holdings = [];
    private readonly List<Holding> _inOrder = [];

    public AccountId Id { get; } = id;

    public string Name { get; } = name;

    public Money Wallet { get; set; }

    public bool Hedge { get; set; }

    public bool MultiAssets { get; set; }

    public bool FeeBurn { get; set; }

    public long Updated_ms { get; set; }

    /// <summary>Set while a margin call stands, so that it is sent once.</summary>
    public bool IsMarginCalled { get; set; }

    /// <summary>Symbols this account has ever touched, in order of the first touch.</summary>
    public IReadOnlyList<Holding> Holdings => _inOrder;

    public List<IncomeView> Income { get; } = [];

    public List<MarginChangeView> MarginChanges { get; } = [];

    public List<ForceOrderView> ForceOrders { get; } = [];

    public Holding In(Listing listing)
    {
        if (_holdings.TryGetValue(listing.Index, out Holding? holding))
            return holding;
        holding = new Holding(this, listing);
        _holdings.Add(listing.Index, holding);
        _inOrder.Add(holding);
        return holding;
    }

    public Holding? TryIn(Listing listing) => _holdings.GetValueOrDefault(listing.Index);

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
