using System.Text.Json.Nodes;
using Platform.Cli.Faults;
using Platform.Hosting.Configuration;
using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Cli.Tests;

public class FaultsCommandTests
{
    [Fact]
    public void Fields_become_numbers_and_texts_and_an_account_becomes_its_key()
    {
        Assert.Equal(
            """{"type":"lost_answer","rate":0.25,"forMs":60000,"match":"=/order","symbol":"1000","account":"mock-account1","key":"other"}""",
            Body("lost_answer", "rate=0.25", "forMs=60000", "match==/order", "symbol=1000", "account=account1", "key=other").Value.ToJsonString());
    }

    [Theory]
    [InlineData("rate")]
    [InlineData("=1")]
    [InlineData("rate=often")]
    [InlineData("forMs=")]
    public void An_argument_that_is_not_a_field_is_named(string argument)
    {
        Fault fault = Body("halt", argument).Fault!;
        Assert.Equal(FaultKind.Invalid, fault.Kind);
        Assert.Contains($"'{argument}'", fault.Message);
    }

    [Fact]
    public void A_field_that_is_given_twice_is_refused() => Assert.Contains("is given twice", Body("halt", "symbol=A", "symbol=B").Fault!.Message);

    private static Result<JsonObject> Body(string type, params string[] fields) => FaultsCommand.Body(new PlatformConfiguration(), type, fields);
}
