using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Accounts;

/// <summary>
/// The exchange's own accounts: fees, funding, insurance fund, rounding remainders, deposits, and the market maker (the simulated
/// counterparty). Together with the wallets and open positions of the clients they always sum to zero.
/// </summary>
internal sealed class ExchangeLedger(int symbols)
{
    private readonly Quantity[] _marketMakerAmount = new Quantity[symbols];

    public Money Fees { get; private set; }

    public Money Funding { get; private set; }

    public Money Insurance { get; private set; }

    public Money Deposits { get; private set; }

    /// <summary>Sum of the remainders of profits that were truncated to 8 decimals.</summary>
    public Notional Dust { get; private set; }

    /// <summary>The amount that the market maker received minus the amount that it paid.</summary>
    public Notional MarketMakerCash { get; private set; }

    public Quantity MarketMakerAmount(int symbol) => _marketMakerAmount[symbol];

    public void Deposit(Account account, Money amount)
    {
        account.Wallet += amount;
        Deposits += amount;
    }

    public void ChargeFee(Account account, Money fee)
    {
        account.Wallet -= fee;
        Fees += fee;
    }

    /// <summary>Pays funding to an account (positive amount) or charges it (negative amount).</summary>
    public void PayFunding(Account account, Money amount)
    {
        account.Wallet += amount;
        Funding -= amount;
    }

    /// <summary>Transfers money from an account to the insurance fund (positive amount), or from the fund to the account to cover a loss (negative amount).</summary>
    public void MoveToInsurance(Account account, Money amount)
    {
        account.Wallet -= amount;
        Insurance += amount;
    }

    /// <summary>Transfers money from the insurance fund to the market maker (positive amount) or back (negative amount): the difference between the price at which the fund took over a position and the mark price.</summary>
    public void PayMarketMaker(Money amount)
    {
        Insurance -= amount;
        MarketMakerCash += amount.ToNotional();
    }

    /// <summary>Books the exact profit of a close: 8 decimals to the wallet, the remainder to the rounding account. Returns the booked amount.</summary>
    public Money Realize(Account account, Notional exact)
    {
        Money booked = exact.Truncate();
        account.Wallet += booked;
        Dust += exact - booked.ToNotional();
        return booked;
    }

    /// <summary>Books the market maker's side of a trade with a client.</summary>
    public void TradeWithMarketMaker(int symbol, Side marketMakerSide, Price price, Quantity quantity)
    {
        Notional value = price * quantity;
        MarketMakerCash += marketMakerSide == Side.Buy ? -value : value;
        _marketMakerAmount[symbol] += marketMakerSide == Side.Buy ? quantity : Quantity.Zero - quantity;
    }

    public void Serialize(SnapshotSerializer serializer)
    {
        (Fees, Funding, Insurance, Deposits) = (serializer.Value(Fees), serializer.Value(Funding), serializer.Value(Insurance), serializer.Value(Deposits));
        (Dust, MarketMakerCash) = (serializer.Value(Dust), serializer.Value(MarketMakerCash));
        serializer.Values(_marketMakerAmount.AsSpan());
    }

    /// <summary>The sum wallets − open costs + market maker + fees + funding + insurance + rounding − deposits, which must be zero.</summary>
    public Notional Imbalance(IEnumerable<Account> accounts)
    {
        Notional sum = MarketMakerCash + Dust + (Fees + Funding + Insurance - Deposits).ToNotional();
        foreach (Account account in accounts)
        {
            sum += account.Wallet.ToNotional();
            foreach (Holding holding in account.Holdings)
                sum -= holding.Both.Cost + holding.Long.Cost + holding.Short.Cost;
        }

        return sum;
    }
}
