using System.Text.Json;
using Platform.Primitives.Outcomes;
using Platform.Venue.Core.Commands;
using Platform.Venue.Core.Contract;
using Platform.Venue.Core.Sources;

namespace Platform.Venue.Core.Engine;

/// <summary>The parts of an exchange that was restored from its state file.</summary>
internal sealed record RecoveredExchange(ExchangeCore Core, VenueClock Clock, StateFile File);

/// <summary>
/// Restores an exchange from its state file: loads the state of the last checkpoint (without one, starts the market again from
/// its start), executes every later command at its time, and continues the clock. After a kill the clock continues as if it had never stopped, so that clients need not
/// synchronize again, and the market of the time in between is computed: prices change, resting orders fill, funding is paid.
/// </summary>
internal static class ExchangeRecovery
{
    private const int MaxCatchUps = 20;
    private const double NearPresent_ms = 50;

    public static Result<RecoveredExchange> Open(string path, ExchangeOptions options, TimeProvider real, OpenMarketSource open)
    {
        if (!StateFile.Resume(path).TryGet(out (StateFile File, SavedState Kept) resumed, out Fault? fault))
            return fault;
        Result<RecoveredExchange> recovered = Recover(path, resumed.Kept, resumed.File, options, real, open);
        if (!recovered.IsOk)
            resumed.File.Dispose();
        return recovered;
    }

    private static Result<RecoveredExchange> Recover(string path, SavedState kept, StateFile file, ExchangeOptions options, TimeProvider real, OpenMarketSource open)
    {
        if (Difference(kept.Header.Options, options) is { } difference)
            return new Fault(FaultKind.Invalid, $"The state file '{path}' was created with other options: {difference} Start with the same options, or move the file away to start with a new state.");
        ExchangeOptions same = kept.Header.Options with { VirtualStart_ms = kept.Header.Start_ms, MarketPath = options.MarketPath };
        if (!Build(same, kept.Header.Start_ms, kept.Image, open).TryGet(out ExchangeCore? core, out Fault? fault))
            return fault;
        foreach (LoggedCommand logged in kept.Commands)
            core.Repeat(logged.At_ms, logged.Command);
        var clock = VenueClock.Resume(real, kept.Clock, core.State.Now_ms);

        // Time passes while the core catches up; the first turn advances the core over that time.
        for (int round = 0; round < MaxCatchUps && clock.Now_ms - core.State.Now_ms > NearPresent_ms * Math.Max(1, clock.Speed); round++)
            core.AdvanceTo(clock.Now_ms);
        file.Append(clock.State);
        return new RecoveredExchange(core, clock, file);
    }

    /// <summary>Builds a core at its start, or with the state of an image.</summary>
    public static Result<ExchangeCore> Build(ExchangeOptions options, long start_ms, ReadOnlyMemory<byte> image, OpenMarketSource open)
    {
        if (!open(options, start_ms).TryGet(out IMarketSource? source, out Fault? fault))
            return fault;
        var core = new ExchangeCore(options, source);
        return image.IsEmpty ? core : StateImage.Load(core, image).Then<ExchangeCore>(_ => core);
    }

    /// <summary>Describes the first difference between two sets of options that determine a run; null when there is none. Speed and start are not compared, because those of the file apply.</summary>
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
