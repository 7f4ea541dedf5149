using Platform.Hosting.Configuration.Keys;

namespace Platform.Hosting.Configuration.Running;

/// <summary>The explicit consent without which live mode refuses to start.</summary>
public sealed record LiveOptions
{
    public const string Consent = "I trade real money";

    [Key("Mode live starts only when this reads exactly: I trade real money")]
    public string Confirm { get; init; } = "";
}
