using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.TradeStream;

/// <summary>`platform stream --input` through the real command.</summary>
public sealed class StreamFileTests : IDisposable
{
    private const string Header = "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker";

    private readonly TempFolder _folder = new("stream");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_recorded_day_gives_one_line_per_trade_with_the_numbers_of_a_plain_computation()
    {
        string file = RecordedData.Path("derived-aggtrades", "ethusdt_2024-07-18_19_aggTrades_DERIVED.csv");
        (int code, string output) = await RunAsync("--input", file, "--print-every", "1", "--json", _folder.File("out.json"), "--log-level", "WARNING");
        Assert.Equal((0, ""), (code, output));
        double[] changes = [.. File.ReadLines(file).Skip(1).Select(line => line.Split(',')).Select(row => double.Parse(row[2], CultureInfo.InvariantCulture) * (row[6] == "true" ? -1 : 1))];
        string[] lines = File.ReadAllLines(_folder.File("out.json"));
        Assert.Equal(changes.Length, lines.Length);
        var past = new List<double>();
        double cvd = 0, ema = 0;
        for (int n = 0; n < lines.Length; n++)
        {
            using JsonDocument line = JsonDocument.Parse(lines[n]);
            cvd += changes[n];
            ema = n == 0 ? cvd : 0.2 * cvd + 0.8 * ema;
            JsonElement root = line.RootElement;
            Assert.Equal(cvd, root.GetProperty("cvd").GetDouble(), 1e-7);
            Assert.Equal(ema, root.GetProperty("ema").GetDouble(), 1e-7);
            Assert.Equal(changes[n] > 0 ? "buy" : "sell", root.GetProperty("side").GetString());
            Assert.Equal(n < 60, root.GetProperty("warmup").GetBoolean());
            if (n >= 60)
            {
                double[] window = [.. past.TakeLast(300)];
                double mean = window.Average(), deviation = Math.Sqrt(window.Average(value => (value - mean) * (value - mean)));
                Assert.Equal((cvd - mean) / deviation, root.GetProperty("z").GetDouble(), 1e-7);
            }

            past.Add(cvd);
        }
    }

    [Fact]
    public async Task Each_line_has_the_documented_fields_in_order_and_null_for_missing_values()
    {
        string[] lines = await JsonOfAsync("x.txt", """{"data":{"p":"3245.5","q":"10.0","m":false}}""");
        Assert.Equal("""{"symbol":"ETHUSDT","event_time_ms":null,"price":3245.5,"quantity":10,"side":"buy","cvd":10,"z":null,"ema":10,"warmup":true,"std_zero":false,"bad":0,"gap":false}""", Assert.Single(lines));
    }

    [Fact]
    public async Task A_CSV_gives_the_same_result_with_and_without_header_gzipped_and_in_microseconds()
    {
        string rows = "1,100.5,0.1,1,1,1721347022956,true\n2,100.6,0.2,2,2,1721347022999,false\n4,100.6,0.3,4,4,1721347023001,False\n";
        string[] expected = await JsonOfAsync("SOLUSDT-a.csv", $"{Header}\n{rows}");
        Assert.Equal(3, expected.Length);
        Assert.StartsWith("{\"symbol\":\"SOLUSDT\",\"event_time_ms\":1721347022956,\"price\":100.5,", expected[0]);
        Assert.Contains("\"side\":\"buy\",\"cvd\":0.4,\"z\":null,\"ema\":0.032,\"warmup\":true,\"std_zero\":false,\"bad\":0,\"gap\":true}", expected[2].Replace("0.03200000000000001", "0.032"));
        Assert.Equal(expected, await JsonOfAsync("SOLUSDT-b.csv", rows));
        Assert.Equal(expected, await JsonOfAsync("SOLUSDT-c.csv", rows.Replace(",true", "000,true").Replace(",false", "000,false").Replace(",False", "000,False").Replace("\n", "\r\n")));
        using (var packed = new GZipStream(File.Create(_folder.File("SOLUSDT-d.bin")), CompressionLevel.Fastest))
            packed.Write(Encoding.UTF8.GetBytes(rows.TrimEnd()));
        Assert.Equal(expected, await JsonOfAsync("SOLUSDT-d.bin", null));
    }

    [Fact]
    public async Task Latency_of_a_capture_uses_its_own_clock_and_a_late_clock_is_reported()
    {
        string Line(long received, int id) => $$$"""{{{received}}} {"stream":"ethusdt@aggTrade","data":{"e":"aggTrade","E":1721347202808,"s":"ethusdt","a":{{{id}}},"p":"1","q":"1","m":false}}""";
        File.WriteAllLines(_folder.File("capture.txt"), [Line(1721347202908000000, 1), Line(1721347202708000, 2)]);
        (int code, string output) = await RunAsync("--input", _folder.File("capture.txt"), "--print-every", "1");
        Assert.Equal(0, code);
        Assert.Contains("CVD ETHUSDT | cvd=1.000000 z=None ema=1.000000 | warmup=True std_zero=False bad=0 | latency=100.0ms\n", output);
        Assert.Contains("latency=-100.0ms (clock offset)", output);
        Assert.Contains("the local clock is behind the exchange's by at least 100.0 ms; synchronise the local clock", output);
        Assert.Contains("'total_messages': 2, 'parse_errors': 0, 'queue_dropped_rate': 0.0}", output);
    }

    [Fact]
    public async Task Unreadable_lines_are_reported_and_counted_and_do_not_stop_the_stream()
    {
        File.WriteAllText(_folder.File("BTCUSDT.csv"), $"{Header}\n1,1,1,1,1,1721347022956,true\nrubbish\n2,1,NaN,1,1,1721347022957,true\n2,x,1,1,1,1721347022957,true\n3,1,2,1,1,1721347022958,false\n3,1,2,1,1,1721347022958,false\n");
        (int code, string output) = await RunAsync("--input", _folder.File("BTCUSDT.csv"));
        Assert.Equal(0, code);
        Assert.Contains($"{_folder.File("BTCUSDT.csv")}:3: rubbish", output);
        Assert.Contains($"{_folder.File("BTCUSDT.csv")}:5: 2,x,1", output);
        Assert.Contains("BTCUSDT | trades=2 bad=1 duplicates=1 gaps=0 gap=False", output);
        Assert.Contains("'parse_errors': 2", output);
    }

    [Fact]
    public async Task Repeated_warnings_are_limited_to_five_lines_a_second_and_the_rest_is_counted()
    {
        File.WriteAllText(_folder.File("noise.txt"), "{}\n" + string.Concat(Enumerable.Repeat("{broken\n", 5_000)) + """{"p":"1","q":"1","m":true}""");
        (int code, string output) = await RunAsync("--input", _folder.File("noise.txt"));
        Assert.Equal(0, code);
        Assert.InRange(output.Split('\n').Count(line => line.Contains("Parse error", StringComparison.Ordinal)), 5, 20);
        Assert.Contains("'parse_errors': 5000", output);
    }

    [Theory]
    [InlineData("absent", "the file does not exist")]
    [InlineData(".", "it is a folder")]
    public async Task An_unreadable_file_is_named(string name, string problem)
    {
        (int code, string output) = await RunAsync("--input", _folder.File(name));
        Assert.Equal(2, code);
        Assert.Contains(problem, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_file_without_trades_is_an_error_that_states_what_was_expected()
    {
        File.WriteAllText(_folder.File("empty.txt"), "\n");
        (int code, string output) = await RunAsync("--input", _folder.File("empty.txt"));
        Assert.Equal(2, code);
        Assert.Contains("no trade was found. Expected lines such as", output);
    }

    [Fact]
    public async Task A_JSON_file_that_cannot_be_written_is_named_before_anything_starts()
    {
        (int code, string output) = await RunAsync("--demo", "--json", _folder.File("no", "such", "folder.json"));
        Assert.Equal(2, code);
        Assert.Contains("cannot be written", output);
    }

    private async Task<string[]> JsonOfAsync(string name, string? content)
    {
        if (content is not null)
            File.WriteAllText(_folder.File(name), content);
        (int code, string output) = await RunAsync("--input", _folder.File(name), "--print-every", "1", "--json", _folder.File("out.json"));
        Assert.True(code == 0, output);
        return File.ReadAllLines(_folder.File("out.json"));
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["stream", .. arguments], _folder.Path);
        return (await command.ExitAsync(TimeSpan.FromSeconds(60)), command.Output);
    }
}
