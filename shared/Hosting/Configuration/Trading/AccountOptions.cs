using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>One account, with its own executor process. API keys come from the environment or config/secrets.yaml.</summary>
public sealed record AccountOptions
{
    [Key("Unique id of letters, digits and underscores; used in the names of the executor, its files and its environment variables.", Pattern = "[A-Za-z][A-Za-z0-9_]{0,23}")]
    public string Id { get; init; } = "";

    [Key("Initial balance in USDT at the simulated exchange in mock; ignored in testnet and live.", Min = 0)]
    public decimal InitialBalance { get; init; } = 100_000;

    [Key("false: no executor is started for the account.")]
    public bool Enabled { get; init; } = true;

    [Key("market, twap, vwap or auto for this account; empty: execution.algorithm.", Pattern = "(market|twap|vwap|auto)?")]
    public string Algorithm { get; init; } = "";

    /// <summary>The account's own algorithm; null when execution.algorithm applies.</summary>
    public ExecutionAlgorithm? OwnAlgorithm => Algorithm.Length == 0 ? null : Enum.Parse<ExecutionAlgorithm>(Algorithm, ignoreCase: true);
}
