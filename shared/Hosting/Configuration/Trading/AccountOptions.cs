using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Trading;

/// <summary>One account; its executor process runs under this id. Keys come from the environment or config/secrets.yaml.</summary>
public sealed record AccountOptions
{
    [Key("Letters, digits and underscores, unique; names the executor, its files and its environment variables.", Pattern = "[A-Za-z][A-Za-z0-9_]{0,23}")]
    public string Id { get; init; } = "";

    [Key("USDT that the simulated exchange gives the account in mock; ignored in testnet and live.", Min = 0)]
    public decimal InitialBalance { get; init; } = 100_000;

    [Key("false: no executor is started for it.")]
    public bool Enabled { get; init; } = true;

    [Key("market, twap, vwap or auto for this account; empty: execution.algorithm.", Pattern = "(market|twap|vwap|auto)?")]
    public string Algorithm { get; init; } = "";

    /// <summary>Null when execution.algorithm holds.</summary>
    public ExecutionAlgorithm? OwnAlgorithm => Algorithm.Length == 0 ? null : Enum.Parse<ExecutionAlgorithm>(Algorithm, ignoreCase: true);
}
