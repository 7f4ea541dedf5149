using System.Text;
using Microsoft.Win32.SafeHandles;
using Platform.Primitives.Outcomes;

namespace Platform.Hosting.Logging;

/// <summary>
/// Appends lines to name.log; at the maximum size it is renamed to name.1.log, and the oldest file beyond the count is deleted. Lines
/// that a full disk, a missing folder or a lack of file handles refuses stay in a bounded buffer and are written by a later flush. A file
/// that cannot be rotated grows to at most twice its maximum size. Not thread-safe.
/// </summary>
public sealed class RotatingFile(string path, long bytesMax, int filesMax) : IDisposable
{
    /// <summary>Maximum bytes of buffered lines; further lines are lost.</summary>
    public const int WaitingBytesMax = 1 << 20;

    private const int FlushBytes = 1 << 16;
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly MemoryStream _waiting = new();
    private SafeFileHandle? _file;
    private long _length;
    private long _looked;
    private long _rotationRefused;
    private Fault? _fault;

    /// <summary>Adds a line for the next flush. False when the line is lost because the buffer or the file is full.</summary>
    public bool Append(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        if (_file is null)
            _fault = Open();
        if (_length + _waiting.Length >= bytesMax && MayTryRotation())
            Rotate();
        if (_waiting.Length + bytes.Length > WaitingBytesMax || _length + _waiting.Length + bytes.Length > 2 * bytesMax)
            return false;
        _waiting.Write(bytes);
        if (_waiting.Length >= FlushBytes && _fault is null)
            Flush();
        return true;
    }

    /// <summary>Writes the buffered lines. Returns a fault when the disk refuses the write and the lines stay buffered; null when all lines are written.</summary>
    public Fault? Flush()
    {
        if (_waiting.Length == 0)
            return _fault;
        if (Open() is { } refused)
            return _fault = refused;
        try
        {
            RandomAccess.Write(_file!, _waiting.GetBuffer().AsSpan(0, (int)_waiting.Length), _length);
            _length += _waiting.Length;
            _waiting.SetLength(0);
            return _fault = _rotationRefused == 0 ? null : _fault;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return _fault = FaultOf("written", failure);
        }
    }

    public void Dispose()
    {
        Flush();
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Opens the file; opens it again when it was deleted with its folder, because further writes would be lost.</summary>
    private Fault? Open()
    {
        if (_file is not null && TimeProvider.System.GetElapsedTime(_looked) < s_look)
            return null;
        _looked = TimeProvider.System.GetTimestamp();
        if (_file is not null && File.Exists(path))
            return null;
        _file?.Dispose();
        _file = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            _length = RandomAccess.GetLength(_file);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return FaultOf("opened", failure);
        }
    }

    private bool MayTryRotation() => _rotationRefused == 0 || TimeProvider.System.GetElapsedTime(_rotationRefused) >= s_look;

    private void Rotate()
    {
        if (Flush() is not null && _rotationRefused == 0)
            return;
        try
        {
            _file?.Dispose();
            _file = null;
            File.Delete(Numbered(filesMax - 1));
            for (int number = filesMax - 2; number >= 1; number--)
            {
                if (File.Exists(Numbered(number)))
                    File.Move(Numbered(number), Numbered(number + 1), overwrite: true);
            }

            if (filesMax > 1)
                File.Move(path, Numbered(1), overwrite: true);
            _rotationRefused = 0;
            _fault = Open();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            bool isOpen = Open() is null;
            _rotationRefused = isOpen && _length < bytesMax ? 0 : TimeProvider.System.GetTimestamp();
            _fault = _rotationRefused == 0 ? null : FaultOf("rotated", failure);
        }
    }

    private Fault FaultOf(string what, Exception failure) => new(FaultKind.Unavailable, $"{path} cannot be {what}: {failure.Message}", IsTransient: true);

    private string Numbered(int number) => number < 1 ? path : Path.ChangeExtension(path, $".{number}.log");
}
