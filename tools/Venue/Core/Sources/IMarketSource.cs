using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>
/// Where prices come from: a source tells the floor, event by event in virtual time, what the rest of the market does.
/// Implementations are deterministic: the same options and the same times give the same calls.
/// </summary>
internal interface IMarketSource
{
    /// <summary>Contracts in exchange order; a symbol is named by its index here.</summary>
    IReadOnlyList<ListingView> Listings { get; }

    /// <summary>Virtual time at which trading begins, Unix ms.</summary>
    long Start_ms { get; }

    /// <summary>What whoever started the venue should know of the source: files left out, rows that could not be read, gaps.</summary>
    IReadOnlyList<string> Notices => [];

    /// <summary>True when the tape is a recording that clients' fills must not change: their fills are then kept off the public tape.</summary>
    bool TapeIsRecorded { get; }

    /// <summary>Virtual time of the next event; <see cref="long.MaxValue"/> when the source has ended.</summary>
    long Next_ms { get; }

    /// <summary>Price at the start.</summary>
    Price InitialPrice(int symbol);

    /// <summary>Does the event due at <see cref="Next_ms"/>.</summary>
    void Advance(IMarketActions actions);

    /// <summary>Index price now.</summary>
    Price IndexPrice(int symbol, long now_ms);

    /// <summary>The mark price when the source knows it; null: the exchange computes it.</summary>
    Price? MarkPrice(int symbol) => null;

    /// <summary>The recorded rate of a funding time, or null when the exchange must compute it.</summary>
    Rate? RecordedFunding(int symbol, long funding_ms);

    /// <summary>Fundings before the start, ascending.</summary>
    IReadOnlyList<FundingView> FundingHistory(int symbol);

    /// <summary>Earliest minute of history before the start, Unix ms.</summary>
    long HistoryStart_ms(int symbol);

    /// <summary>
    /// Keeps what the source has changed since its start, or brings one that was just opened to it. False: it keeps nothing, because
    /// nothing that the exchange does changes its events, so that they can be done again.
    /// </summary>
    bool Serialize(SnapshotSerializer serializer) => false;

    /// <summary>The trades of the hours before the start; null where the source has bars alone, or nothing.</summary>
    PastTrades? PastTrades(int symbol) => null;

    /// <summary>Fills consecutive minutes of history, all of them before the start.</summary>
    void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes);
}

/// <summary>Opens the source that the options name; fails with a message for people when a recording cannot be read.</summary>
/// <param name="start_ms">Virtual time, Unix ms, at which the model starts when the options name none.</param>
internal delegate Result<IMarketSource> OpenMarketSource(ExchangeOptions options, long start_ms);
