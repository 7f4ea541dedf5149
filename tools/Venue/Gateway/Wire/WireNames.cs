using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Gateway.Wire;

/// <summary>Binance's names of enumeration values (spec/binance-usdm.md §4.1), for reading and writing.</summary>
internal static class WireNames
{
    public static readonly IReadOnlyDictionary<string, Side> Sides = new Dictionary<string, Side> { ["BUY"] = Side.Buy, ["SELL"] = Side.Sell };

    public static readonly IReadOnlyDictionary<string, PositionSide> PositionSides =
        new Dictionary<string, PositionSide> { ["BOTH"] = PositionSide.Both, ["LONG"] = PositionSide.Long, ["SHORT"] = PositionSide.Short };

    public static readonly IReadOnlyDictionary<string, OrderType> OrderTypes = new Dictionary<string, OrderType>
    {
        ["LIMIT"] = OrderType.Limit,
        ["MARKET"] = OrderType.Market,
        ["STOP"] = OrderType.Stop,
        ["STOP_MARKET"] = OrderType.StopMarket,
        ["TAKE_PROFIT"] = OrderType.TakeProfit,
        ["TAKE_PROFIT_MARKET"] = OrderType.TakeProfitMarket,
        ["TRAILING_STOP_MARKET"] = OrderType.TrailingStopMarket,
    };

    public static readonly IReadOnlyDictionary<string, TimeInForce> TimesInForce = new Dictionary<string, TimeInForce>
    {
        ["GTC"] = TimeInForce.Gtc,
        ["IOC"] = TimeInForce.Ioc,
        ["FOK"] = TimeInForce.Fok,
        ["GTX"] = TimeInForce.Gtx,
        ["GTD"] = TimeInForce.Gtd,
        ["RPI"] = TimeInForce.Rpi,
    };

    /// <summary>The time in force of conditional orders that end with the position.</summary>
    public const string EndsWithPosition = "GTE_GTC";

    public static readonly IReadOnlyDictionary<string, MarginType> MarginTypes =
        new Dictionary<string, MarginType> { ["ISOLATED"] = MarginType.Isolated, ["CROSSED"] = MarginType.Crossed };

    public static readonly IReadOnlyDictionary<string, WorkingType> WorkingTypes =
        new Dictionary<string, WorkingType> { ["CONTRACT_PRICE"] = WorkingType.ContractPrice, ["MARK_PRICE"] = WorkingType.MarkPrice };

    public static readonly IReadOnlyDictionary<string, SelfTradePrevention> SelfTradePreventions = new Dictionary<string, SelfTradePrevention>
    {
        ["NONE"] = SelfTradePrevention.None,
        ["EXPIRE_TAKER"] = SelfTradePrevention.ExpireTaker,
        ["EXPIRE_MAKER"] = SelfTradePrevention.ExpireMaker,
        ["EXPIRE_BOTH"] = SelfTradePrevention.ExpireBoth,
    };

    public static readonly IReadOnlyDictionary<string, PriceMatch> PriceMatches = new Dictionary<string, PriceMatch>
    {
        ["NONE"] = PriceMatch.None,
        ["OPPONENT"] = PriceMatch.Opponent,
        ["OPPONENT_5"] = PriceMatch.Opponent5,
        ["OPPONENT_10"] = PriceMatch.Opponent10,
        ["OPPONENT_20"] = PriceMatch.Opponent20,
        ["QUEUE"] = PriceMatch.Queue,
        ["QUEUE_5"] = PriceMatch.Queue5,
        ["QUEUE_10"] = PriceMatch.Queue10,
        ["QUEUE_20"] = PriceMatch.Queue20,
    };

    public static readonly IReadOnlyDictionary<string, IncomeType> IncomeTypes = new Dictionary<string, IncomeType>
    {
        ["TRANSFER"] = IncomeType.Transfer,
        ["REALIZED_PNL"] = IncomeType.RealizedPnl,
        ["FUNDING_FEE"] = IncomeType.FundingFee,
        ["COMMISSION"] = IncomeType.Commission,
        ["INSURANCE_CLEAR"] = IncomeType.InsuranceClear,
    };

    public static string Of(InstrumentStatus status) => status switch
    {
        InstrumentStatus.Trading => "TRADING",
        InstrumentStatus.PendingTrading => "PENDING_TRADING",
        InstrumentStatus.Halted => "TRADING_HALT",
        InstrumentStatus.CancelOnly => "TRADING_CANCEL_ONLY",
        InstrumentStatus.Settling => "SETTLING",
        _ => "CLOSE",
    };

    /// <summary>Income types of the real exchange that the simulated one does not have; they are valid filters that select no rows.</summary>
    public static readonly IReadOnlySet<string> OtherIncomeTypes = new HashSet<string>
    {
        "WELCOME_BONUS", "REFERRAL_KICKBACK", "COMMISSION_REBATE", "API_REBATE", "CONTEST_REWARD", "CROSS_COLLATERAL_TRANSFER",
        "OPTIONS_PREMIUM_FEE", "OPTIONS_SETTLE_PROFIT", "INTERNAL_TRANSFER", "AUTO_EXCHANGE", "DELIVERED_SETTELMENT", "COIN_SWAP_DEPOSIT",
        "COIN_SWAP_WITHDRAW", "POSITION_LIMIT_INCREASE_FEE", "STRATEGY_UMFUTURES_TRANSFER", "FEE_RETURN", "BFUSD_REWARD",
    };

    public static string Of(Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string Of(PositionSide side) => Name(PositionSides, side);

    public static string Of(OrderType type) => type == OrderType.Liquidation ? "LIQUIDATION" : Name(OrderTypes, type);

    /// <summary>The type of the order that a conditional order places at its trigger.</summary>
    public static string OfActual(OrderType conditional) =>
        Of(conditional is OrderType.Stop or OrderType.TakeProfit ? OrderType.Limit : OrderType.Market);

    public static string Of(TimeInForce force) => Name(TimesInForce, force);

    public static string OfForce(AlgoOrderView order) => order.EndsWithPosition ? EndsWithPosition : Of(order.TimeInForce);

    public static string Of(WorkingType type) => Name(WorkingTypes, type);

    public static string Of(SelfTradePrevention mode) => Name(SelfTradePreventions, mode);

    public static string Of(PriceMatch match) => Name(PriceMatches, match);

    public static string Of(IncomeType type) => Name(IncomeTypes, type);

    public static string Of(OrderStatus status) => status switch
    {
        OrderStatus.New => "NEW",
        OrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        OrderStatus.Filled => "FILLED",
        OrderStatus.Canceled => "CANCELED",
        OrderStatus.Rejected => "REJECTED",
        OrderStatus.Expired => "EXPIRED",
        _ => "EXPIRED_IN_MATCH",
    };

    public static string Of(ExecutionType type) => type switch
    {
        ExecutionType.New => "NEW",
        ExecutionType.Canceled => "CANCELED",
        ExecutionType.Calculated => "CALCULATED",
        ExecutionType.Expired => "EXPIRED",
        ExecutionType.Trade => "TRADE",
        _ => "AMENDMENT",
    };

    public static string Of(AlgoStatus status) => status switch
    {
        AlgoStatus.New => "NEW",
        AlgoStatus.Canceled => "CANCELED",
        AlgoStatus.Triggering => "TRIGGERING",
        AlgoStatus.Triggered => "TRIGGERED",
        AlgoStatus.Finished => "FINISHED",
        AlgoStatus.Rejected => "REJECTED",
        _ => "EXPIRED",
    };

    public static string Of(AccountReason reason) => reason switch
    {
        AccountReason.Order => "ORDER",
        AccountReason.FundingFee => "FUNDING_FEE",
        AccountReason.MarginTransfer => "MARGIN_TRANSFER",
        AccountReason.MarginTypeChange => "MARGIN_TYPE_CHANGE",
        AccountReason.Deposit => "DEPOSIT",
        AccountReason.Withdraw => "WITHDRAW",
        AccountReason.Adjustment => "ADJUSTMENT",
        _ => "INSURANCE_CLEAR",
    };

    private static string Name<T>(IReadOnlyDictionary<string, T> words, T value)
        where T : struct
    {
        foreach ((string word, T candidate) in words)
        {
            if (EqualityComparer<T>.Default.Equals(candidate, value))
                return word;
        }

        return value.ToString()!.ToUpperInvariant();
    }
}
