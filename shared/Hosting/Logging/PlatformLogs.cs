using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Platform.Hosting.Configuration.Running;

namespace Platform.Hosting.Logging;

/// <summary>
/// The log of the process: lines pass through a bounded queue to one writer, which writes them to the console and a rotating
/// file, without secrets. A full queue drops lines, and the number of dropped lines is logged.
/// </summary>
public sealed class PlatformLogs : ILoggerProvider
{
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(1);

    private readonly Channel<LogLine> _queue;
    private readonly RotatingFile _file;
    private readonly string _process;
    private readonly LogLevel _lowest;
    private readonly LogLevel _lowestOnConsole;
    private readonly SecretRedaction _redaction;
    private readonly TimeProvider _clock;
    private readonly Task _writer;
    private long _dropped;
    private string _trouble = "";

    /// <summary>Opens logs/&lt;process&gt;.log.</summary>
    /// <param name="quietConsole">True under the supervisor: the console shows only warnings and more severe lines.</param>
    public PlatformLogs(string folder, string process, LoggingOptions options, SecretRedaction redaction, TimeProvider clock, bool quietConsole)
    {
        _process = process;
        _redaction = redaction;
        _clock = clock;
        _lowest = (LogLevel)options.Level;
        _lowestOnConsole = quietConsole && _lowest < LogLevel.Warning ? LogLevel.Warning : _lowest;
        _queue = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(options.QueueLines) { SingleReader = true });
        _file = new RotatingFile(Path.Combine(folder, $"{process}.log"), options.FileBytesMax, options.FilesMax);
        _writer = Task.Factory.StartNew(WriteAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
        Factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(_lowest).AddFilter("Microsoft", LogLevel.Warning).AddProvider(this));
    }

    public ILoggerFactory Factory { get; }

    /// <summary>Number of lines lost because the disk was too slow or refused writes for too long.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Raised on the writer's thread with the reason when the file cannot be written, and with an empty text when it can be written again.</summary>
    public event Action<string>? TroubleChanged;

    public ILogger CreateLogger(string categoryName) => new QueueLogger(this, categoryName);

    /// <summary>Writes the queued lines, waits at most two seconds, and closes the file.</summary>
    public void Dispose()
    {
        if (!_queue.Writer.TryComplete())
            return;
        ((IAsyncResult)_writer).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(2));
        _file.Dispose();
    }

    private void Enqueue(LogLine line)
    {
        if (!_queue.Writer.TryWrite(line))
            Interlocked.Increment(ref _dropped);
    }

    private async Task WriteAsync()
    {
        long reported = 0;
        while (await MoreAsync())
        {
            while (_queue.Reader.TryRead(out LogLine? line))
                Write(line);
            long dropped = Dropped;
            if (dropped > reported && _trouble.Length == 0)
            {
                Write(Line(LogLevel.Warning, nameof(PlatformLogs), $"{dropped - reported} log lines were dropped because the disk was too slow or refused the writes", [], null));
                reported = dropped;
            }

            NoteTrouble(_file.Flush()?.Message ?? "");
        }
    }

    /// <summary>Waits for lines; while the file refuses writes, at most until the next attempt. False at the end.</summary>
    private async Task<bool> MoreAsync()
    {
        if (_trouble.Length == 0)
            return await _queue.Reader.WaitToReadAsync();
        using var again = new CancellationTokenSource(s_again);
        try
        {
            return await _queue.Reader.WaitToReadAsync(again.Token);
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private void NoteTrouble(string trouble)
    {
        bool hasChanged = trouble.Length == 0 != (_trouble.Length == 0);
        _trouble = trouble;
        if (hasChanged)
            TroubleChanged?.Invoke(trouble);
    }

    private void Write(LogLine line)
    {
        if (!_file.Append(_redaction.Apply(line.ToJson())))
            Interlocked.Increment(ref _dropped);
        if (line.Level < _lowestOnConsole)
            return;
        try
        {
            Console.Error.WriteLine(_redaction.Apply(line.ToConsoleText()));
        }
        catch (Exception closed) when (closed is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // A closed console must not end the process; the line is in the file.
        }
    }

    private LogLine Line(LogLevel level, string category, string message, IReadOnlyList<KeyValuePair<string, object?>> fields, Exception? exception) =>
        new(TimeProvider.System.GetUtcNow(), _clock.GetUtcNow(), level, _process, category, message, fields, exception);

    private sealed class QueueLogger(PlatformLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= logs._lowest && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                logs.Enqueue(logs.Line(logLevel, category, formatter(state, exception), state as IReadOnlyList<KeyValuePair<string, object?>> ?? [], exception));
        }
    }
}
