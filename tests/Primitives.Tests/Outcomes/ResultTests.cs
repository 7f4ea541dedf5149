using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Primitives.Tests.Outcomes;

public sealed class ResultTests
{
    private static readonly Fault Broken = new(FaultKind.Invalid, "line 3 is not a number");

    [Fact]
    public void A_value_travels_through_each_step()
    {
        Result<int> result = Result<int>.Ok(2).Then<int>(value => value + 1);
        Assert.True(result.TryGet(out int value, out Fault? _));
        Assert.Equal(3, value);
    }

    [Fact]
    public void The_first_fault_ends_the_chain()
    {
        Result<int> result = Result<int>.Fail(Broken).Then<int>(value => throw new InvalidOperationException($"reached with {value}"));
        Assert.Same(Broken, result.Fault);
    }

    [Fact]
    public void Reading_the_value_of_a_fault_is_a_programmers_error() =>
        Assert.Contains("line 3", Assert.Throws<CheckFailedException>(() => Result<int>.Fail(Broken).Value).Message, StringComparison.Ordinal);
}
