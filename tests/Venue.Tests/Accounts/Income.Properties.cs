using FsCheck;
using FsCheck.Fluent;
using Platform.Domain.Orders;
using Platform.Primitives.Numbers;
using Platform.Venue.Core.Contract;
using Platform.Venue.Tests.Engine;
using Xunit;

namespace Platform.Venue.Tests.Accounts;

/// <summary>The sum of the income history equals the change of the wallet exactly.</summary>
public sealed class IncomeProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(20).WithEndSize(120).WithReplay(20_261_122UL, 31UL);

    [Fact]
    public void Every_change_of_a_wallet_has_one_row_with_a_number_of_its_own()
    {
        var seen = new HashSet<IncomeType>();
        Prop.ForAll(RandomClient.Steps.ListOf().ToArbitrary(), steps =>
        {
            using var venue = new TestExchange(RandomClient.Eventful);
            Money[] began = [.. new[] { venue.Alice, venue.Bob }.Select(account => venue.Exchange.Accounts.Account(account).WalletBalance)];
            foreach (RandomStep step in steps)
            {
                RandomClient.Do(venue, step);
                venue.Run(step.Wait_ms / 1000.0);
            }

            var numbers = new HashSet<long>();
            foreach (AccountId account in new[] { venue.Alice, venue.Bob })
            {
                IReadOnlyList<IncomeView> rows = venue.Exchange.Accounts.Income(account, null, null, 100_000);
                Money sum = rows.Aggregate(began[account.Value], (total, row) => total + row.Income);
                Assert.Equal(venue.Exchange.Accounts.Account(account).WalletBalance, sum);
                Assert.All(rows, row => Assert.True(numbers.Add(row.TransactionId), $"number {row.TransactionId} twice"));
                foreach (IncomeType type in new[] { IncomeType.RealizedPnl, IncomeType.Commission })
                {
                    Money booked = venue.Exchange.Accounts.Trades(account, TestExchange.Btc, 100_000, fromId: 0).Aggregate(Money.Zero, (total, fill) => total + (type == IncomeType.Commission ? -fill.Commission : fill.RealizedPnl));
                    Assert.Equal(booked, rows.Where(row => row.Type == type).Aggregate(Money.Zero, (total, row) => total + row.Income));
                    Assert.All(rows.Where(row => row.Type == type), row => Assert.NotEqual(0, row.TradeId));
                }

                seen.UnionWith(rows.Select(row => row.Type));
            }
        }).Check(Settings);
        Assert.Equal(Enum.GetValues<IncomeType>().Order(), seen.Order());
    }

    [Fact]
    public void Without_bnb_in_the_account_fee_burn_leaves_the_fee_in_the_margin_asset()
    {
        using var venue = new TestExchange();
        Assert.True(venue.Exchange.Execute(new SetFeeBurn(venue.Alice, true)).IsOk);
        OrderView order = venue.Market(venue.Alice, Side.Buy, "0.010").Value!;
        Assert.Equal(Rate.Parse("0.0005").Of(order.ExecutedQuote), venue.Exchange.Accounts.Trades(venue.Alice, TestExchange.Btc, 1)[0].Commission);
        Assert.True(venue.Exchange.Accounts.Account(venue.Alice).FeeBurn);
    }
}
