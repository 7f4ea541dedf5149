namespace Platform.Venue.Core.Contract;

/// <summary>Identifies an account; the API gate maps an API key to it.</summary>
internal readonly record struct AccountId(int Value);

/// <summary>The status of an order as the exchange reports it (spec/binance-usdm.md §4.1).</summary>
internal enum OrderStatus : byte
{
    New = 1,
    PartiallyFilled = 2,
    Filled = 3,
    Canceled = 4,
    Rejected = 5,
    Expired = 6,
    ExpiredInMatch = 7,
}

/// <summary>The kind of change that an order event reports: field `x` of ORDER_TRADE_UPDATE.</summary>
internal enum ExecutionType : byte
{
    New = 1,
    Canceled = 2,
    Calculated = 3,
    Expired = 4,
    Trade = 5,
    Amendment = 6,
}

/// <summary>The reason why an order expired: field `er` of ORDER_TRADE_UPDATE, with the same numbers.</summary>
internal enum ExpiryReason : byte
{
    None = 0,
    SelfTrade = 1,
    IocRemainder = 2,
    IocSelfTrade = 3,
    ReduceOnlyKnockedOut = 4,
    Liquidation = 5,
    PositionGone = 6,
    Delisted = 7,
    StopTriggered = 8,
    MarketRemainder = 9,
}

internal enum SelfTradePrevention : byte
{
    None = 0,
    ExpireTaker = 1,
    ExpireMaker = 2,
    ExpireBoth = 3,
}

internal enum PriceMatch : byte
{
    None = 0,
    Opponent = 1,
    Opponent5 = 2,
    Opponent10 = 3,
    Opponent20 = 4,
    Queue = 5,
    Queue5 = 6,
    Queue10 = 7,
    Queue20 = 8,
}

internal enum WorkingType : byte
{
    ContractPrice = 0,
    MarkPrice = 1,
}

internal enum AlgoStatus : byte
{
    New = 1,
    Canceled = 2,
    Triggering = 3,
    Triggered = 4,
    Finished = 5,
    Rejected = 6,
    Expired = 7,
}

/// <summary>The reason why balances or positions changed: field `a.m` of ACCOUNT_UPDATE.</summary>
internal enum AccountReason : byte
{
    Order = 1,
    FundingFee = 2,
    MarginTransfer = 3,
    MarginTypeChange = 4,
    Deposit = 5,
    Withdraw = 6,
    Adjustment = 7,
    InsuranceClear = 8,
}

internal enum IncomeType : byte
{
    Transfer = 1,
    RealizedPnl = 2,
    FundingFee = 3,
    Commission = 4,
    InsuranceClear = 5,
}

/// <summary>The origin of a trade: field `X` of the trade stream.</summary>
internal enum TradeOrigin : byte
{
    Market = 1,
    InsuranceFund = 2,
    Adl = 3,
}
