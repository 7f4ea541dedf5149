using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;

namespace Platform.Cli.Tests.VolumeSpread;

/// <summary>platform vpa over recorded minute bars, through the real command.</summary>
public sealed class VpaCommandTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "symbol", "timeframe", "open_time", "clv", "rvol", "rspr", "zv", "zs", "atr", "slope5", "slope15", "slope40", "signals", "primary",
        "phase", "confidence", "evidence", "range_high", "range_low", "alignment", "consistency", "direction", "warmup",
    ];

    private readonly TempFolder _root = new("vpa");

    [Fact]
    public async Task A_recorded_month_gives_one_line_per_closed_bar_and_timeframe_twice_the_same()
    {
        string folder = RecordedData.Path("binance-usdm-1m");
        string[] first = await LinesAsync(folder, "first.jsonl", "--symbols", "btcusdt");
        string[] second = await LinesAsync(folder, "second.jsonl", "--symbols", "BTCUSDT");
        Assert.Equal(first, second);
        JsonElement[] lines = [.. first.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.All(lines, line => Assert.Equal(Fields, line.EnumerateObject().Select(field => field.Name)));
        Assert.Equal([8639, 2879, 1439, 719, 179, 29], lines.GroupBy(Timeframe).OrderByDescending(group => group.Count()).Select(group => group.Count()));
        Assert.All(lines.GroupBy(Close_ms), instant => Assert.Single(instant.Select(line => (line.GetProperty("alignment").ToString(), line.GetProperty("consistency").ToString())).Distinct()));
        Assert.Equal(lines.OrderBy(Close_ms).ThenBy(line => Length_ms(Timeframe(line))).Select(line => line.ToString()), lines.Select(line => line.ToString()));
        Assert.Equal(60, lines.Count(line => Timeframe(line) == "5m" && line.GetProperty("warmup").GetBoolean()));
    }

    [Fact]
    public async Task A_bad_row_is_reported_with_its_field_and_affects_only_its_windows()
    {
        List<string> rows = ["date,open,high,low,close,volume"];
        for (int minute = 0; minute < 30; minute++)
            rows.Add(string.Create(CultureInfo.InvariantCulture, $"{1_700_006_400_000L + minute * 60_000L},100,101.5,99,100.25,{minute + 1}"));
        rows[8] = rows[8].Replace("100.25", "abc");
        rows[14] = rows[14].Replace("101.5", "98");
        Write("XUSDT-1m.csv.gz", rows);
        (int code, string output) = await RunAsync("--input", _root.Path, "--timeframes", "5m", "--json", _root.File("out.jsonl"));
        Assert.Equal(2, code);
        Assert.Contains("XUSDT-1m.csv.gz:9: close 'abc' is not a number; expected decimal text such as 95504.1. The row is omitted; correct it", output);
        Assert.Contains("XUSDT-1m.csv.gz:15: high 98 and low 99 must enclose open 100 and close 100.25.", output);
        Assert.Contains("2 rows or files were omitted", output);
        Assert.Equal(4, File.ReadLines(_root.File("out.jsonl")).Count());
    }

    [Fact]
    public async Task Microseconds_no_header_further_columns_and_plain_text_are_read()
    {
        string[] rows = [.. Enumerable.Range(0, 10).Select(minute => string.Create(CultureInfo.InvariantCulture, $"{1_700_006_400_000_000L + minute * 60_000_000L},1e2,101,99,100,0.123456789,x,y"))];
        Write("币安人生USDT-1m.csv", rows);
        (int code, string output) = await RunAsync("--input", _root.Path, "--timeframes", "5m", "--json", "-");
        Assert.Equal(0, code);
        Assert.Contains("\"symbol\":\"币安人生USDT\",\"timeframe\":\"5m\",\"open_time\":1700006700000,\"clv\":0.5,", output);
        Assert.Contains("more than 8 decimals; they are rounded to 8", output);
    }

    [Theory]
    [InlineData("--input NOWHERE", "the folder does not exist; expected a folder with files SYMBOL-1m.csv.gz")]
    [InlineData("--input .", "contains no file SYMBOL-1m.csv.gz or SYMBOL-1m.csv; expected at least one, such as BTCUSDT-1m.csv.gz")]
    [InlineData("--input . --timeframes 7m", "--timeframes: '7m' is not a timeframe of the analysis; expected one or more of 5m,15m,30m,1h,4h,1d.")]
    [InlineData("--input . --timeframes 8h", "--timeframes: '8h' is not a timeframe of the analysis")]
    public async Task Invalid_input_is_refused_with_what_was_expected(string arguments, string expected)
    {
        (int code, string output) = await RunAsync(arguments.Replace(" .", " " + _root.Path).Split(' '));
        Assert.Equal(2, code);
        Assert.Contains(expected, output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_symbol_missing_in_the_folder_is_reported_with_the_available_symbols()
    {
        Write("XUSDT-1m.csv", ["1700006400000,1,1,1,1,1"]);
        (int code, string output) = await RunAsync("--input", _root.Path, "--symbols", "YUSDT,XUSDT");
        Assert.Equal(2, code);
        Assert.Contains("contains no minute bars of YUSDT; it has XUSDT.", output);
    }

    public void Dispose() => _root.Dispose();

    private async Task<string[]> LinesAsync(string folder, string file, params string[] more)
    {
        (int code, string output) = await RunAsync(["--input", folder, "--json", _root.File(file), .. more]);
        Assert.True(code == 0, output);
        return File.ReadAllLines(_root.File(file));
    }

    private void Write(string name, IEnumerable<string> rows)
    {
        using Stream file = File.Create(_root.File(name));
        using Stream text = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Compress) : file;
        text.Write(Encoding.UTF8.GetBytes(string.Join('\n', rows) + "\n"));
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using ChildProcess command = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["vpa", .. arguments]);
        int code = await command.ExitAsync(TimeSpan.FromSeconds(60));
        return (code, command.Output);
    }

    private static string Timeframe(JsonElement line) => line.GetProperty("timeframe").GetString()!;

    private static long Close_ms(JsonElement line) => line.GetProperty("open_time").GetInt64() + Length_ms(Timeframe(line));

    private static long Length_ms(string timeframe) => timeframe switch { "5m" => 5, "15m" => 15, "30m" => 30, "1h" => 60, "4h" => 240, _ => 1440 } * 60_000L;
}
