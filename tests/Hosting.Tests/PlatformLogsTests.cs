using System.Text.Json;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Configuration.Running;
using Platform.Hosting.Logging;
using Platform.TestKit.Clocks;
using Platform.TestKit.Files;
using Xunit;

namespace Platform.Hosting.Tests;

public class PlatformLogsTests
{
    private const string Secret = "s3cr3t-0123456789abcdef";

    [Fact]
    public void No_secret_reaches_the_file_in_message_field_or_exception()
    {
        using var folder = new TempFolder();
        Write(folder, new LoggingOptions(), log =>
        {
            log.LogWarning("the key {Key} was refused", Secret);
            log.LogError(new InvalidOperationException($"signing with {Secret}"), "plain {Text}", $"and {Secret}");
        });
        string text = File.ReadAllText(folder.File("data.log"));
        Assert.DoesNotContain(Secret, text);
        Assert.Contains(SecretRedaction.Mark, text);
    }

    [Fact]
    public void A_line_is_json_with_both_times_and_the_fields_of_the_message()
    {
        using var folder = new TempFolder();
        Write(folder, new LoggingOptions(), log => log.LogInformation("closed {Label} with {Symbols} symbols", "2025-05-05-003", 10));
        using JsonDocument line = JsonDocument.Parse(File.ReadAllLines(folder.File("data.log")).Single());
        Assert.Equal("2025-12-22T00:00:00.000Z", line.RootElement.GetProperty("clock").GetString());
        Assert.Equal("2025-05-05-003", line.RootElement.GetProperty("Label").GetString());
        Assert.Equal("10", line.RootElement.GetProperty("Symbols").GetString());
        Assert.Equal("information", line.RootElement.GetProperty("level").GetString());
        Assert.Equal("closed 2025-05-05-003 with 10 symbols", line.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void Files_are_rotated_at_their_maximum_size_and_the_oldest_is_deleted()
    {
        using var folder = new TempFolder();
        Write(folder, new LoggingOptions { FileBytesMax = 20_000, FilesMax = 3 }, log =>
        {
            for (int number = 0; number < 2_000; number++)
                log.LogInformation("line {Number} {Filler}", number, new string('x', 100));
        });
        string[] files = [.. Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(["data.1.log", "data.2.log", "data.log"], files);
        Assert.All(Directory.GetFiles(folder.Path), file => Assert.InRange(new FileInfo(file).Length, 1, 21_000));
        Assert.Contains("line 1999", File.ReadAllText(folder.File("data.log")));
    }

    [Fact]
    public void Lines_below_the_level_are_not_written()
    {
        using var folder = new TempFolder();
        Write(folder, new LoggingOptions { Level = LogSeverity.Warning }, log =>
        {
            log.LogInformation("quiet");
            log.LogWarning("loud");
        });
        Assert.DoesNotContain("quiet", File.ReadAllText(folder.File("data.log")));
        Assert.Contains("loud", File.ReadAllText(folder.File("data.log")));
    }

    private static void Write(TempFolder folder, LoggingOptions options, Action<ILogger> use)
    {
        using var logs = new PlatformLogs(folder.Path, "data", options, new SecretRedaction([Secret]), new ManualClock(), quietConsole: true);
        use(logs.Factory.CreateLogger("Platform.Data.Windows"));
    }
}
