using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Core.Engine;

/// <summary>An exchange as its state file left it, at the present of its clock.</summary>
internal sealed record RevivedExchange(ExchangeCore Core, VenueClock Clock, StateFile File);

/// <summary>
/// Brings an exchange back from its state file: it takes up the state of the last checkpoint (without one the market begins again at
/// its start), every command since then is done again at its time, and virtual time goes on along the same line as before, so that other processes need not learn a new clock. While nobody could reach
/// the exchange its market went on: prices moved, resting orders filled, funding was paid.
/// </summary>
internal static class ExchangeRevival
{
    private const int MostCatchUps = 20;
    private const double NearPresent_ms = 50;

    public static Result<RevivedExchange> Open(string path, ExchangeOptions options, TimeProvider real, OpenMarketSource open)
    {
        if (!StateFile.Resume(path).TryGet(out (StateFile File, KeptState Kept) resumed, out Fault? fault))
            return fault;
        Result<RevivedExchange> revived = Revive(path, resumed.Kept, resumed.File, options, real, open);
        if (!revived.IsOk)
            resumed.File.Dispose();
        return revived;
    }

    private static Result<RevivedExchange> Revive(string path, KeptState kept, StateFile file, ExchangeOptions options, TimeProvider real, OpenMarketSource open)
    {
        if (Difference(kept.Header.Options, options) is { } difference)
            return new Fault(FaultKind.Invalid, $"The state file '{path}' was begun with other options: {difference} Start with the same options, or move the file away to begin with a fresh state.");
        ExchangeOptions same = kept.Header.Options with { VirtualStart_ms = kept.Header.Start_ms, MarketPath = options.MarketPath };
        if (!Build(same, kept.Header.Start_ms, kept.Image, open).TryGet(out ExchangeCore? core, out Fault? fault))
            return fault;
        foreach (LoggedCommand logged in kept.Commands)
            core.Repeat(logged.At_ms, logged.Command);
        var clock = VenueClock.Resume(real, kept.Clock, core.State.Now_ms);

        // Time runs on while the core catches up; what is left after the last round is caught up by the first turn.
        for (int round = 0; round < MostCatchUps && clock.Now_ms - core.State.Now_ms > NearPresent_ms * Math.Max(1, clock.Speed); round++)
            core.AdvanceTo(clock.Now_ms);
        file.Append(clock.State);
        return new RevivedExchange(core, clock, file);
    }

    /// <summary>A core as at the start, or as its image has it.</summary>
    public static Result<ExchangeCore> Build(ExchangeOptions options, long start_ms, ReadOnlyMemory<byte> image, OpenMarketSource open)
    {
        if (!open(options, start_ms).TryGet(out IMarketSource? source, out Fault? fault))
            return fault;
        var core = new ExchangeCore(options, source);
        return image.IsEmpty ? core : StateImage.Load(core, image).Then<ExchangeCore>(_ => core);
    }

    /// <summary>What differs of the options that decide a run; null when nothing does. Speed and start are the file's.</summary>
    private static string? Difference(ExchangeOptions kept, ExchangeOptions given)
    {
        JsonElement before = Comparable(kept), now = Comparable(given);
        foreach (JsonProperty option in before.EnumerateObject())
        {
            JsonElement other = now.GetProperty(option.Name);
            if (!JsonElement.DeepEquals(option.Value, other))
                return $"{option.Name} was {option.Value.GetRawText()} and is now {other.GetRawText()}.";
        }

        return null;
    }

    private static JsonElement Comparable(ExchangeOptions options) =>
        JsonSerializer.SerializeToElement(options with { VirtualStart_ms = null, MarketPath = null, Speed = 0, StartPaused = false }, CommandJson.Options);
}
