using System.Text.RegularExpressions;
using Platform.Analytics.Portfolio;
using Platform.Domain.Orders;
using Platform.Executor.Ledger;
using Xunit;

namespace Platform.Executor.Tests.Ledger;

public sealed partial class OrderIdsTests
{
    [Fact]
    public void The_same_intent_has_the_same_id_and_a_different_one_another()
    {
        string Id(string account, string run, string symbol, DeltaPurpose purpose, PositionSide side) => OrderIds.Parent(account, run, "2025-05-05-003", symbol, purpose, side);
        string first = Id("account1", "2025-05-05-003-r0", "BTCUSDT", DeltaPurpose.Reduce, PositionSide.Both);

        Assert.Equal(first, Id("account1", "2025-05-05-003-r0", "BTCUSDT", DeltaPurpose.Reduce, PositionSide.Both));
        string[] others =
        [
            Id("account2", "2025-05-05-003-r0", "BTCUSDT", DeltaPurpose.Reduce, PositionSide.Both), Id("account1", "2025-05-05-003-r1", "BTCUSDT", DeltaPurpose.Reduce, PositionSide.Both),
            Id("account1", "2025-05-05-003-r0", "ETHUSDT", DeltaPurpose.Reduce, PositionSide.Both), Id("account1", "2025-05-05-003-r0", "BTCUSDT", DeltaPurpose.Increase, PositionSide.Both),
            Id("account1", "2025-05-05-003-r0", "BTCUSDT", DeltaPurpose.Reduce, PositionSide.Short),
        ];
        Assert.Equal(6, others.Append(first).Distinct().Count());
    }

    [Theory]
    [InlineData("2025-05-05-288-r0", "2025-05-05-288", "币安人生USDT")]
    [InlineData("flatten-7f6f2cd3d50f9ec0acb16a3c086645b9", "", "1000000MOGUSDT")]
    public void Every_id_is_one_the_venue_accepts(string run, string label, string symbol)
    {
        string id = OrderIds.Child(OrderIds.Parent("account_with_a_long_name", run, label, symbol, DeltaPurpose.Increase, PositionSide.Long), 999, 9);

        Assert.Matches(Allowed(), id);
        Assert.True(OrderIds.IsOurs("account_with_a_long_name", id));
        Assert.False(OrderIds.IsOurs("account_with_a_long_name", "autoclose-123"));
    }

    [GeneratedRegex(@"^[\.A-Z\:/a-z0-9_-]{1,36}$")]
    private static partial Regex Allowed();
}
