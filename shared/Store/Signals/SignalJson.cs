using System.Text.Json.Serialization;

namespace Platform.Store.Signals;

/// <summary>JSON of the signal files: snake_case, indented for people, every field required, unknown fields ignored (later additions).</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StrategyTrigger))]
[JsonSerializable(typeof(ExecutionTrigger))]
[JsonSerializable(typeof(HandledSignals))]
public sealed partial class SignalJson : JsonSerializerContext;

/// <summary>Keys (label and run id) of the signals a consumer has handled, oldest first; survives its restart.</summary>
public sealed record HandledSignals(IReadOnlyList<string> Keys);
