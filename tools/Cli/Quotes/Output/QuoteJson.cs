using System.Text.Json;
using Platform.Analytics.Arbitrage;
using Platform.Domain.Market;
using Platform.Primitives.Outcomes;

namespace Platform.Cli.Quotes.Output;

/// <summary>Writes quotes or reports of the scanner as JSON lines, every number unrounded. Any thread.</summary>
internal sealed class QuoteJson : IDisposable
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly MemoryStream _line = new();
    private readonly FileStream _file;
    private readonly Utf8JsonWriter _writer;

    private QuoteJson(FileStream file)
    {
        _file = file;
        _writer = new Utf8JsonWriter(_line, s_options);
    }

    /// <summary>Set once the file could not be written any more, such as on a full disk.</summary>
    public Fault? Failure { get; private set; }

    /// <summary>Creates the file or empties it; a fault that names it when that is not possible.</summary>
    public static Result<QuoteJson> Create(string path)
    {
        try
        {
            return new QuoteJson(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Fault(FaultKind.Invalid, $"--json {path}: cannot be written ({refused.Message}); name a file in a folder that exists and that you may write to.");
        }
    }

    public void Write(in MarketDataUpdate quote)
    {
        lock (_gate)
        {
            _writer.WriteStartObject();
            _writer.WriteString("exchange", quote.Exchange);
            _writer.WriteString("symbol", quote.Symbol);
            _writer.WriteNumber("bid", quote.Bid);
            _writer.WriteNumber("ask", quote.Ask);
            _writer.WriteNumber("bid_size", quote.BidSize);
            _writer.WriteNumber("ask_size", quote.AskSize);
            _writer.WriteNumber("exchange_ts_ms", quote.ExchangeTime_ms);
            _writer.WriteNumber("recv_ts_ns", quote.Received_ns);
            _writer.WriteNumber("spread_bps", quote.Spread_bps);
            EndLine();
        }
    }

    public void Write(in OpportunityEvent report)
    {
        PairFigures figures = report.Figures;
        lock (_gate)
        {
            _writer.WriteStartObject();
            _writer.WriteString("id", report.Id);
            _writer.WriteString("symbol", report.Symbol);
            _writer.WriteString("buy", figures.Buy);
            _writer.WriteString("sell", figures.Sell);
            _writer.WriteNumber("ask", figures.Ask);
            _writer.WriteNumber("bid", figures.Bid);
            _writer.WriteNumber("spread_bps", figures.Spread_bps);
            _writer.WriteNumber("fees_bps", figures.Fees_bps);
            _writer.WriteNumber("net_bps", figures.Net_bps);
            _writer.WriteNumber("round_trip_bps", figures.RoundTrip_bps);
            if (figures.Funding_bps is { } funding_bps)
                _writer.WriteNumber("funding_bps", funding_bps);
            else
                _writer.WriteNull("funding_bps");
            _writer.WriteNumber("size", figures.Size);
            _writer.WriteNumber("quality_buy", figures.QualityBuy);
            _writer.WriteNumber("quality_sell", figures.QualitySell);
            _writer.WriteNumber("score", figures.Score);
            _writer.WriteString("event", report.Kind.ToString().ToLowerInvariant());
            _writer.WriteNumber("ts_ns", report.Time_ns);
            if (report is { Kind: OpportunityEventKind.Ended, Opportunity: { } ended })
            {
                _writer.WriteNumber("duration_ms", ended.Duration_ms);
                _writer.WriteString("reason", report.Reason.ToString());
            }

            EndLine();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
            _file.Dispose();
        }
    }

    private void EndLine()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        _line.WriteByte((byte)'\n');
        try
        {
            if (Failure is null)
            {
                _file.Write(_line.GetBuffer(), 0, (int)_line.Length);
                _file.Flush();
            }
        }
        catch (IOException full)
        {
            Failure = new Fault(FaultKind.Exhausted, $"--json {_file.Name}: writing failed: {full.Message}. Lines are missing at its end.");
        }

        _line.SetLength(0);
        _writer.Reset();
    }
}
