namespace Platform.Venue.Core.Calendars;

/// <summary>One session of a market: from its start to before its end, Unix ms.</summary>
internal readonly record struct TradingSession(long Start_ms, long End_ms, string Type);
