using System.Text.Json;
using Platform.Hosting.Configuration;
using Platform.Hosting.Configuration.Reading;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Hosting.Tests;

public class ConfigurationFileTests
{
    private const string Remedy = "renew it with: scripts/platform schema --write";

    [Fact]
    public void The_file_holds_every_key_under_its_comment()
    {
        string file = Repository.Path("config", "platform.yaml");
        PlatformConfiguration configuration = ConfigurationReader.Read(file, file, new Dictionary<string, string>()).Value;
        Assert.True(ConfigurationText.ToCommentedYaml(configuration) == File.ReadAllText(file), $"config/platform.yaml is not as the keys describe it; {Remedy}");
    }

    [Fact]
    public void The_file_holds_the_defaults()
    {
        string defaults = ConfigurationText.ToCommentedYaml(new PlatformConfiguration());
        Assert.Equal(defaults, File.ReadAllText(Repository.Path("config", "platform.yaml")));
    }

    [Fact]
    public void The_schema_is_the_one_of_the_keys()
    {
        Assert.True(ConfigurationText.ToSchemaJson() == File.ReadAllText(Repository.Path("config", "platform.schema.json")), $"config/platform.schema.json is out of date; {Remedy}");
        using JsonDocument schema = JsonDocument.Parse(ConfigurationText.ToSchemaJson());
        Assert.Equal(10, schema.RootElement.GetProperty("properties").GetProperty("clock").GetProperty("properties").GetProperty("speed").GetProperty("default").GetDouble());
    }
}
