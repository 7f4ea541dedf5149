using Platform.Analytics.Bars;

namespace Platform.Data.Bars;

/// <summary>A closed or revised window on its way from the market room to the journal.</summary>
internal readonly record struct SymbolBar(string Symbol, ClosedBar Closed);
