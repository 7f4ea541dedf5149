using FsCheck;
using FsCheck.Fluent;
using Platform.Analytics.VolumeSpread.Features;
using Platform.Cli.VolumeSpread.Live;
using Platform.Domain.Labels;
using Platform.Primitives.Numbers;
using Xunit;

namespace Platform.Cli.Tests.VolumeSpread;

/// <summary>The choice between stream and REST, bar by bar, on a clock that the test sets.</summary>
public sealed class SeriesFeedTests
{
    private const long Start_ms = 1_700_006_400_000;
    private static readonly FeedRules Rules = new();
    private readonly SeriesFeed _feed = new(BarInterval.M5, Rules);

    public SeriesFeedTests() => _feed.Begin(Bar(0));

    [Fact]
    public void A_stream_whose_bars_arrive_in_time_is_the_only_source()
    {
        for (int i = 1; i <= 10; i++)
        {
            Assert.False(_feed.NeedsRest(Close(i) + Rules.Grace_ms - 1));
            _feed.OfferStream(Bar(i), Close(i));
        }

        Assert.Equal(10, Taken().Count);
        Assert.Equal((BarSource.Stream, 10, 0), (_feed.Source, _feed.Counts.FromStream, _feed.Counts.FromRest));
    }

    [Fact]
    public void A_silent_stream_is_left_after_the_grace_time_and_used_again_after_three_equal_bars()
    {
        Assert.True(_feed.NeedsRest(Close(1) + Rules.Grace_ms));
        Rest(Close(1) + Rules.Grace_ms, 0, 1);
        Assert.Equal((BarSource.Rest, 1), (_feed.Source, _feed.Counts.Late));
        for (int i = 2; i <= 4; i++)
        {
            Assert.Equal(BarSource.Rest, _feed.Source);
            _feed.OfferStream(Bar(i), Close(i));
            Assert.True(_feed.NeedsRest(Close(i)));
            Rest(Close(i), i - 1, i);
        }

        Assert.Equal((BarSource.Stream, 2), (_feed.Source, _feed.Counts.Switches));
        _feed.OfferStream(Bar(5), Close(5));
        Assert.Equal([1, 2, 3, 4, 5], Taken());
    }

    [Fact]
    public void Invalid_bars_are_never_taken_from_the_stream()
    {
        _feed.OfferStream(Bar(1) with { High = Price.Parse("1") }, Close(1));
        _feed.OfferStream(Bar(1) with { OpenTime_ms = Bar(1).OpenTime_ms + 1 }, Close(1));
        _feed.OfferStream(Bar(1), Close(1) - 1);
        Assert.Empty(Taken());
        Assert.Equal((BarSource.Rest, 3), (_feed.Source, _feed.Counts.Wrong));
        Assert.True(_feed.Quality < 0.9);
        Rest(Close(1), 0, 1);
        Assert.Equal([1], Taken());
    }

    [Fact]
    public void A_repeated_bar_is_counted_and_taken_once()
    {
        _feed.OfferStream(Bar(1), Close(1));
        _feed.OfferStream(Bar(1), Close(1));
        Assert.Equal([1], Taken());
        Assert.Equal((1, BarSource.Stream), (_feed.Counts.Duplicates, _feed.Source));
    }

    [Fact]
    public void A_gap_is_filled_by_the_exchange_before_the_bar_behind_it()
    {
        _feed.OfferStream(Bar(3), Close(3));
        Assert.Empty(Taken());
        Assert.True(_feed.NeedsRest(Close(3)));
        Rest(Close(3), 0, 3);
        Assert.Equal([1, 2, 3], Taken());
        Assert.Equal(BarSource.Rest, _feed.Source);
    }

    [Fact]
    public void A_wrong_but_plausible_bar_is_found_by_the_audit_and_corrected()
    {
        for (int i = 1; i < Rules.AuditEvery; i++)
            _feed.OfferStream(Bar(i), Close(i));
        PriceVolumeBar lie = Bar(Rules.AuditEvery) with { Volume = Volume.Parse("999") };
        _feed.OfferStream(lie, Close(Rules.AuditEvery));
        Assert.True(_feed.NeedsRest(Close(Rules.AuditEvery)));
        Assert.Equal([Bar(Rules.AuditEvery)], _feed.OfferRest([.. Enumerable.Range(1, Rules.AuditEvery).Select(Bar)], Close(Rules.AuditEvery)));
        Assert.Equal((BarSource.Rest, 1), (_feed.Source, _feed.Counts.Corrected));
    }

    [Fact]
    public void A_bar_that_is_still_open_at_the_exchange_is_not_taken()
    {
        Rest(Close(1) - 1, 0, 1);
        Assert.Empty(Taken());
    }

    [Fact]
    public void Every_bar_is_delivered_once_and_in_order_whatever_the_stream_loses_repeats_or_reorders() =>
        Prop.ForAll(Gen.Choose(0, 5).ListOf(60).ToArbitrary(), faults =>
        {
            var feed = new SeriesFeed(BarInterval.M5, Rules);
            feed.Begin(Bar(0));
            List<int> taken = [];
            int last = 0;
            foreach (int fault in faults)
            {
                last++;
                switch (fault)
                {
                    case 0:
                        break;
                    case 1:
                        feed.OfferStream(Bar(last) with { Low = Price.Parse("-1") }, Close(last));
                        break;
                    case 2:
                        feed.OfferStream(Bar(last), Close(last));
                        feed.OfferStream(Bar(last), Close(last));
                        break;
                    case 3:
                        feed.OfferStream(Bar(last + 1), Close(last + 1));
                        feed.OfferStream(Bar(last), Close(last + 1));
                        break;
                    default:
                        feed.OfferStream(Bar(last), Close(last));
                        break;
                }

                long now_ms = Close(last) + Rules.Grace_ms;
                if (feed.NeedsRest(now_ms))
                    feed.OfferRest([.. Enumerable.Range(0, last + 1).Select(Bar).Where(bar => bar.OpenTime_ms >= feed.AskFrom_ms)], now_ms);
                Drain(feed, taken);
            }

            return taken.SequenceEqual(Enumerable.Range(1, taken.Count)) && taken.Count >= last;
        }).QuickCheckThrowOnFailure();

    private void Rest(long now_ms, int first, int last) => _feed.OfferRest([.. Enumerable.Range(first, last - first + 1).Select(Bar)], now_ms);

    private List<int> Taken()
    {
        List<int> taken = [];
        Drain(_feed, taken);
        return taken;
    }

    private static void Drain(SeriesFeed feed, List<int> taken)
    {
        while (feed.TryTake(out PriceVolumeBar bar))
        {
            int number = (int)((bar.OpenTime_ms - Start_ms) / 300_000);
            Assert.Equal(Bar(number), bar);
            taken.Add(number);
        }
    }

    private static PriceVolumeBar Bar(int number) => new(
        Start_ms + number * 300_000L, Price.Of(100 + number % 3), Price.Of(105), Price.Of(95), Price.Of(101), Volume.FromUnits(100_000_000L * (number + 1)));

    private static long Close(int number) => Start_ms + (number + 1) * 300_000L;
}
