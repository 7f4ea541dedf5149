using Platform.Domain.Market;
using Platform.TestKit.Archives;
using Platform.TestKit.Files;
using Platform.TestKit.Processes;
using Xunit;
using static Platform.TestKit.Archives.ArchiveFolder;

namespace Platform.Cli.Tests;

public sealed class ArchiveCommandTests : IDisposable
{
    private static readonly AggTrade[] s_trades = Trades(1, new DateTime(2024, 2, 1), new DateTime(2024, 3, 1), 300);

    private readonly TempFolder _folder = new("archive");

    [Fact]
    public async Task Exit_code_is_0_when_all_is_done_and_1_with_a_list_of_what_is_not()
    {
        new ArchiveFolder(_folder.File("source")).Add(Monthly("BTCUSDT", "2024-02"), s_trades);
        await File.WriteAllTextAsync(_folder.File("symbols.txt"), "# majors\nBTCUSDT\nethusdt  # not there\n");
        (int done, string output) = await RunAsync("build", "--source", _folder.File("source"), "--symbols", "BTCUSDT", "--from", "2024-02", "--to", "2024-02", "--out", _folder.File("out"));
        Assert.True(done == 0, output);
        Assert.Contains("BTCUSDT 2024-02: 300 trades", output, StringComparison.Ordinal);
        Assert.Contains("1 of 1 symbols done", output, StringComparison.Ordinal);
        (int left, string told) = await RunAsync("build", "--source", _folder.File("source"), "--symbols-file", _folder.File("symbols.txt"), "--from", "2024-02", "--to", "2024-02", "--out", _folder.File("out"), "--workers", "2");
        Assert.True(left == 1, told);
        Assert.Contains("not done: ETHUSDT 2024-02 to 2024-02", told, StringComparison.Ordinal);
    }

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["build"], "Option '--source' is required." },
        { Build("--from", "2024-1", "--symbols", "BTCUSDT"), "--from '2024-1' is not a month; expected YYYY-MM" },
        { Build("--from", "2024-05", "--symbols", "BTCUSDT"), "--from 2024-05 is after --to 2024-03" },
        { Build("--from", "2024-01"), "no symbols: give --symbols BTCUSDT,ETHUSDT or --symbols-file FILE" },
        { Build("--from", "2024-01", "--symbols", "btc-usdt"), "--symbols: the symbol 'btc-usdt' holds a '-'" },
        { Build("--from", "2024-01", "--symbols", "BTCUSDT", "--workers", "0"), "--workers 0 is out of range; expected 1 to 64" },
        { ["build", "--source", "nowhere", "--symbols", "BTCUSDT", "--from", "2024-01", "--to", "2024-02", "--out", "out"], "--source nowhere is neither an existing folder nor an http or https URL" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Wrong_arguments_end_with_exit_code_2_and_state_what_is_expected(string[] arguments, string message)
    {
        Directory.CreateDirectory(_folder.File("source", "futures", "um"));
        (int code, string output) = await RunAsync(arguments);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Equal(2, code);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    public void Dispose() => _folder.Dispose();

    private static string[] Build(params string[] more) => ["build", "--source", "source", "--to", "2024-03", "--out", "out", .. more];

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using ChildProcess platform = ChildProcess.Start(BuiltProgram.Path("Cli", "platform"), ["archive", .. arguments], _folder.Path);
        int code = await platform.ExitAsync();
        return (code, platform.Output);
    }
}
