using Platform.Primitives.Time;
using Platform.Venue.Core.Sources;
using Platform.Venue.Core.Tape;
using Platform.Venue.Market.Klines;

namespace Platform.Venue.Market.Model;

/// <summary>
/// The history of one contract of the model, generated on demand. Random walks with fixed ends (bridges) connect days by hours and hours by minutes; in the last
/// 48 hours, minutes consist of trades. Every minute depends only on the seed and its time, so the history is deterministic.
/// </summary>
internal sealed class ModelHistory(ulong seed, int symbol, ModelContract contract, long start_ms) : IMinutePath
{
    public const int Days = 120;
    private const double MinutesPerDay = 1440;

    /// <summary>Minimum volume in lots: one lot for each of open, high, low and close.</summary>
    private const long MinLots = 4;

    private readonly long _firstDay = start_ms / UnixTime.MillisecondsPerDay - Days;
    private readonly int _path = contract.Leader ?? symbol;
    private readonly double[] _hour = new double[61];
    private double[]? _anchors;
    private PastTrades? _past;
    private long _hourLoaded = -1;

    public long Start_ms => _firstDay * UnixTime.MillisecondsPerDay;

    /// <summary>Log price at the start of a minute (Unix minutes).</summary>
    public double LogPriceAt(long minute)
    {
        LoadHour(minute / 60);
        return _hour[minute % 60] + contract.CarryAt(minute * 60_000);
    }

    /// <summary>The trades of the last hours before the start.</summary>
    public PastTrades Past => _past ??= new PastTrades(this, start_ms, Math.Max(Start_ms, contract.Listed_ms));

    /// <summary>The bar of a minute (Unix minutes): in the last 48 hours from its trades, before with a turnover of volume × typical price.</summary>
    public MinuteBar Bar(long minute)
    {
        MinuteBar drawn = Draw(minute);
        return Past.Covers(minute) ? Past.Bar(minute, drawn.Open) : drawn;
    }

    public void Fill(long minute, List<PathTrade> into)
    {
        MinuteBar drawn = Draw(minute);
        var bar = new RecordedBar(drawn.Open_ms, drawn.Open, drawn.High, drawn.Low, drawn.Close, drawn.Volume);
        BarPath.Fill(bar, contract.TickUnits, contract.StepUnits, SeededStream.Of(seed, 0xB6, symbol, minute), into, most: drawn.Count);

        // A print may represent several trades: the trades that remain are distributed over the prints by quantity.
        long more = Math.Max(0, drawn.Count - into.Count), given = 0;
        for (int i = 0; i < into.Count; i++)
        {
            long extra = i == into.Count - 1 ? more - given : (long)((Int128)more * into[i].Quantity / drawn.Volume);
            given += extra;
            into[i] = into[i] with { Trades = 1 + extra };
        }
    }

    private MinuteBar Draw(long minute)
    {
        LoadHour(minute / 60);
        int at = (int)(minute % 60);
        SeededStream stream = SeededStream.Of(seed, 0xB1, symbol, minute);
        double reach = contract.DailyVolatility / Math.Sqrt(MinutesPerDay);
        double carry = contract.CarryAt(minute * 60_000);
        (double open, double close) = (_hour[at] + carry, _hour[at + 1] + carry);
        double high = Math.Max(open, close) + Math.Abs(stream.Normal()) * reach * 0.5;
        double low = Math.Min(open, close) - Math.Abs(stream.Normal()) * reach * 0.5;
        double activity = Seasonality.At(minute * 60_000) * contract.PaceAt(minute * 60_000) * Math.Exp(0.7 * stream.Normal() - 0.25) * (1 + Math.Abs(close - open) / reach);
        long count = Math.Max(1, (long)(60 * contract.TradesPerSecond * activity));
        double price = Math.Exp(close);
        long volume = Math.Max(MinLots, (long)(count * contract.MeanTradeNotional / price * 1e8 / contract.StepUnits)) * contract.StepUnits;
        long bought = (long)(volume * Math.Clamp(0.5 + 0.12 * stream.Normal() + 0.15 * Math.Sign(close - open), 0.05, 0.95)) / contract.StepUnits * contract.StepUnits;
        var bar = new MinuteBar
        {
            Open_ms = minute * 60_000, Open = ToGrid(open), High = ToGrid(high), Low = ToGrid(low), Close = ToGrid(close),
            Volume = volume, BuyVolume = bought, Count = count, FirstId = -1, LastId = -1,
        };
        bar.High = Math.Max(bar.High, Math.Max(bar.Open, bar.Close));
        bar.Low = Math.Min(bar.Low, Math.Min(bar.Open, bar.Close));
        long typical = (bar.Open + bar.High + bar.Low + bar.Close) / 4 / contract.TickUnits * contract.TickUnits;
        (bar.Quote, bar.BuyQuote) = ((Int128)typical * volume, (Int128)typical * bought);
        return bar;
    }

    public long ToGrid(double logPrice) =>
        Math.Max(1, (long)Math.Round(Math.Exp(logPrice) * 1e8 / contract.TickUnits)) * contract.TickUnits;

    private void LoadHour(long hour)
    {
        if (hour == _hourLoaded)
            return;
        _hourLoaded = hour;
        long day = hour / 24;
        Span<double> points = stackalloc double[25];
        Bridge(points, Anchor(day), Anchor(day + 1), contract.DailyVolatility / Math.Sqrt(24), SeededStream.Of(seed, 0xB2, _path, day));
        int at = (int)(hour % 24);
        Bridge(_hour, points[at], points[at + 1], contract.DailyVolatility / Math.Sqrt(MinutesPerDay), SeededStream.Of(seed, 0xB3, _path, hour));
    }

    private double Anchor(long day)
    {
        _anchors ??= BuildAnchors();
        return _anchors[Math.Clamp(day - _firstDay, 0, _anchors.Length - 1)];
    }

    private double[] BuildAnchors()
    {
        var anchors = new double[Days + 3];
        for (int i = 1; i < anchors.Length; i++)
        {
            SeededStream common = SeededStream.Of(seed, 0xB4, _firstDay + i), own = SeededStream.Of(seed, 0xB5, _path, _firstDay + i);
            anchors[i] = anchors[i - 1] + contract.DailyVolatility * (0.65 * contract.Beta * common.Normal() + 0.7 * own.Normal());
        }

        double shift = Math.Log(contract.BasePrice) - anchors[Days];
        for (int i = 0; i < anchors.Length; i++)
            anchors[i] += shift;
        return anchors;
    }

    /// <summary>Fills the points with a random walk that has a given start and end (a bridge).</summary>
    private static void Bridge(Span<double> points, double from, double to, double step, SeededStream stream)
    {
        int last = points.Length - 1;
        points[0] = 0;
        for (int i = 1; i <= last; i++)
            points[i] = points[i - 1] + step * stream.Normal();
        double miss = to - from - points[last];
        for (int i = 0; i <= last; i++)
            points[i] += from + miss * i / last;
    }
}
