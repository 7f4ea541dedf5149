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
                    using var bench = new LedgerFixture();
                    int newest = -1;
                    HashSet<int> computed = [];
                    foreach ((int kind, int label) in steps)
                    {
                        Take(bench, kind, label, computed);
                        string triggered = bench.Triggered;
                        int now = triggered.Length == 0 ? -1 : Enumerable.Range(0, 8).Single(index => LedgerFixture.RunId(index) == triggered);
                        if (now < newest)
                            return false;
                        newest = now;
                        if (Enumerable.Range(0, 8).Count(index => bench.Book.Find(LedgerFixture.RunId(index))?.State == RunState.Computing) > 1)
                            return false;
                    }

                    return bench.Ledger.List(100, "").Select(run => run.Label).Distinct().Count() == bench.Ledger.List(100, "").Count;
                }));

    private static void Take(LedgerFixture bench, int kind, int label, HashSet<int> computed)
    {
        switch (kind)
        {
            case 0 or 1:
                bench.Complete(label);
                break;
            case 2:
                bool accepted = bench.Compute(label, "a").Accepted;
                Assert.True(!accepted || computed.Add(label), $"label {label} was computed twice");
                break;
            case 3:
                bench.Execute(label, "a");
                break;
            case 4:
                bench.Clock.AdvanceMilliseconds(31_000);
                _ = bench.Ledger.Tick().Value;
                break;
            case 5:
                bench.Restart();
                break;
            default:
                bench.Held = !bench.Held;
                _ = bench.Ledger.Hold(bench.Held).Value;
                break;
        }
    }
}
