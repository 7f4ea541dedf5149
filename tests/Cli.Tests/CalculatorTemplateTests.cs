using Platform.Cli.Commands;
using Platform.Primitives.Outcomes;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Cli.Tests;

public class CalculatorTemplateTests
{
    [Fact]
    public void The_copy_has_the_new_name_everywhere()
    {
        using var plugins = new TempFolder();
        Directory.CreateDirectory(plugins.File("Template", "obj"));
        File.WriteAllText(plugins.File("Template", "Template.csproj"), "<Project />");
        File.WriteAllText(plugins.File("Template", "TemplateCalculator.cs"), "class TemplateCalculator { const string Name = \"template\"; }");
        File.WriteAllText(plugins.File("Template", "obj", "Template.txt"), "left over");
        string made = CalculatorTemplate.Copy(plugins.Path, "MyMomentum").Value;
        Assert.Equal("class MyMomentumCalculator { const string Name = \"my_momentum\"; }", File.ReadAllText(Path.Combine(made, "MyMomentumCalculator.cs")));
        Assert.True(File.Exists(Path.Combine(made, "MyMomentum.csproj")));
        Assert.False(Directory.Exists(Path.Combine(made, "obj")));
        Assert.Equal(FaultKind.Already, CalculatorTemplate.Copy(plugins.Path, "MyMomentum").Fault!.Kind);
    }

    [Theory]
    [InlineData("my momentum")]
    [InlineData("../Escape")]
    [InlineData("Template")]
    [InlineData("1st")]
    public void A_name_that_is_not_a_valid_class_name_is_refused(string name) => Assert.Equal(FaultKind.Invalid, CalculatorTemplate.Copy("/nowhere", name).Fault!.Kind);
}
