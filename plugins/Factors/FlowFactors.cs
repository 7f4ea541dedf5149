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
