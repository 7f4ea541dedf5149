namespace Platform.Venue.Core.Contract;

/// <summary>The account of a command; the API gate maps API keys to it.</summary>
internal readonly record struct AccountId(int Value);

/// <summary>An order's life as the exchange reports it (spec/binance-usdm.md §4.1).</summary>
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

/// <summary>What an order event reports: `x` of ORDER_TRADE_UPDATE.</summary>
internal enum ExecutionType : byte
{
    New = 1,
    Canceled = 2,
    Calculated = 3,
    Expired = 4,
    Trade = 5,
    Amendment = 6,
}

/// <summary>Why an order expired: `er` of ORDER_TRADE_UPDATE; the numbers are the wire's.</summary>
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

/// <summary>Why balances or positions moved: `a.m` of ACCOUNT_UPDATE.</summary>
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

/// <summary>Origin of a print: `X` of the trade stream.</summary>
internal enum TradeOrigin : byte
{
    Market = 1,
    InsuranceFund = 2,
    Adl = 3,
}
