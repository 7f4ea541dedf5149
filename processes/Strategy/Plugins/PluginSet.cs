namespace Platform.Strategy.Plugins;

/// <summary>
/// Everything loaded from the plugins folder at one time. Immutable; a reload creates a new set, and the old one is unloaded when the
/// last run that uses it has ended.
/// </summary>
internal sealed class PluginSet(
    IReadOnlyList<LoadedCalculator> calculators, IReadOnlyList<PluginRejection> rejections, IReadOnlyList<PluginLoadContext> contexts)
{
    public static PluginSet Empty { get; } = new([], [], []);

    /// <summary>In ordinal order of their names.</summary>
    public IReadOnlyList<LoadedCalculator> Calculators { get; } = calculators;

    public IReadOnlyList<PluginRejection> Rejections { get; } = rejections;

    /// <summary>Unloads the assemblies; the runtime frees them once no object of theirs is reachable and none of their code runs.</summary>
    public void Unload()
    {
        foreach (PluginLoadContext context in contexts)
            context.Unload();
    }
}
