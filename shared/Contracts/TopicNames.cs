namespace Platform.Contracts;

/// <summary>The prefixes of the bus topics; the complete form of each topic is documented at its stream in Hosting.</summary>
public static class TopicNames
{
    public const string Bar = "bar";

    public const string Funding = "funding";

    public const string PremiumIndex = "premium";

    public const string DataHealth = "health.data";

    public const string Run = "run";

    public const string Order = "order";

    public const string Fill = "fill";

    public const string Account = "account";

    public const string Alert = "alert";
}
