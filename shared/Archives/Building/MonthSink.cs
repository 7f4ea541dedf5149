using Platform.Analytics.Archives;
using Platform.Archives.Rows;
using Platform.Domain.Market;

namespace Platform.Archives.Building;

/// <summary>Adds the distinct trades of a month to their minutes. Not thread-safe.</summary>
internal sealed class MonthSink(MonthMinutes minutes, TradeIdentities known) : ITradeSink
{
    public long Trades { get; private set; }

    public long Repeats { get; private set; }

    public long Conflicts { get; private set; }

    public long Outside { get; private set; }

    /// <summary>True when the rows are so unordered that duplicates can be recognised only with the full history.</summary>
    public bool NeedsHistory { get; private set; }

    public bool Add(in AggTrade trade)
    {
        switch (known.Accept(trade))
        {
            case RowVerdict.Repeat:
                Repeats++;
                return true;
            case RowVerdict.Conflict:
                Conflicts++;
                return true;
            case RowVerdict.NeedsHistory:
                NeedsHistory = true;
                return false;
        }

        if (minutes.Add(trade))
            Trades++;
        else
            Outside++;
        return true;
    }
}
