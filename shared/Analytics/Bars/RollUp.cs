using Platform.Domain.Labels;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Analytics.Bars;

/// <summary>
/// Rolls consecutive 5-minute bars of one symbol up to a longer interval (spec/quant.md §1.3): sums are added, prices come from the children
/// with trades, so that the result equals aggregation from the trades. Not thread-safe; reusable after <see cref="Start"/>.
/// </summary>
public sealed class RollUp
{
    private BarRow _row;
    private BarInterval _interval;
    private int _children;
    private bool _traded;

    /// <summary>True when every child of the window was added.</summary>
    public bool IsComplete => _children == _interval.Children;

    /// <summary>Starts the window of the interval that contains the time.</summary>
    public void Start(BarInterval interval, long unix_ms)
    {
        _interval = interval;
        _row = new BarRow { OpenTime_ms = interval.StartOf(unix_ms) };
        _children = 0;
        _traded = false;
    }

    /// <summary>Adds the next child; children must be in order without gaps.</summary>
    public void Add(in BarRow child)
    {
        Check.That(child.OpenTime_ms == _row.OpenTime_ms + _children * Label.Length_ms, "children of a roll-up must be in order without gaps");
        AddPrices(child);
        for (int i = 0; i < FlowCells.Length; i++)
            _row.Flows[i].Add(child.Flows[i]);
        _row.BuyTradeCount += child.BuyTradeCount;
        _row.SellTradeCount += child.SellTradeCount;
        _row.Revision += child.Revision;
        _row.Quality = Worse(_row.Quality, child.Quality);
        _children++;
    }

    /// <summary>Returns the finished bar; false until the window is complete, so a partial window is never visible.</summary>
    public bool TryBuild(out BarRow row)
    {
        row = _row;
        return IsComplete;
    }

    /// <summary>The roll-up of exactly the children of one window; null when the window is not complete or children are missing.</summary>
    public static Bar? Of(BarInterval interval, IReadOnlyList<Bar> children)
    {
        if (children.Count != interval.Children)
            return null;
        var rollUp = new RollUp();
        rollUp.Start(interval, children[0].OpenTime_ms);
        for (int i = 0; i < children.Count; i++)
        {
            if (children[i].OpenTime_ms != rollUp._row.OpenTime_ms + i * Label.Length_ms)
                return null;
            rollUp.Add(BarRow.From(children[i]));
        }

        return rollUp._row.ToBar(children[0].Symbol, interval);
    }

    private void AddPrices(in BarRow child)
    {
        bool trades = !child.IsEmpty;
        if (_traded && !trades)
            return;
        if (trades && !_traded)
        {
            _row.Open = child.Open;
            _row.High = child.High;
            _row.Low = child.Low;
        }
        else if (trades)
        {
            _row.High = Math.Max(_row.High, child.High);
            _row.Low = Math.Min(_row.Low, child.Low);
        }
        else
        {
            _row.Open = _row.High = _row.Low = child.Close;
        }

        _row.Close = child.Close;
        _traded |= trades;
    }

    /// <summary>The worse of two qualities, from worst to best: Suspect, Official, Late, Ok.</summary>
    private static BarQuality Worse(BarQuality left, BarQuality right) => SeverityOf(left) >= SeverityOf(right) ? left : right;

    private static int SeverityOf(BarQuality quality) => quality switch
    {
        BarQuality.Suspect => 3,
        BarQuality.Official => 2,
        BarQuality.Late => 1,
        _ => 0,
    };
}
