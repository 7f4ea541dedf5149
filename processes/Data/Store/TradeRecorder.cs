using System.Globalization;
using Microsoft.Extensions.Logging;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;

namespace Platform.Data.Store;

/// <summary>
/// Records raw trades: each batch is appended to the log of its trades' hours on arrival, and an hour that has ended is converted to
/// Parquet files. Logs that remain after a crash are converted in the same way.
/// </summary>
internal sealed partial class TradeRecorder(TradeBatcher trades, TradeFiles files, FeedSymbols feeds, string folder, int keepDays, ILogger log)
{
    /// <summary>Time after its end at which an hour is converted to Parquet, so that late trades are included.</summary>
    private const long Settle_ms = 60_000;
    private const long PassBytes = 64L * 1024 * 1024;

    private readonly Dictionary<long, TradeLog> _open = [];
    private long _newest_ms;
    private long _recorded;

    public long Recorded => Interlocked.Read(ref _recorded);

    /// <summary>Records until cancelled; the logs remain for the next start.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (await trades.Batches.WaitToReadAsync(cancel))
            {
                while (trades.Batches.TryRead(out BatchedTrade[]? batch))
                    Append(batch);
                foreach (TradeLog hour in _open.Values)
                    hour.Flush();
                FinishHours();
            }
        }
        catch (OperationCanceledException)
        {
            while (trades.Batches.TryRead(out BatchedTrade[]? batch))
                Append(batch);
        }
        finally
        {
            foreach (TradeLog hour in _open.Values)
                hour.Dispose();
        }
    }

    private void Append(BatchedTrade[] batch)
    {
        foreach (BatchedTrade batched in batch)
        {
            AggTrade trade = batched.Trade;
            long hour_ms = UnixTime.FloorTo(trade.Time_ms, UnixTime.MillisecondsPerHour);
            if (!_open.TryGetValue(hour_ms, out TradeLog? hour))
                _open[hour_ms] = hour = TradeLog.Open(LogOf(hour_ms));
            hour.Append(feeds.SymbolOf(batched.Feed), in trade);
            _newest_ms = Math.Max(_newest_ms, trade.Time_ms);
        }

        Interlocked.Add(ref _recorded, batch.Length);
    }

    private void FinishHours()
    {
        long over_ms = UnixTime.FloorTo(_newest_ms - Settle_ms, UnixTime.MillisecondsPerHour);
        foreach (string path in Directory.EnumerateFiles(folder, "*" + TradeLog.Suffix).Order(StringComparer.Ordinal).ToArray())
        {
            if (!TryHour(path, out long hour_ms) || hour_ms >= over_ms)
                continue;
            if (_open.Remove(hour_ms, out TradeLog? hour))
                hour.Dispose();
            Result<Done> converted = Convert(path, hour_ms);
            if (!converted.IsOk)
            {
                NotConverted(path, converted.Fault.Message);
                return;
            }

            File.Delete(path);
            if (keepDays > 0 && hour_ms % UnixTime.MillisecondsPerDay == 0)
                files.DeleteBefore(hour_ms - keepDays * UnixTime.MillisecondsPerDay);
        }
    }

    /// <summary>Reads a large log several times, some symbols each time, so that memory stays bounded.</summary>
    private Result<Done> Convert(string path, long hour_ms)
    {
        int passes = (int)(new FileInfo(path).Length / PassBytes) + 1;
        for (int pass = 0; pass < passes; pass++)
        {
            var bySymbol = new Dictionary<string, List<AggTrade>>(StringComparer.Ordinal);
            TradeLog.Read(path, symbol => Part(symbol, passes) == pass, (symbol, trade) =>
            {
                if (!bySymbol.TryGetValue(symbol, out List<AggTrade>? ofSymbol))
                    bySymbol[symbol] = ofSymbol = [];
                ofSymbol.Add(trade);
            });
            foreach ((string symbol, List<AggTrade> ofSymbol) in bySymbol)
            {
                Result<Done> merged = files.Merge(symbol, hour_ms, ofSymbol);
                if (!merged.IsOk)
                    return merged;
            }
        }

        return Done.Value;
    }

    private string LogOf(long hour_ms) => Path.Combine(folder, TradeFiles.HourOf(hour_ms) + TradeLog.Suffix);

    private static int Part(string symbol, int parts) => symbol.Sum(letter => letter) % parts;

    private static bool TryHour(string path, out long hour_ms)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        bool ok = DateTimeOffset.TryParseExact(name, "yyyy-MM-dd-HH'h'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset hour);
        hour_ms = ok ? hour.ToUnixTimeMilliseconds() : 0;
        return ok;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path} cannot be converted to Parquet: {Reason}; the file is kept and the conversion is retried")]
    private partial void NotConverted(string path, string reason);
}
