using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>POST leverage; returns the leverage and the maximum notional it allows.</summary>
internal sealed record SetLeverage(AccountId Account, string Symbol, int Leverage) : Command<LeverageView>;

/// <summary>POST marginType.</summary>
internal sealed record SetMarginType(AccountId Account, string Symbol, MarginType MarginType) : Command<Accepted>;

/// <summary>POST positionSide/dual.</summary>
internal sealed record SetPositionMode(AccountId Account, bool Hedge) : Command<Accepted>;

/// <summary>POST multiAssetsMargin.</summary>
internal sealed record SetMultiAssets(AccountId Account, bool MultiAssets) : Command<Accepted>;

/// <summary>POST feeBurn; the flag is stored and returned, fees stay in the margin asset.</summary>
internal sealed record SetFeeBurn(AccountId Account, bool FeeBurn) : Command<Accepted>;

/// <summary>POST positionMargin: positive adds to the isolated wallet, negative removes from it.</summary>
internal sealed record AdjustIsolatedMargin(AccountId Account, string Symbol, PositionSide PositionSide, Money Amount) : Command<Accepted>;

/// <summary>Operator: transfers money into (positive) or out of a wallet.</summary>
internal sealed record TransferMoney(AccountId Account, Money Amount) : Command<Accepted>;

/// <summary>Operator: trading halt, reopening, delisting of one symbol; published as contractInfo.</summary>
internal sealed record SetInstrumentStatus(string Symbol, InstrumentStatus Status) : Command<Accepted>;

/// <summary>Operator: removes the brackets of one symbol above a leverage; accounts with a higher leverage get this one. Published as contractInfo with the brackets.</summary>
internal sealed record CapLeverage(string Symbol, int Leverage) : Command<Accepted>;

/// <summary>Operator: a side of one symbol on which orders may only close.</summary>
internal sealed record ControlPositions(string Symbol, PositionControl Side) : Command<Accepted>;

/// <summary>Operator: new filters for one symbol, effective at once.</summary>
internal sealed record ReplaceInstrument(Instrument Instrument) : Command<Accepted>;

/// <summary>Operator: closes the account's positions as a liquidation does, whatever their margin.</summary>
internal sealed record ForceLiquidation(AccountId Account, string? Symbol) : Command<Accepted>;

/// <summary>Operator: deleverages a profitable position at the mark price, without an order.</summary>
internal sealed record ForceDeleveraging(AccountId Account, string Symbol) : Command<Accepted>;

/// <summary>Operator: closes an account: its orders are cancelled, its positions settled at the mark price, its wallet is paid out, and its name is free again.</summary>
internal sealed record CloseAccount(AccountId Account) : Command<Accepted>;

/// <summary>Operator: opens an account. Its credential is stored with it, so that its requests are accepted after a restore.</summary>
internal sealed record OpenAccount(string Name, Money Balance, string? Credential = null, int FeeTier = 0) : Command;
