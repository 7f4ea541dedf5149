using System.Text.Json;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Analytics.Tests.Portfolio;

/// <summary>The numbers of spec/quant-vectors.json, read where they lie; a test without the file is skipped, aloud.</summary>
internal static class QuantVectors
{
    public static JsonElement Of(string tag)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RecordedData.Spec("quant-vectors.json")));
        return document.RootElement.GetProperty(tag).Clone();
    }

    public static SortedDictionary<string, double> Numbers(JsonElement element)
    {
        var numbers = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
            numbers.Add(property.Name, property.Value.GetDouble());
        return numbers;
    }

    public static void Close(IReadOnlyDictionary<string, double> expected, IReadOnlyDictionary<string, double> actual)
    {
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach ((string symbol, double value) in expected)
            Assert.True(Math.Abs(value - actual[symbol]) <= 1e-9, $"{symbol}: expected {value}, got {actual[symbol]}");
    }
}
