namespace Platform.Analytics.VolumeSpread.Signals;

/// <summary>
/// The signals of spec/quant.md §5.3 in the order of its table, then the confirmations; the numeric values are positions in a
/// <see cref="SignalSet"/>.
/// </summary>
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

    /// <summary>The close rose after a test; the strength is that of the test.</summary>
    TestOk = 14,

    /// <summary>The close fell after an upthrust; the strength is that of the upthrust.</summary>
    UpthrustConfirmed = 15,

    /// <summary>The close rose after a spring; the strength is that of the spring.</summary>
    SpringConfirmed = 16,
}

/// <summary>Names of signals: the platform's own, and Coulling's names of the two climaxes.</summary>
public static class SignalNames
{
    private static readonly string[] Names =
    [
        "climax_volume", "buying_climax", "selling_climax", "upthrust", "spring", "no_demand", "no_supply", "stopping_volume", "test",
        "effort_up", "effort_down", "effort_up_failed", "effort_no_result", "result_no_effort", "test_ok", "upthrust_confirmed", "spring_confirmed",
    ];

    /// <summary>Number of signals; a bar has each of them at most once.</summary>
    public static int Count => Names.Length;

    /// <summary>Name of the primary signal of a bar without signals.</summary>
    public const string None = "none";

    public static string Name(this SignalKind kind) => Names[(int)kind];

    public static string Name(SignalKind? kind) => kind is { } known ? known.Name() : None;

    /// <summary>
    /// Coulling's name of a signal. In her terms the climax at a top is a selling climax, because insiders sell there, and the climax at
    /// a bottom is a buying climax; Wyckoff and Williams name them by the side of the public. All other names are equal.
    /// </summary>
    public static string CoullingName(this SignalKind kind) => kind switch
    {
        SignalKind.BuyingClimax => Names[(int)SignalKind.SellingClimax],
        SignalKind.SellingClimax => Names[(int)SignalKind.BuyingClimax],
        _ => kind.Name(),
    };

    /// <summary>True for reversal signals (spec/quant.md §5.6): climaxes, upthrust, spring, stopping volume.</summary>
    public static bool IsReversal(this SignalKind kind) =>
        kind is SignalKind.BuyingClimax or SignalKind.SellingClimax or SignalKind.Upthrust or SignalKind.Spring or SignalKind.StoppingVolume;
}
