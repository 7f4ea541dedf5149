using System.Text.Json.Serialization;
using Platform.Domain.Labels;

namespace Platform.Contracts;

/// <summary>coordinator → strategy: a label is complete, compute it. File: signals/strategy_trigger.json.</summary>
/// <param name="Label">Time label of the closed windows (spec/quant.md §1.4).</param>
/// <param name="DataCompleteAt_ms">Unix milliseconds, platform time, at which data reported the label.</param>
/// <param name="Coverage">Share of the universe whose windows are complete, 0 to 1.</param>
/// <param name="Degraded">True when the hard deadline closed the label before it was complete.</param>
/// <param name="Missing">Symbols without a complete window.</param>
public sealed record StrategyTrigger(string Label, string RunId, long DataCompleteAt_ms, double Coverage, bool Degraded, IReadOnlyList<string> Missing) : ISignal;

/// <summary>strategy → one executor: the targets are ready, trade toward them. File: signals/execution_trigger_{account}.json.</summary>
/// <param name="TargetsFile">Path of the target positions, relative to the data folder.</param>
/// <param name="CreatedAt_ms">Unix milliseconds, platform time.</param>
public sealed record ExecutionTrigger(string Account, string Label, string RunId, string TargetsFile, long CreatedAt_ms) : ISignal;

/// <summary>JSON of the triggers: snake_case, indented for readability; every field is required; unknown fields, such as later additions, are ignored.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StrategyTrigger))]
[JsonSerializable(typeof(ExecutionTrigger))]
public sealed partial class TriggerJson : JsonSerializerContext;
