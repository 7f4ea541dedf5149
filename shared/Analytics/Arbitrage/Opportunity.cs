namespace Platform.Analytics.Arbitrage;

/// <summary>Why an opportunity ended or a pair of quotes does not count.</summary>
public enum PairVerdict : byte
{
    /// <summary>The pair meets every condition.</summary>
    Qualifies,

    /// <summary>A quote is missing, one-sided, crossed in itself or without size.</summary>
    InvalidQuote,
    StaleQuote,
    NoHeartbeat,
    Disconnected,

    /// <summary>The exchange times are too far apart.</summary>
    TimeSkew,

    /// <summary>The spread or the net is below its threshold.</summary>
    BelowThreshold,

    /// <summary>Both directions qualify at once, which two valid quotes cannot: one of them crosses itself.</summary>
    CrossedChaos,
}

/// <summary>What happened to an opportunity.</summary>
public enum OpportunityEventKind : byte
{
    Opened,

    /// <summary>The net moved by a step since the last report.</summary>
    Moved,
    Ended,

    /// <summary>Both directions of a pair began to qualify; neither is reported.</summary>
    Crossed,
}

/// <summary>One report of the scanner.</summary>
/// <param name="Figures">At the time of the event; at the end those that qualified last.</param>
/// <param name="Reason">What ended it; <see cref="PairVerdict.Qualifies"/> otherwise.</param>
/// <param name="Opportunity">Null for crossed pairs.</param>
public readonly record struct OpportunityEvent(
    OpportunityEventKind Kind, string Id, string Symbol, PairFigures Figures, long Time_ns, PairVerdict Reason, Opportunity? Opportunity);

/// <summary>The life of one opportunity: from the rising edge until its conditions failed for longer than the expiry. Owned by the scanner.</summary>
public sealed class Opportunity
{
    private bool _hadBreak;

    internal Opportunity(string symbol, in PairFigures figures, long now_ns)
    {
        Id = IdOf(symbol, figures.Buy, figures.Sell, now_ns);
        Symbol = symbol;
        First = Best = Last = figures;
        First_ns = LastValid_ns = FirstRunEnd_ns = now_ns;
    }

    /// <summary>Derived from symbol, exchanges and time of the first sight: a replay gives the same.</summary>
    public string Id { get; }

    public string Symbol { get; }

    public PairFigures First { get; }

    /// <summary>The figures of the highest net.</summary>
    public PairFigures Best { get; private set; }

    public PairFigures Last { get; private set; }

    public long First_ns { get; }

    /// <summary>The last time at which it qualified.</summary>
    public long LastValid_ns { get; private set; }

    /// <summary>The end of the first uninterrupted time: what a reaction has to be faster than.</summary>
    public long FirstRunEnd_ns { get; private set; }

    public double Duration_ms => (LastValid_ns - First_ns) / 1e6;

    internal bool IsInterrupted { get; private set; }

    internal PairVerdict Interruption { get; private set; }

    internal double Reported_bps { get; set; }

    /// <summary>True when it qualified without a break for the reaction time after its first sight.</summary>
    public bool Survives(double reaction_ms) => (FirstRunEnd_ns - First_ns) / 1e6 >= reaction_ms;

    internal static string IdOf(string symbol, string buy, string sell, long now_ns) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{symbol}|{buy}>{sell}|{now_ns}");

    internal void Confirm(in PairFigures figures, long now_ns)
    {
        if (!_hadBreak)
            FirstRunEnd_ns = now_ns;
        (IsInterrupted, Last, LastValid_ns) = (false, figures, now_ns);
        if (figures.Net_bps > Best.Net_bps)
            Best = figures;
    }

    /// <summary>The conditions fail from now on; until now they held.</summary>
    internal void Interrupt(PairVerdict why, long now_ns)
    {
        if (IsInterrupted)
            return;
        (Interruption, LastValid_ns) = (why, now_ns);
        if (!_hadBreak)
            FirstRunEnd_ns = now_ns;
        IsInterrupted = _hadBreak = true;
    }
}
