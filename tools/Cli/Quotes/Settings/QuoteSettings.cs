using Platform.Analytics.Arbitrage;
using Platform.Exchanges.Captures;
using Platform.Exchanges.QuoteSources;

namespace Platform.Cli.Quotes.Settings;

/// <summary>What `platform quotes` and `platform scan` follow and where they write.</summary>
internal sealed record QuoteSettings
{
    /// <summary>In the order given.</summary>
    public required IReadOnlyList<string> Exchanges { get; init; }

    /// <summary>Canonical; empty in a replay for everything that it contains.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>Where each exchange is; empty for a demonstration.</summary>
    public IReadOnlyList<QuoteEndpoint> Endpoints { get; init; } = [];

    public bool IsDemo { get; init; }

    public bool IsWatched { get; init; }

    public string? JsonPath { get; init; }

    /// <summary>Where everything that arrives is written; null for nowhere.</summary>
    public string? RecordPath { get; init; }

    /// <summary>Captures that are read instead of exchanges.</summary>
    public IReadOnlyList<QuoteCaptureFile> Replayed { get; init; } = [];

    /// <summary>Of a replay, as a multiple of real time; zero for as fast as possible.</summary>
    public double Speed { get; init; } = 1;

    public TimeSpan? Duration { get; init; }
}

/// <summary>What `platform scan` compares with.</summary>
internal sealed record ScanSettings(ArbitrageOptions Options, FeeTable Fees);

/// <summary>The taker fee of each exchange: as given, else its published base fee.</summary>
internal sealed class FeeTable(double? all_bps, IReadOnlyDictionary<string, double> single_bps)
{
    /// <summary>Basis points of the notional.</summary>
    public double TakerOf(string exchange) =>
        single_bps.TryGetValue(exchange, out double own) ? own : all_bps ?? BaseFees.TakerOf(exchange) ?? 0;
}
