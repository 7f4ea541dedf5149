using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>
/// A source of prices: it reports, event by event in virtual time, what the rest of the market does.
/// Deterministic, except for a mirrored exchange: the same options and times give the same calls.
/// </summary>
internal interface IMarketSource
{
    /// <summary>Contracts in exchange order; methods refer to a symbol by its index in this list.</summary>
    IReadOnlyList<ListingView> Listings { get; }

    /// <summary>Virtual time at which trading begins, Unix ms.</summary>
    long Start_ms { get; }

    /// <summary>Notices for the operator: skipped files, unreadable rows, gaps.</summary>
    IReadOnlyList<string> Notices => [];

    /// <summary>True when the tape is a recording: fills of clients are then not printed on the public tape.</summary>
    bool TapeIsRecorded { get; }

    /// <summary>Virtual time of the next event; <see cref="long.MaxValue"/> when the source has ended.</summary>
    long Next_ms { get; }

    /// <summary>Price at the start.</summary>
    Price InitialPrice(int symbol);

    /// <summary>Executes the event that is due at <see cref="Next_ms"/>.</summary>
    void Advance(IMarketActions actions);

    /// <summary>Index price now.</summary>
    Price IndexPrice(int symbol, long now_ms);

    /// <summary>The mark price when the source has it; null when the exchange computes it.</summary>
    Price? MarkPrice(int symbol) => null;

    /// <summary>The recorded rate of a funding time, or null when the exchange must compute it.</summary>
    Rate? RecordedFunding(int symbol, long funding_ms);

    /// <summary>Fundings before the start, ascending.</summary>
    IReadOnlyList<FundingView> FundingHistory(int symbol);

    /// <summary>Earliest minute of history before the start, Unix ms.</summary>
    long HistoryStart_ms(int symbol);

    /// <summary>
    /// Writes or reads what the source has changed since its start. False when there is nothing to write:
    /// the exchange does not influence its events, so that they can be replayed.
    /// </summary>
    bool Serialize(SnapshotSerializer serializer) => false;

    /// <summary>The trades of the hours before the start; null when the source has only bars, or nothing.</summary>
    PastTrades? PastTrades(int symbol) => null;

    /// <summary>Fills consecutive minutes of history, all of them before the start.</summary>
    void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes);
}

/// <summary>Opens the source that the options name; a fault when a recording cannot be read.</summary>
/// <param name="start_ms">Virtual time, Unix ms, at which the model starts when the options name none.</param>
internal delegate Result<IMarketSource> OpenMarketSource(ExchangeOptions options, long start_ms);
