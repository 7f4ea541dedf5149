using Platform.Analytics.Bars;
using Platform.Domain.Labels;

namespace Platform.Data.Store;

/// <summary>The newest 5-minute bars of one symbol, a fixed number of flat rows. One writer; any thread may read.</summary>
internal sealed class BarRing(int capacity)
{
    private readonly BarRow[] _rows = new BarRow[capacity];
    private readonly Lock _gate = new();
    private long _newest_ms;

    /// <summary>Open time of the newest bar; 0 when there is none.</summary>
    public long Newest_ms => Interlocked.Read(ref _newest_ms);

    /// <summary>Adds or replaces a bar; a bar older than the ring is ignored.</summary>
    public void Put(in BarRow row)
    {
        lock (_gate)
        {
            if (row.OpenTime_ms <= _newest_ms - capacity * Label.Length_ms)
                return;
            _rows[Slot(row.OpenTime_ms)] = row;
            if (row.OpenTime_ms > _newest_ms)
                Interlocked.Exchange(ref _newest_ms, row.OpenTime_ms);
        }
    }

    public bool TryGet(long openTime_ms, out BarRow row)
    {
        lock (_gate)
        {
            row = _rows[Slot(openTime_ms)];
            return row.OpenTime_ms == openTime_ms;
        }
    }

    /// <summary>Appends the bars with open time in [from, to), oldest first; missing bars are omitted.</summary>
    public void CopyTo(long from_ms, long to_ms, List<BarRow> rows)
    {
        lock (_gate)
        {
            long first = Math.Max(from_ms, _newest_ms - (capacity - 1) * Label.Length_ms);
            for (long open_ms = first; open_ms < to_ms && open_ms <= _newest_ms; open_ms += Label.Length_ms)
            {
                ref BarRow row = ref _rows[Slot(open_ms)];
                if (row.OpenTime_ms == open_ms)
                    rows.Add(row);
            }
        }
    }

    private int Slot(long openTime_ms) => (int)(openTime_ms / Label.Length_ms % capacity);
}
