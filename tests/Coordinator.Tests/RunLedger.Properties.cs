using FsCheck;
using FsCheck.Fluent;
using Platform.Coordinator.Runs;
using Xunit;

namespace Platform.Coordinator.Tests;

public class RunLedgerProperties
{
    /// <summary>Steps drawn at random: complete, compute, execute, wait, restart, hold and release, of eight labels.</summary>
    [Fact]
    public void Whatever_happens_one_run_computes_labels_only_grow_and_nothing_runs_twice() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(
                Arb.From(Gen.ListOf(from kind in Gen.Choose(0, 6) from label in Gen.Choose(0, 7) select (kind, label))),
                steps =>
                {
                    using var fixture = new LedgerFixture();
                    int newest = -1;
                    HashSet<int> computed = [];
                    foreach ((int kind, int label) in steps)
                    {
                        Take(fixture, kind, label, computed);
                        string triggered = fixture.Triggered;
                        int now = triggered.Length == 0 ? -1 : Enumerable.Range(0, 8).Single(index => LedgerFixture.RunId(index) == triggered);
                        if (now < newest)
                            return false;
                        newest = now;
                        if (Enumerable.Range(0, 8).Count(index => fixture.Book.Find(LedgerFixture.RunId(index))?.State == RunState.Computing) > 1)
                            return false;
                    }

                    return fixture.Ledger.List(100, "").Select(run => run.Label).Distinct().Count() == fixture.Ledger.List(100, "").Count;
                }));

    private static void Take(LedgerFixture fixture, int kind, int label, HashSet<int> computed)
    {
        switch (kind)
        {
            case 0 or 1:
                fixture.Complete(label);
                break;
            case 2:
                bool accepted = fixture.Compute(label, "a").Accepted;
                Assert.True(!accepted || computed.Add(label), $"label {label} was computed twice");
                break;
            case 3:
                fixture.Execute(label, "a");
                break;
            case 4:
                fixture.Clock.AdvanceMilliseconds(31_000);
                _ = fixture.Ledger.Tick().Value;
                break;
            case 5:
                fixture.Restart();
                break;
            default:
                fixture.Held = !fixture.Held;
                _ = fixture.Ledger.Hold(fixture.Held).Value;
                break;
        }
    }
}
