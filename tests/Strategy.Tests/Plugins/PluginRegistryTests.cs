using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging.Abstractions;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Strategy.Plugins;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Strategy.Tests.Plugins;

public sealed class PluginRegistryTests : IDisposable
{
    private readonly TempFolder _folder = new("shelf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_replaced_DLL_is_loaded_again_while_the_old_one_is_in_use()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha"));
        using PluginRegistry registry = Open();
        LoadedCalculator before = Assert.Single(registry.Current.Calculators);
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha_two"));
        await Eventually.TrueAsync(() => registry.Current.Calculators is [{ Name: "alpha_two" }]);
        Assert.Equal("alpha", before.Calculator.Name);
    }

    [Fact]
    public async Task An_added_and_a_removed_DLL_are_noticed()
    {
        using PluginRegistry registry = Open();
        Assert.Empty(registry.Current.Calculators);
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha"));
        await Eventually.TrueAsync(() => registry.Current.Calculators.Count == 1);
        File.Delete(_folder.File("A.dll"));
        await Eventually.TrueAsync(() => registry.Current.Calculators.Count == 0);
    }

    [Fact]
    public async Task An_unloaded_plugin_leaves_the_memory()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha"));
        WeakReference context = LoadRunAndUnload(_folder.Path);
        await Eventually.TrueAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return !context.IsAlive;
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadRunAndUnload(string folder)
    {
        PluginSet set = PluginReader.Read(folder, CalculatorChoice.All);
        LoadedCalculator calculator = Assert.Single(set.Calculators);
        AlphaView view = new AlphaViewBuilder(Label.Parse("2025-12-22-004").Value).Column("XUSDT", BarField.Close, 1, 2).Build(calculator.Needs);
        Assert.Single(calculator.Calculator.Run(view));
        var context = new WeakReference(AssemblyLoadContext.GetLoadContext(calculator.Calculator.GetType().Assembly));
        set.Unload();
        return context;
    }

    private PluginRegistry Open() => new(_folder.Path, CalculatorChoice.All, TimeProvider.System, NullLogger.Instance);
}
