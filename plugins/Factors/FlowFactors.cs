using Platform.Analytics.OrderFlow;
using Platform.Calculators;

namespace Platform.Factors;

/// <summary>
/// The factors of order flow and volume spread, <c>cvd_z</c> and <c>vsa_signal</c>. They run only where the configuration names them: their
/// scores are no weights, and on recorded months their signals showed no edge (docs/guides/volume-spread.md).
/// </summary>
public sealed class FlowFactors : ICalculatorFamily
{
    public IReadOnlyList<string> DefaultNames => [];

    public ICalculator? Create(string name, CalculatorParameters parameters) => name switch
    {
        "cvd_z" => new CvdZ(parameters),
        "vsa_signal" => new VsaSignal(parameters),
        _ => null,
    };
}

/// <summary>
/// z-score of cumulative volume delta over 5-minute bars: what takers bought less what they sold, summed from the first bar of the lookback,
/// against its previous values (spec/quant.md §4.1, with a bar for a trade). Bars without a net flow add nothing.
/// </summary>
/// <remarks>Parameters: lookback (361 bars; the z-window is 300), direction (momentum or reversal).</remarks>
internal sealed class CvdZ : ICalculator
{
    private readonly int _lookback;
    private readonly double _sign;

    public CvdZ(CalculatorParameters parameters)
    {
        _lookback = parameters.Integer("lookback", 361, min: CvdOptions.Default.WarmUp + 1, max: 5_000);
        _sign = parameters.Choice("direction", "momentum", "momentum", "reversal") == "reversal" ? -1 : 1;
        Needs = CalculatorNeeds.Bars(_lookback, BarField.Close, BarField.BuyVolume, BarField.SellVolume);
    }

    public string Name => "cvd_z";

    public CalculatorNeeds Needs { get; }

    public IReadOnlyDictionary<string, double> Run(AlphaView view)
    {
        var scores = new Dictionary<string, double>(view.Symbols.Count, StringComparer.Ordinal);
        foreach (string symbol in view.Symbols)
        {
            if (Z(view.GetBars(symbol, _lookback)) is { } z)
                scores[symbol] = _sign * z;
        }

        return scores;
    }

    /// <summary>Null while warming up, and when the newest bar is missing.</summary>
    private static double? Z(in BarColumns bars)
    {
        var delta = new CumulativeVolumeDelta();
        double? newest = null;
        ReadOnlySpan<double> close = bars.Close, bought = bars[BarField.BuyVolume], sold = bars[BarField.SellVolume];
        for (int i = 0; i < bars.Count; i++)
        {
            double net = bought[i] - sold[i];
            if (double.IsNaN(net) || double.IsNaN(close[i]))
                newest = null;
            else if (net != 0)
                newest = delta.Update(TradePrint.FromDoubles(close[i], Math.Abs(net), net > 0 ? AggressorSide.Buy : AggressorSide.Sell, bars.OpenTime_ms(i))).Z;
        }

        return newest;
    }
}
