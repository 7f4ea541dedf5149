using System.Text;

namespace Platform.Hosting.Logging;

/// <summary>Appends lines to name.log; at the size bound it becomes name.1.log, and the oldest beyond the count goes. One thread uses it.</summary>
public sealed class RotatingFile(string path, long bytesMax, int filesMax) : IDisposable
{
    private FileStream? _stream;

    public void Append(string line)
    {
        _stream ??= Open();
        if (_stream.Length >= bytesMax)
            Rotate();
        _stream.Write(Encoding.UTF8.GetBytes(line + "\n"));
    }

    public void Flush() => _stream?.Flush();

    public void Dispose() => _stream?.Dispose();

    private FileStream Open() => new(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 16_384);

    private void Rotate()
    {
        _stream?.Dispose();
        File.Delete(Numbered(filesMax - 1));
        for (int number = filesMax - 2; number >= 1; number--)
        {
            if (File.Exists(Numbered(number)))
                File.Move(Numbered(number), Numbered(number + 1), overwrite: true);
        }

        if (filesMax > 1)
            File.Move(path, Numbered(1), overwrite: true);
        else
            File.Delete(path);
        _stream = Open();
    }

    private string Numbered(int number) => number < 1 ? path : Path.ChangeExtension(path, $".{number}.log");
}
