using Platform.Hosting.Logging;
using Platform.TestKit.Files;
using Platform.TestKit.Waiting;
using Xunit;

namespace Platform.Hosting.Tests;

public sealed class RotatingFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_that_the_disk_refused_are_written_when_it_takes_them()
    {
        // A folder in the file's place refuses every open, as a full disk or a want of handles would.
        Directory.CreateDirectory(_folder.File("data.log"));
        using var file = new RotatingFile(_folder.File("data.log"), 100_000, 3);
        Assert.True(file.Append("first"));
        Assert.Contains("data.log cannot be opened", file.Flush()?.Message, StringComparison.Ordinal);
        Directory.Delete(_folder.File("data.log"));
        Assert.True(file.Append("second"));
        Assert.Null(file.Flush());
        Assert.Equal(["first", "second"], File.ReadAllLines(_folder.File("data.log")));
    }

    [Fact]
    public void Lines_beyond_the_buffer_are_lost_and_counted()
    {
        Directory.CreateDirectory(_folder.File("data.log"));
        using var file = new RotatingFile(_folder.File("data.log"), 100_000_000, 3);
        string line = new('x', 1023);
        for (int i = 0; i < RotatingFile.WaitingBytesMax / 1024; i++)
            Assert.True(file.Append(line));
        Assert.False(file.Append(line));
    }

    [Fact]
    public async Task A_folder_that_vanished_is_made_again_and_later_lines_are_in_it()
    {
        string path = Path.Combine(_folder.Path, "logs", "data.log");
        using var file = new RotatingFile(path, 100_000, 3);
        file.Append("before");
        file.Flush();
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        await Eventually.TrueAsync(() =>
        {
            file.Append("after");
            return file.Flush() is null && File.Exists(path);
        });
        Assert.Contains("after", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_cannot_be_rotated_is_written_on_to_twice_its_bound_and_rotated_when_it_can()
    {
        string taken = Directory.CreateDirectory(_folder.File("data.1.log")).FullName;
        File.WriteAllText(Path.Combine(taken, "in the way"), "");
        using var file = new RotatingFile(_folder.File("data.log"), 1_000, 2);
        string line = new('x', 99);
        int written = 0;
        while (file.Append(line))
            written++;
        Assert.Equal(20, written);
        Assert.Contains("cannot be rotated", file.Flush()?.Message, StringComparison.Ordinal);
        Assert.Equal(2_000, new FileInfo(_folder.File("data.log")).Length);

        Directory.Delete(taken, recursive: true);
        await Eventually.TrueAsync(() => file.Append(line));
        Assert.Null(file.Flush());
        Assert.Equal(2_000, new FileInfo(_folder.File("data.1.log")).Length);
        Assert.Equal(100, new FileInfo(_folder.File("data.log")).Length);
    }
}
