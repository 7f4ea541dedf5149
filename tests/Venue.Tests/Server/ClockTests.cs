using System.Text.Json;
using Platform.Primitives.Time;
using Platform.TestKit.Clocks;
using Xunit;

namespace Platform.Venue.Tests.Server;

/// <summary>The clock of a venue at speed 1, compared with the machine's clock by an operator and a client.</summary>
public class ClockTests
{
    [Fact]
    public async Task After_a_pause_or_a_reset_sync_sets_the_clock_to_the_machine_time()
    {
        ManualClock machine = ManualClock.At(1_790_000_000_000);
        await using TestVenue venue = await TestVenue.StartAsync(real: machine);
        await ActAsync(venue, "pause");
        machine.Advance(TimeSpan.FromSeconds(30));
        await ActAsync(venue, "resume");
        Assert.Equal(machine.NowMilliseconds() - 30_000, await venue.TimeAsync());
        Assert.Equal(200, (await ActAsync(venue, "sync")).Status);
        Assert.Equal(machine.NowMilliseconds(), await venue.TimeAsync());
        await venue.SendAsync(HttpMethod.Post, "/venue/v1/reset", null, null, "T");
        Assert.NotEqual(machine.NowMilliseconds(), await venue.TimeAsync());
        await ActAsync(venue, "sync");
        Assert.Equal(machine.NowMilliseconds(), await venue.TimeAsync());
        machine.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(machine.NowMilliseconds(), await venue.TimeAsync());
    }

    [Fact]
    public async Task A_clock_ahead_of_real_time_is_not_set_back_and_the_error_says_what_to_do()
    {
        ManualClock machine = ManualClock.At(1_790_000_000_000);
        await using TestVenue venue = await TestVenue.StartAsync(real: machine);
        await ActAsync(venue, "pause");
        await ActAsync(venue, "step", ",\"stepMs\":7000");
        Answer refused = await ActAsync(venue, "sync");
        Assert.Equal(400, refused.Status);
        Assert.Contains("7000 ms ahead", refused.Body.GetProperty("msg").GetString(), StringComparison.Ordinal);
        Assert.Contains("/venue/v1/reset", refused.Body.GetProperty("msg").GetString(), StringComparison.Ordinal);
        await venue.SendAsync(HttpMethod.Post, "/venue/v1/reset", null, null, "T");
        Assert.Equal(200, (await ActAsync(venue, "sync")).Status);
        Assert.Equal(machine.NowMilliseconds(), await venue.TimeAsync());
    }

    [Fact]
    public async Task The_clock_reports_its_anchor_and_the_start_of_the_market()
    {
        ManualClock machine = ManualClock.At(1_790_000_000_000);
        await using TestVenue venue = await TestVenue.StartAsync(real: machine);
        JsonElement first = (await venue.GetAsync("/venue/v1/clock")).Body;
        machine.Advance(TimeSpan.FromSeconds(30));
        await ActAsync(venue, "speed", ",\"speed\":4");
        machine.Advance(TimeSpan.FromSeconds(2));
        JsonElement second = (await venue.GetAsync("/venue/v1/clock")).Body;
        Assert.Equal(Number(first, "marketStartMs"), Number(second, "marketStartMs"));
        Assert.Equal((machine.NowMilliseconds() - 2_000, 1_790_000_030_000), (Number(second, "realStartMs"), Number(second, "virtualStartMs")));
        Assert.Equal(Number(second, "virtualStartMs") + 4 * (machine.NowMilliseconds() - Number(second, "realStartMs")), Number(second, "nowMs"));
    }

    private static long Number(JsonElement clock, string name) => clock.GetProperty(name).GetInt64();

    private static Task<Answer> ActAsync(TestVenue venue, string action, string more = "") =>
        venue.SendAsync(HttpMethod.Post, "/venue/v1/actions", new StringContent($$"""{"action":"{{action}}"{{more}}}"""), null, "T");
}
