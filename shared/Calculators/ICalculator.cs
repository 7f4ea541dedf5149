namespace Platform.Calculators;

/// <summary>
/// One factor. The strategy process finds every public class that implements it in the plugin DLLs, makes one object of it
/// (constructor without parameters, or with one <see cref="CalculatorParameters"/>), and runs it once per label.
/// </summary>
/// <remarks>
/// A calculator is a function of its view: no clock, no file, no network, no random numbers, no state carried from run to run.
/// Runs of one calculator never overlap; different calculators run side by side.
/// </remarks>
public interface ICalculator
{
    /// <summary>Unique over all plugins: lower-case letters, digits and underscores, starting with a letter, at most 64.</summary>
    string Name { get; }

    /// <summary>Which columns and how much history the view must hold; read once, after construction.</summary>
    CalculatorNeeds Needs { get; }

    /// <summary>
    /// Scores by exchange symbol: positive is long. A symbol left out counts as 0; NaN and infinities are dropped and reported.
    /// An exception makes this run degraded and this calculator's share zero; the others continue.
    /// </summary>
    IReadOnlyDictionary<string, double> Run(AlphaView view);
}

/// <summary>
/// A grammar of calculators: makes one from a name in the configuration that no class has, such as every
/// mean_X_over_Y_rank_N. Found in plugin DLLs like calculators; needs a constructor without parameters.
/// </summary>
public interface ICalculatorFamily
{
    /// <summary>Names that run when the configuration lists none.</summary>
    IReadOnlyList<string> DefaultNames { get; }

    /// <summary>Null when the name is not of this family; an exception, with a message for people, when it is but cannot be made.</summary>
    ICalculator? Create(string name, CalculatorParameters parameters);
}
