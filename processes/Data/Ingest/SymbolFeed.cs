using Platform.Analytics.Bars;

namespace Platform.Data.Ingest;

/// <summary>One symbol's builder and the state of its queries. Used by market ingest only.</summary>
internal sealed class SymbolFeed(int number, int shard, BarBuilder builder)
{
    public int Number { get; } = number;

    public int Shard { get; } = shard;

    public string Symbol => Builder.Symbol;

    public BarBuilder Builder { get; } = builder;

    /// <summary>A query is in flight; at most one per symbol.</summary>
    public bool IsQuerying { get; set; }

    /// <summary>The query in flight belongs to the start.</summary>
    public bool IsBackfilling { get; set; }

    /// <summary>No longer collected; further events of the symbol are dropped.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Real timestamp before which no further query is sent.</summary>
    public long NextQueryAt { get; set; }

    /// <summary>Platform ms at which the newest failed query was sent; 0 when the newest query succeeded.</summary>
    public long FailedQuery_ms { get; set; }

    /// <summary>Real timestamp at which a gap was first seen; 0 while there is none.</summary>
    public long GapSeenAt { get; set; }

    /// <summary>The last check did not close its window by time alone.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Exchange ms of the newest live trade.</summary>
    public long LastLive_ms { get; set; }

    /// <summary>aggTrades of the newest closed window, as the usual number.</summary>
    public long UsualTrades { get; set; }

    /// <summary>Exchange ms of the newest check of a silent stream.</summary>
    public long SilenceChecked_ms { get; set; }

    /// <summary>True while the query in flight asks whether a silent stream has missed trades.</summary>
    public bool IsCheckingSilence { get; set; }
}
