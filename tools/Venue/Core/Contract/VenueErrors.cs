namespace Platform.Venue.Core.Contract;

/// <summary>All errors that the core returns, with the exchange's codes and texts (spec/binance-usdm.md §6).</summary>
internal static class VenueErrors
{
    public static readonly VenueError InvalidSymbol = new(-1121, "Invalid symbol.");
    public static readonly VenueError InvalidSymbolStatus = new(-1122, "Invalid symbol status.");
    public static readonly VenueError PrecisionOver = new(-1111, "Precision is over the maximum defined for this asset.");
    public static readonly VenueError InvalidOrderType = new(-1116, "Invalid orderType.");
    public static readonly VenueError InvalidTimeInForce = new(-1115, "Invalid timeInForce.");
    public static readonly VenueError NoOrdersOnBook = new(-1112, "No orders on book for symbol.");
    public static readonly VenueError TooManyModifications = new(-5026, "Exceed maximum modify order limit.");
    public static readonly VenueError UnknownOrder = new(-2011, "Unknown order sent.");
    public static readonly VenueError NoSuchOrder = new(-2013, "Order does not exist.");
    public static readonly VenueError InsufficientMargin = new(-2019, "Margin is insufficient.");
    public static readonly VenueError WouldTrigger = new(-2021, "Order would immediately trigger.");
    public static readonly VenueError ReduceOnlyRejected = new(-2022, "ReduceOnly Order is rejected.");
    public static readonly VenueError TooManyOrders = new(-2025, "Reach max open order limit.");
    public static readonly VenueError AboveBracket = new(-2027, "Exceeded the maximum allowable position at current leverage.");
    public static readonly VenueError LeverageTooSmall = new(-2028, "Leverage is smaller than permitted: insufficient margin balance.");
    public static readonly VenueError PriceNotPositive = new(-4001, "Price less than 0.");
    public static readonly VenueError PriceAboveMax = new(-4002, "Price greater than max price.");
    public static readonly VenueError QuantityNotPositive = new(-4003, "Quantity less than or equal to zero.");
    public static readonly VenueError QuantityBelowMin = new(-4004, "Quantity less than min quantity.");
    public static readonly VenueError QuantityAboveMax = new(-4005, "Quantity greater than max quantity.");
    public static readonly VenueError PriceBelowMin = new(-4013, "Price less than min price.");
    public static readonly VenueError PriceOffTick = new(-4014, "Price not increased by tick size.");
    public static readonly VenueError ClientIdTooLong = new(-4015, "Client order id length should not be more than 36 chars");
    public static readonly VenueError QuantityOffStep = new(-4023, "Qty not increased by step size.");
    public static readonly VenueError TooManyStopOrders = new(-4045, "Reach max stop order limit.");
    public static readonly VenueError MarginTypeAlready = new(-4046, "No need to change margin type.");
    public static readonly VenueError MarginTypeOpenOrders = new(-4047, "Margin type cannot be changed if there exists open orders.");
    public static readonly VenueError MarginTypePosition = new(-4048, "Margin type cannot be changed if there exists position.");
    public static readonly VenueError OnlyIsolated = new(-4049, "Add margin only support for isolated position.");
    public static readonly VenueError CrossBalanceInsufficient = new(-4050, "Cross balance insufficient.");
    public static readonly VenueError IsolatedBalanceInsufficient = new(-4051, "Isolated balance insufficient.");
    public static readonly VenueError NoPositionToMargin = new(-4054, "Cannot add position margin: position is 0.");
    public static readonly VenueError AmountNotPositive = new(-4055, "Amount must be positive.");
    public static readonly VenueError PositionSideAlready = new(-4059, "No need to change position side.");
    public static readonly VenueError InvalidReduceOnly = new(-4062, "Invalid or improper reduceOnly value.");
    public static readonly VenueError InvalidPositionSide = new(-4060, "Invalid position side.");
    public static readonly VenueError PositionSideMismatch = new(-4061, "Order's position side does not match user's setting.");
    public static readonly VenueError PositionSideOpenOrders = new(-4067, "Position side cannot be changed if there exists open orders.");
    public static readonly VenueError PositionSidePosition = new(-4068, "Position side cannot be changed if there exists position.");
    public static readonly VenueError ReduceOnlyControl = new(-4105, "Symbol is under position risk control, only reduceOnly orders are allowed.");
    public static readonly VenueError BuyControl = new(-4106, "Symbol is under position risk control, the buy side may only reduce.");
    public static readonly VenueError SellControl = new(-4107, "Symbol is under position risk control, the sell side may only reduce.");
    public static readonly VenueError DuplicateClientId = new(-4116, "ClientOrderId is duplicated.");
    public static readonly VenueError ReduceOnlyConflict = new(-4118, "ReduceOnly Order Failed. Please check your existing position and open orders");
    public static readonly VenueError UseAlgoEndpoint = new(-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
    public static readonly VenueError CloseAllExists = new(-4130, "An open stop or take profit order with GTE and closePosition in the direction is existing.");
    public static readonly VenueError CounterpartyPercentPrice = new(-4131, "The counterparty's best price does not meet the PERCENT_PRICE filter limit.");
    public static readonly VenueError InvalidActivationPrice = new(-4135, "Invalid activation price");
    public static readonly VenueError CloseWithQuantity = new(-4137, "Quantity must be zero with closePosition equals true");
    public static readonly VenueError CloseNotReduceOnly = new(-4138, "Reduce only must be true with closePosition equals true");
    public static readonly VenueError SymbolNotOpening = new(-4140, "Invalid symbol status for opening position");
    public static readonly VenueError SymbolClosed = new(-4141, "Symbol is closed.");
    public static readonly VenueError LeverageIsolatedPosition = new(-4161, "Leverage reduction is not supported in Isolated Margin Mode with open positions");
    public static readonly VenueError MultiAssetsIsolatedExists = new(-4167, "Unable to adjust to Multi-Assets mode with symbols of USDⓈ-M Futures under isolated-margin mode.");
    public static readonly VenueError IsolatedUnderMultiAssets = new(-4168, "Unable to adjust to isolated-margin mode under the Multi-Assets mode.");
    public static readonly VenueError MultiAssetsOpenOrders = new(-4170, "Unable to adjust Multi-Assets Mode with open orders.");
    public static readonly VenueError MultiAssetsAlready = new(-4171, "Adjusted asset mode is currently set and does not need to be adjusted repeatedly");
    public static readonly VenueError NoPositionToClose = new(-4509, "Time in Force (TIF) GTE can only be used with open positions.");
    public static readonly VenueError NotForRpi = new(-4188, "This symbol is not in symbol white list.");
    public static readonly VenueError Unsupported = new(-1020, "This operation is not supported.");
    public static readonly VenueError FokRejected = new(-5021, "Due to the order could not be filled immediately, the FOK order has been rejected. The order will not be recorded in the order history.");
    public static readonly VenueError PostOnlyRejected = new(-5022, "Due to the order could not be executed as maker, the Post Only order will be rejected. The order will not be recorded in the order history.");
    public static readonly VenueError AmendNotTrading = new(-5024, "Symbol is not in trading status. Order amendment is not permitted.");
    public static readonly VenueError AmendLimitOnly = new(-5025, "Only limit order is supported.");
    public static readonly VenueError NoNeedToModify = new(-5027, "No need to modify the order.");
    public static readonly VenueError InvalidPriceMatch = new(-5037, "Invalid price match");
    public static readonly VenueError PriceMatchUnsupported = new(-5038, "Price match only supports order type: LIMIT, STOP AND TAKE_PROFIT");
    public static readonly VenueError InvalidStp = new(-5039, "Invalid self trade prevention mode");
    public static readonly VenueError GoodTillDateRange = new(-5040, "The goodTillDate timestamp must be greater than the current time plus 600 seconds and smaller than 253402300799000");
    public static readonly VenueError NoDepthForMatch = new(-5041, "No depth matches this BBO order");
    public static readonly VenueError NotReduceOnly = new(-5047, "The original order is not a reduce-only order");

    public static VenueError Missing(string parameter) => new(-1102, $"Mandatory parameter '{parameter}' was not sent, was empty/null, or malformed.");

    public static VenueError NotRequired(string parameter) => new(-1106, $"Parameter '{parameter}' sent when not required.");

    public static VenueError IllegalCharacters(string parameter, string legal) => new(-1100, $"Illegal characters found in parameter '{parameter}'; legal range is '{legal}'.");

    public static VenueError LeverageInvalid(int leverage) => new(-4028, $"Leverage {leverage} is not valid");

    public static VenueError PriceAboveCap(string cap) => new(-4016, $"Limit price can't be higher than {cap}.");

    public static VenueError PriceBelowFloor(string floor) => new(-4024, $"Limit price can't be lower than {floor}.");

    public static VenueError LimitAboveTrigger(string cap) => new(-4183, $"Limit price can't be higher than stop price multiplier cap {cap}.");

    public static VenueError LimitBelowTrigger(string floor) => new(-4184, $"Limit price can't be lower than stop price multiplier floor {floor}.");

    public static VenueError NotionalTooSmall(string minimum) => new(-4164, $"Order's notional must be no smaller than {minimum} (unless you choose reduce only).");

    public static VenueError AmendNotionalTooSmall(string minimum) => new(-5029, $"Order's notional must be no smaller than {minimum}");
}
