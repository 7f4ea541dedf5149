using Platform.Archives.Building;
using Platform.Archives.Features;
using Platform.Archives.Queues;
using Platform.Archives.Sources;
using Platform.Domain.Market;
using Platform.Store.Documents;
using Platform.Store.DuckDb;
using Platform.Store.Parquet;
using Platform.TestKit.Archives;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Archives.Tests.Building;

/// <summary>One source folder, one output folder, and builds between them, compared with <see cref="Expected"/>.</summary>
internal sealed class BuildRun : IDisposable
{
    private const double Tolerance = 1e-12;

    private readonly TempFolder _folder = new("archives");

    public ArchiveFolder Source => new(_folder.File("source"));

    public string Output => _folder.File("out");

    public ArchiveLayout Layout => new(Output);

    public List<BuildEvent> Events { get; } = [];

    /// <summary>Runs a build and gives how each symbol ended.</summary>
    public async Task<Dictionary<string, WorkEntry>> BuildAsync(string symbols, string from, string to, Func<BuildOptions, BuildOptions>? change = null)
    {
        Directory.CreateDirectory(Source.Root);
        var options = new BuildOptions
        {
            Source = Source.Root,
            OutputFolder = Output,
            Items = [.. symbols.Split(',').Select(symbol => new WorkItem(symbol, from, to))],
            Owner = "test",
            RetryPause = TimeSpan.FromMilliseconds(1),
        };
        Events.Clear();
        await using var queue = new MemoryQueue(TimeProvider.System, options.Lease);
        var ended = await new ArchiveBuild(change?.Invoke(options) ?? options, queue, TimeProvider.System, Keep).RunAsync(TestContext.Current.CancellationToken);
        if (ended.Fault is { } missing && missing.Message.Contains("DuckDB library", StringComparison.Ordinal))
            Assert.Skip(missing.Message);
        Assert.True(ended.IsOk, ended.ToString());
        return (await queue.ListAsync(default)).Value.ToDictionary(entry => entry.Item.Symbol);
    }

    public async Task DoneAsync(string symbols, string from, string to, Func<BuildOptions, BuildOptions>? change = null) =>
        Assert.All((await BuildAsync(symbols, from, to, change)).Values, entry => Assert.True(entry.State == WorkState.Done, entry.Result));

    public SymbolMeta Meta(string symbol) => JsonDocumentFile.Read(Layout.MetaFile(symbol), MetaJson.Indented.SymbolMeta).Value;

    public MonthRecord Month(string symbol, string month) => Meta(symbol).Months.Single(record => record.Month == month);

    /// <summary>The minute files of the months hold the minutes of these trades and nothing else, and the hour file their hours.</summary>
    public void AssertFeatures(string symbol, IReadOnlyCollection<string> months, IReadOnlyCollection<AggTrade> trades)
    {
        AssertRows(Expected.Minutes(trades).Select(pair => (pair.Key, pair.Value)), months.SelectMany(month => ReadMinutes(symbol, month)));
        AssertRows(Expected.Hours(trades).Select(pair => (pair.Key, pair.Value)), ReadHours(symbol));
    }

    public ColumnTable ReadMinuteTable(string symbol, string month)
    {
        Assert.True(ArchiveMonth.TryParse(month, out ArchiveMonth parsed));
        using DuckDbDatabase database = DuckDbDatabase.Open().Value;
        using DuckDbConnection connection = database.Connect();
        return ParquetFile.Read(connection, Layout.MinuteFile(symbol, parsed)).Value;
    }

    public IEnumerable<(string Hour, Dictionary<string, double> Row)> ReadHours(string symbol)
    {
        string[] lines = File.ReadAllLines(Layout.HourFile(symbol));
        string[] names = lines[0].Split(',');
        foreach (string line in lines.Skip(1))
        {
            string[] cells = line.Split(',');
            Assert.Equal(names.Length, cells.Length);
            yield return (cells[0], Enumerable.Range(1, names.Length - 1).ToDictionary(i => names[i], i => cells[i].Length == 0 ? double.NaN : double.Parse(cells[i], System.Globalization.CultureInfo.InvariantCulture)));
        }
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<(long Minute, Dictionary<string, double> Row)> ReadMinutes(string symbol, string month)
    {
        ColumnTable table = ReadMinuteTable(symbol, month);
        for (int i = 0; i < table.Rows; i++)
        {
            var row = new Dictionary<string, double>();
            foreach (ColumnType column in table.Columns.Where(column => column.Name != "minute"))
                row[column.Name] = column.Type == DuckDbType.Double ? table.Values<double>(column.Name)[i] : table.Values<long>(column.Name)[i];
            yield return (table.Values<long>("minute")[i] / 1000, row);
        }
    }

    private static void AssertRows<TKey>(IEnumerable<(TKey Key, Dictionary<string, double> Row)> expected, IEnumerable<(TKey Key, Dictionary<string, double> Row)> found)
    {
        (TKey Key, Dictionary<string, double> Row)[] right = [.. expected], rows = [.. found];
        Assert.Equal(right.Select(pair => pair.Key), rows.Select(pair => pair.Key));
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.Equal(right[i].Row.Keys.Order(), rows[i].Row.Keys.Order());
            foreach ((string column, double value) in right[i].Row)
            {
                double is_ = rows[i].Row[column], limit = Math.Max(1e-9, Math.Abs(value) * Tolerance);
                Assert.True(double.IsNaN(value) ? double.IsNaN(is_) : Math.Abs(value - is_) <= limit, $"{column} of {rows[i].Key} is {is_:R}; expected {value:R}");
            }
        }
    }

    private void Keep(BuildEvent step)
    {
        lock (Events)
            Events.Add(step);
    }
}
