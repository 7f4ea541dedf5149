using System.Text.Json;
using Platform.Venue.Core.Contract;
using Platform.Venue.Gateway.Streams;

namespace Platform.Venue.Gateway.Events;

/// <summary>Publishes the mark prices of one second: separately on the streams of symbols, in one array on the all-market streams. Runs on the core's turn.</summary>
internal sealed class MarkPriceArray(TopicRegistry topics)
{
    private const int SlowEvery = 3;
    private readonly EventText _one = new();
    private readonly EventText _all = new();
    private bool _open, _slow;

    public void Add(in PremiumView premium)
    {
        FollowedStream[] own = topics.Of(premium.Symbol, StreamKind.MarkPrice), all = topics.Of("", StreamKind.MarkPrice);
        if (own.Length == 0 && all.Length == 0)
            return;
        bool slow = premium.Time_ms / 1000 % SlowEvery == 0;
        MarketEventText.MarkPrice(_one.Begin(), premium);
        ReadOnlySpan<byte> text = _one.Written;
        foreach (FollowedStream topic in own)
        {
            if (slow || topic.Name.Cadence_ms == 1000)
                topic.Send(text);
        }

        if (all.Length == 0)
            return;
        if (!_open)
            _all.Begin().WriteStartArray();
        _open = true;
        _slow = slow;
        _all.Json.WriteRawValue(text, skipInputValidation: true);
    }

    /// <summary>Sends the array of mark prices to the all-market streams.</summary>
    public void Flush()
    {
        if (!_open)
            return;
        _open = false;
        _all.Json.WriteEndArray();
        foreach (FollowedStream topic in topics.Of("", StreamKind.MarkPrice))
        {
            if (_slow || topic.Name.Cadence_ms == 1000)
                topic.Send(_all.Written);
        }
    }
}
