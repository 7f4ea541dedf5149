namespace Platform.Analytics.VolumeSpread.Signals;

/// <summary>The signals of spec/quant.md §5.3 in the order of its table, then the confirmations; the numbers are positions in a <see cref="SignalSet"/>.</summary>
public enum SignalKind : byte
{
    ClimaxVolume = 0,
    BuyingClimax = 1,
    SellingClimax = 2,
    Upthrust = 3,
    Spring = 4,
    NoDemand = 5,
    NoSupply = 6,
    StoppingVolume = 7,
    Test = 8,
    EffortUp = 9,
    EffortDown = 10,
    EffortUpFailed = 11,
    EffortNoResult = 12,
    ResultNoEffort = 13,

    /// <summary>The close after a test rose; the strength is the test's.</summary>
    TestOk = 14,

    /// <summary>The close after an upthrust fell; the strength is the upthrust's.</summary>
    UpthrustConfirmed = 15,

    /// <summary>The close after a spring rose; the strength is the spring's.</summary>
    SpringConfirmed = 16,
}

/// <summary>Names of signals: our own, and those by which Coulling knows the two climaxes.</summary>
public static class SignalNames
{
    private static readonly string[] Names =
    [
        "climax_volume", "buying_climax", "selling_climax", "upthrust", "spring", "no_demand", "no_supply", "stopping_volume", "test",
        "effort_up", "effort_down", "effort_up_failed", "effort_no_result", "result_no_effort", "test_ok", "upthrust_confirmed", "spring_confirmed",
    ];

    /// <summary>Signals that a bar can have at most once each.</summary>
    public static int Count => Names.Length;

    /// <summary>The primary signal of a bar without one.</summary>
    public const string None = "none";

    public static string Name(this SignalKind kind) => Names[(int)kind];

    public static string Name(SignalKind? kind) => kind is { } known ? known.Name() : None;

    /// <summary>
    /// Coulling's name: she calls the climax at a top a selling climax, because insiders sell there, and the one at a bottom a buying climax;
    /// Wyckoff and Williams name them from the crowd's side. All other names agree.
    /// </summary>
    public static string CoullingName(this SignalKind kind) => kind switch
    {
        SignalKind.BuyingClimax => Names[(int)SignalKind.SellingClimax],
        SignalKind.SellingClimax => Names[(int)SignalKind.BuyingClimax],
        _ => kind.Name(),
    };

    /// <summary>True for the signals that announce a turn (spec/quant.md §5.6): climaxes, upthrust, spring, stopping volume.</summary>
    public static bool IsReversal(this SignalKind kind) =>
        kind is SignalKind.BuyingClimax or SignalKind.SellingClimax or SignalKind.Upthrust or SignalKind.Spring or SignalKind.StoppingVolume;
}
