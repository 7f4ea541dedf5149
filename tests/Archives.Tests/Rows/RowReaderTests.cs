using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Platform.Archives.Rows;
using Platform.Domain.Market;
using Platform.Primitives.Numbers;
using Platform.TestKit.Archives;
using Xunit;

namespace Platform.Archives.Tests.Rows;

public sealed class RowReaderTests
{
    private const string Good = "3383271130,65014.6,0.03,7900100566,7900100567,1784073600069,true";

    private static readonly AggTrade s_good = new(3383271130, Price.Parse("65014.6"), Quantity.Parse("0.03"), 7900100566, 7900100567, 1784073600069, true);

    [Theory]
    [InlineData(Good)]
    [InlineData("3383271130,65014.60000000,0.03000,7900100566,7900100567,1784073600069,true")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,1784073600069999,True")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,2026-07-15T00:00:00.069Z,TRUE")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,2026-07-15 00:00:00.069,1")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,2026-07-15 00:00:00.069999+00:00,yes")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,2026-07-15T08:00:00.069+08:00,t")]
    [InlineData(" 3383271130 , \"65014.6\",3e-2, 7900100566,7900100567,1784073600069,T")]
    [InlineData("3383271130,65014.6,0.03,7900100566,7900100567,1784073600069,true,true")]
    [InlineData("3383271130,65014.6,0.0300000000000,7900100566,7900100567,1784073600069,true")]
    public void A_row_is_read_in_every_spelling(string row) => Assert.Equal(s_good, Assert.Single(Read(row).Trades));

    [Theory]
    [InlineData("x,65014.6,0.03,1,2,1784073600069,true", "agg_trade_id is 'x'; expected a whole number")]
    [InlineData("1,abc,0.03,1,2,1784073600069,true", "price is 'abc'; expected a decimal number with at most 8 decimals")]
    [InlineData("1,0.123456789,0.03,1,2,1784073600069,true", "price is '0.123456789'; expected a decimal number with at most 8 decimals")]
    [InlineData("1,1,,1,2,1784073600069,true", "quantity is ''; expected a decimal number with at most 8 decimals")]
    [InlineData("1,1,1,1,2,178407360,true", "transact_time is '178407360'; expected Unix time of 13 digits (ms) or 16 digits (us), or an ISO 8601 time")]
    [InlineData("1,1,1,1,2,1784073600069,maybe", "is_buyer_maker is 'maybe'; expected true or false")]
    [InlineData("1,1,1,1,2,1784073600069", "the row is '1,1,1,1,2,1784073600069'; expected 7 fields, found 6")]
    [InlineData("1,-1,1,1,2,1784073600069,true", "agg_trade_id 1, price -1, quantity 1; expected an id of at least 0 and positive amounts")]
    [InlineData("-1,1,1,1,2,1784073600069,true", "agg_trade_id -1, price 1, quantity 1; expected an id of at least 0 and positive amounts")]
    [InlineData("1,1,1,3,2,1784073600069,true", "last_trade_id 2 is below first_trade_id 3")]
    public void A_bad_row_is_skipped_and_reported(string row, string problem)
    {
        (RowCounts counts, List<AggTrade> trades) = Read($"{Good}\n{row}\n{Good}");
        Assert.Equal((3, 1, 2), (counts.Rows, counts.Bad, trades.Count));
        Assert.Equal($"test.csv:2: {problem}", Assert.Single(counts.Examples));
    }

    [Fact]
    public void A_row_without_quantity_is_counted_apart()
    {
        (RowCounts counts, List<AggTrade> trades) = Read("1,1,0.000,1,2,1784073600069,true\n" + Good);
        Assert.Equal((2, 0, 1, 1), (counts.Rows, counts.Bad, counts.ZeroQuantity, trades.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData(ArchiveFolder.Header + "\n")]
    [InlineData("\uFEFF" + ArchiveFolder.Header + "\r\n")]
    [InlineData("\uFEFF")]
    [InlineData("\n\na,p,q,f,l,T,m\n")]
    public void A_first_row_without_a_number_is_a_header(string before)
    {
        (RowCounts counts, List<AggTrade> trades) = Read(before + Good + "\r\n\r\n");
        Assert.Equal((1, 0, 1), (counts.Rows, counts.Bad, trades.Count));
    }

    [Fact]
    public void A_header_with_the_columns_in_another_order_is_refused()
    {
        var reader = new RowReader("test.csv", new List(), new RowCounts());
        Assert.False(reader.Read(Encoding.UTF8.GetBytes("agg_trade_id,quantity,price,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n" + Good)));
        Assert.StartsWith("column 2 is quantity; expected the columns agg_trade_id,price,quantity", reader.HeaderProblem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fast_parser_and_the_general_parser_give_equal_trades() => Prop.ForAll(Rows, row =>
    {
        byte[] line = Encoding.UTF8.GetBytes(row);
        if (PlainRow.TryParse(line, out AggTrade plain))
        {
            Assert.True(RowFields.TryParse(line, out AggTrade thorough, out _), row);
            Assert.Equal(thorough, plain);
        }
    }).QuickCheckThrowOnFailure();

    /// <summary>Rows of digits, points and commas, most of them nearly right.</summary>
    private static Arbitrary<string> Rows { get; } = (
            from id in Gen.Elements("0", "1", "00012", "999999999999999999", "9999999999999999999", "", "-1", "1.0")
            from price in Gen.Elements("1", "0.00000001", "9999999999.99999999", "10000000000", "1.", ".5", "1.123456789", "1..2", "", ".", "1e5")
            from quantity in Gen.Choose(0, int.MaxValue)
            from time in Gen.Elements("1784073600069", "1784073600069123", "178407360006", "17840736000690", "0", "9999999999999", "10000000000000")
            from truth in Gen.Elements("true", "false", "true,true", "tru", "falsey", "")
            select string.Create(CultureInfo.InvariantCulture, $"{id},{price},{quantity / 1000m},5,6,{time},{truth}"))
        .ToArbitrary();

    private static (RowCounts Counts, List<AggTrade> Trades) Read(string text)
    {
        var counts = new RowCounts();
        var sink = new List();
        Assert.True(new RowReader("test.csv", sink, counts).Read(Encoding.UTF8.GetBytes(text)));
        return (counts, sink.Trades);
    }

    private sealed class List : ITradeSink
    {
        public List<AggTrade> Trades { get; } = [];

        public bool Add(in AggTrade trade)
        {
            Trades.Add(trade);
            return true;
        }
    }
}
