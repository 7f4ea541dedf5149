using System.Globalization;
using Microsoft.Extensions.Logging;
using Platform.Data.Files;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Universe;

/// <summary>
/// Decides the universe of each UTC day: of today at the first start, of tomorrow at a time of day on the platform clock. New symbols are
/// announced at once, so that their history is there when their day begins.
/// </summary>
internal sealed partial class UniverseSchedule(
    BinanceMarketClient market, UniverseRule rule, UniverseFiles files, UniverseView view, InstrumentBook instruments, TimeSpan timeOfDay, TimeProvider clock, ILogger log)
{
    /// <summary>Reads or makes today's universe, and reads tomorrow's where an earlier life made it; gives the symbols of both that trade now.</summary>
    public async Task<Result<IReadOnlyList<string>>> StartAsync(CancellationToken cancel)
    {
        long today_ms = DayFiles.StartOf(clock.NowMilliseconds());
        Result<IReadOnlyList<Instrument>> read = await market.GetInstrumentsAsync(cancel);
        if (!read.TryGet(out IReadOnlyList<Instrument>? all, out Fault? fault))
            return fault;
        instruments.Set(all);
        if (!files.Exists(today_ms))
        {
            Result<Done> written = files.Write(today_ms, rule.Select(all, await RankAsync(cancel)));
            if (!written.IsOk)
                return written.Fault;
        }

        if (!files.AsOf(today_ms).TryGet(out (long Day_ms, IReadOnlyList<UniverseMember> Members) today, out fault))
            return fault;
        var trading = all.Where(instrument => instrument.Status == InstrumentStatus.Trading).Select(instrument => instrument.Symbol).ToHashSet(StringComparer.Ordinal);
        string[] symbols = [.. today.Members.Select(member => member.Symbol).Where(trading.Contains)];
        if (symbols.Length == 0)
            return new Fault(FaultKind.NotFound, $"the universe of {DayFiles.DayOf(today_ms)} has no symbol that trades; see universe.symbols and {files.PathOf(today_ms)}");
        view.Set(today_ms, symbols);
        long tomorrow_ms = today_ms + UnixTime.MillisecondsPerDay;
        if (!files.Exists(tomorrow_ms) || !files.AsOf(tomorrow_ms).TryGet(out (long Day_ms, IReadOnlyList<UniverseMember> Members) tomorrow, out _))
            return symbols;
        string[] coming = [.. tomorrow.Members.Select(member => member.Symbol).Where(trading.Contains)];
        view.Set(tomorrow_ms, coming);
        return (string[])[.. symbols, .. coming.Except(symbols, StringComparer.Ordinal)];
    }

    /// <summary>Makes tomorrow's universe every day until cancelled.</summary>
    /// <param name="turnOver">Takes tomorrow's symbols and today's: the former join, what neither holds leaves.</param>
    public async Task RunAsync(Func<IReadOnlyList<string>, IReadOnlyList<string>, CancellationToken, Task> turnOver, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            long now_ms = clock.NowMilliseconds(), due_ms = DayFiles.StartOf(now_ms) + (long)timeOfDay.TotalMilliseconds;
            if (due_ms <= now_ms)
                due_ms += UnixTime.MillisecondsPerDay;
            await Task.Delay(TimeSpan.FromMilliseconds(due_ms - now_ms), clock, cancel);
            await MakeTomorrowAsync(DayFiles.StartOf(due_ms) + UnixTime.MillisecondsPerDay, turnOver, cancel);
        }
    }

    private async Task MakeTomorrowAsync(long tomorrow_ms, Func<IReadOnlyList<string>, IReadOnlyList<string>, CancellationToken, Task> turnOver, CancellationToken cancel)
    {
        Result<IReadOnlyList<Instrument>> read = await market.GetInstrumentsAsync(cancel);
        if (!read.TryGet(out IReadOnlyList<Instrument>? all, out Fault? fault))
        {
            NotMade(DayFiles.DayOf(tomorrow_ms), fault.Message);
            return;
        }

        instruments.Set(all);
        IReadOnlyList<UniverseMember> members = rule.Select(all, await RankAsync(cancel));
        Result<Done> written = files.Write(tomorrow_ms, members);
        if (!written.IsOk)
            NotMade(DayFiles.DayOf(tomorrow_ms), written.Fault.Message);
        string[] symbols = [.. members.Select(member => member.Symbol)];
        await turnOver(symbols, view.At(Label.At(clock.NowMilliseconds())), cancel);
        view.Set(tomorrow_ms, symbols);
        Made(DayFiles.DayOf(tomorrow_ms), symbols.Length);
    }

    /// <summary>Symbols by 24-hour quote volume; empty, and said, when the exchange does not tell: then the order is that of the names.</summary>
    private async Task<IReadOnlyList<string>> RankAsync(CancellationToken cancel)
    {
        Result<IReadOnlyList<DayVolume>> volumes = await market.GetDayVolumesAsync(cancel);
        if (volumes.IsOk)
            return [.. volumes.Value.OrderByDescending(volume => volume.QuoteVolume).Select(volume => volume.Symbol)];
        NotRanked(volumes.Fault.Message);
        return [];
    }

    public static TimeSpan TimeOfDay(string text) => TimeSpan.ParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The universe is not ranked by volume: {Reason}")]
    private partial void NotRanked(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The universe of {Day} has {Symbols} symbols")]
    private partial void Made(string day, int symbols);

    [LoggerMessage(Level = LogLevel.Error, Message = "The universe of {Day} is not made: {Reason}; the last one stays in force")]
    private partial void NotMade(string day, string reason);
}
