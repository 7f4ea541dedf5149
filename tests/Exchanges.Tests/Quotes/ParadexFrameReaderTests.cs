using System.Buffers.Binary;
using System.Text;
using Platform.Domain.Market;
using Platform.Exchanges.Paradex;
using Platform.Exchanges.Quotes;
using Platform.Exchanges.Tests.Kit;
using Xunit;

namespace Platform.Exchanges.Tests.Quotes;

public class ParadexFrameReaderTests
{
    /// <summary>The example of other-venues.md §3.4: bid 84209.4 × 0.512, ask 84209.9 × 1.25.</summary>
    private const string Example =
        "300002000100010040c227dafe5b060092b932ca01000000002b23a7a807000000400d0300000000801b1eaaa807000040597307000000000c4254432d5553442d50455250";

    private static readonly QuoteInstrument[] s_instruments =
    [
        new("BTC-USD-PERP", "BTC/USD*:PERP", "USD", 1, 1, 0.00001m),
        new("kPEPE-USD-PERP", "PEPE/USD*:PERP", "USD", 1_000, 1_000, 1_000),
    ];

    private readonly QuoteRecorder _sink = new();
    private readonly ParadexFrameReader _reader;

    public ParadexFrameReaderTests() => _reader = new ParadexFrameReader(s_instruments, _sink);

    [Fact]
    public void The_published_example_is_read()
    {
        Assert.Equal(QuoteFrameKind.Data, Read(Convert.FromHexString(Example)));
        Assert.Equal(new MarketDataUpdate("paradex", "BTC/USD*:PERP", 84209.4m, 84209.9m, 0.512m, 1.25m, 1_790_000_000_123, 1) { IsStableBasisAssumed = true }, Assert.Single(_sink.Quotes));
    }

    [Fact]
    public void A_side_without_a_price_is_empty()
    {
        byte[] frame = Convert.FromHexString(Example);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(8 + 32), long.MinValue);
        Assert.Equal(QuoteFrameKind.Data, Read(frame));
        Assert.Equal((84209.4m, 0m, false), (_sink.LastQuote.Bid, _sink.LastQuote.Ask, _sink.LastQuote.IsValid));
    }

    [Fact]
    public void A_field_that_a_later_version_appends_is_skipped()
    {
        byte[] frame = Convert.FromHexString(Example);
        byte[] longer = [.. frame[..56], 1, 2, 3, 4, .. frame[56..]];
        BinaryPrimitives.WriteUInt16LittleEndian(longer, 52);
        Assert.Equal(QuoteFrameKind.Data, Read(longer));
        Assert.Equal(84209.9m, _sink.LastQuote.Ask);
    }

    [Fact]
    public void A_best_quote_with_an_older_sequence_number_is_not_delivered()
    {
        Read(Convert.FromHexString(Example));
        byte[] older = Convert.FromHexString(Example);
        BinaryPrimitives.WriteInt64LittleEndian(older.AsSpan(16), 7_687_289_233);
        Assert.Equal(QuoteFrameKind.Data, Read(older));
        Assert.Single(_sink.Quotes);
    }

    [Fact]
    public void A_book_is_its_snapshot_and_every_change_after_it_in_coins()
    {
        Assert.Equal(QuoteFrameKind.Control, Read(Book(9, isSnapshot: false, [(0.011m, 5m)], [])));
        Assert.Equal(QuoteFrameKind.Data, Read(Book(10, isSnapshot: true, [(0.012m, 5m), (0.011m, 7m)], [(0.013m, 4m)])));
        Assert.Equal(QuoteFrameKind.Data, Read(Book(11, isSnapshot: false, [(0.012m, 0m)], [(0.0125m, 1m)])));
        Assert.Equal([new QuoteLevel(0.011m, 7m)], _sink.LastBook.Bids);
        Assert.Equal([new QuoteLevel(0.0125m, 1m), new QuoteLevel(0.013m, 4m)], _sink.LastBook.Asks);
        Assert.Equal((0.000011m, 7_000m, 0.0000125m), (_sink.LastQuote.Bid, _sink.LastQuote.BidSize, _sink.LastQuote.Ask));
    }

    [Fact]
    public void A_missing_change_of_a_book_is_a_gap_until_the_next_snapshot()
    {
        Read(Book(10, isSnapshot: true, [(0.012m, 5m)], [(0.013m, 4m)]));
        Assert.Equal(QuoteFrameKind.Gap, Read(Book(12, isSnapshot: false, [(0.011m, 5m)], [])));
        Assert.Equal("kPEPE-USD-PERP", _reader.GapAt!.NativeSymbol);
        Assert.Equal(QuoteFrameKind.Control, Read(Book(13, isSnapshot: false, [(0.011m, 5m)], [])));
        Assert.Equal(QuoteFrameKind.Data, Read(Book(20, isSnapshot: true, [(0.010m, 5m)], [(0.013m, 4m)])));
        Assert.Equal(2, _sink.Books.Count);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","result":{"channel":"bbo.BTC-USD-PERP"},"usIn":1790000000123456,"usDiff":412,"id":1}""", QuoteFrameKind.Control)]
    [InlineData("""{"jsonrpc":"2.0","error":{"code":-32600,"message":"invalid subscribe request","data":"x"},"usIn":1,"usOut":2,"usDiff":1,"id":2}""", QuoteFrameKind.Refusal)]
    [InlineData("""{"jsonrpc":"2.0","method":"subscription","params":{"channel":"bbo.BTC-USD-PERP","data":{}}}""", QuoteFrameKind.Malformed)]
    [InlineData("[]", QuoteFrameKind.Malformed)]
    [InlineData("not json", QuoteFrameKind.Malformed)]
    public void Answers_are_text(string frame, object kind) => Assert.Equal(kind, _reader.Read(Encoding.UTF8.GetBytes(frame), isBinary: false, 1));

    [Fact]
    public void Other_templates_are_skipped_and_another_schema_is_malformed()
    {
        byte[] heartbeat = [16, 0, 40, 0, 1, 0, 1, 0, .. new byte[16]];
        Assert.Equal(QuoteFrameKind.Control, Read(heartbeat));
        heartbeat[4] = 2;
        Assert.Equal(QuoteFrameKind.Malformed, Read(heartbeat));
    }

    [Fact]
    public void A_message_cut_anywhere_is_malformed_and_changes_nothing()
    {
        foreach (byte[] whole in (byte[][])[Convert.FromHexString(Example), Book(10, isSnapshot: true, [(0.012m, 5m)], [(0.013m, 4m)])])
        {
            for (int length = 0; length < whole.Length; length++)
                Assert.Equal(QuoteFrameKind.Malformed, Read(whole[..length]));
        }

        Assert.Empty(_sink.Quotes);
        Assert.Empty(_sink.Books);
    }

    [Fact]
    public void Bytes_changed_at_random_are_never_an_exception()
    {
        var random = new Random(7);
        byte[][] messages = [Convert.FromHexString(Example), Book(10, isSnapshot: true, [(0.012m, 5m)], [(0.013m, 4m)]), Book(11, isSnapshot: false, [(0.012m, 0m)], [])];
        for (int i = 0; i < 20_000; i++)
        {
            byte[] changed = [.. messages[i % messages.Length]];
            for (int n = random.Next(1, 6); n > 0; n--)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            Read(changed);
        }
    }

    /// <summary>A book message of the second contract.</summary>
    private static byte[] Book(long sequence, bool isSnapshot, (decimal Price, decimal Size)[] bids, (decimal Price, decimal Size)[] asks)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (ushort field in (ushort[])[89, 3, 1, 1])
            writer.Write(field);
        writer.Write(1_790_000_000_123_456L);
        writer.Write(sequence);
        writer.Write(isSnapshot ? (byte)0 : (byte)1);
        writer.Write(new byte[89 - 17]);
        foreach ((decimal Price, decimal Size)[] side in ((decimal, decimal)[][])[bids, asks])
        {
            writer.Write((ushort)16);
            writer.Write((ushort)side.Length);
            foreach ((decimal price, decimal size) in side)
            {
                writer.Write((long)(price * 100_000_000m));
                writer.Write((long)(size * 100_000_000m));
            }
        }

        writer.Write("kPEPE-USD-PERP");
        return stream.ToArray();
    }

    private QuoteFrameKind Read(byte[] frame) => _reader.Read(frame, isBinary: true, 1);
}
