using FsCheck;
using FsCheck.Fluent;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Engine;
using Platform.Venue.Market;
using Xunit;

namespace Platform.Venue.Tests.Engine;

/// <summary>A saved and restored state is equal to the original state and continues in the same way.</summary>
public sealed class StateImageProperties
{
    private static readonly Config Settings = Config.QuickThrowOnFailure.WithMaxTest(12).WithEndSize(80).WithReplay(20_261_121UL, 8_123UL);

    [Fact]
    public void A_restored_run_publishes_the_same_events_byte_for_byte()
    {
        Arbitrary<(RandomStep[] Before, RandomStep[] After)> runs =
            (from before in RandomClient.Steps.ListOf() from after in RandomClient.Steps.ListOf() select (before.ToArray(), after.ToArray())).ToArbitrary();
        Prop.ForAll(runs, run =>
        {
            string[] lived = GoOn(run.Before, run.After, restored: false).Split('\n'), restored = GoOn(run.Before, run.After, restored: true).Split('\n');
            int same = lived.Zip(restored).TakeWhile(pair => pair.First == pair.Second).Count();
            if (same < lived.Length || same < restored.Length)
                Assert.Fail($"event {same} was {lived.ElementAtOrDefault(same)} and after a restore {restored.ElementAtOrDefault(same)}");
        }).Check(Settings);
    }

    [Fact]
    public void The_image_contains_the_whole_state()
    {
        Prop.ForAll(RandomClient.Steps.ListOf().ToArbitrary(), steps =>
        {
            using var venue = new TestExchange(RandomClient.Eventful);
            Do(venue, [.. steps]);
            ExchangeSnapshot kept = venue.Exchange.Snapshot().Value;
            ExchangeOptions options = kept.Options with { VirtualStart_ms = kept.Start_ms };
            var fresh = new ExchangeCore(options, MarketSources.Open(options, kept.Start_ms).Value);
            Assert.True(StateImage.Load(fresh, kept.Image).IsOk);
            if (StateComparison.Difference(StateComparison.CoreOf(venue.Exchange), fresh) is { } difference)
                Assert.Fail(difference);
        }).Check(Settings);
    }

    private static string GoOn(RandomStep[] before, RandomStep[] after, bool restored)
    {
        using var venue = new TestExchange(RandomClient.Eventful);
        Do(venue, before);
        if (restored)
        {
            string text = venue.Exchange.Snapshot().Value.ToText();
            Assert.Null(venue.Exchange.Restore(ExchangeSnapshot.Read(text).Value).Fault);
        }

        venue.Events.KeepsText = true;
        Do(venue, after);
        venue.Run(seconds: 5);
        return venue.Events.Text;
    }

    private static void Do(TestExchange venue, RandomStep[] steps)
    {
        foreach (RandomStep step in steps)
        {
            RandomClient.Do(venue, step);
            venue.Run(step.Wait_ms / 1000.0);
        }
    }
}
