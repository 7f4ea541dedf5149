using System.Text.Json.Serialization;
using Platform.Domain.Orders;
using Platform.Exchanges.Binance.Accounts;
using Platform.Exchanges.Binance.Orders;
using Platform.Executor.Ledger;
using Platform.Primitives.Numbers;

namespace Platform.Executor.Paper;

/// <summary>One fact of a paper account. Its state is nothing but these facts applied in order.</summary>
/// <param name="At_ms">Platform time, Unix ms.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "fact")]
[JsonDerivedType(typeof(PaperOpened), "opened")]
[JsonDerivedType(typeof(PaperPlaced), "placed")]
[JsonDerivedType(typeof(PaperFilled), "filled")]
[JsonDerivedType(typeof(PaperEnded), "ended")]
[JsonDerivedType(typeof(PaperFunded), "funded")]
[JsonDerivedType(typeof(PaperFundingRead), "funding_read")]
[JsonDerivedType(typeof(PaperLeverageSet), "leverage_set")]
[JsonDerivedType(typeof(PaperCleared), "cleared")]
[JsonDerivedType(typeof(PaperCheckpointed), "checkpointed")]
internal abstract record PaperRecord(long At_ms);

/// <param name="Wallet">Of the exchange's account at that time.</param>
internal sealed record PaperOpened(long At_ms, Money Wallet) : PaperRecord(At_ms);

/// <param name="Order">As accepted: a reduction may be smaller than it was asked for.</param>
internal sealed record PaperPlaced(long At_ms, VenueOrder Order) : PaperRecord(At_ms);

internal sealed record PaperFilled(long At_ms, string ClientOrderId, VenueTrade Trade) : PaperRecord(At_ms);

/// <param name="Status">Canceled or Expired; an order that is filled has ended by itself.</param>
internal sealed record PaperEnded(long At_ms, string ClientOrderId, VenueOrderStatus Status) : PaperRecord(At_ms);

/// <param name="Amount">Positive when it was received.</param>
/// <param name="Funding_ms">The settlement it belongs to.</param>
internal sealed record PaperFunded(long At_ms, string Symbol, PositionSide Side, Money Amount, long Funding_ms) : PaperRecord(At_ms);

/// <summary>Every settlement up to that time has been booked.</summary>
internal sealed record PaperFundingRead(long At_ms, long Through_ms) : PaperRecord(At_ms);

internal sealed record PaperLeverageSet(long At_ms, string Symbol, int Leverage) : PaperRecord(At_ms);

/// <summary>The last booking of a liquidation: the clearance fee, or what the insurance fund covers of a negative wallet.</summary>
/// <param name="Amount">Positive when it was received.</param>
internal sealed record PaperCleared(long At_ms, string Symbol, Money Amount) : PaperRecord(At_ms);

/// <summary>The whole state, so that older facts can be removed.</summary>
/// <param name="Income">Bookings that are not recorded yet.</param>
internal sealed record PaperCheckpointed(
    long At_ms, Money Wallet, long FundedThrough_ms, IReadOnlyList<PaperPosition> Positions, IReadOnlyList<PaperOrder> Orders, IReadOnlyDictionary<string, int> Leverages, IReadOnlyList<PaperFunded> Funded,
    IReadOnlyList<IncomeEntry>? Income = null)
    : PaperRecord(At_ms);

/// <summary>One side of one contract.</summary>
/// <param name="Quantity">Signed; negative on the short side in both modes.</param>
/// <param name="Cost">What the open quantity was traded at, price × absolute quantity, exact.</param>
internal sealed record PaperPosition(string Symbol, PositionSide Side, Quantity Quantity, Notional Cost, long Update_ms);

/// <summary>An order on paper and its fills, oldest first.</summary>
internal sealed record PaperOrder(VenueOrder Order, IReadOnlyList<VenueTrade> Trades)
{
    public bool IsOpen => Order.Status is VenueOrderStatus.New or VenueOrderStatus.PartiallyFilled;

    public Quantity Left => Order.Quantity - Order.Executed;
}

/// <summary>JSON of the paper account's journal: a person can read it; numbers are exact decimal text.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    Converters = [typeof(PriceText), typeof(QuantityText), typeof(MoneyText), typeof(NotionalText)])]
[JsonSerializable(typeof(PaperRecord))]
internal sealed partial class PaperJson : JsonSerializerContext;
