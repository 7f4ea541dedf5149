using Platform.Venue.Core.Sources;
using Xunit;

namespace Platform.Venue.Tests.Market;

public class SessionCalendarTests
{
    private const long Year_ms = 365L * 86_400_000;

    /// <summary>The first row is the example of the exchange's documentation; the others are the clocks of the markets in winter and summer.</summary>
    [Theory]
    [InlineData("EQUITY", "2025-12-09T01:35:43Z", "2025-12-09T01:00:00Z", "2025-12-09T09:00:00Z", "OVERNIGHT")]
    [InlineData("EQUITY", "2025-12-09T15:00:00Z", "2025-12-09T14:30:00Z", "2025-12-09T21:00:00Z", "REGULAR")]
    [InlineData("EQUITY", "2026-07-15T13:29:59Z", "2026-07-15T08:00:00Z", "2026-07-15T13:30:00Z", "PRE_MARKET")]
    [InlineData("EQUITY", "2026-07-18T12:00:00Z", "2026-07-18T00:00:00Z", "2026-07-20T00:00:00Z", "NO_TRADING")]
    [InlineData("EQUITY", "2026-03-08T12:00:00Z", "2026-03-07T01:00:00Z", "2026-03-09T00:00:00Z", "NO_TRADING")]
    [InlineData("COMMODITY", "2026-07-15T21:30:00Z", "2026-07-15T21:00:00Z", "2026-07-15T22:00:00Z", "NO_TRADING")]
    [InlineData("KR_EQUITY", "2025-12-09T00:00:00Z", "2025-12-09T00:00:00Z", "2025-12-09T06:30:00Z", "REGULAR")]
    [InlineData("HK_EQUITY", "2025-12-09T04:30:00Z", "2025-12-09T04:00:00Z", "2025-12-09T05:00:00Z", "NO_TRADING")]
    [InlineData("FX", "2025-12-10T04:30:00Z", "2025-12-07T22:00:00Z", "2025-12-12T22:00:00Z", "REGULAR")]
    public void A_time_has_its_session(string market, string now, string start, string end, string type)
    {
        SessionCalendar calendar = SessionCalendar.All.Single(calendar => calendar.Market == market);
        Assert.Equal(new TradingSession(Ms(start), Ms(end), type), calendar.At(Ms(now)));
    }

    [Fact]
    public void Sessions_follow_each_other_without_a_gap_over_a_year_of_changing_clocks()
    {
        foreach (SessionCalendar calendar in SessionCalendar.All)
        {
            TradingSession[] sessions = [.. calendar.Between(Ms("2026-01-01T00:00:00Z"), Ms("2026-01-01T00:00:00Z") + Year_ms)];
            Assert.True(sessions.Length > 100, calendar.Market);
            Assert.All(sessions.Zip(sessions.Skip(1)), pair => Assert.True(pair.First.End_ms == pair.Second.Start_ms && pair.First.Type != pair.Second.Type, $"{calendar.Market}: {pair}"));
            Assert.All(sessions, session => Assert.Equal(session, calendar.At(session.End_ms - 1)));
        }
    }

    private static long Ms(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
