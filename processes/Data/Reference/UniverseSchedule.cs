using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Platform.Data.Store;
using Platform.Domain.Instruments;
using Platform.Domain.Labels;
using Platform.Primitives.Outcomes;
using Platform.Primitives.Time;
using Platform.Exchanges.Binance.Market;

namespace Platform.Data.Reference;

/// <summary>Rules of the universe: the named contracts, or every trading USDT perpetual, largest first up to a number.</summary>
/// <param name="Include">Exchange names; empty includes all that qualify.</param>
/// <param name="Exclude">Exchange names that are never included.</param>
internal sealed record UniverseRule(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude, int Size)
{
    /// <summary>Members in ordinal order of the symbol.</summary>
    /// <param name="rank">Symbols by 24-hour quote volume, largest first; a symbol without a rank comes last.</param>
    public IReadOnlyList<UniverseMember> Select(IReadOnlyList<Instrument> instruments, IReadOnlyList<string> rank)
    {
        var place = rank.Select((symbol, index) => (symbol, index)).ToDictionary(pair => pair.symbol, pair => pair.index, StringComparer.Ordinal);
        IEnumerable<Instrument> wanted = instruments
            .Where(instrument => instrument is { Status: InstrumentStatus.Trading, ContractType: "PERPETUAL", QuoteAsset: "USDT" })
            .Where(instrument => Include.Count == 0 || Include.Contains(instrument.Symbol, StringComparer.Ordinal))
            .Where(instrument => !Exclude.Contains(instrument.Symbol, StringComparer.Ordinal))
            .OrderBy(instrument => place.GetValueOrDefault(instrument.Symbol, int.MaxValue))
            .ThenBy(instrument => instrument.Symbol, StringComparer.Ordinal);
        return [.. wanted.Take(Include.Count > 0 ? Include.Count : Size).Select(UniverseMember.Of).OrderBy(member => member.Symbol, StringComparer.Ordinal)];
    }
}

/// <summary>The time of day at which the next day's universe is made.</summary>
/// <param name="OfDay">Time of day, UTC.</param>
internal sealed record UniverseTimes(TimeSpan OfDay, TimeProvider Clock)
{
    /// <param name="text">hh:mm.</param>
    public static UniverseTimes Of(string text, TimeProvider clock) => new(TimeSpan.ParseExact(text, @"hh\:mm", CultureInfo.InvariantCulture), clock);
}

/// <summary>The symbols of the next day, and those in force until then.</summary>
internal sealed record UniverseTurnOver(IReadOnlyList<string> Coming, IReadOnlyList<string> InForce);

/// <summary>
/// Decides the universe of each UTC day: today's at the first start, tomorrow's at a configured time of day on the platform clock. New
/// symbols are published immediately, so that their history is complete when their day begins.
/// </summary>
internal sealed partial class UniverseSchedule(
    BinanceMarketClient market, UniverseRule rule, UniverseFiles files, UniverseRegistry universe, UniverseTimes times, ILogger log)
{
    /// <summary>
    /// Reads or makes today's universe, and reads tomorrow's when an earlier process made it; returns the symbols of both that trade now.
    /// </summary>
    public async Task<Result<IReadOnlyList<string>>> StartAsync(CancellationToken cancel)
    {
        long today_ms = DayFiles.StartOf(times.Clock.NowMilliseconds());
        Result<IReadOnlyList<Instrument>> read = await market.GetInstrumentsAsync(cancel);
        if (!read.TryGet(out IReadOnlyList<Instrument>? all, out Fault? fault))
            return fault;
        universe.Instruments = all;
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
            return new Fault(FaultKind.NotFound, $"the universe of {DayFiles.DayOf(today_ms)} has no trading symbol; check universe.symbols and {files.PathOf(today_ms)}");
        universe.Set(today_ms, symbols);
        long tomorrow_ms = today_ms + UnixTime.MillisecondsPerDay;
        if (!files.Exists(tomorrow_ms) || !files.AsOf(tomorrow_ms).TryGet(out (long Day_ms, IReadOnlyList<UniverseMember> Members) tomorrow, out _))
            return symbols;
        string[] coming = [.. tomorrow.Members.Select(member => member.Symbol).Where(trading.Contains)];
        universe.Set(tomorrow_ms, coming);
        return (string[])[.. symbols, .. coming.Except(symbols, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Makes tomorrow's universe every day until cancelled. The new day enters the registry when the caller requests the next one; by
    /// then it has admitted the symbols.
    /// </summary>
    public async IAsyncEnumerable<UniverseTurnOver> TurnOversAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            long now_ms = times.Clock.NowMilliseconds(), due_ms = DayFiles.StartOf(now_ms) + (long)times.OfDay.TotalMilliseconds;
            if (due_ms <= now_ms)
                due_ms += UnixTime.MillisecondsPerDay;
            await Task.Delay(TimeSpan.FromMilliseconds(due_ms - now_ms), times.Clock, cancel);
            long tomorrow_ms = DayFiles.StartOf(due_ms) + UnixTime.MillisecondsPerDay;
            if (await MakeAsync(tomorrow_ms, cancel) is not { } symbols)
                continue;
            yield return new UniverseTurnOver(symbols, universe.At(Label.At(times.Clock.NowMilliseconds())));
            universe.Set(tomorrow_ms, symbols);
            Made(DayFiles.DayOf(tomorrow_ms), symbols.Length);
        }
    }

    /// <summary>The day's symbols, also written to its file where possible; null when the exchange does not answer.</summary>
    private async Task<string[]?> MakeAsync(long day_ms, CancellationToken cancel)
    {
        Result<IReadOnlyList<Instrument>> read = await market.GetInstrumentsAsync(cancel);
        if (!read.TryGet(out IReadOnlyList<Instrument>? all, out Fault? fault))
        {
            NotMade(DayFiles.DayOf(day_ms), fault.Message);
            return null;
        }

        universe.Instruments = all;
        IReadOnlyList<UniverseMember> members = rule.Select(all, await RankAsync(cancel));
        Result<Done> written = files.Write(day_ms, members);
        if (!written.IsOk)
            NotMade(DayFiles.DayOf(day_ms), written.Fault.Message);
        return [.. members.Select(member => member.Symbol)];
    }

    /// <summary>
    /// Symbols by 24-hour quote volume; empty, and logged, when the exchange does not answer: symbols are then ordered by name.
    /// </summary>
    private async Task<IReadOnlyList<string>> RankAsync(CancellationToken cancel)
    {
        Result<IReadOnlyList<DayVolume>> volumes = await market.GetDayVolumesAsync(cancel);
        if (volumes.IsOk)
            return [.. volumes.Value.OrderByDescending(volume => volume.QuoteVolume).Select(volume => volume.Symbol)];
        NotRanked(volumes.Fault.Message);
        return [];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The universe is not ranked by volume: {Reason}")]
    private partial void NotRanked(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The universe of {Day} has {Symbols} symbols")]
    private partial void Made(string day, int symbols);

    [LoggerMessage(Level = LogLevel.Error, Message = "The universe of {Day} was not built: {Reason}; the previous one remains in force")]
    private partial void NotMade(string day, string reason);
}
