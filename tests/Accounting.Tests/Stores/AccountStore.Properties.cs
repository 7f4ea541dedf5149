using FsCheck;
using FsCheck.Fluent;
using Platform.Accounting.Records;
using Platform.Accounting.Stores;
using Platform.Primitives.Numbers;
using Platform.Primitives.Outcomes;
using Platform.Store.DuckDb;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Accounting.Tests.Stores;

/// <summary>What is done to a store in one step.</summary>
internal enum StoreStep
{
    Append,

    /// <summary>The disk refuses the manifest: the files of the batch are there, and nothing names them.</summary>
    AppendThatFails,

    /// <summary>The process ends and another opens the store.</summary>
    Reopen,
}

public sealed class AccountStoreProperties
{
    /// <summary>Rows are there once, in order, exactly as far as the manifest says; a batch that failed may be appended again.</summary>
    [Fact]
    public void A_row_is_stored_once_or_not_at_all_whatever_fails_in_between()
    {
        Gen<StoreStep[]> steps = Gen.ArrayOf(Gen.Frequency((6, Gen.Constant(StoreStep.Append)), (2, Gen.Constant(StoreStep.AppendThatFails)), (1, Gen.Constant(StoreStep.Reopen))), 60);
        Prop.ForAll(steps.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(8));
    }

    private static bool Holds(StoreStep[] steps)
    {
        using var folder = new TempFolder("store");
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        var reader = new AccountStoreReader(database, folder.Path);
        AccountStore store = AccountStore.Open(database, folder.Path, "a").Value;
        var expected = new List<IncomeRecord>();
        long next = 1;
        foreach (StoreStep step in steps)
        {
            if (step == StoreStep.Reopen)
            {
                store.Dispose();
                store = AccountStore.Open(database, folder.Path, "a").Value;
                continue;
            }

            IncomeRecord[] rows = [.. Enumerable.Range(0, 3).Select(i => new IncomeRecord(next * 1_000 + i, "COMMISSION", "BTCUSDT", "USDT", Money.FromUnits(-next), next * 10 + i, ""))];
            string blocked = AccountManifest.PathIn(Path.Combine(folder.Path, "a")) + ".partial";
            if (step == StoreStep.AppendThatFails)
                Directory.CreateDirectory(blocked);
            Result<Done> appended = store.Append(new AccountBatch(next, next * 1_000) { Income = rows });
            Assert.Equal(step == StoreStep.Append, appended.IsOk);
            if (step == StoreStep.AppendThatFails)
            {
                Directory.Delete(blocked);
                continue;
            }

            expected.AddRange(rows);
            Assert.Equal(next, store.Manifest.Sequence);
            next++;
        }

        Assert.Equal(expected, reader.Income("a", StorePeriod.All).Value);
        Assert.Equal(expected.Where(row => row.Time_ms is >= 5_000 and < 9_001), reader.Income("a", new StorePeriod(5_000, 9_001)).Value);
        Assert.True(store.Manifest.Files.Count < 32, $"{store.Manifest.Files.Count} files for {next} batches");
        store.Dispose();
        AccountStore.Open(database, folder.Path, "a").Value.Dispose();
        HashSet<string> named = [.. store.Manifest.Files.Select(file => file.Name), .. store.Manifest.Superseded];
        return Directory.GetFiles(Path.Combine(folder.Path, "a", "income")).All(path => named.Contains($"income/{Path.GetFileName(path)}"));
    }
}
