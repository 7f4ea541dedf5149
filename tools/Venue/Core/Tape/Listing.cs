using Platform.Domain.Instruments;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;

namespace Platform.Venue.Core.Tape;

/// <summary>One contract in the core: its terms, status and current prices.</summary>
internal sealed class Listing(int index, ListingView view)
{
    private readonly ListingView _first = view;

    public int Index { get; } = index;

    public ListingView View { get; private set; } = view;

    public Instrument Instrument => View.Instrument;

    public string Symbol { get; } = view.Instrument.Symbol;

    public Price LastPrice { get; set; }

    public Price MarkPrice { get; set; }

    public Price IndexPrice { get; set; }

    /// <summary>Writes or reads the prices, and the terms when they differ from those at the start.</summary>
    public void Serialize(SnapshotSerializer serializer)
    {
        (LastPrice, MarkPrice, IndexPrice) = (serializer.Value(LastPrice), serializer.Value(MarkPrice), serializer.Value(IndexPrice));
        if (serializer.Value(!ReferenceEquals(View, _first)))
            View = serializer.Record(View);
    }

    /// <summary>Replaces the instrument after a change of status or filters.</summary>
    public void Replace(Instrument instrument) => View = View with { Instrument = instrument };

    /// <summary>Replaces the terms after a change of brackets, fees or bounds.</summary>
    public void Replace(ListingView view) => View = view;
}
