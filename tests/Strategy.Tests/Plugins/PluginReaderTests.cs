using Platform.Strategy.Plugins;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Strategy.Tests.Plugins;

public sealed class PluginReaderTests : IDisposable
{
    private readonly TempFolder _folder = new("plugins");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Calculators_of_all_DLLs_are_found_in_order_of_their_names()
    {
        PluginSource.Compile(_folder.File("B.dll"), PluginSource.Constant("One", "alpha"));
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("Two", "beta") + PluginSource.Constant("Three", "gamma"));
        PluginSet set = Read();
        Assert.Equal(["alpha", "beta", "gamma"], set.Calculators.Select(calculator => calculator.Name));
        Assert.Empty(set.Rejections);
    }

    [Fact]
    public void A_plugin_of_another_contract_version_is_refused_with_the_advice_to_rebuild_it()
    {
        PluginSource.CompileAgainstVersion(_folder.File("Old.dll"), "2.0.0.0");
        PluginSource.Compile(_folder.File("Good.dll"), PluginSource.Constant("One", "alpha"));
        PluginSet set = Read();
        Assert.Equal(["alpha"], set.Calculators.Select(calculator => calculator.Name));
        Assert.Contains("version 2 of the calculator contract", Assert.Single(set.Rejections).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_calculator_of_a_name_is_refused_and_both_places_are_named()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha"));
        PluginSource.Compile(_folder.File("B.dll"), PluginSource.Constant("Two", "alpha"));
        PluginSet set = Read();
        Assert.Equal("One", Assert.Single(set.Calculators).Calculator.GetType().Name);
        PluginRejection rejection = Assert.Single(set.Rejections);
        Assert.EndsWith("B.dll", rejection.File, StringComparison.Ordinal);
        Assert.Contains("A.dll", rejection.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_constructor_that_throws_is_reported_and_affects_no_other_calculator()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("Good", "alpha")
            + "public sealed class Bad : ICalculator { public Bad() { throw new InvalidOperationException(\"no licence\"); } public string Name => \"bad\"; public CalculatorNeeds Needs => null; public IReadOnlyDictionary<string, double> Run(AlphaView v) => null; }");
        PluginSet set = Read();
        Assert.Single(set.Calculators);
        Assert.Contains("the constructor of Bad failed: InvalidOperationException: no licence", Assert.Single(set.Rejections).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_an_assembly_and_an_invalid_name_are_reported()
    {
        File.WriteAllText(_folder.File("Text.dll"), "not a library");
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("Loud", "Not A Name"));
        PluginSet set = Read();
        Assert.Empty(set.Calculators);
        Assert.Contains(set.Rejections, rejection => rejection.Why.Contains("not a .NET assembly", StringComparison.Ordinal));
        Assert.Contains(set.Rejections, rejection => rejection.Why.Contains("lower-case letters", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_enabled_names_run_and_an_unknown_enabled_name_is_reported()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha") + PluginSource.Constant("Two", "beta"));
        PluginSet set = PluginReader.Read(_folder.Path, CalculatorChoice.All with { Enabled = ["beta", "missing"] });
        Assert.Equal(["beta"], set.Calculators.Select(calculator => calculator.Name));
        Assert.Contains("no plugin in", Assert.Single(set.Rejections).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_rejects_its_calculator_and_is_reported()
    {
        PluginSource.Compile(_folder.File("A.dll"), PluginSource.Constant("One", "alpha"));
        PluginSet set = PluginReader.Read(_folder.Path, With("alpha", ("windw", "3")));
        Assert.Empty(set.Calculators);
        Assert.Contains("windw", Assert.Single(set.Rejections).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_factors_load_and_take_their_parameters()
    {
        PluginSet set = PluginReader.Read(FactorsFolder(), With("close_reversal_rank", ("window", "3")));
        Assert.Empty(set.Rejections);
        Assert.Equal(["close_reversal_rank", "mean_buy_dolvol4_over_dolvol_rank", "taker_imbalance_rank"], set.Calculators.Select(calculator => calculator.Name));
        Assert.Equal(4, set.Calculators[0].Needs.Series[0].Lookback);
    }

    [Fact]
    public void A_calculator_with_a_ratio_name_is_created_when_it_is_enabled()
    {
        PluginSet set = PluginReader.Read(FactorsFolder(), CalculatorChoice.All with { Enabled = ["sum_selldolvol_over_dolvol_rank_50"] });
        Assert.Equal("sum_selldolvol_over_dolvol_rank_50", Assert.Single(set.Calculators).Name);
    }

    [Fact]
    public void A_calculator_with_a_longer_lookback_than_the_history_is_refused()
    {
        PluginSet set = PluginReader.Read(FactorsFolder(), CalculatorChoice.All with { HistoryDays = 1 });
        Assert.Contains("history_days", Assert.Single(set.Rejections).Why, StringComparison.Ordinal);
    }

    private PluginSet Read() => PluginReader.Read(_folder.Path, CalculatorChoice.All);

    private string FactorsFolder()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Platform.Factors.dll"), _folder.File("Platform.Factors.dll"));
        return _folder.Path;
    }

    private static CalculatorChoice With(string name, params (string Key, string Value)[] parameters) => CalculatorChoice.All with
    {
        Settings = new Dictionary<string, CalculatorSetting> { [name] = new(parameters.ToDictionary(p => p.Key, p => p.Value)) },
    };
}
