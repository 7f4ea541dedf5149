namespace Platform.Calculators;

/// <summary>
/// One factor. The strategy process finds every public class in the plugin DLLs that implements this interface, creates one instance
/// (constructor without parameters, or with one <see cref="CalculatorParameters"/>), and runs it once per label.
/// </summary>
/// <remarks>
/// A calculator is a pure function of its view: no clock, no file, no network, no random numbers, no state between runs.
/// Runs of one calculator do not overlap; different calculators run in parallel.
/// </remarks>
public interface ICalculator
{
    /// <summary>Unique over all plugins: lower-case letters, digits and underscores, starting with a letter, at most 64.</summary>
    string Name { get; }

    /// <summary>The columns and the history that the view must contain; read once, after construction.</summary>
    CalculatorNeeds Needs { get; }

    /// <summary>
    /// Scores by exchange symbol: positive is long. A missing symbol counts as 0; NaN and infinities are dropped and reported.
    /// After an exception the run is degraded and this calculator contributes zero; the other calculators continue.
    /// </summary>
    IReadOnlyDictionary<string, double> Run(AlphaView view);
}

/// <summary>
/// A family of calculators: creates a calculator from a configured name that no class has, such as every
/// mean_X_over_Y_rank_N. Found in plugin DLLs like calculators; needs a constructor without parameters.
/// </summary>
public interface ICalculatorFamily
{
    /// <summary>Names of the calculators that run when the configuration lists none.</summary>
    IReadOnlyList<string> DefaultNames { get; }

    /// <summary>Null when the name is not of this family; throws an exception with an explanation when the name is of this family but is invalid.</summary>
    ICalculator? Create(string name, CalculatorParameters parameters);
}
