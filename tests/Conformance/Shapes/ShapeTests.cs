using System.Text.Json;
using Xunit;

namespace Platform.Conformance.Shapes;

public class ShapeTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "type $.a is string, not number")]
    [InlineData("""{"a":1,"b":{"c":""}}""", """{"b":{"d":""}}""", "missing $.a, missing $.b.c, extra $.b.d")]
    [InlineData("""{"a":true}""", """{"a":false}""", "")]
    [InlineData("""{"a":null}""", """{"a":1}""", "")]
    [InlineData("""[{"a":1},{"b":1}]""", """[{"a":1,"b":2}]""", "")]
    [InlineData("""[{"a":1}]""", "[]", "empty $")]
    [InlineData("""[{"a":1}]""", """{"a":1}""", "type $ is object, not array")]
    [InlineData("""[[1,"2"]]""", """[[1,"2"],[2,"3"]]""", "")]
    [InlineData("""[[1,"2"]]""", """[[1,2]]""", "type $[][1] is number, not string")]
    [InlineData("""[[1,"2"]]""", """[[1,"2","3"]]""", "length $[] is 3, not 2")]
    [InlineData("""["x"]""", """["y","z"]""", "")]
    public void Differences_name_what_is_missing_extra_or_of_another_type(string expected, string actual, string differences) =>
        Assert.Equal(differences, string.Join(", ", Shape.Of(Json(expected)).Differences(Shape.Of(Json(actual)))));

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
