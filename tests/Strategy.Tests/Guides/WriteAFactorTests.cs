using System.Text.RegularExpressions;
using Platform.Calculators;
using Platform.Domain.Labels;
using Platform.Hosting.Configuration;
using Platform.Hosting.Life;
using Platform.Strategy.Control;
using Platform.Strategy.Plugins;
using Platform.Strategy.Tests.Plugins;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Strategy.Tests.Guides;

/// <summary>docs/guides/write-a-factor.md does what it says.</summary>
public sealed partial class WriteAFactorTests : IDisposable
{
    private readonly TempFolder _folder = new("guide");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Its_code_compiles_loads_and_ranks()
    {
        string[] code = [.. Blocks("csharp")];
        Assert.Equal(2, code.Length);
        PluginSource.CompileFiles(_folder.File("WickRank.dll"), code);
        PluginSet set = PluginReader.Read(_folder.Path, CalculatorChoice.All);
        Assert.Empty(set.Rejections);
        LoadedCalculator calculator = Assert.Single(set.Calculators);
        Assert.Equal("wick_rank", calculator.Name);
        object? score = calculator.Calculator.GetType().Assembly.GetType("Platform.WickRank.WickRankTrial")!.GetMethod("ScoreOfTheStrongOne")!.Invoke(null, null);
        Assert.Equal(1.0, score);

        AlphaView empty = new AlphaViewBuilder(Label.Parse("2025-12-22-004").Value).Column("X", BarField.High, 1).Column("X", BarField.Low, 1).Column("X", BarField.Close, 1).Build(calculator.Needs);
        Assert.Empty(calculator.Calculator.Run(empty));
    }

    [Fact]
    public void Its_settings_are_a_configuration_that_the_platform_takes()
    {
        File.WriteAllText(_folder.File("platform.yaml"), Assert.Single(Blocks("yaml")));
        ProcessArguments arguments = ProcessArguments.Parse(["--config", _folder.File("platform.yaml"), "--root", _folder.Path], new Dictionary<string, string>()).Value;
        PlatformConfiguration configuration = ProcessSetup.ReadConfiguration(arguments, new Dictionary<string, string>()).Value;
        PluginSource.CompileFiles(_folder.File("WickRank.dll"), [.. Blocks("csharp")]);
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Platform.Factors.dll"), _folder.File("Platform.Factors.dll"));
        PluginSet set = PluginReader.Read(_folder.Path, CalculatorSettings.ChoiceOf(configuration.Strategy));
        Assert.Empty(set.Rejections);
        Assert.Equal(["mean_buy_dolvol4_over_dolvol_rank", "sum_selldolvol_over_dolvol_rank_288", "wick_rank"], set.Calculators.Select(c => c.Name));
        LoadedCalculator wick = set.Calculators[2];
        Assert.Equal((0.5, Analytics.Portfolio.Standardisation.ZScore, 48), (wick.Multiplier, wick.Standardisation, wick.Needs.Series[0].Lookback));
    }

    private static IEnumerable<string> Blocks(string language) =>
        Fence().Matches(File.ReadAllText(Repository.Path("docs", "guides", "write-a-factor.md")))
            .Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("```([a-z]+)\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Fence();
}
