using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;

namespace Platform.Venue.Core.Contract;

/// <summary>Sets the leverage of a symbol (POST leverage); returns it with the maximum notional that it allows.</summary>
internal sealed record SetLeverage(AccountId Account, string Symbol, int Leverage) : Command<LeverageView>;

/// <summary>Sets the margin type of a symbol (POST marginType).</summary>
internal sealed record SetMarginType(AccountId Account, string Symbol, MarginType MarginType) : Command<Accepted>;

/// <summary>Sets one-way or hedge mode (POST positionSide/dual).</summary>
internal sealed record SetPositionMode(AccountId Account, bool Hedge) : Command<Accepted>;

/// <summary>Sets single-asset or multi-assets mode (POST multiAssetsMargin).</summary>
internal sealed record SetMultiAssets(AccountId Account, bool MultiAssets) : Command<Accepted>;

/// <summary>Sets the fee burn flag (POST feeBurn). The flag is stored and returned; fees are always paid in the margin asset.</summary>
internal sealed record SetFeeBurn(AccountId Account, bool FeeBurn) : Command<Accepted>;

/// <summary>Changes the isolated wallet of a position (POST positionMargin): a positive amount is added, a negative amount is removed.</summary>
internal sealed record AdjustIsolatedMargin(AccountId Account, string Symbol, PositionSide PositionSide, Money Amount) : Command<Accepted>;

/// <summary>Operator: transfers money into a wallet (positive amount) or out of it (negative amount).</summary>
internal sealed record TransferMoney(AccountId Account, Money Amount) : Command<Accepted>;

/// <summary>Operator: halts, reopens or delists one symbol; published as contractInfo.</summary>
internal sealed record SetInstrumentStatus(string Symbol, InstrumentStatus Status) : Command<Accepted>;

/// <summary>Operator: limits the leverage of one symbol by removing its higher brackets; accounts with a higher leverage are set to the limit. Published as contractInfo with the brackets.</summary>
internal sealed record CapLeverage(string Symbol, int Leverage) : Command<Accepted>;

/// <summary>Operator: restricts one side of a symbol, or both, to orders that close positions.</summary>
internal sealed record ControlPositions(string Symbol, PositionControl Side) : Command<Accepted>;

/// <summary>Operator: replaces the filters of one symbol; they apply immediately.</summary>
internal sealed record ReplaceInstrument(Instrument Instrument) : Command<Accepted>;

/// <summary>Operator: liquidates the positions of an account in one symbol, or in all when the symbol is null, without a check of their margin.</summary>
internal sealed record ForceLiquidation(AccountId Account, string? Symbol) : Command<Accepted>;

/// <summary>Operator: closes a profitable position by auto-deleveraging at the mark price, without an order in the book.</summary>
internal sealed record ForceDeleveraging(AccountId Account, string Symbol) : Command<Accepted>;

/// <summary>Operator: closes an account. Its orders are cancelled, its positions are settled at the mark price and its wallet is paid out; its name can then be used again.</summary>
internal sealed record CloseAccount(AccountId Account) : Command<Accepted>;

/// <summary>Operator: opens an account. The credential is stored with the account, so that the account's requests are accepted after a restore.</summary>
internal sealed record OpenAccount(string Name, Money Balance, string? Credential = null, int FeeTier = 0) : Command;
