using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Accounts;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Matching;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Conditional;

/// <summary>The mutable state of a conditional order in the core; callers of the core get an <see cref="AlgoOrderView"/>.</summary>
internal sealed class AlgoOrder
{
    public required long Id { get; init; }
    public required PlaceAlgoOrder Request { get; init; }
    public required Holding Holding { get; init; }
    public required string ClientId { get; init; }
    public required long Created_ms { get; init; }
    public AlgoStatus Status { get; set; } = AlgoStatus.New;
    public bool IsActivated { get; set; }

    /// <summary>The best price since the activation of a trailing stop: the lowest for a buy, the highest for a sell.</summary>
    public Price Extreme { get; set; }
    public long Updated_ms { get; set; }
    public long Triggered_ms { get; set; }
    public long ActualOrderId { get; set; }
    public Price ActualPrice { get; set; }
    public Quantity ActualQuantity { get; set; }
    public string RejectReason { get; set; } = "";

    /// <summary>Writes an order, or reads one and returns it; when reading, <paramref name="algo"/> is null.</summary>
    public static AlgoOrder Serialize(SnapshotSerializer serializer, AlgoOrder? algo, CoreState state)
    {
        PlaceAlgoOrder request = serializer.Record(algo?.Request);
        algo ??= new AlgoOrder
        {
            Request = request, Holding = state.Of(request.Account).In(state.Find(request.Symbol)!.Listing),
            Id = serializer.Value(0L), ClientId = serializer.Text(null)!, Created_ms = serializer.Value(0L),
        };
        if (!serializer.IsReading)
        {
            serializer.Value(algo.Id);
            serializer.Text(algo.ClientId);
            serializer.Value(algo.Created_ms);
        }

        (algo.Status, algo.IsActivated, algo.Extreme) = (serializer.Value(algo.Status), serializer.Value(algo.IsActivated), serializer.Value(algo.Extreme));
        (algo.Updated_ms, algo.Triggered_ms, algo.ActualOrderId) = (serializer.Value(algo.Updated_ms), serializer.Value(algo.Triggered_ms), serializer.Value(algo.ActualOrderId));
        (algo.ActualPrice, algo.ActualQuantity, algo.RejectReason) = (serializer.Value(algo.ActualPrice), serializer.Value(algo.ActualQuantity), serializer.Text(algo.RejectReason)!);
        return algo;
    }

    public Side Side => Request.Side;

    public PositionSide PositionSide => Request.PositionSide ?? PositionSide.Both;

    public bool IsTrailing => Request.Type == OrderType.TrailingStopMarket;

    public bool IsStop => Request.Type is OrderType.Stop or OrderType.StopMarket;

    public bool IsLimit => Request.Type is OrderType.Stop or OrderType.TakeProfit;

    public Price TriggerPrice => Request.TriggerPrice ?? Price.Zero;

    public AlgoOrderView ToView() => new()
    {
        AlgoId = Id,
        Account = Holding.Account.Id,
        ClientAlgoId = ClientId,
        Symbol = Holding.Listing.Symbol,
        Side = Side,
        PositionSide = PositionSide,
        Type = Request.Type,
        TimeInForce = Request.TimeInForce ?? TimeInForce.Gtc,
        Quantity = Request.Quantity ?? Quantity.Zero,
        Status = Status,
        TriggerPrice = TriggerPrice,
        Price = Request.Price ?? Price.Zero,
        SelfTradePrevention = Request.SelfTradePrevention,
        WorkingType = Request.WorkingType,
        PriceMatch = Request.PriceMatch,
        ClosePosition = Request.ClosePosition,
        PriceProtect = Request.PriceProtect,
        ReduceOnly = Request.ReduceOnly == true,
        ActivatePrice = Request.ActivatePrice,
        CallbackPercent = Request.CallbackPercent,
        IsActivated = IsActivated,
        EndsWithPosition = Request.EndsWithPosition,
        Created_ms = Created_ms,
        Updated_ms = Updated_ms,
        Triggered_ms = Triggered_ms,
        GoodTillDate_ms = Request.GoodTillDate_ms,
        ActualOrderId = ActualOrderId,
        ActualPrice = ActualPrice,
        ActualQuantity = ActualQuantity,
        RejectReason = RejectReason,
    };
}
