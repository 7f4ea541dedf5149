using Platform.Domain.Instruments;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Tape;

namespace Platform.Venue.Core.Sources;

/// <summary>
/// A source of prices and trades: it generates or replays the events of all other market participants in virtual time.
/// Deterministic, except for a mirrored exchange: the same options and times give the same calls of <see cref="IMarketActions"/>.
/// </summary>
internal interface IMarketSource
{
    /// <summary>The contracts in the order of exchangeInfo; other members refer to a symbol by its index in this list.</summary>
    IReadOnlyList<ListingView> Listings { get; }

    /// <summary>Virtual time at which trading starts, Unix ms.</summary>
    long Start_ms { get; }

    /// <summary>Notices for the operator: skipped files, unreadable rows, gaps.</summary>
    IReadOnlyList<string> Notices => [];

    /// <summary>True when the tape is a recording, so that fills of clients are not printed on it.</summary>
    bool TapeIsRecorded { get; }

    /// <summary>Virtual time of the next event, Unix ms; <see cref="long.MaxValue"/> when the source has no more events.</summary>
    long Next_ms { get; }

    /// <summary>The price of a symbol at the start.</summary>
    Price InitialPrice(int symbol);

    /// <summary>Executes the event at <see cref="Next_ms"/>.</summary>
    void Advance(IMarketActions actions);

    /// <summary>The index price of a symbol at the current time, Unix ms.</summary>
    Price IndexPrice(int symbol, long now_ms);

    /// <summary>The current mark price of a symbol; null when the exchange must compute it.</summary>
    Price? MarkPrice(int symbol) => null;

    /// <summary>The recorded funding rate of a funding time; null when the exchange must compute it.</summary>
    Rate? RecordedFunding(int symbol, long funding_ms);

    /// <summary>The fundings of a symbol before the start, ascending.</summary>
    IReadOnlyList<FundingView> FundingHistory(int symbol);

    /// <summary>The earliest minute of a symbol's history before the start, Unix ms.</summary>
    long HistoryStart_ms(int symbol);

    /// <summary>
    /// Writes or reads the state that the source has changed since its start. False when it has nothing to write, because
    /// the exchange does not influence its events and they can be replayed.
    /// </summary>
    bool Serialize(SnapshotSerializer serializer) => false;

    /// <summary>The trades of the last hours before the start; null when the source has only bars or no history.</summary>
    PastTrades? PastTrades(int symbol) => null;

    /// <summary>Fills the span with consecutive minute bars before the start.</summary>
    void ReadHistory(int symbol, long from_ms, Span<MinuteBar> minutes);
}

/// <summary>Opens the source that the options name; a fault when a recording cannot be read.</summary>
/// <param name="start_ms">Virtual time, Unix ms, at which the model starts when the options name none.</param>
internal delegate Result<IMarketSource> OpenMarketSource(ExchangeOptions options, long start_ms);
