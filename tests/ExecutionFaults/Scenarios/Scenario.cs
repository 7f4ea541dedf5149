using System.Globalization;

namespace Platform.ExecutionFaults.Scenarios;

/// <summary>Everything that one seed decides: how the account is set up, and what happens to it in which order.</summary>
internal sealed record Scenario(int Seed, AccountMode Mode, IReadOnlyList<Step> Steps, Trade Last)
{
    /// <summary>Contracts of the market; steps name them by their index.</summary>
    public const int Symbols = 4;

    /// <summary>True when the exchange shows positions that are not there or balances that are not true: then a difference may stay unexplained.</summary>
    public bool ShowsFalsePositions => Steps.OfType<AddFault>().Any(step => step.Json.Contains("empty_positions", StringComparison.Ordinal));

    public override string ToString() => $"seed {Seed}: {Mode}\n{string.Join('\n', Steps.Append(Last).Select((step, i) => $"  {i,2} {step.Describe()}"))}";
}

/// <summary>How orders are worked, and how the account is kept at the exchange.</summary>
/// <param name="Algorithms">By symbol: market, twap or vwap.</param>
internal sealed record AccountMode(bool Hedge, bool Isolated, string Urgency, IReadOnlyList<string> Algorithms)
{
    public override string ToString() => $"{(Hedge ? "hedge" : "one-way")}, {(Isolated ? "isolated" : "crossed")}, {Urgency}, {string.Join(' ', Algorithms)}";
}

/// <summary>One thing that happens.</summary>
/// <param name="Pause_ms">Real ms before the next step.</param>
internal abstract record Step(int Pause_ms)
{
    public abstract string Describe();
}

/// <summary>A run of the strategy: a weight of each symbol.</summary>
internal sealed record Trade(int Pause_ms, IReadOnlyList<double> Weights) : Step(Pause_ms)
{
    public override string Describe() => $"trade to {string.Join(' ', Weights.Select(weight => weight.ToString("0.00", CultureInfo.InvariantCulture)))}";
}

/// <param name="Symbol">Index of the symbol; -1 for the account.</param>
internal sealed record Command(int Pause_ms, string Kind, int Symbol) : Step(Pause_ms)
{
    public override string Describe() => $"command {Kind}{(Symbol < 0 ? "" : $" symbol {Symbol}")}";
}

/// <param name="Json">As the Venue takes it; {symbol} stands for the contract.</param>
internal sealed record AddFault(int Pause_ms, string Json, int Symbol) : Step(Pause_ms)
{
    public override string Describe() => $"fault {Json.Replace("{symbol}", $"symbol {Symbol}", StringComparison.Ordinal)}";
}

internal sealed record ClearFaults(int Pause_ms) : Step(Pause_ms)
{
    public override string Describe() => "faults cleared";
}

/// <summary>kill -9 of the executor once its journal holds so many facts more, and its start some time later.</summary>
internal sealed record KillExecutor(int Pause_ms, int Facts, int Down_ms) : Step(Pause_ms)
{
    public override string Describe() => $"executor killed after {Facts} facts, back after {Down_ms} ms";
}

/// <summary>kill -9 of the coordinator, and its start some time later.</summary>
internal sealed record KillCoordinator(int Pause_ms, int Down_ms) : Step(Pause_ms)
{
    public override string Describe() => $"coordinator killed, back after {Down_ms} ms";
}

/// <summary>A deposit or, negative, a withdrawal.</summary>
internal sealed record Transfer(int Pause_ms, int Amount) : Step(Pause_ms)
{
    public override string Describe() => $"transfer of {Amount}";
}

/// <summary>An order of somebody else on the same account, filled at once.</summary>
internal sealed record ForeignOrder(int Pause_ms, int Symbol, bool Buys) : Step(Pause_ms)
{
    public override string Describe() => $"foreign order {(Buys ? "buys" : "sells")} symbol {Symbol}";
}
