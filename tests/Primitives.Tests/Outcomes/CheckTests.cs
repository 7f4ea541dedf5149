using Platform.Primitives.Outcomes;
using Xunit;

namespace Platform.Primitives.Tests.Outcomes;

public sealed class CheckTests
{
    [Fact]
    public void A_failed_check_names_the_expression_the_file_and_the_reason_in_the_invariant_culture()
    {
        int count = 3;
        var failed = Assert.Throws<CheckFailedException>(() => Check.That(count == 4, $"{count} rows at {0.5:0.00}, expected {"four"} and {(string?)null}nothing"));
        Assert.Contains("'count == 4' does not hold. 3 rows at 0.50, expected four and nothing", failed.Message, StringComparison.Ordinal);
        Assert.Contains("CheckTests.cs:", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_reason_of_a_check_that_holds_is_not_evaluated()
    {
        int evaluated = 0;
        Check.That(evaluated == 0, $"{++evaluated} is written");
        Assert.Equal(0, evaluated);
    }

    [Fact]
    public void A_check_that_holds_allocates_nothing()
    {
        long number = Environment.TickCount64;
        Check.That(number >= 0, $"{number} is negative");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
            Check.That(number >= 0, $"{number} is negative");
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
